"""Rows read and written by statements compiled once are what the ORM reads and writes, on both databases."""

from typing import Any
from uuid import UUID

import pytest

from maillage.directory.actions import bulk
from maillage.directory.clusters import PLACES, ROW
from maillage.directory.models import Change, Offer, Origin, Place, Statement
from maillage.directory.sql import Reader
from tests.factories.directory import NOW, TODAY, a_list, told

pytestmark = pytest.mark.django_db
HARD = {"text": "« é » 'quoted' \"twice\" %s ? \\ 𝄞", "none": None, "float": 46.1234567890123, "list": [], "deep": [{"a": {}}], "flag": False}


def test_a_reader_gives_what_the_orm_gives() -> None:
    told("1", services={"securite": True}, latitude=46.1234567890123, longitude=1.8, phones=None)
    told("2", equipment={"tablette": False})
    ids = list(Place.objects.order_by("pk").values_list("pk", flat=True))
    assert PLACES(set(ids)) == list(Place.objects.order_by("pk").values_list(*ROW))
    names = [field.attname for field in Statement._meta.concrete_fields]
    assert Reader(Statement, names, by="place_id")(ids) == list(Statement.objects.order_by("pk").values_list(*names))


def test_a_reader_keeps_to_its_constants_and_asks_nothing_for_nobody(django_assert_num_queries: Any) -> None:
    place = told("1")
    with django_assert_num_queries(0):
        assert Reader(Place, ["id"])([]) == []
    assert Reader(Place, ["id"], state=["closed", "gone"])([place.pk]) == []
    assert Reader(Place, ["id"], state=["open", "gone"])([place.pk]) == [(place.pk,)]
    assert Reader(Place, ["id"])([UUID(int=1)]) == []
    assert Reader(Place, ["id"], lock=True)([place.pk]) == [(place.pk,)]


def test_a_reader_takes_thousands_of_values() -> None:
    place = told("1")
    assert Reader(Place, ["code"])([place.pk, *map(UUID, map(int_to_hex, range(6000)))]) == [(place.code,)]


def int_to_hex(number: int) -> str:
    return f"{number:032x}"


def test_rows_written_at_once_are_read_as_they_were_given() -> None:
    place = told("1")
    names = ("place_id", "field", "old", "new", "origin_id", "at")
    bulk.insert(Change, names, [(place.pk, f"field {key}", value, HARD, None, NOW) for key, value in HARD.items()])
    written = Change.objects.filter(field__startswith="field").order_by("pk").values_list(*names)
    assert list(written) == [(place.pk, f"field {key}", value, HARD, None, NOW) for key, value in HARD.items()]
    bulk.insert(Change, names, [])


def test_rows_there_already_are_updated_and_only_where_asked() -> None:
    place = told("1", services={"securite": True})
    names = ("place_id", "concept", "provider", "variant", "role", "facets", "area", "first_stated_on", "withdrawn_on")
    rows = [(place.pk, concept, "", "", "hosted", {"costs": ["gratuit"]}, [], TODAY.replace(year=2020), TODAY) for concept in ("securite", "autre")]
    bulk.upsert(Offer, names, rows, unique=names[:4], updated=["role", "withdrawn_on"])
    offers = {offer.concept: (offer.role, offer.facets, offer.first_stated_on, offer.withdrawn_on) for offer in Offer.objects.all()}
    assert offers == {"securite": ("hosted", {}, TODAY, TODAY), "autre": ("hosted", {"costs": ["gratuit"]}, TODAY.replace(year=2020), TODAY)}


def test_columns_are_set_row_by_row() -> None:
    one, other = a_list("one"), a_list("other")
    bulk.update(Origin, ["last_delivery_on", "authoritative_for"], [(TODAY, ["hours"], one.pk), (None, [], other.pk)])
    assert list(Origin.objects.order_by("pk").values_list("last_delivery_on", "authoritative_for")) == [(TODAY, ["hours"]), (None, [])]
