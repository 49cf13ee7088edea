"""The rules of an answer, one by one, on places small enough to be read."""

import json
from dataclasses import replace

import pytest

from maillage.base.geometry import Point, distance_km
from maillage.search import build
from maillage.search.index import Index
from maillage.search.query import SearchQuery, SearchResult
from maillage.search.rows import OfferRow, PlaceRow

HERE, NEAR, FAR = Point(46.17, 1.87), Point(46.20, 1.90), Point(45.83, 1.26)


def offer(concept: str, **facets: tuple[str, ...]) -> OfferRow:
    return OfferRow(concept, {"services": (concept,), **facets})


def place(code: str, *offers: OfferRow, point: Point | None = HERE, **fields: object) -> PlaceRow:
    return replace(PlaceRow(code, code.lower(), json.dumps({"code": code}).encode(), point, offers=offers), **fields)  # type: ignore[arg-type]


def search(*rows: PlaceRow, **query: object) -> SearchResult:
    return Index(build.segment(rows), 1).search(SearchQuery(**query))  # type: ignore[arg-type]


def codes(result: SearchResult) -> list[str]:
    return [hit.code for hit in result.hits]


def test_filters_hold_within_one_offer():
    split = place("SPLIT", offer("courriel", costs=("payant",)), offer("ecran", costs=("gratuit",)))
    whole = place("WHOLE", offer("courriel", costs=("gratuit",)), offer("ecran", costs=("payant",)))

    result = search(split, whole, facets={"services": ("courriel",), "costs": ("gratuit",)})

    assert codes(result) == ["WHOLE"]
    assert result.hits[0].matched == ("courriel",)


def test_totals_count_places_not_offers():
    assert search(place("ONE", offer("courriel"), offer("courriel"), offer("ecran"))).total == 1


def test_unknown_places_stand_apart_and_those_that_deny_are_neither():
    rows = [place("STATED", offer("courriel")), place("UNKNOWN"), place("DENIES", denied=("courriel",)), place("OTHER", offer("ecran"))]

    result = search(*rows, facets={"services": ("courriel",)})

    assert codes(result) == ["STATED"]
    assert [hit.code for hit in result.unknown] == ["UNKNOWN"]
    assert result.unknown_total == 1


def test_without_a_service_the_known_come_first_and_the_unknown_apart():
    result = search(place("STATED", offer("courriel")), place("UNKNOWN"), place("DENIES", denied=("courriel",)))

    assert codes(result) == ["STATED"]
    assert [hit.code for hit in result.unknown] == ["DENIES", "UNKNOWN"]


def test_distances_are_told_and_places_without_a_point_of_their_own_come_last():
    rows = [place("AAAA", offer("courriel"), point=HERE, has_own_point=False), place("NEAR", offer("courriel"), point=NEAR), place("HERE", offer("courriel"))]

    result = search(*rows, near=HERE)

    assert codes(result) == ["HERE", "NEAR", "AAAA"]
    assert [hit.distance_km for hit in result.hits] == [0, pytest.approx(distance_km(HERE, NEAR)), None]


def test_places_without_any_point_are_found_by_territory_and_by_text():
    lost = place("LOST", offer("courriel"), point=None, has_own_point=False, territories=("dep:23",), words={"bus": 3})

    assert codes(search(lost, territories=("dep:23",))) == ["LOST"]
    assert codes(search(lost, text="bus")) == ["LOST"]
    assert search(lost, near=HERE, radius_km=20_000).total == 0


def test_the_antimeridian_is_no_border():
    assert codes(search(place("FIJI", offer("courriel"), point=Point(-16.8, -179.99)), near=Point(-16.8, 179.99), radius_km=5)) == ["FIJI"]


def test_results_do_not_stop_at_a_border():
    rows = [place("CREUSE", offer("courriel"), territories=("dep:23",)), place("VIENNE", offer("courriel"), point=FAR, territories=("dep:87",))]
    assert codes(search(*rows, near=HERE, radius_km=100)) == ["CREUSE", "VIENNE"]


def test_counts_of_a_facet_ignore_its_own_filter():
    rows = [place("A", offer("courriel", costs=("gratuit",))), place("B", offer("courriel", costs=("payant",))), place("C", offer("ecran", costs=("payant",)))]

    result = search(*rows, facets={"services": ("courriel",), "costs": ("gratuit",)})

    assert result.total == 1
    assert result.counts == {"services": {"courriel": 1}, "costs": {"gratuit": 1, "payant": 1}, "freshness": {"to-update": 1}}


def test_relevance_prefers_the_name_then_the_address_then_the_services():
    rows = [place(code, offer("courriel"), words=words) for code, words in [("A", {"uzes": 1}), ("B", {"uzes": 2}), ("C", {"uzes": 3, "uzestudio": 1})]]
    assert codes(search(*rows, text="uzès", sort="relevance")) == ["C", "B", "A"]


def test_every_word_must_be_found():
    rows = [place("A", offer("courriel"), words={"jean": 3, "moulin": 3}), place("B", offer("courriel"), words={"jean": 3, "jaures": 3})]
    assert codes(search(*rows, text="jean moul")) == ["A"]


def test_an_impossible_page_shows_the_nearest_one():
    result = search(*(place(f"P{number}", offer("courriel")) for number in range(5)), page=9, page_size=2)
    assert (result.page, result.pages, codes(result)) == (3, 3, ["P4"])


def test_a_card_is_read_only_when_looked_at():
    hit = search(place("ONE", offer("courriel"), card=b"not json")).hits[0]
    assert hit.code == "ONE"
