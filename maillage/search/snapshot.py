"""Knows where snapshots live: `VAR/index/` holds one file per build and a small `current` that names the newest. Derived data: all may be deleted."""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from maillage.directory import selectors
from maillage.directory.models import Change
from maillage.search import build as building
from maillage.search import providers, snapshot_file
from maillage.search.segment import Segment
from maillage.search.snapshot_file import SnapshotError, Stamp

log = logging.getLogger(__name__)

KEPT = 2  # the current file, and the one before: a process may have just read its name


@dataclass(frozen=True)
class Snapshot:
    """One full build, as read by this process. Without a name, it could not be written and lives in memory only."""

    segment: Segment
    stamp: Stamp
    name: str


def folder() -> Path:
    """Where snapshots live."""
    return Path(settings.VAR) / "index"


def current_name() -> str:
    """Name of the newest file; "" when there is none. Cheap: one small file."""
    try:
        return (folder() / "current").read_text(encoding="ascii").strip()
    except (OSError, ValueError):  # absent, or damaged
        return ""


def current_generation() -> int | None:
    """Generation of the newest file, by its name; None when there is none."""
    name = current_name()
    return int(name.rpartition("-")[2]) if name in {path.name for path in files()} else None


def stamp_now() -> Stamp:
    """What a build begun now would be made from."""
    first = Change.objects.order_by("pk").values_list("at", flat=True).first()
    return Stamp(selectors.current_generation(), first.isoformat() if first else "")


def newest() -> Snapshot | None:
    """The newest snapshot that can be read and is of this base; None when it must be built."""
    for _attempt in range(3):  # the file may be replaced and removed between the two readings
        if not (name := current_name()):
            return None
        try:
            segment, stamp = snapshot_file.read(folder() / name)
        except FileNotFoundError:
            continue
        except (SnapshotError, OSError, ValueError) as error:
            log.warning("search: %s cannot be used, it will be rebuilt from the database: %s", name, error)
            return None
        return Snapshot(segment, stamp, name) if is_of(stamp, stamp_now()) else None
    return None


def is_of(stamp: Stamp, now: Stamp) -> bool:
    """Was this snapshot made from the base as it lives now? Not from another, nor from one since put back to an earlier day."""
    return stamp.base == now.base and stamp.generation <= now.generation


def build(*, force: bool = False, wait: bool = True) -> Snapshot:
    """Build from the database and make it the current snapshot. When another process has just done it, take its work, unless forced.

    Raise BlockingIOError when another is building and `wait` is False.
    """
    with alone(wait=wait):
        wanted = stamp_now()  # before reading: rows may be newer than it says, and the overlay reads those again
        ready = None if force else newest()
        if ready and ready.stamp == wanted:
            return ready
        segment = building.segment(providers.load())
        try:
            return saved(segment, wanted)
        except OSError:
            log.exception("search: the snapshot cannot be written; this process answers from memory")
            return Snapshot(segment, wanted, "")


def saved(segment: Segment, stamp: Stamp) -> Snapshot:
    """Write the file, point to it, remove older ones; then read it, so that its memory is shared."""
    name = next_name(stamp.generation)
    snapshot_file.write(folder() / name, segment, stamp)
    beside = folder() / ".current"
    beside.write_text(name, encoding="ascii")
    beside.replace(folder() / "current")
    remove_old(name)
    log.info("search: snapshot %s of %d places", name, len(segment))
    return Snapshot(snapshot_file.read(folder() / name)[0], stamp, name)


def next_name(generation: int) -> str:
    """Names follow one another: a name is never used twice."""
    used = [int(path.name.split("-")[0]) for path in files()]
    return f"{max(used, default=0) + 1:08d}-generation-{generation}"


def files() -> list[Path]:
    """Snapshot files, oldest first."""
    return sorted(folder().glob("[0-9]*-generation-*"))


def remove_old(current: str) -> None:
    """Remove what nobody will open again. Processes that still map a removed file keep it until they let it go."""
    older = [path for path in files() if path.name != current][: -(KEPT - 1)]
    unfinished = folder().glob(".[0-9]*-generation-*")  # left by a killed build: only one builds at a time
    for path in (*older, *unfinished):
        path.unlink(missing_ok=True)


@contextmanager
def alone(*, wait: bool) -> Iterator[None]:
    """One build at a time on this machine; the lock falls with the process that holds it."""
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
