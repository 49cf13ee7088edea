"""Knows where mappings are found and how their form is recognised. The version of a plan is a hash of all that could change a value."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from maillage.ingestion.dictionary.loading import version as dictionary_version
from maillage.ingestion.errors import NoMapping, WrongMapping, why
from maillage.ingestion.mapping import national, own, storing
from maillage.ingestion.mapping.plan import Columns, Plan
from maillage.ingestion.mapping.storing import SOURCE_NAME

SHIPPED = Path(__file__).parents[1] / "mappings"
STANDARD = "standard"
BY_COLUMNS = ("standard", "data-inclusion", "maillage")  # how the names of the mappings begin that are recognised by the columns of a list
STANDARD_COLUMNS = ("id", "nom", "commune", "code_postal", "adresse")
RULES_VERSION = 7  # raised whenever a normaliser gives another value for the same cell: unchanged rows are then read again


@dataclass(frozen=True)
class Written:
    """A mapping as written: its text, and what to call it."""

    text: str
    name: str


def choose(source: str, given: Path | str | None, last: str, columns: Sequence[str]) -> Written:
    """The mapping to use: given (file or text), kept for the source, shipped for it, used last time, or that of a format with these columns."""
    if isinstance(given, Path):
        return Written(read_mapping(given), given.name)
    if given:
        return Written(given, _("texte donné"))
    if kept := storing.read(source):
        return Written(kept, f"sources/{source}.toml")
    if shipped := shipped_text(source):
        return Written(shipped, f"{source}.toml")
    if last:
        return Written(last, _("celle de la dernière livraison"))
    if known := by_columns(columns):
        return Written(shipped_text(known), f"{known}.toml")
    raise NoMapping(
        _("Aucune correspondance pour la liste « %(name)s ». « maillage mapping suggest » en propose une d’après le fichier : relisez-la, puis donnez-la.")
        % {"name": source}
    )


def by_columns(columns: Sequence[str]) -> str:
    """Name of the shipped mapping of the format that these columns follow; "" when they follow none. Of several versions, the one with most columns here."""
    file = Columns(columns)
    found = []
    for name in shipped_names():
        if name.startswith(BY_COLUMNS):
            plan = compile_text(shipped_text(name), name=name)
            marks = plan.recognised_by or STANDARD_COLUMNS
            if all(file.has(mark) for mark in marks):
                used = plan.used()
                present = sum(map(file.has, used))
                found.append((present, present / len(used), name == STANDARD, name))
    return max(found)[3] if found else ""


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
    except UnicodeError as error:
        told = _("La correspondance « %(path)s » n’est pas écrite en UTF-8. Ouvrez-la dans un éditeur de texte et enregistrez-la avec l’encodage UTF-8.")
        raise WrongMapping(told % {"path": path}) from error
    except (OSError, ValueError) as error:
        raise WrongMapping(_("La correspondance « %(path)s » ne peut pas être lue : %(reason)s.") % {"path": path, "reason": why(error)}) from error


@lru_cache(maxsize=128)  # a page may try many
def compile_text(text: str, *, name: str, source: str = "") -> Plan:
    """The plan of a mapping's text, whichever its form. A `config.json` borrows from the mapping shipped for the source what it cannot say:
    which columns name persons, who publishes the list."""
    version = hashlib.sha256(f"{RULES_VERSION}\n{dictionary_version()}\n{text}".encode()).hexdigest()[:16]
    if not text.lstrip().startswith("{"):
        return own.compile_plan(text, name=name, version=version)
    plan = national.compile_plan(text, name=name, version=version)
    shipped = shipped_text(source)
    if not shipped:
        return plan
    ours = own.compile_plan(shipped, name=source, version="")
    return replace(plan, personal=ours.personal, known=(*plan.known, *ours.known), about=ours.about)
