"""Knows which index answers now, in this process: the newest snapshot, and the edits published since."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock, Thread
from time import monotonic

from django.db import connection

from maillage.directory.clusters import roots_of
from maillage.directory.models import Change, Place
from maillage.directory.selectors import current_generation
from maillage.directory.stops import codes_of_stops
from maillage.search import providers, snapshot
from maillage.search.index import Edits, Index
from maillage.search.snapshot import Snapshot

log = logging.getLogger(__name__)

CHECK_EVERY = 1.0  # seconds between two looks at the generation, in each process
MOST_EDITS = 1_000  # places: beyond, a new snapshot is built
ROUNDS = 50  # readings of edits before giving up until the next look


class Unsettled(Exception):
    """Publications came faster than they could be read."""


class TooMuch(Exception):
    """Not a matter of some edits: a new snapshot is needed."""


@dataclass(frozen=True)
class State:
    """What one process holds."""

    snapshot: Snapshot
    index: Index


class Engine:
    """Holds the index of one process and keeps it true. One thread at a time looks for news; the others go on with what there is."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self.clock = clock
        self.state: State | None = None
        self.next_check = 0.0
        self.lock = Lock()
        self.building: Thread | None = None

    def current(self) -> Index:
        """The index to answer from. Take it once per request: it never changes, the next call may give another."""
        state = self.state or self.start()
        if self.clock() >= self.next_check and self.lock.acquire(blocking=False):
            try:
                state = self.refresh(self.state or state)
            finally:
                self.lock.release()
        return state.index

    def start(self) -> State:
        """The newest snapshot, or a first build: the others wait for it, since there is nothing else to answer from."""
        with self.lock:
            if self.state is None:
                self.state = self.refresh(state_of(snapshot.newest() or snapshot.build()))
            return self.state

    def refresh(self, state: State) -> State:
        """Take up what was published. Whatever fails, visitors keep the last good index."""
        self.next_check = self.clock() + CHECK_EVERY
        try:
            self.state = state = followed(state)
        except TooMuch:
            self.build_beside()
        except Unsettled:  # publications follow each other faster than we read: the next look will find a quiet moment
            log.info("search: generation %d goes on answering, too much is being published", state.index.generation)
        except Exception:  # noqa: BLE001 - see above
            log.exception("search: generation %d goes on answering, the news could not be read", state.index.generation)
        return state

    def build_beside(self) -> None:
        """Build a new snapshot in a thread of its own: no visitor waits for it, and the next look takes it up."""
        if self.building is None or not self.building.is_alive():
            self.building = Thread(target=build_alone, name="search-snapshot", daemon=True)
            self.building.start()


def build_alone() -> None:
    try:
        snapshot.build(wait=False)
    except BlockingIOError:
        log.info("search: another process is building")
    except Exception:  # noqa: BLE001 - nobody is there to catch it, and the last index goes on answering
        log.exception("search: the snapshot could not be built")
    finally:
        connection.close()


def followed(state: State) -> State:
    """The state as of now: a newer snapshot if there is one, and what was published since."""
    has_moved = snapshot.current_name() not in ("", state.snapshot.name)
    newer = snapshot.newest() if has_moved else None
    return with_edits(state_of(newer) if newer else state)


def state_of(found: Snapshot) -> State:
    return State(found, Index(found.segment, found.stamp.generation))


def with_edits(state: State) -> State:
    """Read again the places edited since, until nothing more is published meanwhile: what is read is then of one generation.

    Raise TooMuch or Unsettled.
    """
    seen, edits = state.index.generation, dict(state.index.edits)
    for _round in range(ROUNDS):
        now = current_generation()
        if now == seen:
            return state if seen == state.index.generation else State(state.snapshot, Index(state.snapshot.segment, seen, edits))
        codes = codes_changed(seen, now)
        if now < seen or len(codes) + len(edits) > MOST_EDITS:  # the base was put back to an earlier day, or too much for an overlay
            raise TooMuch
        edits |= read(codes)
        seen = now
    raise Unsettled


def codes_changed(after: int, until: int) -> set[str]:
    """Public codes of the places changed by the generations after one, until another, and of those that show something of them.

    A relation stated of a merged place shows on the one it leads to; a stop offers what its vehicle does.
    """
    changes = Change.objects.filter(generation__gt=after, generation__lte=until).order_by("place_id")
    places = set(changes.values_list("place_id", flat=True).distinct()[: MOST_EDITS + 1])
    changed = set(Place.objects.filter(pk__in=places.union(roots_of(places).values())).values_list("code", flat=True))
    return changed | codes_of_stops(changed)


def read(codes: set[str]) -> Edits:
    """Rows of these places now; None for those no longer published."""
    return {**dict.fromkeys(sorted(codes)), **{row.code: row for row in providers.load(codes)}}


_engine = Engine()


def current() -> Index:
    """The index to answer from, in this process. Take it once per request."""
    return _engine.current()


def reset() -> None:
    """Forget the index of this process: the next call to `current` reads the newest snapshot."""
    _engine.state, _engine.next_check = None, 0.0


def rebuild() -> Index:
    """Build a snapshot from the database, whatever there is, and answer from it at once."""
    snapshot.build(force=True)
    reset()
    return current()
