"""Knows the dumps: every format of the whole base and of each département, written once a night, whole or not at all.

The generation it tells is the one when its writing began: what is published meanwhile may be in it, and is told again by the changes since.
`MAILLAGE_VAR/dumps/2026-11-25-generation-12/` holds them with SHA256SUMS and `manifest.json`; `MAILLAGE_VAR/dumps/latest` leads to the newest.
"""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import timezone

from maillage.directory.models import Place
from maillage.directory.selectors import current_generation
from maillage.opendata import formats, rows
from maillage.opendata.exporting import Format, Selection
from maillage.opendata.exports import Tally
from maillage.opendata.rows import PlaceRow
from maillage.territories import selectors as territories
from maillage.territories.enums import AreaKind

KEPT = 2  # whole dumps; the one before the last serves who was reading it
WHOLE = "france"
LATEST = "latest"
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"


@dataclass(frozen=True)
class File:
    """One file of a dump. `path`: within it ("france/lieux.geojson", "departements/23/lieux.geojson"). `territory`: "" for the whole base."""

    path: str
    format: str
    territory: str
    rows: int
    size: int  # bytes
    sha256: str


@dataclass(frozen=True)
class Dump:
    """A dump and its files, in the order of territories and formats."""

    folder: Path
    generation: int
    written_at: datetime
    files: tuple[File, ...]

    def whole(self) -> list[File]:
        """Files of the whole base."""
        return [file for file in self.files if not file.territory]

    def of_territories(self) -> dict[str, list[File]]:
        """Files of each département where there are places."""
        found: dict[str, list[File]] = {}
        for file in self.files:
            if file.territory:
                found.setdefault(file.territory, []).append(file)
        return found


def root() -> Path:
    return Path(settings.VAR) / "dumps"


def write(*, now: datetime) -> Dump:
    """Write a dump of what is published now, show it in place of the one before, and keep the last two."""
    generation, folder = current_generation(), root()
    draft, target = folder / f".draft-{os.getpid()}", folder / f"{timezone.localtime(now):%Y-%m-%d}-generation-{generation}"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    try:
        files = [written(form, draft, selection) for selection in selections(timezone.localtime(now).date()) for form in formats.FORMATS]
        describe(draft, generation, now, files)
        swap(draft, target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    clean(folder)
    return Dump(target, generation, now, tuple(files))


def departements() -> list[str]:
    """Keys of the départements where there are published places."""
    insee = Place.objects.published().exclude(insee="").order_by("insee").values_list("insee", flat=True).distinct()
    keys = {area.key for code in insee for area in territories.areas_of(code) if area.kind is AreaKind.DEPARTEMENT}
    return sorted(keys)


@dataclass(frozen=True)
class Held(Selection):
    """The places of one département, read once for all formats."""

    held: tuple[PlaceRow, ...] = ()

    def places(self) -> Iterator[PlaceRow]:
        return iter(self.held)


def selections(today: date) -> Iterator[Selection]:
    """The whole base, read anew by each format so that memory does not grow with it, then each département."""
    yield Selection(today)
    for key in departements():
        yield Held(today, (key,), tuple(rows.published((key,), today=today)))


def written(form: Format, folder: Path, selection: Selection) -> File:
    """Write one file."""
    territory = selection.territories[0] if selection.territories else ""
    path = Path(f"departements/{territory.partition(':')[2]}" if territory else WHOLE) / form.file_name
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size, tally = sha256(), 0, Tally()
    with target.open("wb") as file:
        for piece in form.container(tally.through(form.records(selection))):
            file.write(piece)
            digest.update(piece)
            size += len(piece)
    return File(path.as_posix(), form.name, territory, tally.count, size, digest.hexdigest())


def describe(folder: Path, generation: int, now: datetime, files: list[File]) -> None:
    """Write what the dump holds, for `sha256sum --check` and for ourselves."""
    (folder / SUMS).write_text("".join(f"{file.sha256}  {file.path}\n" for file in files), "utf-8")
    told = {"generation": generation, "written_at": now.isoformat(), "files": [asdict(file) for file in files]}
    (folder / MANIFEST).write_text(json.dumps(told, indent=1), "utf-8")


def swap(draft: Path, target: Path) -> None:
    """Show a dump: readers find the one before or this one, never part of one."""
    aside = target.with_name(f".aside-{os.getpid()}")
    if target.exists():  # the same night, the same generation: written again
        target.rename(aside)
    draft.rename(target)
    shutil.rmtree(aside, ignore_errors=True)
    link = target.with_name(f".latest-{os.getpid()}")
    link.unlink(missing_ok=True)
    link.symlink_to(target.name)
    link.replace(target.with_name(LATEST))


def clean(folder: Path) -> None:
    """Remove all but the last dumps, and what an interrupted one left."""
    shown = (folder / LATEST).resolve()
    others = sorted((each for each in folder.iterdir() if (each / MANIFEST).is_file() and each.is_dir() and not each.is_symlink()), key=written_at)
    for old in [each for each in others if each != shown][: -(KEPT - 1) or None]:
        shutil.rmtree(old, ignore_errors=True)
    for left in folder.glob(".draft-*"):
        shutil.rmtree(left, ignore_errors=True)


def written_at(folder: Path) -> str:
    return str(json.loads((folder / MANIFEST).read_text("utf-8"))["written_at"])


def latest() -> Dump | None:
    """The dump that is shown; None before the first night."""
    folder = root() / LATEST
    try:
        told = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    return Dump(folder.resolve(), told["generation"], datetime.fromisoformat(told["written_at"]), tuple(files_of(told)))


def files_of(told: dict[str, Any]) -> Iterator[File]:
    return (File(**file) for file in told["files"])


class Served(NamedTuple):
    """A file of the dump that is shown."""

    path: Path
    name: str  # under which it is saved
    sha256: str


def file(path: str) -> Served | None:
    """A file of the dump that is shown, by its path within it; None when it holds none of that name."""
    dump = latest()
    if dump is None:
        return None
    if path in (SUMS, MANIFEST):
        return Served(dump.folder / path, path, sha256((dump.folder / path).read_bytes()).hexdigest())
    found = next((each for each in dump.files if each.path == path), None)
    return Served(dump.folder / path, saved_as(found), found.sha256) if found else None


def saved_as(found: File) -> str:
    """The name of a file once taken: that of its département tells it from the others."""
    stem, _point, suffix = found.path.rpartition("/")[2].partition(".")
    return f"{stem}-{found.territory.replace(':', '-')}.{suffix}" if found.territory else f"{stem}.{suffix}"
