"""Knows which lists a territory begins with: the national ones, from their addresses or from a folder, then its own files."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from maillage.base.text import fold
from maillage.ingestion.catalogue import national_lists

WITHOUT = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Wanted:
    """A list to bring in: a file, or an address; `label` for people."""

    key: str
    label: str
    path: Path | None = None
    url: str = ""
    page: str = ""


def wanted(files: Iterable[Path], folder: Path | None, *, online: bool) -> list[Wanted]:
    """The national lists, then the territory's own files under a key made of their name."""
    return [*_national(folder, online=online), *(Wanted(key_of(file), file.name, file) for file in files)]


def _national(folder: Path | None, *, online: bool) -> list[Wanted]:
    found = []
    for each in national_lists():
        path = _in_folder(folder, each.key) if folder else None
        found.append(Wanted(each.key, each.label, path, each.url if online and path is None else "", each.page))
    return found


def _in_folder(folder: Path, key: str) -> Path | None:
    """The file of a list in a folder: `key.csv`, or any file in a folder `key/` named `source.…`."""
    candidates = [*sorted(folder.glob(f"{key}.*")), *sorted(folder.glob(f"{key}/source.*"))]
    return next((path for path in candidates if path.is_file() and path.suffix != ".toml"), None)


def key_of(file: Path) -> str:
    """A source's key from the name of its file: « Liste Mairies 2026.xlsx » -> "liste-mairies-2026"."""
    return WITHOUT.sub("-", fold(file.stem)).strip("-")[:60].strip("-") or "liste"
