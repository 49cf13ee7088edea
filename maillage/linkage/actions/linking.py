"""Knows when all records are compared with all, and when only those that changed with those they may be."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from maillage.audit import actions as audit
from maillage.directory.models import Generation
from maillage.linkage import remembered, selectors
from maillage.linkage.actions import remembering
from maillage.linkage.actions.following import follow
from maillage.linkage.actions.forming import Formed, Progress, all_standing, form, silent
from maillage.linkage.blocks import Blocks
from maillage.linkage.communes import present
from maillage.linkage.engines import SERIAL, Engine
from maillage.linkage.enums import Decision
from maillage.linkage.frequencies import Frequencies
from maillage.linkage.resolve import Decided, resolve
from maillage.linkage.verdicts import Judged


class Linked(NamedTuple):
    """What linkage compared and found, then what it wrote."""

    records: int
    pairs: int
    merges: int
    questions: int
    relations: int
    verdicts_written: int
    places_written: int
    changes: int
    asked: int

    def as_dict(self) -> dict[str, int]:
        """The figures by name."""
        return self._asdict()


def link(*, today: date, now: datetime, progress: Progress | None = None, full: bool = False, engine: Engine = SERIAL) -> Linked:
    """Say which records are one place, and make the base so. Writes only what differs, in short transactions; may be killed and run again.

    Only records that changed are compared, unless `full`, or unless too much changed, or the rules, or nothing was compared yet.
    `engine`: where all are compared with all; those that changed are compared here.
    """
    watch, before = progress or silent, selectors.decided()
    common = None if full else remembered.common()
    followed = follow(common, today=today, now=now, watch=watch) if common else None
    linked = _linked(*followed) if followed else link_all(today=today, now=now, watch=watch, engine=engine)
    remembering.compare_again(_told_meanwhile(before))
    if any(linked[5:]):
        record(linked, now=now)
    return linked


def _told_meanwhile(before: Decided) -> set[UUID]:
    """Places about which persons decided otherwise than before: this run did not know."""
    now = selectors.decided()
    pairs = {*before.same} ^ {*now.same} | {*before.apart} ^ {*now.apart}
    return {UUID(end) for pair in pairs for end in pair}


def link_all(*, today: date, now: datetime, watch: Progress = silent, frequencies: Frequencies | None = None, engine: Engine = SERIAL) -> Linked:
    """Compare all with all. What is common is counted anew, unless `frequencies` tells it."""
    remembering.begin_full()
    # Statements before records: one replaced meanwhile is compared by the next run.
    statements, known = remembered.statements(), remembered.compared()
    records = list(selectors.records())
    live = {UUID(record.id) for record in records}

    def step(stage: str, count: int) -> None:
        watch(stage, count, count)

    found = resolve(records, selectors.decided(), frequencies=frequencies, present=present, engine=engine, step=step)
    formed = form(found.verdicts, found.groups, all_standing(live), today=today, now=now, watch=watch)
    _remember_all(sorted(live), found.blocks, statements, known)
    watch("marks", 1, 1)
    remembering.end_full(found.frequencies, today=today)
    return _linked(len(records), found.candidates, found.verdicts, formed)


def _remember_all(places: list[UUID], found: Blocks, statements: Mapping[UUID, int], known: Mapping[UUID, tuple[int, bool]]) -> None:
    """Remember what was compared of all places, in the order of the blocks' members; only what differs from what is `known`."""
    news = {place: statements[place] for place in places if place in statements and known.get(place) != (statements[place], False)}
    if news:
        remembering.remember(news, _marks(places, found, news), {place: statement for place, (statement, _again) in known.items()})
    remembering.forget(known.keys() - set(places))


def _marks(places: list[UUID], found: Blocks, wanted: Mapping[UUID, int]) -> dict[UUID, list[int]]:
    """The marks of each wanted place."""
    marks: dict[UUID, list[int]] = {place: [] for place in wanted}
    for mark, start, end in zip(found.marks.tolist(), found.starts[:-1].tolist(), found.starts[1:].tolist(), strict=True):
        for member in found.members[start:end].tolist():
            if (place := places[member]) in marks:
                marks[place].append(mark)
    return marks


def _linked(records: int, pairs: int, verdicts: Iterable[Judged], formed: Formed) -> Linked:
    told = Counter(one.decision for one in verdicts)
    return Linked(records, pairs, told[Decision.MERGE], told[Decision.QUESTION], told[Decision.RELATION], *formed)


@transaction.atomic
def record(linked: Linked, *, now: datetime) -> None:
    """One event for one run that wrote something."""
    generation, _created = Generation.objects.get_or_create(pk=1)
    audit.record("linkage.ran", on=generation, by=None, now=now, **linked._asdict())
