"""Places are read: by their code, with their offers, closures and relations, and why they say what they say."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from maillage.accounts.models import User
from maillage.audit.models import Event
from maillage.base.errors import NotAllowed
from maillage.directory import actions, selectors
from maillage.directory.models import Change, Closure, Place, Relation
from tests.factories.directory import NOW, TODAY, WHEN, a_list, a_team, deliver, place_of, record, say, told

pytestmark = pytest.mark.django_db
PHONE = [{"number": "+33555000000", "contact": "service"}]
WEEK = {"first_day": TODAY + timedelta(days=7), "last_day": TODAY + timedelta(days=13)}


@pytest.fixture
def library() -> Place:
    return told("1", services={"securite": True}, phones=PHONE)


# One place


def test_a_place_is_found_by_its_code_however_it_is_typed(library: Place) -> None:
    found = selectors.place_by_code(f" {library.code[:4].lower()}-{library.code[4:]}")
    assert found is not None
    assert (found.place, found.merged) == (library, False)
    assert selectors.place_by_code("ZZZZZZZZ") is None


def test_the_code_of_a_merged_place_leads_to_the_current_one(library: Place) -> None:
    other = told("2")
    actions.merge([(other.pk, library.pk)], **WHEN)
    found = selectors.place_by_code(other.code)
    assert found is not None
    assert (found.place, found.asked, found.merged) == (library, other, True)
    assert selectors.records_of(library) == sorted([library.pk, other.pk])


def test_explanation_tells_who_gave_each_value_and_what_the_others_say(library: Place) -> None:
    say(library, phones=None)
    why = selectors.explain(library, today=TODAY)
    assert why["phones"].winner.origin == a_team(library)
    assert (why["phones"].winner.value, why["phones"].winner.as_of, why["phones"].winner.record_id) == (None, TODAY, "phones")
    assert [(voice.origin, voice.value, voice.record_id) for voice in why["phones"].others] == [(a_list(), PHONE, "1")]
    assert why["offer:securite"].winner.value is True


def test_explanation_of_a_merged_place_holds_all_records(library: Place, django_assert_max_num_queries: Callable[..., object]) -> None:
    deliver(a_list("b"), record("1", name="Bibliothèque"))
    actions.merge([(place_of(a_list("b")).pk, library.pk)], **WHEN)
    with django_assert_max_num_queries(10):
        why = selectors.explain(library, today=TODAY)
    assert {voice.value for voice in (why["name"].winner, *why["name"].others)} == {"Médiathèque 1", "Bibliothèque"}


def test_history_tells_the_newest_change_first(library: Place) -> None:
    say(library, hours="Mo 09:00-12:00")
    fields = [change.field for change in selectors.history(library)]
    assert fields[-1] == "place"
    assert set(fields) == {"hours", "checked_on", "place"}


# Closures


def close(place: Place, by: User | None = None, **details: object) -> Closure:
    return actions.close(place=place, origin=a_team(place), by=by, **{**WEEK, **WHEN, **details})


def test_close_and_reopen_are_told_published_and_leave_events(library: Place, bruno: User) -> None:
    closure = close(library, bruno, reason="Inventaire")
    assert selectors.closures_of(library, from_day=TODAY) == [closure]
    assert selectors.closures_of(library, from_day=TODAY + timedelta(days=14)) == []
    actions.reopen(closure, by=bruno, **WHEN)
    assert selectors.closures_of(library, from_day=TODAY) == []
    told_changes = Change.objects.filter(field=f"closure:{closure.pk}").order_by("pk")
    assert [(change.old is None, change.new is None, change.generation is None) for change in told_changes] == [(True, False, False), (False, True, False)]
    assert [event.verb for event in Event.objects.order_by("pk")] == ["place.closed", "place.reopened"]


def test_close_refuses_days_that_overlap_and_writes_nothing(library: Place, bruno: User) -> None:
    close(library)
    with pytest.raises(NotAllowed, match="déjà notée"):
        close(library, bruno, first_day=TODAY + timedelta(days=13), last_day=TODAY + timedelta(days=20))
    assert (library.closures.count(), Event.objects.filter(actor__isnull=False).count()) == (1, 0)
    close(library, offer=library.offers.get())
    assert library.closures.count() == 2, "one of its services may close besides"


@pytest.mark.parametrize(
    ("details", "refusal"),
    [
        ({"first_day": TODAY - timedelta(days=9), "last_day": TODAY - timedelta(days=1)}, "déjà passée"),
        ({"first_day": WEEK["last_day"], "last_day": WEEK["first_day"]}, "avant le premier"),
    ],
)
def test_close_refuses_days_that_make_no_sense(library: Place, details: dict[str, object], refusal: str) -> None:
    with pytest.raises(NotAllowed, match=refusal):
        close(library, **details)


def test_close_refuses_the_service_of_another(library: Place) -> None:
    other = told("2", services={"securite": True})
    with pytest.raises(NotAllowed, match="proposé ailleurs"):
        close(library, offer=other.offers.get())


def test_reopen_refuses_what_is_over(library: Place, bruno: User) -> None:
    closure = close(library)
    with pytest.raises(NotAllowed, match="déjà passée"):
        actions.reopen(closure, by=bruno, today=TODAY + timedelta(days=30), now=NOW)
    actions.reopen(closure, by=bruno, **WHEN)
    with pytest.raises(NotAllowed, match="déjà annulée"):
        actions.reopen(closure, by=bruno, **WHEN)


def test_closures_of_a_merged_place_are_those_of_the_current_one(library: Place) -> None:
    other = told("2")
    closure = close(other)
    actions.merge([(other.pk, library.pk)], **WHEN)
    assert selectors.closures_of(library, from_day=TODAY) == [closure]


def test_a_merged_place_closes_within_the_whole_and_keeps_it_when_they_part(library: Place) -> None:
    other = told("2")
    actions.merge([(other.pk, library.pk)], **WHEN)
    closure = close(other)
    assert selectors.closures_of(library, from_day=TODAY) == [closure]
    assert selectors.history(library)[0].field == f"closure:{closure.pk}"
    actions.unmerge([other.pk], **WHEN)
    assert (selectors.closures_of(library, from_day=TODAY), selectors.closures_of(other, from_day=TODAY)) == ([], [closure])
    actions.merge([(other.pk, library.pk)], **WHEN)
    actions.reopen(closure, by=None, **WHEN)
    assert (selectors.history(library)[0].field, selectors.history(library)[0].new) == (f"closure:{closure.pk}", None)


def test_a_service_that_stops_stops_in_the_place_it_was_merged_into(library: Place) -> None:
    other = told("2", services={"securite": True})
    stopped = close(other, offer=other.offers.get())
    actions.merge([(other.pk, library.pk)], **WHEN)
    whole = library.offers.get(concept="securite")
    assert [closure.offer for closure in selectors.closures_of(library, from_day=TODAY)] == [whole]
    actions.unmerge([other.pk], **WHEN)
    assert selectors.closures_of(library, from_day=TODAY) == []
    assert [closure.offer for closure in selectors.closures_of(other, from_day=TODAY)] == [stopped.offer]


def test_days_of_a_closure_are_in_order_even_for_the_database(library: Place) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        library.closures.create(origin=a_team(library), first_day=TODAY, last_day=TODAY - timedelta(days=1))


# Organisations and relations


def test_an_organisation_is_made_once_and_kept_current(driss: User) -> None:
    told_network = {"origin": a_list(), "record_id": "reseau", "kind": "network", "by": driss, "now": NOW}
    network = actions.create_organisation(name="Réseau des médiathèques", **told_network)
    again = actions.create_organisation(name="Réseau de lecture", website="https://exemple.fr", **told_network)
    assert (again.pk, again.name, again.sort_name) == (network.pk, "Réseau de lecture", "reseau de lecture")
    assert [event.verb for event in Event.objects.order_by("pk")] == ["organisation.created", "organisation.changed"]


def test_relations_are_seen_from_both_ends_and_through_merges(library: Place, driss: User) -> None:
    stop, twin = told("2"), told("3")
    how = {"origin": a_list(), "by": driss, **WHEN}
    network = actions.create_organisation(origin=a_list(), record_id="r", kind="network", name="Réseau", by=driss, now=NOW)
    hosted = actions.relate(kind="hosted_at", place=stop, other=library, **how)
    assert actions.relate(kind="hosted_at", place=stop, other=library, **how) == hosted
    actions.relate(kind="part_of_network", place=library, organisation=network, **how)
    actions.merge([(stop.pk, twin.pk)], **WHEN)
    twin.refresh_from_db()
    seen = [(link.relation.kind, link.outward, link.place, link.relation.organisation) for link in selectors.relations_of(library)]
    assert seen == [("hosted_at", False, twin, None), ("part_of_network", True, None, network)]
    assert [(link.outward, link.place) for link in selectors.relations_of(twin)] == [(True, library)]
    actions.end_relation(hosted, by=driss, **WHEN)
    assert selectors.relations_of(twin) == []
    assert Relation.objects.get(pk=hosted.pk).ended_on == TODAY
    with pytest.raises(NotAllowed, match="déjà défait"):
        actions.end_relation(hosted, by=driss, **WHEN)
    assert {change.place for change in Change.objects.filter(field=f"relation:{hosted.pk}")} == {stop, library}


def test_relations_refuse_what_makes_no_sense(library: Place) -> None:
    other = told("2")
    how = {"origin": a_list(), "by": None, **WHEN}
    with pytest.raises(ValueError, match="one place or to one organisation"):
        actions.relate(kind="hosted_at", place=library, **how)
    with pytest.raises(NotAllowed, match="avec lui-même"):
        actions.relate(kind="hosted_at", place=library, other=library, **how)
    actions.relate(kind="hosted_at", place=library, other=other, **how)
    with pytest.raises(NotAllowed, match="autre sens"):
        actions.relate(kind="hosted_at", place=other, other=library, **how)
    actions.relate(kind="same_building", place=other, other=library, **how)


@pytest.mark.parametrize("ends", [{}, {"other": True, "organisation": True}])
def test_a_relation_has_one_end_even_for_the_database(library: Place, ends: dict[str, bool]) -> None:
    network = actions.create_organisation(origin=a_list(), record_id="r", kind="network", name="Réseau", by=None, now=NOW)
    given = {"other": told("2"), "organisation": network}
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.create(kind="run_by", place=library, origin=a_list(), since=TODAY, **{name: given[name] for name in ends})


# All places


def test_published_places_come_by_chunks_in_the_order_of_their_identity() -> None:
    places = [told(str(number), services={"securite": True}) for number in range(5)]
    chunks = list(selectors.published_places(("code", "name"), chunk=2))
    assert [len(chunk) for chunk in chunks] == [2, 2, 1]
    assert [code for chunk in chunks for code, _name in chunk] == [place.code for place in sorted(places, key=lambda place: place.pk)]
    offers = selectors.offers_of_places([place.pk for place in places])
    assert offers[places[0].pk] == [("securite", "", "", "own", {}, [])]


def test_a_point_is_whole_and_in_range_even_for_the_database(library: Place) -> None:
    for wrong in ({"latitude": 46.0, "longitude": None}, {"latitude": 91.0, "longitude": 0.0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Place.objects.filter(pk=library.pk).update(**wrong)
