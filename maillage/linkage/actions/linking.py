"""Knows the full run: all records against all, by the rules."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import partial
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from maillage.audit import actions as audit
from maillage.directory.models import Generation
from maillage.directory.questions import Asked
from maillage.directory.selectors import merged_places
from maillage.linkage import selectors
from maillage.linkage.actions.settling import keep_asking, settle
from maillage.linkage.actions.storing import store
from maillage.linkage.communes import present
from maillage.linkage.enums import Decision
from maillage.linkage.questions import questions
from maillage.linkage.resolve import Resolution, resolve
from maillage.linkage.verdicts import Judged

Progress = Callable[[str, int, int], None]  # stage, done, in all


class Linked(NamedTuple):
    """What linkage found, then what it wrote."""

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


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def link(*, today: date, now: datetime, progress: Progress | None = None) -> Linked:
    """Say which records are one place, and make the base so. Writes only what differs, in short transactions; may be killed and run again."""
    watch = progress or silent
    records = list(selectors.records())
    found = resolve(records, selectors.decided(), present=present, step=lambda stage, count: watch(stage, count, count))
    kept = selectors.all_kept()
    verdicts = store(found.verdicts, kept, today=today, watch=partial(watch, "verdicts"))
    live = {UUID(record.id) for record in records}
    settled = settle(found.groups, live, merged_places(), today=today, now=now, watch=partial(watch, "places"))
    asked = keep_asking(asked_by(found, selectors.kept_apart(kept)), selectors.duplicates_asked(), today=today)
    told = Counter(one.decision for one in found.verdicts)
    counts = (told[Decision.MERGE], told[Decision.QUESTION], told[Decision.RELATION])
    linked = Linked(len(records), found.candidates, *counts, verdicts, *settled, asked)
    if verdicts or any(settled) or asked:
        record(linked, now=now)
    return linked


def asked_by(found: Resolution, by_persons: Iterable[Judged]) -> dict[str, Asked]:
    """Questions that the verdicts raise. `by_persons`: pairs that persons keep apart."""
    leader = {place: group[0] for group in found.groups for place in group}
    return questions(found.verdicts, lambda place: leader.get(place, place), by_persons)


@transaction.atomic
def record(linked: Linked, *, now: datetime) -> None:
    """One event for one run that wrote something."""
    generation, _created = Generation.objects.get_or_create(pk=1)
    audit.record("linkage.ran", on=generation, by=None, now=now, **linked._asdict())
