"""The search of the API: what is asked is answered or refused, pages neither repeat nor skip, and no table is read."""

import json
from typing import Any

import pytest
from django.test import Client

from maillage.directory.models import Place
from maillage.opendata.api import schemas
from maillage.search import engine
from maillage.search.query import Card
from tests.factories import search_base as base

pytestmark = pytest.mark.django_db

NEAR = "search?lat=46.17&lon=1.8711"
Places = dict[str, Place]


def codes(body: dict[str, Any], of: str = "places") -> list[str]:
    return [found["place"]["code"] for found in body[of]]


def pages(ask: Any, address: str) -> list[dict[str, Any]]:
    """Every page, from the first on."""
    bodies = []
    while address:
        bodies.append(ask(address).json())
        address = bodies[-1]["next"]
    return bodies


def test_the_nearest_first_with_exact_totals(creuse: Places, ask: Any) -> None:
    body = ask(f"{NEAR}&services=securite").json()

    assert body["total"] == 5
    assert body["unknown_total"] == 1
    assert codes(body) == [creuse[f"aide-{number}"].code for number in (1, 3, 5, 7, 9)]
    assert body["places"][0]["distance_km"] == pytest.approx(1.112, abs=0.01)
    assert body["places"][0]["matched"] == ["securite"]


def test_a_card_is_whole_and_holds_no_person(creuse: Places, ask: Any) -> None:
    card = ask(f"{NEAR}&limit=1").json()["places"][0]["place"]
    place = creuse["aide-0"]

    assert set(card) == set(Card.__annotations__) == set(schemas.Card.model_fields)
    assert (card["id"], card["code"], card["phones"], card["denied"]) == (str(place.pk), place.code, ["+33555520000"], [])
    assert card["facets"] == {"equipment": ["ordinateur"]}
    assert card["changed_on"] == "2026-11-23"


def test_unknown_places_are_given_apart_when_asked(creuse: Places, ask: Any) -> None:
    assert "unknown" not in ask(NEAR).json()
    assert codes(ask(f"{NEAR}&unknown=true").json(), "unknown") == [creuse["inconnue"].code]


@pytest.mark.parametrize("limit", [1, 3, 4, 100])
def test_pages_neither_repeat_nor_skip(creuse: Places, ask: Any, limit: int) -> None:
    bodies = pages(ask, f"{NEAR}&limit={limit}")

    shown = [code for body in bodies for code in codes(body)]
    assert shown == codes(ask(f"{NEAR}&limit=100").json())
    assert len(shown) == len(set(shown)) == bodies[0]["total"] == 10
    assert not any(body["generation_changed"] for body in bodies)


def test_pages_of_unknown_places_go_on_after_the_others(creuse: Places, ask: Any) -> None:
    bodies = pages(ask, "search?territory=dep:23&services=parentalite-education&unknown=true&limit=1")
    assert [code for body in bodies for code in codes(body, "unknown")] == [creuse["inconnue"].code]


def test_a_publication_between_two_pages_is_told_and_loses_nothing(creuse: Places, ask: Any) -> None:
    first = ask(f"{NEAR}&limit=3").json()
    base.edit(creuse["aide-1"], latitude=48.0)  # a place already shown moves away: positions shift
    engine.rebuild()

    rest = pages(ask, first["next"])

    assert rest[0]["generation_changed"]
    assert [code for body in rest for code in codes(body)] == [creuse[f"aide-{number}"].code for number in range(3, 10)]


def test_a_cursor_of_another_question_is_refused(creuse: Places, ask: Any) -> None:
    cursor = ask(f"{NEAR}&limit=3").json()["next"].partition("cursor=")[2]

    answer = ask(f"{NEAR}&text=mediatheque&limit=3&cursor={cursor}")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "cursor"


def test_the_page_may_change_size_on_the_way(creuse: Places, ask: Any) -> None:
    first = ask(f"{NEAR}&limit=3").json()
    rest = ask(first["next"].replace("limit=3", "limit=50")).json()
    assert len(codes(first) + codes(rest)) == 10


def test_nothing_found_tells_what_does_find(creuse: Places, ask: Any) -> None:
    body = ask("search?lat=48.85&lon=2.35&radius_km=1&services=parentalite-education&services=securite&costs=payant").json()

    assert body["total"] == 0
    assert body["relaxations"]
    for wider in body["relaxations"]:
        assert ask(wider["address"]).json()["total"] == wider["total"]


def test_counts_are_given_when_asked(creuse: Places, ask: Any) -> None:
    assert "counts" not in ask(NEAR).json()
    assert ask(f"{NEAR}&counts=true").json()["counts"]["costs"] == {"gratuit": 10}


def test_a_need_asks_for_its_services(creuse: Places, ask: Any) -> None:
    assert ask(f"{NEAR}&need=demarche").json()["total"] == 5


def test_open_at_a_moment(creuse: Places, ask: Any) -> None:
    for code in creuse.values():
        base.edit(code, hours="Mo-Fr 09:00-18:00")
    engine.rebuild()
    assert ask(f"{NEAR}&open_at=2026-11-23T10:00").json()["total"] == 10
    assert ask(f"{NEAR}&open_at=2026-11-23T17:30:00Z").json()["total"] == 0  # 18:30 in Guéret


REFUSED = {
    "lat=46": "lon",
    "lon=1": "lat",
    "radius_km=5": "radius_km",
    "lat=91&lon=1": "lat",
    "lat=nan&lon=1": "lat",
    "lat=46&lon=1&radius_km=0": "radius_km",
    "lat=46&lat=47&lon=1": "lat",
    "limit=0": "limit",
    "limit=101": "limit",
    "limit=1e1": "limit",
    "services=zz": "services",
    "services=": "services",
    "need=zz": "need",
    "territory=dep:00": "territory",
    "territory=Creuse": "territory",
    "commune=00000": "commune",
    "sort=best": "sort",
    "sort=distance": "sort",
    "sort=relevance": "sort",
    "open_at=hier": "open_at",
    "counts=oui": "counts",
    "cursor=zz": "cursor",
    "cursor=W10": "cursor",
    "latitude=46": "latitude",
    "freshness=old": "freshness",
    "text=" + "a" * 201: "text",
}


@pytest.mark.parametrize(("query", "field"), REFUSED.items())
def test_what_cannot_be_read_is_refused_never_ignored(creuse: Places, ask: Any, query: str, field: str) -> None:
    answer = ask(f"search?{query}")

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert answer.json()["remedy"]


def test_every_fault_is_told_at_once_in_the_language_asked(creuse: Places, ask: Any) -> None:
    answer = ask("search?lat=x&limit=0&zz=1&lang=en")
    assert [error["field"] for error in answer.json()["errors"]] == ["lat", "limit", "zz"]
    assert answer["Content-Language"] == "en"


def test_a_search_reads_no_table(creuse: Places, client: Client, django_assert_num_queries: Any) -> None:
    client.get(f"/api/v1/{NEAR}")
    with django_assert_num_queries(0):
        client.get(f"/api/v1/{NEAR}&counts=true&unknown=true&services=securite")


def test_the_body_is_the_cards_of_the_index_joined(creuse: Places, ask: Any) -> None:
    content = ask(f"{NEAR}&limit=2").content
    index = engine.current()
    for code in codes(json.loads(content)):
        assert index.base.cards[index.base.row_of(code)] in content
