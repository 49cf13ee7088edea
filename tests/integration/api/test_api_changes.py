"""The changes feed: whoever replays it has the base, whatever was done meanwhile."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.base.errors import NotAllowed
from maillage.directory import actions, selectors
from maillage.directory.models import Closure, Place
from maillage.opendata import changes as feed
from maillage.opendata.cards import open_cards
from maillage.search import engine
from maillage.territories.selectors import parse_territory
from tests.factories.directory import NOW, TODAY, WHEN, a_coordinator, a_list, deliver, place_of, record, say, told

Copy = dict[str, Any]


def read(client: Client, address: str) -> Iterator[dict[str, Any]]:
    """Every page from an address on."""
    following: str | None = address
    while following:
        response = client.get(following)
        assert response.status_code == 200, response.content
        page = json.loads(response.content)
        yield page
        following = page["next"]


def follow(client: Client, copy: Copy, since: int, *, limit: int = 100, more: str = "") -> int:
    """Apply what changed since a generation to a copy, as a re-user does. Returns the generation reached."""
    for page in read(client, f"/api/v1/changes?since={since}&limit={limit}{more}"):
        for change in page["changes"]:
            if change["kind"] == "changed":
                copy[change["code"]] = change["place"]
            else:
                copy.pop(change["code"], None)
        since = page["generation"]
    return since


def base(insee: set[str] | None = None) -> Copy:
    """What anyone may have of the base now."""
    codes = [place.code for place in Place.objects.published() if insee is None or place.insee in insee]
    return {code: json.loads(card) for code, card in open_cards(codes).items()}


@pytest.fixture(autouse=True)
def _fresh_index(db: None, settings: Any, tmp_path: Any) -> Iterator[None]:
    settings.VAR = tmp_path
    engine.reset()
    yield
    engine.reset()


def test_a_place_that_appears_changes_and_closes_is_told_at_each_step(client: Client) -> None:
    place, copy = told(), Copy()
    first = actions.publish(now=NOW)
    [page] = read(client, "/api/v1/changes?since=0")
    assert [(change["code"], change["kind"], change["fields"]) for change in page["changes"]] == [(place.code, "changed", ["code"])]
    assert follow(client, copy, 0) == first
    assert copy[place.code]["name"] == "Médiathèque 1"
    say(place, summary="Un résumé", phones=[{"number": "+33555520012", "contact": "service"}])
    [page] = read(client, f"/api/v1/changes?since={first}")
    [change] = page["changes"]
    assert (change["generation"], change["fields"], change["place"]["summary"]) == (first + 1, ["checked_on", "phones", "summary"], "Un résumé")
    say(place, state="closed")
    [page] = read(client, f"/api/v1/changes?since={first}")
    assert [(change["kind"], change["state"], change["place"]) for change in page["changes"]] == [("removed", "closed", None)]
    assert page["generation"] == first + 2


def test_places_that_are_merged_and_parted_are_told_with_the_code_that_stands_for_them(client: Client) -> None:
    one, other, third = (told(record_id) for record_id in "123")
    copy: Copy = {}
    since = follow(client, copy, actions.publish(now=NOW) - 1)
    actions.merge([(other.pk, one.pk), (one.pk, third.pk)], **WHEN)
    actions.publish(now=NOW)
    [page] = read(client, f"/api/v1/changes?since={since}")
    merged = {change["code"]: change["merged_into"] for change in page["changes"] if change["kind"] == "merged"}
    assert merged == {other.code: third.code, one.code: third.code}
    since = follow(client, copy, since)
    assert set(copy) == {third.code}
    actions.unmerge([one.pk], **WHEN)
    actions.publish(now=NOW)
    follow(client, copy, since)
    assert set(copy) == {one.code, third.code}


def test_the_closures_of_a_merged_place_follow_it(client: Client) -> None:
    one, other = told("1"), told("2")
    copy: Copy = {}
    since = follow(client, copy, actions.publish(now=NOW) - 1)
    actions.close(place=other, origin=a_coordinator(), first_day=TODAY, last_day=TODAY, by=None, **WHEN)
    actions.merge([(other.pk, one.pk)], **WHEN)
    actions.publish(now=NOW)
    since = follow(client, copy, since)
    assert copy[one.code]["closures"] == [["2026-11-23", "2026-11-23", ""]]
    actions.unmerge([other.pk], **WHEN)
    actions.publish(now=NOW)
    follow(client, copy, since)
    assert copy[one.code]["closures"] == []
    assert copy == base()


def test_a_place_that_nobody_was_told_of_leaves_no_trace(client: Client) -> None:
    told("1", receives_public=False)
    told("2", state="closed")
    told("3")
    generation = actions.publish(now=NOW)
    [page] = read(client, "/api/v1/changes")
    assert [change["code"] for change in page["changes"]] == [place_of(a_list(), "3").code]
    assert page["generation"] == generation


def test_who_follows_a_territory_is_told_of_the_places_that_leave_it(client: Client) -> None:
    gone, stays = told("1"), told("2")
    copy: Copy = {}
    since = follow(client, copy, actions.publish(now=NOW) - 1, more="&territory=dep:23")
    assert set(copy) == {gone.code, stays.code}
    say(gone, street="1 place d’Aine", postal_code="87000", commune="Limoges", insee="87085")
    say(gone, summary="Un résumé")
    since = follow(client, copy, since, limit=1, more="&territory=dep:23")
    assert set(copy) == {stays.code}
    assert [page["changes"] for page in read(client, f"/api/v1/changes?since={since}&territory=dep:23")] == [[]]
    elsewhere: Copy = {}
    follow(client, elsewhere, 0, more="&territory=reg:75")
    assert set(elsewhere) == {gone.code, stays.code}


def test_an_address_that_becomes_hidden_leaves_the_copies(client: Client) -> None:
    place, copy = told(street="8 avenue Fayolle", latitude=46.17, longitude=1.87), Copy()
    since = follow(client, copy, actions.publish(now=NOW) - 1)
    assert copy[place.code]["street"] == "8 avenue Fayolle"
    say(place, address_hidden=True)
    follow(client, copy, since)
    assert (copy[place.code]["street"], copy[place.code]["latitude"]) == ("", None)


def test_one_large_publication_is_read_in_pages_that_neither_repeat_nor_skip(client: Client) -> None:
    deliver(a_list(), *(record(str(number)) for number in range(23)))
    actions.publish(now=NOW)
    pages = list(read(client, "/api/v1/changes?since=0&limit=4"))
    codes = [change["code"] for page in pages for change in page["changes"]]
    assert [len(page["changes"]) for page in pages] == [4, 4, 4, 4, 4, 3]
    assert codes == sorted(codes)
    assert set(codes) == set(base())


def test_what_is_edited_while_pages_are_read_comes_again_later(client: Client) -> None:
    deliver(a_list(), *(record(str(number)) for number in range(9)))
    actions.publish(now=NOW)
    copy, first = Copy(), sorted(base())[0]
    following: str | None = "/api/v1/changes?since=0&limit=2"
    since = 0
    while following:
        page = json.loads(client.get(following).content)
        copy |= {change["code"]: change["place"] for change in page["changes"]}
        following, since = page["next"], page["generation"]
        if page["changes"][0]["code"] == first and since == 1:
            say(Place.objects.get(code=first), summary="Un résumé")
    assert copy == base()
    assert copy[first]["summary"] == "Un résumé"
    assert since == selectors.current_generation() == 2


def test_a_base_put_back_to_an_earlier_day_is_told_as_such(client: Client) -> None:
    response = client.get("/api/v1/changes?since=7")
    assert (response.status_code, response["Content-Type"]) == (410, "application/problem+json")
    assert "/donnees/" in json.loads(response.content)["remedy"]


def test_numbers_are_bounded_and_marks_are_ours(client: Client) -> None:
    for query in (
        "since=-1",
        "since=99999999999999999999",
        "since=1e3",
        "limit=0",
        "limit=501",
        "territory=dep:99",
        "cursor=WzEsMl0",
        "cursor=%00",
        "colour=red",
    ):
        assert client.get(f"/api/v1/changes?{query}").status_code == 422, query
    assert client.get("/api/v1/changes?cursor=WzksOSwiXHUwMDAwIl0").status_code == 422  # [9,9,"\u0000"]


# Whatever is done, and wherever the reader stands


def moves() -> dict[str, Callable[[list[Place], Place, Place], object]]:
    """What may happen to a place, told in one word."""

    def merge(places: list[Place], one: Place, other: Place) -> None:
        actions.merge([(one.pk, other.pk)], **WHEN)

    def close(places: list[Place], one: Place, other: Place) -> None:
        actions.close(place=one, origin=a_coordinator(), first_day=TODAY, last_day=TODAY, by=None, **WHEN)

    def reopen(places: list[Place], one: Place, other: Place) -> None:
        for closure in Closure.objects.in_force().filter(place=one):
            actions.reopen(closure, by=None, **WHEN)

    def withdraw(places: list[Place], one: Place, other: Place) -> None:
        for statement in one.statements.in_force().filter(origin__kind="team"):
            actions.withdraw(statement, by=None, **WHEN)

    return {
        "publish": lambda places, one, other: actions.publish(now=NOW),
        "merge": merge,
        "unmerge": lambda places, one, other: actions.unmerge([one.pk], **WHEN),
        "close": close,
        "reopen": reopen,
        "withdraw": withdraw,
        "summary": lambda places, one, other: say(one, summary=f"Résumé {other.code}"),
        "offer": lambda places, one, other: say(one, services={"securite": True}),
        "no offer": lambda places, one, other: say(one, services={"securite": False}),
        "gone": lambda places, one, other: say(one, state="gone"),
        "open": lambda places, one, other: say(one, state="open"),
        "hide": lambda places, one, other: say(one, address_hidden=True),
        "professionals": lambda places, one, other: say(one, receives_public=False),
        "everyone": lambda places, one, other: say(one, receives_public=True),
        "away": lambda places, one, other: say(one, postal_code="87000", commune="Limoges", insee="87085", street=None),
        "back": lambda places, one, other: say(one, postal_code="23000", commune="Guéret", insee="23096", street=None),
        "delivery": lambda places, one, other: deliver(a_list(), record(one.founding_record, hours="Mo 09:00-12:00", street=other.code)),
    }


STEPS = st.lists(st.tuples(st.sampled_from([*moves(), "read"]), st.integers(0, 3), st.integers(0, 3), st.integers(1, 3)), max_size=14)


@pytest.mark.slow
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS)
def test_replayed_from_anywhere_the_changes_make_the_base(steps: list[tuple[str, int, int, int]]) -> None:
    """A reader who follows as things happen, one who follows a territory, and one who begins at the end have the same places as the base."""
    with rolled_back():
        deliver(a_list(), *(record(str(number)) for number in range(4)))
        places = [place_of(a_list(), str(number)) for number in range(4)]
        copy, of_creuse, since, since_of_creuse = Copy(), Copy(), 0, 0
        for name, one, other, limit in [*steps, ("publish", 0, 0, 1), ("read", 0, 0, 2)]:
            if name == "read":
                since = replay(copy, since, None, limit)
                since_of_creuse = replay(of_creuse, since_of_creuse, "dep:23", limit)
            else:
                try:
                    moves()[name](places, places[one], places[other])
                except NotAllowed:
                    continue  # a circle of merges, a closure twice: nothing was written
        from_zero = Copy()
        replay(from_zero, 0, None, 3)
        assert copy == from_zero == base()
        assert of_creuse == base({"23096"})


def replay(copy: Copy, since: int, territory: str | None, limit: int) -> int:
    """As `follow`, without the door: this very thing is done some thousands of times."""
    area = parse_territory(territory) if territory else None
    mark, more = feed.Mark(since), True
    while more:
        window = feed.changes(mark, area=area, limit=limit)
        for entry in window.entries:
            if entry.card is None:
                copy.pop(entry.code, None)
            else:
                copy[entry.code] = json.loads(entry.card)
        mark, more = window.following, window.more
    return mark.since


class Undo(Exception):
    """Ends an example."""


@contextmanager
def rolled_back() -> Iterator[None]:
    """What is written inside is not there afterwards: examples do not meet."""
    try:
        with transaction.atomic():
            yield
            raise Undo
    except Undo:
        pass
