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


def test_a_stop_is_lent_nothing_that_it_says_it_does_not_offer():
    place = stop(services={"securite": False})
    relate(place, bus(services={"securite": True, "courriel": True}))

    assert found() == ()
    (hit,) = found(SearchQuery(text="Dussoubs"))
    assert hit.matched == ("courriel",)
    assert [offer["concept"] for offer in hit.card["offers"]] == [offer["concept"] for offer in hit.open_card["offers"]] == ["courriel"]


def test_a_stop_that_denies_all_that_its_vehicle_does_shows_no_vehicle():
    relate(stop(services={"securite": False}), bus())

    assert found() == ()
    (hit,) = engine.current().search(SearchQuery(text="Dussoubs")).unknown
    assert hit.card["stop_of"] == hit.open_card["stop_of"] == []


def test_what_a_closed_list_says_of_a_vehicle_does_not_leave_by_its_stops():
    closed = actions.origin_for("source", "source:fermee", label="Liste fermée", licence="CC BY-NC-ND 4.0")
    values = {"name": "Bus numérique", "itinerance": {"itinerant": True}, "services": {"securite": True}}
    place = stop()
    relate(place, told("bus fermé", closed, **values))

    (hit,) = found()

    assert hit.card["offers"]
    assert hit.card["stop_of"]
    assert hit.open_card["code"] == place.code
    assert hit.open_card["offers"] == hit.open_card["stop_of"] == []


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


def test_an_offer_that_the_vehicle_does_not_give_for_some_days_is_not_given_at_its_stops():
    vehicle, place = bus(services={"securite": True, "courriel": True}), stop(hours="Mo-Su 08:00-20:00")
    relate(place, vehicle)
    edit(place, hours="Mo-Su 08:00-20:00")
    actions.close(place=vehicle, origin=a_list(), offer=vehicle.offers.get(concept="securite"), first_day=TODAY, last_day=TODAY, **WHEN)

    def given_on(day: int) -> tuple[str, ...]:
        return found(SearchQuery(text="Dussoubs", open_at=datetime(2026, 11, day, 10)))[0].matched  # noqa: DTZ001

    assert given_on(23) == ("courriel",)
    assert given_on(24) == ("courriel", "securite")


def test_a_service_of_two_vehicles_is_told_once_as_the_first_gives_it():
    vehicles = [bus(costs={"gratuit": True}), told("autre bus", name="Bus des Deux-Rives", services={"securite": True}, costs={"payant": True})]
    place = stop()
    for vehicle in vehicles:
        relate(place, vehicle)
    costs = {vehicles[0].pk: ["gratuit"], vehicles[1].pk: ["payant"]}

    (hit,) = found()

    assert len(hit.card["stop_of"]) == 2
    assert [offer["facets"]["costs"] for offer in hit.card["offers"]] == [costs[min(costs)]]
    assert hit.card == hit.open_card


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


def test_what_is_told_of_a_merged_stop_reaches_the_place_at_the_end_of_the_chain():
    vehicle, former, between, last = bus(), stop(), told("B", **LIMOGES), told("C", **LIMOGES)
    relation = relate(former, vehicle)
    actions.merge([(former.pk, between.pk), (between.pk, last.pk)], today=TODAY, now=NOW)
    publish()
    seconds = [100.0]
    process = Engine(lambda: seconds[0])
    (hit,) = found(SearchQuery(text="Denis Dussoubs"), process.current())
    assert hit.card["stop_of"]

    actions.end_relation(relation, **WHEN)
    seconds[0] += 2

    assert found(SearchQuery(text="Denis Dussoubs"), process.current()) == ()
