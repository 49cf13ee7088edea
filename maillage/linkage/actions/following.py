"""Knows the run after some records changed: they meet those that share a block with them, and the places concerned are formed again."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from maillage.linkage import remembered, selectors
from maillage.linkage.actions import remembering
from maillage.linkage.actions.forming import Formed, Progress, form, standing
from maillage.linkage.blocks import marks_of
from maillage.linkage.communes import present
from maillage.linkage.enums import Decision
from maillage.linkage.frequencies import Frequencies
from maillage.linkage.incremental import Met, crowded, marks_by_record, meet
from maillage.linkage.remembered import Told
from maillage.linkage.resolve import grouped, ready
from maillage.linkage.verdicts import Judged

TOO_MANY = 0.2  # share of the records: when more changed, what is common changed too


class Followed(NamedTuple):
    """Records compared, pairs compared, verdicts of the places concerned, what was written."""

    records: int
    pairs: int
    verdicts: Sequence[Judged]
    formed: Formed


class Around(NamedTuple):
    """What changed records meet; and the marks of each, by its id: those crowded too, which may not be at the next full run."""

    met: Met
    marks: Mapping[str, set[int]]


def follow(frequencies: Frequencies, *, today: date, now: datetime, watch: Progress) -> Followed | None:
    """Compare the records that changed under these frequencies, and make the base so. None, and nothing written, when all must be compared anew."""
    numbers, gone = remembered.changed(), remembered.gone()
    if not numbers and not gone:
        return Followed(0, 0, (), Formed(0, 0, 0, 0))
    if len(numbers) + len(gone) > TOO_MANY * frequencies.records:
        return None
    changed = remembered.said(numbers)
    around = compare(changed, gone, frequencies)
    if around is None:
        return None
    watch("features", 1, 1)
    moved = {UUID(told.record.id) for told in changed}.union(gone)
    touched = selectors.component(moved | {UUID(end) for one in around.met.judged if one.decision == Decision.MERGE for end in (one.a, one.b)})
    remembering.compare_again(touched)  # killed from here on, the next run forms all these places again
    verdicts, formed = _form(touched, moved, around.met, today=today, now=now, watch=watch)
    _remember(changed, around, gone)
    remembering.settle_again(touched)
    watch("marks", 1, 1)
    return Followed(len(moved), around.met.pairs, verdicts, formed)


def compare(changed: Collection[Told], gone: Collection[UUID], frequencies: Frequencies) -> Around | None:
    """What the rules say of changed records and of those they meet. None when a block of theirs grew too much."""
    rows = ready((told.record for told in changed), present)
    marks = marks_by_record(rows, frequencies)
    shared = remembered.sharing(set().union(*marks.values()))
    moved = {told.record.id for told in changed}.union(map(str, gone))
    others = {told.statement: told.record for told in remembered.said({statement for _mark, statement in shared}) if told.record.id not in moved}
    met_by = [(mark, others[statement].id) for mark, statement in shared if statement in others]
    if crowded(marks, met_by):
        return None
    return Around(meet(rows, ready(others.values(), present), marks, met_by, frequencies), {row.id: marks_of(row) for row in rows})


def _form(touched: Collection[UUID], moved: Collection[UUID], met: Met, *, today: date, now: datetime, watch: Progress) -> tuple[list[Judged], Formed]:
    """Form again the places touched: by the new verdicts of what moved, by those stored of all else."""
    base, ends = standing(touched), set(map(str, moved))
    stands = {couple: verdict for couple, verdict in base.kept.items() if ends.isdisjoint(couple)}
    allowed = met.allowed | {couple for couple, verdict in stands.items() if verdict.may_merge}
    verdicts, groups = grouped([*selectors.judged(stands), *met.judged], allowed, selectors.decided(touched))
    by_rules = [one for one in verdicts if (one.a, one.b) not in base.kept or not base.kept[one.a, one.b].by_person]
    return by_rules, form(by_rules, groups, base, today=today, now=now, watch=watch)


def _remember(changed: Collection[Told], around: Around, gone: Collection[UUID]) -> None:
    statements = {UUID(told.record.id): told.statement for told in changed}
    marks = {UUID(record): held for record, held in around.marks.items()}
    remembering.remember(statements, marks, remembered.compared_by(statements))
    remembering.forget(gone)
