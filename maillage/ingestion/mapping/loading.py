"""Knows where mappings are found and how their form is recognised. The version of a plan is a hash of all that could change a value."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from maillage.ingestion.errors import WrongMapping
from maillage.ingestion.mapping import national, own
from maillage.ingestion.mapping.plan import Plan

SHIPPED = Path(__file__).parents[1] / "mappings"
SOURCE_NAME = re.compile(r"^(?=.{1,60}$)[a-z0-9]+(?:-[a-z0-9]+)*$")
STANDARD = "standard"
STANDARD_COLUMNS = {"id", "nom", "commune", "code_postal", "adresse"}
RULES_VERSION = 3  # raised whenever a normaliser gives another value for the same cell: unchanged rows are then read again


@dataclass(frozen=True)
class Written:
    """A mapping as written: its text, and what to call it."""

    text: str
    name: str


def choose(source: str, given: Path | str | None, last: str, columns: Sequence[str]) -> Written:
    """The mapping to use: given (file or text), shipped for the source, used last time, or the standard's if the columns are its own."""
    if isinstance(given, Path):
        return Written(read_mapping(given), given.name)
    if given:
        return Written(given, _("texte donné"))
    if shipped := shipped_text(source):
        return Written(shipped, f"{source}.toml")
    if last:
        return Written(last, _("celle de la dernière livraison"))
    if set(columns) >= STANDARD_COLUMNS:
        return Written(shipped_text(STANDARD), f"{STANDARD}.toml")
    raise WrongMapping(
        _("Aucune correspondance pour la liste « %(name)s » : donnez-en une. Correspondances livrées : %(shipped)s.")
        % {"name": source, "shipped": ", ".join(shipped_names())}
    )


def shipped_text(source: str) -> str:
    """Text of the mapping shipped under this source's name; "" when there is none."""
    file = SHIPPED / f"{source}.toml"
    return file.read_text(encoding="utf-8") if SOURCE_NAME.match(source) and file.is_file() else ""


def shipped_names() -> list[str]:
    """Names of the sources whose mapping is shipped."""
    return sorted(file.stem for file in SHIPPED.glob("*.toml"))


def read_mapping(path: Path) -> str:
    """Text of a mapping file."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeError) as error:
        raise WrongMapping(_("La correspondance « %(path)s » ne peut pas être lue : %(reason)s.") % {"path": path, "reason": error}) from error


@cache
def compile_text(text: str, *, name: str, source: str = "") -> Plan:
    """The plan of a mapping's text, whichever its form. A `config.json` borrows from the mapping shipped for the source what it cannot say:
    which columns name persons, who publishes the list."""
    version = hashlib.sha256(f"{RULES_VERSION}\n{text}".encode()).hexdigest()[:16]
    if not text.lstrip().startswith("{"):
        return own.compile_plan(text, name=name, version=version)
    plan = national.compile_plan(text, name=name, version=version)
    shipped = shipped_text(source)
    if not shipped:
        return plan
    ours = own.compile_plan(shipped, name=source, version="")
    return replace(plan, personal=ours.personal, known=(*plan.known, *ours.known), about=ours.about)
