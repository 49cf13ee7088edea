"""Knows which corrections a list is to receive today: its records that say otherwise than a team or a coordinator confirmed, and what to write in each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from maillage.base.batches import batched
from maillage.directory.clusters import Cluster, gather, roots_of
from maillage.directory.confirmed import Confirmed, Difference, confirmed, differences_of
from maillage.directory.fold.hearing import Hearing
from maillage.directory.models import Statement
from maillage.directory.policy import PERSONS, current_policy
from maillage.ingestion.errors import WrongMapping
from maillage.ingestion.mapping.loading import compile_text
from maillage.ingestion.mapping.plan import Plan, bind
from maillage.ingestion.models import Source, SourceRecord
from maillage.ingestion.returning.ways import Ways
from maillage.ingestion.returning.writing import Correction, corrections

SAMPLE = 300  # rows of a list from which its ways are learned
PLACES = 500  # read at a time


class Asked(NamedTuple):
    """Where one record of a list says otherwise, and all that persons hold of its place."""

    differences: list[Difference]
    held: Mapping[str, Confirmed]


@dataclass
class Followed:
    """A list as its corrections are written: its plan, bound to its columns, and its ways."""

    source: Source
    today: date

    @cached_property
    def plan(self) -> Plan:
        """The plan of the last reading; an empty one when it no longer reads: everything is then left to a person."""
        return plan_of(self.source)

    @cached_property
    def ways(self) -> Ways:
        return Ways(self.plan, self.source.records.present().order_by("pk").values_list("raw", "values")[:SAMPLE])


def plan_of(source: Source) -> Plan:
    """The plan of the last reading of a list, bound to its columns; an empty one when there is none, or when it no longer reads."""
    try:
        plan = compile_text(source.mapping_text, name=source.mapping_name, source=source.key)
    except WrongMapping:
        return Plan(name="", version="")
    return bind(plan, source.columns_seen)


def found(source: Source, today: date) -> dict[SourceRecord, list[Correction]]:
    """The corrections of each record of a list, in the order of its file."""
    asked, followed = dict(asked_of(source, today)), Followed(source, today)
    rows: list[SourceRecord] = []
    for some in batched(asked, PLACES):
        rows += source.records.present().filter(record_id__in=some).order_by("line", "pk")
    told = {record: _of_record(followed, record, asked[record.record_id]) for record in sorted(rows, key=lambda record: (record.line, record.pk))}
    return {record: lines for record, lines in told.items() if lines}


def _of_record(followed: Followed, record: SourceRecord, asked: Asked) -> list[Correction]:
    return corrections(followed.ways, followed.today, record.raw, asked.differences, asked.held)


def asked_of(source: Source, today: date) -> Iterator[tuple[str, Asked]]:
    """Record id -> where it says otherwise. Two records of the list that are one place are each told."""
    for cluster in clusters_of_persons(source.origin_id):
        hearing = Hearing(cluster.statements, current_policy(), today, cluster.checks, cluster.root)
        held = confirmed(hearing)
        for said in hearing.statements:
            if said.voice.pk == source.origin_id and not said.absent and (wrong := list(differences_of(said, held))):
                yield said.record_id, Asked(wrong, held)


def clusters_of_persons(origin: int) -> Iterator[Cluster]:
    """The places of which persons speak, and this list too."""
    spoken = Statement.objects.in_force().filter(origin__kind__in=PERSONS).order_by("place_id").values_list("place_id", flat=True).distinct()
    for some in batched(sorted(set(roots_of(spoken).values())), PLACES):
        yield from (cluster for cluster in gather(some).values() if any(said.voice.pk == origin for said in cluster.statements))
