"""Published places become rows: what is found, by which words, and what is not told."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from maillage.base.geometry import Point
from maillage.directory import actions
from maillage.directory.models import Place
from maillage.referentials import selectors as referentials
from maillage.search import build, engine, providers
from maillage.search.index import Index
from maillage.search.query import Card, SearchQuery, SearchResult
from maillage.search.rows import OfferRow, PlaceRow
from tests.factories.search_base import NOW, TODAY, a_list, edit, publish, told

pytestmark = pytest.mark.django_db


def rows() -> dict[str, PlaceRow]:
    return {row.code: row for row in providers.load()}


def row(**values: Any) -> PlaceRow:
    code = told("de Guéret", **values).code
    return rows()[code]


def card(**values: Any) -> Card:
    return json.loads(row(**values).card)


def found(text: str, **query: Any) -> int:
    result = Index(build.segment(providers.load()), 1).search(SearchQuery(text=text, **query))
    return result.total + result.unknown_total


def test_a_card_holds_what_a_list_shows():
    shown = card(
        kinds={"BIB": True},
        phones=[{"number": "+33555520000", "contact": "service"}, {"number": "+33612345678", "contact": "person"}],
        emails=[{"address": "jean@exemple.fr", "contact": "person"}],
        services={"demarches-administratives": True, "securite": False},
        costs={"gratuit": True},
    )

    assert shown["name"] == "Médiathèque de Guéret"
    assert shown["slug"] == "mediatheque-de-gueret"
    assert (shown["kinds"], shown["commune"], shown["insee"], shown["latitude"]) == (["BIB"], "Guéret", "23096", 46.1703)
    assert shown["phones"] == ["+33555520000"]
    assert shown["emails"] == []
    assert [(offer["concept"], offer["role"], offer["facets"]["costs"]) for offer in shown["offers"]] == [("demarches-administratives", "own", ["gratuit"])]


def test_a_place_is_in_its_territories():
    assert {"com:23096", "dep:23", "reg:75"} <= set(row().territories)


def test_a_place_without_a_point_is_searched_from_its_commune_and_tells_no_distance():
    without = row(latitude=None, longitude=None)
    assert without.point is not None
    assert without.point.latitude == pytest.approx(46.17, abs=0.1)
    assert not without.has_own_point


def test_a_place_of_a_former_commune_is_searched_from_that_of_today():
    former = row(latitude=None, longitude=None, commune="Cherbourg-Octeville", insee="50173", postal_code="50460")
    assert former.point is not None
    assert former.point.latitude == pytest.approx(49.64, abs=0.1)
    assert {"com:50129", "dep:50"} <= set(former.territories)


def test_the_middle_of_the_commune_is_not_the_place():
    vague = row(latitude=46.17, longitude=1.87, precision="commune")
    assert not vague.has_own_point
    assert vague.point is not None


def test_a_service_is_also_found_by_the_one_above_and_denied_with_those_below():
    parents = {term.code: term.parent for term in referentials.vocabulary("services") if term.parent}
    child, parent = next(iter(parents.items()))
    denied = next(above for above in parents.values() if above != parent)

    told_row = row(services={child: True, denied: False})

    assert told_row.offers[0].facets["services"] == (child, parent)
    assert set(told_row.denied) == {denied, *(code for code, above in parents.items() if above == denied)}
    assert len(told_row.denied) > 1


GUESSED = {"services:demarches-logement": True, "kinds:BIB": True, "costs:gratuit": True}


def ask(**facets: tuple[str, ...]) -> SearchResult:
    return Index(build.segment(providers.load()), 1).search(SearchQuery(facets=facets))


def test_a_place_is_found_by_what_its_texts_let_infer_and_the_hit_says_so():
    told("de Guéret", inferred=GUESSED)

    by_service, by_kind = ask(services=("demarches-administratives",)), ask(kinds=("BIB",))
    assert (by_service.total, by_service.inferred_total, by_service.unknown_total) == (1, 1, 0)
    assert (by_service.hits[0].matched, by_service.hits[0].guessed, by_service.hits[0].inferred) == ((), ("demarches-logement",), True)
    assert by_service.hits[0].card["offers"] == [], "nothing is stated"
    assert by_service.hits[0].card["inferred"] == sorted(GUESSED)
    assert (by_kind.total, by_kind.hits[0].inferred) == (1, True)
    assert found("bibliothèque") == found("logement") == 1
    assert ask(costs=("gratuit",), services=("demarches-logement",)).inferred_total == 1


def test_a_stated_service_with_a_deduced_price_is_stated_unless_the_price_is_asked():
    told("de Guéret", services={"securite": True}, inferred={"costs:gratuit": True})

    assert not ask(services=("securite",)).hits[0].inferred
    free = ask(services=("securite",), costs=("gratuit",)).hits[0]
    assert (free.inferred, free.matched, free.guessed) == (True, (), ("securite",))


def test_what_is_stated_comes_before_what_is_deduced_at_one_distance():
    guess = told("A", inferred={"services:securite": True})
    stated = told("B", services={"securite": True})

    result = Index(build.segment(providers.load()), 1).search(SearchQuery(near=Point(46.2, 1.9), facets={"services": ("securite",)}))
    assert [hit.code for hit in result.hits] == [stated.code, guess.code]


def test_a_card_tells_when_its_hours_were_checked():
    shown = card(hours="Mo 09:00-12:00")
    assert (shown["hours_checked_on"], shown["checked_on"]) == (None, None)


def test_an_address_that_is_not_published_is_nowhere_in_the_row():
    told_apart = {"complement": "Bâtiment B", "access_url": "https://acceslibre.beta.gouv.fr/app/23/x/", "identifiers": {"siret": "21230096600015"}}
    shown, hidden = json.loads(row(**told_apart).card), row(address_hidden=True, **told_apart)
    tell = ["street", "complement", "latitude", "longitude", "access_url", "identifiers"]
    assert all(shown[name] for name in tell)
    assert not any(json.loads(hidden.card)[name] for name in tell)
    assert not hidden.has_own_point
    assert "fayolle" not in hidden.words


@pytest.mark.parametrize("values", [{"name": None}, {"state": "closed"}, {"receives_public": False}], ids=["nameless", "closed", "for professionals"])
def test_places_that_are_not_published_have_no_row(values: dict[str, Any]):
    told("de Guéret", **values)
    assert rows() == {}


def test_a_merged_place_has_no_row():
    one, other = told("de Guéret"), told("municipale")
    actions.merge([(other.pk, one.pk)], today=TODAY, now=NOW)
    assert set(rows()) == {one.code}


def test_only_the_asked_codes_are_read():
    one, _other = told("de Guéret"), told("municipale")
    assert [read.code for read in providers.load([one.code, "ZZZZZZZZ"])] == [one.code]


@pytest.mark.parametrize("text", ["mediatheque", "GUÉRET", "avenue fayolle", "23000", "bibliothèque", "impôts", "form"])
def test_a_place_is_found_by_name_address_kind_and_by_the_words_people_say(text: str):
    told("de Guéret", kinds={"BIB": True}, services={"demarches-administratives": True})
    assert found(text) == 1
    assert found(f"{text} piscine") == 0


def test_rows_of_another_provider_answer_like_those_of_the_directory():
    place = told("de Guéret", services={"courriel": True})
    publish()
    session = PlaceRow("TEST0001", "a", b'{"name":"Atelier"}', Point(46.18, 1.88), offers=(OfferRow("securite", {"services": ("securite",)}),))
    providers.register("test", lambda codes: iter([session] if codes is None or session.code in codes else []))
    try:
        index = engine.rebuild()
        assert [hit.card["name"] for hit in index.search(SearchQuery(facets={"services": ("securite",)})).hits] == ["Atelier"]
        edit(place, services={"securite": True})
        engine._engine.next_check = 0.0  # noqa: SLF001 - a second passes
        result = engine.current().search(SearchQuery(near=Point(46.18, 1.88), facets={"services": ("securite",)}))
        assert [hit.code for hit in result.hits] == ["TEST0001", place.code]
        assert result.counts["services"]["securite"] == 2
    finally:
        providers.unregister("test")


def offering(**offer: Any) -> Place:
    return told("de Guéret", offers=[{"concept": "securite", "state": True, **offer}])


def answer(**query: Any) -> SearchResult:
    return Index(build.segment(providers.load()), 1).search(SearchQuery(**query))


def test_an_offer_is_found_by_its_role():
    offering(provider="Emmaüs Connect", role="hosted")
    assert answer(facets={"services": ("securite",), "roles": ("hosted",)}).total == 1
    assert answer(facets={"roles": ("own",)}).total == 0
    assert answer().counts["roles"] == {"hosted": 1}


def test_an_offer_at_a_distance_is_found_from_the_communes_that_it_covers():
    offering(facets={"support": {"a-distance": True}}, area=["dep:87"])
    limoges, nimes = {"near": Point(45.83, 1.26), "commune": "87085"}, {"near": Point(43.83, 4.36), "commune": "30189"}

    result = answer(**limoges)

    assert (result.total, result.remote_total) == (1, 1)
    assert result.hits[0].remote
    assert result.hits[0].distance_km == pytest.approx(60, abs=5)
    assert result.hits[0].card["offers"][0]["area"] == ["dep:87"]
    assert answer(**{**limoges, "commune": ""}).total == answer(**nimes).total == 0


def test_an_offer_that_does_not_say_where_is_given_where_the_place_is():
    offering(facets={"support": {"a-distance": True}})
    assert answer(near=Point(45.83, 1.26), commune="87085").total == 0


def test_a_place_is_found_when_it_is_open():
    edit(told("de Guéret", services={"securite": True}), hours="Mo-Fr 09:00-12:00; PH off")
    assert answer(open_at=datetime(2026, 11, 25, 9, 30, tzinfo=UTC)).total == 1
    assert answer(open_at=datetime(2026, 11, 25, 11, 30, tzinfo=UTC)).total == 0, "half past twelve in Guéret"
    assert answer(open_at=datetime(2026, 12, 25, 10, 0)).total == 0  # noqa: DTZ001


def test_a_place_keeps_the_holidays_of_its_departement():
    strasbourg = {"commune": "Strasbourg", "insee": "67482", "postal_code": "67000", "latitude": 48.58, "longitude": 7.75}
    edit(told("de Strasbourg", services={"securite": True}, **strasbourg), hours="Mo-Su 09:00-12:00")
    assert answer(open_at=datetime(2026, 12, 26, 10, 0)).total == 0  # noqa: DTZ001
    assert answer(open_at=datetime(2026, 12, 27, 10, 0)).total == 1  # noqa: DTZ001


def test_hours_are_not_believed_because_something_else_was_checked():
    place = told("de Guéret", services={"securite": True}, hours="Mo-Su 09:00-18:00")
    edit(place, summary="Bienvenue")
    assert rows()[place.code].checked_on == TODAY
    assert answer(open_at=datetime(2026, 11, 24, 10, 0)).total == 0  # noqa: DTZ001


def test_a_place_keeps_the_clock_of_its_own_commune():
    edit(told("de Nuku-Hiva", services={"securite": True}, commune="Nuku-Hiva", insee="98731", postal_code="98742"), hours="Mo-Fr 09:00-12:00")
    assert answer(open_at=datetime(2026, 11, 25, 18, 30, tzinfo=UTC)).total == 1, "nine in the Marquesas, half past eight in Tahiti"
    assert answer(open_at=datetime(2026, 11, 25, 21, 30, tzinfo=UTC)).total == 0


def test_a_place_is_not_found_while_it_is_closed():
    place = told("de Guéret", services={"securite": True})
    edit(place, hours="Mo-Su 09:00-18:00")
    actions.close(place=place, origin=place.founding_origin, first_day=TODAY, last_day=TODAY, by=None, today=TODAY, now=NOW)
    assert answer(open_at=datetime(2026, 11, 23, 10, 0)).total == 0  # noqa: DTZ001
    assert answer(open_at=datetime(2026, 11, 24, 10, 0)).total == 1  # noqa: DTZ001


def test_hours_that_nobody_checked_for_a_year_are_never_open():
    edit(told("de Guéret", services={"securite": True}), hours="Mo-Fr 09:00-12:00")
    assert answer(open_at=datetime(2027, 11, 22, 10, 0)).total == 1  # noqa: DTZ001
    assert answer(open_at=datetime(2027, 11, 23, 10, 0)).total == 0  # noqa: DTZ001


def test_the_closure_of_an_offer_closes_that_offer_only():
    place = told("de Guéret", services={"securite": True, "courriel": True})
    edit(place, hours="Mo-Su 09:00-18:00")
    offer = place.offers.get(concept="securite")
    actions.close(place=place, origin=place.founding_origin, offer=offer, first_day=TODAY, last_day=date(2026, 11, 30), by=None, today=TODAY, now=NOW)

    def matched(day: int) -> tuple[str, ...]:
        return answer(open_at=datetime(2026, 12, day, 10, 0) if day < 20 else datetime(2026, 11, day, 10, 0)).hits[0].matched  # noqa: DTZ001

    assert matched(30) == ("courriel",)
    assert matched(1) == ("courriel", "securite")
    assert answer().hits[0].matched == ("courriel", "securite"), "no moment is asked"


def test_a_place_is_found_by_its_freshness_on_the_day_of_the_question():
    edit(told("de Guéret", services={"securite": True}), summary="Bienvenue")
    assert answer(today=TODAY, facets={"freshness": ("up-to-date",)}).total == 1
    assert answer(today=date(2027, 5, 23)).counts["freshness"] == {"to-watch": 1}
    assert answer(today=date(2028, 5, 23)).counts["freshness"] == {"to-update": 1}


def test_of_accessibility_only_the_page_that_describes_it_is_known():
    told("de Guéret", services={"securite": True}, access_url="https://acceslibre.beta.gouv.fr/app/23/x/")
    assert answer().counts["accessibility"] == {"fiche-acces-libre": 1}


def test_a_card_tells_when_the_whole_place_is_closed():
    place = told("de Guéret")
    days = {"first_day": date(2026, 12, 21), "last_day": date(2026, 12, 26), "reason": "Congés"}
    actions.close(place=place, origin=place.founding_origin, by=None, today=TODAY, now=NOW, **days)

    assert json.loads(rows()[place.code].card)["closures"] == [["2026-12-21", "2026-12-26", "Congés"]]


def test_reading_costs_few_queries_for_thousands_of_places(django_assert_num_queries: Any):
    for number in range(5):
        told(f"n° {number}", a_list())
    edit(Place.objects.order_by("pk")[0], services={"securite": True})
    with django_assert_num_queries(10):  # places, offers, closures of both, stops, what was merged into them (thrice), licences, no more places
        list(providers.load())
