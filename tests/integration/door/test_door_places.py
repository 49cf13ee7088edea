"""Places one by one and page after page: found, moved, gone, or not told."""

from typing import Any

import pytest

from maillage.directory import actions
from maillage.directory.models import Place
from maillage.search import engine
from tests.factories import search_base as base

pytestmark = pytest.mark.django_db

Places = dict[str, Place]


def test_a_place_is_told_whole(creuse: Places, ask: Any) -> None:
    place = creuse["aide-0"]

    told = ask(f"places/{place.code}").json()

    assert (told["id"], told["name"], told["description"]) == (str(place.pk), "Médiathèque 0", "Une présentation.")
    assert told["page"].endswith(f"/lieux/{place.code}/")
    assert told["phones"] == ["+33555520000"]
    assert told["territories"][0] == "com:23096"
    assert [(offer["concept"], offer["role"], offer["facets"]["costs"]) for offer in told["offers"]] == [("demarches-administratives", "own", ["gratuit"])]
    assert told["freshness"] == "to-update"
    assert told["opening"]["status"] in {"open", "doubtful"}
    assert told["origins"] == ["Liste du Département"]


def test_a_code_typed_by_hand_leads_to_the_place(creuse: Places, ask: Any) -> None:
    code = creuse["aide-0"].code
    answer = ask(f"places/{code.lower()}")
    assert (answer.status_code, answer["Location"]) == (301, f"/api/v1/places/{code}")


def test_a_merged_place_leads_to_the_one_that_stands_for_it(creuse: Places, ask: Any) -> None:
    kept, lost = sorted((creuse["aide-1"], creuse["aide-3"]), key=lambda place: (place.founded_on, place.founding_record))
    actions.unite([[kept.pk, lost.pk]], today=base.TODAY, now=base.NOW)
    base.publish()

    answer = ask(f"places/{lost.code}")

    assert (answer.status_code, answer["Location"], answer.json()) == (301, f"/api/v1/places/{kept.code}", {"merged_into": kept.code})


def test_a_place_that_is_no_more_says_so(creuse: Places, ask: Any) -> None:
    base.edit(creuse["aide-1"], state="gone")

    answer = ask(f"places/{creuse['aide-1'].code}")

    assert (answer.status_code, answer.json()["state"]) == (410, "gone")


@pytest.mark.parametrize("code", ["00000000", "zz", "é", "a%00b", "x" * 300])
def test_an_unknown_code_is_told(creuse: Places, ask: Any, code: str) -> None:
    answer = ask(f"places/{code}")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_a_hidden_address_is_told_nowhere(creuse: Places, ask: Any) -> None:
    place = creuse["aide-0"]
    base.edit(place, address_hidden=True)
    engine.rebuild()

    told = [ask(f"places/{place.code}").json(), *(card for card in ask("places").json()["places"] if card["code"] == place.code)]

    assert [(one["street"], one["latitude"], one["longitude"]) for one in told] == [("", None, None)] * 2


def test_all_places_page_after_page(creuse: Places, ask: Any) -> None:
    seen, address = [], "places?limit=5"
    while address:
        body = ask(address).json()
        seen += [card["code"] for card in body["places"]]
        address = body["next"]
    assert seen == sorted(place.code for place in creuse.values())


def test_places_of_a_territory_or_changed_since(creuse: Places, ask: Any) -> None:
    assert [card["code"] for card in ask("places?territory=com:75056").json()["places"]] == [creuse["loin"].code]
    assert ask("places?changed_since=2026-11-24").json()["places"] == []
    assert len(ask("places?changed_since=2026-11-23&territory=dep:23&territory=dep:75").json()["places"]) == 12


@pytest.mark.parametrize("query", ["cursor=zz", "cursor=WyJcdTAwMDAiXQ", "limit=501", "changed_since=hier", "territory=zz", "page=2"])
def test_a_list_refuses_what_it_does_not_understand(creuse: Places, ask: Any, query: str) -> None:
    assert ask(f"places?{query}").status_code == 422


def test_what_is_typed_is_completed(creuse: Places, ask: Any) -> None:
    found = ask("suggestions?q=guer&limit=20").json()["suggestions"]
    assert ("commune", "23096", "Guéret") in [(one["kind"], one["code"], one["label"]) for one in found]
    assert ask("suggestions").status_code == 422
