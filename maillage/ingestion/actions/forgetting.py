"""Knows how columns that are told to name persons leave what is stored of a list: its rows, those that are gone, and what readings replaced."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from maillage.audit import actions as audit
from maillage.base.batches import batched
from maillage.directory.actions import bulk
from maillage.ingestion.actions import staging
from maillage.ingestion.mapping.loading import Written
from maillage.ingestion.mapping.plan import Plan, bind
from maillage.ingestion.models import Before, Source, SourceRecord
from maillage.ingestion.remarks import Remark
from maillage.ingestion.report import keeping

KEPT_OF_A_ROW = ("raw", "remarks", "has_remarks")


def forget_persons(source: Source, written: Written, plan: Plan, *, by: audit.Actor | None, now: datetime) -> None:
    """To be called before the list keeps another mapping: columns that it tells to name persons are dropped, some hundreds of rows in each transaction.

    Killed, it begins again with the next call, since the list still has its mapping of before.
    """
    if written.text == source.mapping_text:
        return
    forgetting = Forgetting(source, plan)
    rows = sum(forgetting.of_records(batch) for batch in batched(source.records.order_by("pk").values_list("pk", flat=True), staging.CHUNK))
    kept = Before.objects.filter(run__source=source).order_by("pk").values_list("pk", flat=True)
    rows += sum(forgetting.of_befores(batch) for batch in batched(kept, staging.CHUNK))
    if rows:
        with transaction.atomic():
            audit.record("source.persons_forgotten", on=source, by=by, now=now, columns=sorted(forgetting.dropped), rows=rows)


class Forgetting:
    """Drops columns from what is kept of rows, and the remarks that quote them."""

    def __init__(self, source: Source, plan: Plan) -> None:
        self.source, self.plan = source, plan
        self.dropped: set[str] = set()
        self.personal: dict[tuple[str, ...], frozenset[str]] = {}  # by columns: they change from one delivery to another

    def of(self, row: Mapping[str, Any]) -> dict[str, Any] | None:
        """What is left of a row, in the order of `KEPT_OF_A_ROW`; None when nothing is to be dropped."""
        columns = tuple(row["raw"])
        if columns not in self.personal:
            self.personal[columns] = frozenset(bind(self.plan, columns).personal)
        personal = self.personal[columns]
        if not personal:
            return None
        if not self.dropped:
            keeping.forget(self.source)  # before any row is written: once killed, rows left tell that there is something to forget
        self.dropped |= personal
        remarks = [remark for remark in row["remarks"] if remark.get("column") not in personal]
        return {
            "raw": {column: cell for column, cell in row["raw"].items() if column not in personal},
            "remarks": remarks,
            "has_remarks": any(Remark.from_json(remark).asks for remark in remarks),
        }

    @transaction.atomic
    def of_records(self, pks: list[int]) -> int:
        """How many of these records were changed."""
        held = SourceRecord.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk").values("pk", *KEPT_OF_A_ROW)
        changed = [(*left.values(), row["pk"]) for row in held if (left := self.of(row))]
        bulk.update(SourceRecord, KEPT_OF_A_ROW, changed)
        return len(changed)

    @transaction.atomic
    def of_befores(self, pks: list[int]) -> int:
        """How many of these were changed."""
        held = Before.objects.filter(pk__in=pks).order_by("pk").values_list("pk", "was")
        changed = [({**was, **left}, pk) for pk, was in held if (left := self.of(was))]
        bulk.update(Before, ("was",), changed)
        return len(changed)
