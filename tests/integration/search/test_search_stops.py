"""A stop of an itinerant place offers what the vehicle offers, is found where it is, and follows what the vehicle's team says."""

from datetime import date, datetime
from typing import Any

import pytest

from maillage.base.geometry import Point
from maillage.directory import actions
from maillage.directory.models import Place, Relation
from maillage.search import engine
from maillage.search.engine import Engine
from maillage.search.query import Hit, SearchQuery
from tests.factories.search_base import NOW, TODAY, a_list, edit, publish, told

pytestmark = pytest.mark.django_db
LIMOGES: dict[str, Any] = {"street": "1 place Denis Dussoubs", "commune": "Limoges", "postal_code": "87000", "insee": "87085"}
AT_LIMOGES = SearchQuery(near=Point(45.8336, 1.2611), radius_km=5, facets={"services": ("securite",)})
WHEN: dict[str, Any] = {"by": None, "today": TODAY, "now": NOW}


def bus(**values: Any) -> Place:
    return told("bus", **{"name": "Bus numérique", "itinerance": {"itinerant": True}, "services": {"securite": True}, **values})


def stop(**values: Any) -> Place:
    return told("arrêt", **{"name": "Place Denis-Dussoubs", **LIMOGES, "latitude": 45.8336, "longitude": 1.2611, **values})


def relate(place: Place, vehicle: Place) -> Relation:
    return actions.relate(kind="stop_of", place=place, other=vehicle, origin=a_list(), **WHEN)


def found(query: SearchQuery = AT_LIMOGES, index: Any = None) -> tuple[Hit, ...]:
    return (index or engine.rebuild()).search(query).hits


def test_a_stop_is_found_by_what_the_vehicle_offers():
    vehicle, place = bus(), stop()
    relate(place, vehicle)

    (hit,) = found()

    assert (hit.code, hit.matched) == (place.code, ("securite",))
    assert [offer["concept"] for offer in hit.card["offers"]] == ["securite"]
    assert hit.card["stop_of"] == hit.open_card["stop_of"] == [{"code": vehicle.code, "name": "Bus numérique de Guéret"}]
    assert hit.card == hit.open_card


def test_a_stop_that_says_what_it_offers_is_believed():
    place = stop(services={"courriel": True})
    relate(place, bus())

    assert found() == ()
    assert found(SearchQuery(text="Dussoubs"))[0].card["stop_of"] == []


def test_a_vehicle_that_is_not_published_lends_nothing():
    relate(stop(), bus(state="closed"))
    assert found() == ()


def test_a_stop_of_a_vehicle_that_was_merged_into_another_follows_it():
    former, vehicle = bus(), told("autre bus", name="Bus des Deux-Rives", services={"securite": True})
    relate(stop(), former)
    actions.merge([(former.pk, vehicle.pk)], today=TODAY, now=NOW)

    (hit,) = found()

    assert [each["code"] for each in hit.card["stop_of"]] == [Place.objects.current().get(name__startswith="Bus").code]


def test_when_the_vehicle_is_closed_it_offers_nothing_at_its_stops():
    vehicle, place = bus(), stop(hours="Mo-Su 08:00-20:00")
    relate(place, vehicle)
    edit(place, hours="Mo-Su 08:00-20:00")
    actions.close(place=vehicle, origin=a_list(), first_day=TODAY, last_day=date(2026, 12, 24), **WHEN)

    def open_on(day: date) -> list[str]:
        return [hit.code for hit in found(SearchQuery(near=AT_LIMOGES.near, open_at=datetime(day.year, day.month, day.day, 10)))]  # noqa: DTZ001

    assert open_on(date(2026, 12, 24)) == []
    assert open_on(date(2026, 12, 26)) == [place.code]


def test_an_edit_of_the_vehicle_reaches_its_stops():
    vehicle, place = bus(), stop()
    publish()
    relation = relate(place, vehicle)
    publish()
    seconds = [100.0]
    process = Engine(lambda: seconds[0])

    def after() -> list[str]:
        seconds[0] += 2
        return [hit.code for hit in found(index=process.current())]

    assert after() == [place.code]
    edit(vehicle, services={"securite": False, "courriel": True})
    assert after() == []
    edit(vehicle, services={"securite": True})
    assert after() == [place.code]
    actions.end_relation(relation, **WHEN)
    assert after() == []
