"""Knows the one way from a file to what is published: stage, state, link, publish. Each step may be killed and run again, and then changes nothing more."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction

from maillage.audit import actions as audit
from maillage.base.locking import alone
from maillage.directory import actions as directory
from maillage.directory.models import Change
from maillage.directory.selectors import current_generation
from maillage.ingestion import actions as ingestion
from maillage.ingestion.geocoding import Located, locate_pending
from maillage.ingestion.models import Run, Source, SourceRecord
from maillage.ingestion.report import keeping
from maillage.ingestion.selectors import pending_records, sources
from maillage.linkage import actions
from maillage.linkage.engines import SERIAL, Engine
from maillage.linkage.errors import LinkBusy
from maillage.search import snapshot

Progress = Callable[[int, int], None]  # done, in all
LINKING, PATIENCE = "linkage", 25  # the lock of a run, and how often it is asked for: some seconds
BATCH = 500  # records stated in one transaction: well under a second
# Share of the time of a run after each of its stages, in percent, as measured on real lists.
STAGES = {"normalise": 25, "candidates": 30, "features": 35, "clusters": 38, "verdicts": 50, "places": 85, "marks": 100}


class Applied(NamedTuple):
    """Records of a list that the base of places heard, and what they wrote there."""

    records: int = 0
    statements: int = 0
    places: int = 0
    changes: int = 0
    gone: int = 0

    def plus(self, other: "Applied") -> "Applied":
        """Both together."""
        return Applied(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


class Published(NamedTuple):
    """The version that everyone sees, and how many changes it brought (0 when nothing waited)."""

    generation: int
    changes: int

    def as_dict(self) -> dict[str, int]:
        """The figures by name."""
        return self._asdict()


def import_list(
    source: str, path: Path | None = None, *, mapping: Path | str | None = None, today: date, now: datetime, progress: Progress | None = None, **options: Any
) -> Run:
    """Bring a list into the base of places. Raise ListRefused, and change nothing, when it cannot be read. Other options: see `ingestion.import_list`."""
    run = ingestion.import_list(source, path, mapping=mapping, today=today, now=now, progress=progress, **options)
    state(run.source, today=today, now=now, progress=progress)
    keeping.keep(run)
    return run


def deliver(source: Source, *, today: date, now: datetime, progress: Progress | None = None, **options: Any) -> Run | None:
    """Bring a list from its own address into the base of places; None when it did not change. Raise ListRefused. Other options: see `ingestion.deliver`."""
    run = ingestion.deliver(source, today=today, now=now, progress=progress, **options)
    if run or pending_records(source).exists():
        state(source, today=today, now=now, progress=progress)
    if run:
        keeping.keep(run)
    return run


def state(source: Source, *, today: date, now: datetime, progress: Progress | None = None) -> Applied:
    """Locate the records of a list that wait, if a geocoder is set, then let the base of places hear of them."""
    locate_pending(source, today=today)
    return apply(source, today=today, now=now, progress=progress)


def locate(source: Source, *, today: date, now: datetime) -> Located:
    """Ask the geocoder about every row of a list, those heard before it was set included, and let the base of places hear of what it found."""
    located = locate_pending(source, today=today, everything=True)
    while apply_batch(source, today=today, now=now).records:
        pass
    return located


def undo(run: Run, *, by: audit.Actor | None, today: date, now: datetime, progress: Progress | None = None) -> Run:
    """Undo the last reading of a list. Raise NotAllowed when it cannot be undone. Places are to be linked and published afterwards."""
    undone = ingestion.undo(run, by=by, today=today, now=now, progress=progress)
    while apply_batch(run.source, today=today, now=now).records:
        pass
    return undone


def apply(source: Source, *, today: date, now: datetime, progress: Progress | None = None) -> Applied:
    """Let the base of places hear of the records of a list that wait for it, some hundreds in each transaction."""
    waiting, total = pending_records(source).count(), Applied()
    while (heard := apply_batch(source, today=today, now=now)).records:
        total = total.plus(heard)
        if progress:
            progress(min(total.records, waiting), waiting)
    refolded = directory.delivered(source.origin, on=today, today=today, now=now)
    return total.plus(Applied(places=refolded.places, changes=refolded.changes))


@transaction.atomic
def apply_batch(source: Source, *, today: date, now: datetime) -> Applied:
    """State what some waiting records say, and note that they were heard, in one transaction. Without records when none waits."""
    batch = list(pending_records(source).select_for_update(of=("self",))[:BATCH])
    if not batch:
        return Applied()
    stated = [as_told(record) for record in batch if record.is_stated]
    written = directory.record_statements(source.origin, stated, today=today, now=now)
    gone = directory.mark_gone(source.origin, [record.record_id for record in batch if not record.is_stated], today=today, now=now)
    ingestion.mark_applied(batch)
    return Applied(len(batch), *written, gone)


def as_told(record: SourceRecord) -> directory.RecordIn:
    """A staged record as the base of places hears it."""
    return directory.RecordIn(record.record_id, record.values, record.as_of, record.unreadable, record.first_seen_on)


def link(*, today: date, now: datetime, progress: Progress | None = None, full: bool = False, engine: Engine = SERIAL) -> actions.Linked:
    """Find the records that are one place, among those that changed and those they may be, or among all; and make the base so.

    One run at a time: a run would forget the verdicts that another reached since it began. Raise LinkBusy when another does not end soon.
    """
    with alone(LINKING, LinkBusy, tries=PATIENCE):
        linked = actions.link(today=today, now=now, progress=by_stage(progress) if progress else None, full=full, engine=engine)
    if progress:
        progress(100, 100)
    return linked


def by_stage(progress: Progress) -> Callable[[str, int, int], None]:
    """One progress, in percent, out of that of each stage."""
    before = dict(zip(STAGES, [0, *STAGES.values()], strict=False))

    def told(stage: str, done: int, total: int) -> None:
        progress(before[stage] + round((STAGES[stage] - before[stage]) * done / max(total, 1)), 100)

    return told


def publish(*, now: datetime) -> Published:
    """Publish all that waits, and build the index anew when something did or when it is missing."""
    before = current_generation()
    generation = directory.publish(now=now)
    snapshot.build()
    return Published(generation, Change.objects.filter(generation=generation).count() if generation > before else 0)


def link_and_publish(*, today: date, now: datetime, progress: Progress | None = None) -> Published:
    """What follows when lists said something new, or weigh otherwise."""
    for source in sources().filter(to_fold_again=True):
        ingestion.fold_if_asked(source, today=today, now=now)
    link(today=today, now=now, progress=progress)
    return publish(now=now)
