"""Knows what linkage remembers of its last runs: which records were compared, what they share, what was common."""

from collections.abc import Collection
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef

from maillage.base.batches import batched
from maillage.directory.clusters import voices
from maillage.directory.models import Origin, Statement
from maillage.directory.sql import Reader
from maillage.linkage.frequencies import Frequencies
from maillage.linkage.keeping import frequencies_of, rules_version
from maillage.linkage.models import Block, Common, Compared
from maillage.linkage.records import LinkRecord, from_statement
from maillage.linkage.selectors import CHUNK

LISTED = {"origin__kind": Origin.Kind.SOURCE}


class Told(NamedTuple):
    """What a record of a list says in force."""

    statement: int
    record: LinkRecord


SAID = Reader(Statement, ("place_id", "id", "origin_id", "record_id", "values"), ended=[Statement.Ended.NO.value])
SHARING = Reader(Block, ("mark", "statement_id"), by="mark")
BY = Reader(Compared, ("place_id", "statement_id"))


def common() -> Frequencies | None:
    """What was common at the last full run; None when there was none that ended, or under other rules."""
    ended = Common.objects.filter(rules_version=rules_version()).exclude(version="").order_by("pk")
    version = ended.values_list("version", flat=True).first()
    return _frequencies(version) if version else None


@lru_cache(maxsize=1)
def _frequencies(version: str) -> Frequencies | None:
    """Tables of one version never change."""
    tables = Common.objects.filter(version=version).order_by("pk").values_list("tables", flat=True).first()
    return frequencies_of(tables) if tables else None


def statements() -> dict[UUID, int]:
    """Every founding place of which a list speaks -> its statement in force."""
    listed = Statement.objects.in_force().filter(**LISTED)
    return dict(listed.order_by("place_id", "pk").values_list("place_id", "pk"))


def compared() -> dict[UUID, tuple[int, bool]]:
    """Every founding place that was compared -> its statement then, and whether it must be compared again."""
    return {place: (statement, again) for place, statement, again in Compared.objects.order_by("pk").values_list("place_id", "statement_id", "is_pending")}


def compared_by(places: Collection[UUID]) -> dict[UUID, int]:
    """Those of these founding places that were compared -> their statement then."""
    return {place: statement for part in batched(sorted(places), CHUNK) for place, statement in BY(part)}


def changed() -> list[int]:
    """Statements in force of lists that were not compared yet, or must be again."""
    known = Compared.objects.filter(place=OuterRef("place_id"), statement_id=OuterRef("pk"), is_pending=False)
    return list(Statement.objects.in_force().filter(~Exists(known), **LISTED).order_by("pk").values_list("pk", flat=True))


def gone() -> list[UUID]:
    """Founding places that were compared and of which no list speaks any more."""
    ended = Compared.objects.filter(~Exists(Statement.objects.in_force().filter(pk=OuterRef("statement_id"))))
    places = list(ended.order_by("pk").values_list("place_id", flat=True))
    spoken = {
        place
        for part in batched(places, CHUNK)
        for place in Statement.objects.in_force().filter(place__in=part, **LISTED).order_by("pk").values_list("place_id", flat=True)
    }
    return [place for place in places if place not in spoken]


def said(numbers: Collection[int]) -> list[Told]:
    """What those of these statements that are in force say."""
    rows: list[tuple[Any, ...]] = [row for part in batched(numbers, CHUNK) for row in SAID(part)]
    keys = {pk: voice.key for pk, voice in voices({row[2] for row in rows}).items()}
    return [Told(pk, from_statement(str(place), keys[origin], record, values)) for place, pk, origin, record, values in rows]


def sharing(marks: Collection[int]) -> list[tuple[int, int]]:
    """Marks of these that compared statements have, and the statement, in force or not."""
    return [(mark, statement) for part in batched(sorted(marks), CHUNK) for mark, statement in SHARING(part)]
