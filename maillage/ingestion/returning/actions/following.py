"""Knows what a new delivery took of the corrections that were sent, and that a row corrected as asked is the same row under another mark."""

from collections.abc import Collection, Iterator
from datetime import date
from itertools import combinations

from maillage.directory.confirmed import agrees, facts
from maillage.ingestion.mapping.plan import Plan
from maillage.ingestion.mapping.recognising import fingerprint, own_id
from maillage.ingestion.models import Returned, Run, Source
from maillage.ingestion.returning.taking import Written

MOST_PARTS = 6  # subjects of one row that its mark depends on: 63 rows that it may have become


def follow(run: Run, *, today: date) -> int:
    """Note what the list now says of what was sent to it; how many. Doing it again changes nothing."""
    sent = run.source.returned.waiting().filter(sent_on__lte=today, record__gone_on__isnull=True).select_related("record").order_by("pk")
    taken = [one.pk for one in sent if agrees(one.subject, one.confirmed, facts(one.record.values))]
    return Returned.objects.filter(pk__in=taken).update(taken_on=today, taken_run=run)


def unfollow(run: Run) -> int:
    """What a reading found to be taken waits again once that reading is undone, unless it was sent anew since."""
    again = run.source.returned.waiting().values_list("record_id", "subject")
    held = set(again)
    undone = [one.pk for one in run.taken.order_by("pk") if (one.record_id, one.subject) not in held]
    return Returned.objects.filter(pk__in=undone).update(taken_on=None, taken_run=None)


def renamed_by_corrections(source: Source, plan: Plan, bases: Collection[str]) -> dict[str, list[str]]:
    """Mark of a row in this delivery -> the record it is: a row known by its name or its address, of which one was corrected as asked."""
    found: dict[str, list[str]] = {}
    for record, raw, parts in _marked(source, plan):
        if record not in bases:
            marks = {fingerprint({**raw, **cells}, plan) for cells in _some_of(parts)} & set(bases)
            if len(marks) == 1 and (mark := marks.pop()) not in found:
                found[mark] = [record]
    return found


def _marked(source: Source, plan: Plan) -> Iterator[tuple[str, dict[str, object], list[Written]]]:
    """Records known by their stable fields, their cells, and the corrections that change these."""
    rows: dict[str, tuple[dict[str, object], list[Written]]] = {}
    for one in source.returned.waiting().exclude(cells={}).filter(record__own_id="").select_related("record").order_by("pk"):
        if one.cells.keys() & set(plan.fingerprint) and not own_id(one.record.raw, plan):
            rows.setdefault(one.record.record_id, (one.record.raw, []))[1].append(one.cells)
    yield from ((record, raw, parts) for record, (raw, parts) in rows.items())


def _some_of(parts: list[Written]) -> Iterator[Written]:
    """Any of the corrections of a row, all first: its list may have taken some only."""
    for count in range(min(len(parts), MOST_PARTS), 0, -1):
        for chosen in combinations(parts[:MOST_PARTS], count):
            yield {column: text for part in chosen for column, text in part.items()}
