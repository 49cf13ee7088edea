"""Knows where the mappings that an instance writes are kept: `sources/KEY.toml` under MAILLAGE_VAR, each former version beside it."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.utils.translation import gettext as _

from maillage.ingestion.errors import WrongMapping
from maillage.ingestion.mapping import national, own

SOURCE_NAME = re.compile(r"^(?=.{1,60}$)[a-z0-9]+(?:-[a-z0-9]+)*$")
LONGEST = 500_000  # characters of a mapping


@dataclass(frozen=True)
class Version:
    """A mapping that was kept: 1 is the oldest, the highest is the one in use."""

    number: int
    text: str


def read(key: str) -> str:
    """Text of the mapping kept for a source; "" when there is none."""
    file = _file(key)
    if file is None or not file.is_file():
        return ""
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeError) as error:
        told = _("La correspondance « %(path)s » ne peut pas être lue : %(reason)s. Enregistrez-la en UTF-8, ou supprimez-la.")
        raise WrongMapping(told % {"path": file, "reason": error}) from error


def save(key: str, text: str) -> None:
    """Keep a mapping for a source, whichever its form, once it is checked. The one in use is kept beside. Raise WrongMapping."""
    file = _file(key)
    if file is None:
        told = _("Le nom de liste « %(name)s » ne convient pas : lettres sans accents, chiffres et tirets, 60 signes au plus.")
        raise WrongMapping(told % {"name": key})
    if len(text) > LONGEST:
        raise WrongMapping(_("La correspondance est trop longue : %(limit)d signes au plus.") % {"limit": LONGEST})
    form = national if text.lstrip().startswith("{") else own
    form.compile_plan(text, name=key, version="")
    before = read(key)
    if before == text:
        return
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if before:
        _write(_former(key, max(_numbers(key), default=0) + 1), before)
    _write(file, text)


def versions(key: str) -> list[Version]:
    """Every mapping kept for a source, oldest first; the last one is in use."""
    former = [Version(number, _former(key, number).read_text(encoding="utf-8")) for number in _numbers(key)]
    current = read(key)
    return [*former, Version(former[-1].number + 1 if former else 1, current)] if current else former


def _file(key: str) -> Path | None:
    return settings.VAR / "sources" / f"{key}.toml" if SOURCE_NAME.match(key) else None


def _former(key: str, number: int) -> Path:
    return Path(settings.VAR / "sources" / f"{key}.{number}.toml")


def _numbers(key: str) -> list[int]:
    if not SOURCE_NAME.match(key):
        return []
    names = (file.name.removeprefix(f"{key}.").removesuffix(".toml") for file in (settings.VAR / "sources").glob(f"{key}.*.toml"))
    return sorted(int(name) for name in names if name.isdigit())


def _write(file: Path, text: str) -> None:
    """Write a whole file or nothing of it: a reader never sees a half."""
    with NamedTemporaryFile("w", encoding="utf-8", newline="", dir=file.parent, prefix=".", suffix=".tmp", delete=False) as written:
        written.write(text)
        written.flush()
        os.fsync(written.fileno())
    Path(written.name).replace(file)
