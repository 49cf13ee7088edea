"""Knows how what was compared is remembered, so that the next run compares only what changed. Written last: a run killed before starts over."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.base.batches import batched
from maillage.directory.actions import bulk
from maillage.linkage.frequencies import Frequencies
from maillage.linkage.keeping import rules_version, tables_of, version_of
from maillage.linkage.models import Block, Common, Compared

BATCH = 1_000  # places in one transaction: well under a second
COMPARED = ("place_id", "statement_id", "is_pending")


@transaction.atomic
def begin_full() -> None:
    """Say that a full run is under way: until it ends, nothing is known to be common. What was compared under other rules is forgotten."""
    if Common.objects.filter(rules_version=rules_version()).exists():
        Common.objects.update(version="")
        return
    for model in (Common, Compared, Block):
        model.objects.all().delete()


@transaction.atomic
def end_full(frequencies: Frequencies, *, today: date) -> None:
    """Keep what was common: verdicts stand under it until the next full run."""
    tables = tables_of(frequencies)
    Common.objects.all().delete()
    Common.objects.create(pk=1, version=version_of(tables), counted_on=today, rules_version=rules_version(), tables=tables)


def compare_again(places: Iterable[UUID]) -> None:
    """Have the next run compare these places again, whatever becomes of this one."""
    for part in batched(sorted(places), BATCH):
        Compared.objects.filter(place__in=part, is_pending=False).update(is_pending=True)


def remember(statements: Mapping[UUID, int], marks: Mapping[UUID, Collection[int]], known: Mapping[UUID, int]) -> None:
    """Note that these founding places were compared by these statements, which have these marks. `known`: the statements they were compared by before."""
    for places in batched(sorted(statements), BATCH):
        told = {place: statements[place] for place in places}
        _remember(told, [(told[place], mark) for place in places for mark in marks[place]], [known[place] for place in places if place in known])


@transaction.atomic
def _remember(statements: Mapping[UUID, int], marks: Iterable[tuple[int, int]], old: Iterable[int]) -> None:
    rows = [(place, statement, False) for place, statement in statements.items()]
    bulk.upsert(Compared, COMPARED, rows, unique=["place_id"], updated=COMPARED[1:])
    Block.objects.filter(statement_id__in=[*statements.values(), *old]).delete()
    bulk.insert(Block, ("statement_id", "mark"), marks)


def settle_again(places: Iterable[UUID]) -> None:
    """Places formed again, whose statement is the one they were compared by, need not be compared any more."""
    for part in batched(sorted(places), BATCH):
        Compared.objects.filter(place__in=part, is_pending=True).update(is_pending=False)


def forget(places: Iterable[UUID]) -> None:
    """Forget that these places were compared."""
    for part in batched(sorted(places), BATCH):
        with transaction.atomic():
            old = list(Compared.objects.filter(place__in=part).order_by("pk").values_list("statement_id", flat=True))
            Block.objects.filter(statement_id__in=old).delete()
            Compared.objects.filter(place__in=part).delete()
