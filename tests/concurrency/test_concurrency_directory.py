"""People and lists that speak of one place at the same instant: no word is lost, generations follow one another."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from maillage.base.errors import NotAllowed
from maillage.directory import actions, selectors
from maillage.directory.actions import recording, refolding
from maillage.directory.clusters import gather, roots_of
from maillage.directory.columns import FOLDED, columns
from maillage.directory.models import Change, Place, Statement
from tests.factories.directory import NOW, TODAY, WHEN, a_list, a_team, deliver, place_of, record, say, told

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
GROUPS: dict[str, Any] = {
    "hours": "Mo 09:00-12:00",
    "summary": "Un résumé",
    "description": "Une présentation",
    "parent": "La commune",
    "phones": [{"number": "3949", "contact": "service"}],
    "audiences": {"seniors": True},
    "services": {"securite": True},
    "websites": ["https://exemple.fr"],
}


def at_once(works: Iterable[Callable[[], object]]) -> list[Any]:
    """Do these things in as many threads, that each have their connection."""

    def alone(work: Callable[[], object]) -> object:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(alone, works))


def is_the_fold(place: Place) -> bool:
    """Does the row say what is in force?"""
    cluster = gather([place.pk])[place.pk]
    folded = cluster.fold(TODAY)
    return {name: cluster.row[name] for name in FOLDED} == columns(folded) and cluster.offers_in_force() == folded.offers


def united(count: int) -> Place:
    """One place, told by as many lists."""
    keys = [str(number) for number in range(count)]
    for key in keys:
        deliver(a_list(key), record("1"))
    actions.unite([[place_of(a_list(key)).pk for key in keys]], **WHEN)
    return Place.objects.current().get()


def test_lists_that_speak_of_one_place_at_once_are_all_heard() -> None:
    place = united(8)
    said = [record("1", **{name: value}) for name, value in GROUPS.items()]
    origins = [a_list(str(number)) for number in range(8)]
    for _time in range(3):
        at_once([lambda origin=origin, told=told: deliver(origin, told) for origin, told in zip(origins, said, strict=True)])
        place.refresh_from_db()
        assert (place.hours, place.summary, place.parent, place.facets) == ("Mo 09:00-12:00", "Un résumé", "La commune", {"audiences": ["seniors"]})
        assert is_the_fold(place)
        at_once([lambda origin=origin: deliver(origin, record("1")) for origin in origins])
        assert is_the_fold(place)


def test_without_the_lock_a_word_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of the test above: the race is real."""
    place = united(2)
    both_have_read = Barrier(2, timeout=20)

    def read_then_wait(roots: Any) -> Any:
        clusters = gather(roots)
        both_have_read.wait()
        return clusters

    monkeypatch.setattr(recording, "lock_currents", roots_of)
    monkeypatch.setattr(refolding, "gather", read_then_wait)
    at_once([lambda: deliver(a_list("0"), record("1", hours="Mo 09:00-12:00")), lambda: deliver(a_list("1"), record("1", summary="Un résumé"))])
    assert not is_the_fold(place)


def test_persons_of_a_team_who_speak_at_once_are_all_heard() -> None:
    place = told("1")
    a_team(place)
    at_once([lambda values=values: say(place, **values) for values in ({name: value} for name, value in GROUPS.items())])
    assert Statement.objects.in_force().filter(origin__kind="team").count() == len(GROUPS)
    assert is_the_fold(place)


def test_the_same_group_said_many_times_at_once_is_in_force_once() -> None:
    place = told("1")
    a_team(place)
    at_once([lambda number=number: say(place, summary=f"Résumé {number}") for number in range(16)])
    words = Statement.objects.filter(origin__kind="team")
    assert (words.count(), words.in_force().count()) == (16, 1)
    place.refresh_from_db()
    assert place.summary == words.in_force().get().values["summary"]


def test_generations_of_edits_made_at_once_are_distinct_and_follow_one_another() -> None:
    places = [told(str(number)) for number in range(8)]
    for place in places:
        a_team(place)
    start = actions.publish(now=NOW)
    at_once([lambda place=place: say(place, summary="Un résumé") for place in places])
    assert selectors.current_generation() == start + len(places)
    published = Change.objects.filter(generation__gt=start)
    assert sorted(published.filter(field="summary").values_list("generation", flat=True)) == list(range(start + 1, start + 9))
    for generation in range(start + 1, start + 9):
        assert published.filter(generation=generation).order_by().values("place").distinct().count() == 1


def test_publishing_all_while_people_edit_loses_no_change() -> None:
    places = [told(str(number)) for number in range(8)]
    for place in places:
        a_team(place)
    edits = [lambda place=place: say(place, summary="Un résumé") for place in places]
    at_once([work for edit in edits for work in (edit, lambda: actions.publish(now=NOW))])
    assert not Change.objects.pending().exists()
    assert selectors.current_generation() == Change.objects.order_by("-generation").values_list("generation", flat=True)[0]
    assert not Place.objects.filter(published_generation__isnull=True).exists()


def test_a_list_delivered_twice_at_once_founds_its_places_once() -> None:
    origin = a_list()
    for batch in range(4):
        records = [record(f"{batch}-{number}") for number in range(5)]
        at_once([lambda records=records: deliver(origin, *records)] * 4)
    assert (Place.objects.count(), Statement.objects.count()) == (20, 20)


def test_merges_and_deliveries_at_once_end_in_the_fold() -> None:
    for number in range(4):
        deliver(a_list(str(number)), record("1"))
    places = [place_of(a_list(str(number))) for number in range(4)]

    def merge(one: Place, other: Place) -> None:
        try:
            actions.merge([(one.pk, other.pk)], **WHEN)
        except NotAllowed:
            return  # the other way round was first

    merges = [lambda one=one, other=other: merge(one, other) for one, other in zip(places, places[1:] + places[:1], strict=True)]
    deliveries = [
        lambda number=number, value=value: deliver(a_list(str(number % 4)), record("1", summary=f"Résumé {value}")) for value, number in enumerate(range(12))
    ]
    at_once([work for pair in zip(deliveries, merges * 3, strict=True) for work in pair])
    current = list(Place.objects.current())
    assert len(current) == 1
    assert is_the_fold(current[0])


def test_partings_and_deliveries_at_once_end_in_the_fold() -> None:
    place = united(4)
    others = [one for one in map(place_of, map(a_list, "0123")) if one.pk != place.pk]
    for time in range(6):
        part = [lambda one=one: actions.unmerge([one.pk], **WHEN) for one in others]
        tell = [lambda key=key, time=time: deliver(a_list(key), record("1", summary=f"Résumé {key} {time}")) for key in "0123"]
        at_once([work for pair in zip(tell, [*part, lambda: None], strict=True) for work in pair])
        assert all(is_the_fold(current) for current in Place.objects.current())
        actions.unite([[place.pk, *(one.pk for one in others)]], **WHEN)
        assert is_the_fold(place)
