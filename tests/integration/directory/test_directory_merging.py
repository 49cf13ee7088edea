"""Records of one real place become one place, and part again."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from maillage.accounts.models import User
from maillage.audit.models import Event
from maillage.base.errors import NotAllowed
from maillage.directory import actions, selectors
from maillage.directory.actions.merging import point
from maillage.directory.columns import FOLDED
from maillage.directory.models import Change, Place, Question
from tests.factories.directory import NOW, TODAY, WHEN, a_list, deliver, place_of, record, say, told

pytestmark = pytest.mark.django_db
PHONE = [{"number": "+33555000000", "contact": "service"}]


def three() -> list[Place]:
    """The same library in three lists."""
    lists = [a_list(key) for key in "abc"]
    deliver(lists[0], record("1", as_of=date(2026, 3, 1), street="1 rue Neuve"))
    deliver(lists[1], record("1", as_of=date(2026, 2, 1), phones=PHONE, services={"securite": True}))
    deliver(lists[2], record("1", as_of=date(2026, 1, 1), hours="Mo 09:00-12:00", services={"securite": False, "loisirs-creation": True}))
    return [place_of(origin) for origin in lists]


def folded_rows() -> list[dict[str, object]]:
    return list(Place.objects.current().order_by("pk").values("pk", "merged_into", *FOLDED))


def end_of(place: Place) -> Place:
    return selectors.current(Place.objects.get(pk=place.pk))


def in_force() -> set[tuple[UUID, str]]:
    current = Place.objects.current()
    return {(place, offer.concept) for place, offers in selectors.offers_of_places([place.pk for place in current]).items() for offer in offers}


def test_merged_places_are_one_fold_of_all_that_is_said() -> None:
    a, b, c = three()
    actions.merge([(b.pk, a.pk), (c.pk, a.pk)], **WHEN)
    a.refresh_from_db()
    assert (a.street, a.phones, a.hours) == ("1 rue Neuve", PHONE, "Mo 09:00-12:00")
    assert [offer.concept for offer in selectors.offers_of(a)] == ["loisirs-creation", "securite"]
    assert Place.objects.current().count() == 1
    merged = Change.objects.filter(field="merged_into").order_by("place__founding_origin__key")
    assert [(change.place, change.old, change.new) for change in merged] == [(b, None, a.code), (c, None, a.code)]


def test_unmerging_restores_what_was_there_before() -> None:
    a, b, c = three()
    before, offers = folded_rows(), in_force()
    actions.merge([(b.pk, a.pk), (c.pk, b.pk)], **WHEN)
    assert end_of(c) == a
    actions.unmerge([b.pk], **WHEN)
    assert end_of(c) == b
    actions.unmerge([c.pk], **WHEN)
    assert (folded_rows(), in_force()) == (before, offers)


def test_the_place_that_stays_is_told_of_too_for_it_shows_the_closures_of_the_other() -> None:
    a, b, c = three()
    actions.merge([(b.pk, a.pk)], **WHEN)
    actions.merge([(b.pk, c.pk)], **WHEN)
    actions.unmerge([b.pk], **WHEN)
    absorbed = Change.objects.filter(field="absorbed").order_by("pk").values_list("place__code", "old", "new")
    assert list(absorbed) == [(a.code, None, b.code), (a.code, b.code, None), (c.code, None, b.code), (c.code, b.code, None)]


def test_merging_again_writes_nothing() -> None:
    a, b, c = three()
    actions.merge([(b.pk, a.pk), (c.pk, a.pk)], **WHEN)
    changes = Change.objects.count()
    assert actions.merge([(b.pk, a.pk), (c.pk, a.pk)], **WHEN) == (0, 0)
    assert actions.unite([[a.pk, b.pk, c.pk]], **WHEN) == (0, 0)
    assert Change.objects.count() == changes


@pytest.mark.parametrize("pairs", ["aa", "ab ba", "ab bc ca"])
def test_cycles_are_refused_and_nothing_is_written(pairs: str) -> None:
    by_name = dict(zip("abc", three(), strict=True))
    wanted = [(by_name[pair[0]].pk, by_name[pair[1]].pk) for pair in pairs.split()]
    with pytest.raises(NotAllowed):
        actions.merge(wanted, **WHEN)
    assert not Change.objects.filter(field="merged_into").exists()
    assert Place.objects.current().count() == 3


def test_a_cycle_made_in_two_times_is_refused() -> None:
    a, b, _c = three()
    actions.merge([(b.pk, a.pk)], **WHEN)
    with pytest.raises(NotAllowed, match="autre sens"):
        actions.merge([(a.pk, b.pk)], **WHEN)


def test_unknown_places_are_refused() -> None:
    a, _b, _c = three()
    with pytest.raises(Place.DoesNotExist):
        actions.merge([(a.pk, UUID(int=1))], **WHEN)


def test_a_frozen_place_follows_when_its_record_changes() -> None:
    a, b, _c = three()
    actions.merge([(b.pk, a.pk)], **WHEN)
    deliver(a_list("b"), record("1", as_of=date(2026, 2, 1), phones=None))
    a.refresh_from_db()
    frozen = Place.objects.get(pk=b.pk)
    assert (a.phones, a.stated_none, frozen.phones) == ([], ["phones"], PHONE)
    actions.unmerge([b.pk], **WHEN)
    assert Place.objects.get(pk=b.pk).phones == []


def test_the_oldest_published_survives_then_the_oldest_founded_then_the_first_key() -> None:
    a, b, c = three()
    assert elected([a, b, c]) == a
    Place.objects.filter(pk=b.pk).update(founded_on=TODAY - timedelta(days=1))
    assert elected([a, b, c]) == b
    Place.objects.filter(pk=c.pk).update(published_generation=7)
    Place.objects.filter(pk=a.pk).update(published_generation=8)
    assert elected([a, b, c]) == c


def elected(places: list[Place]) -> Place:
    known = selectors.survivals([place.pk for place in places])
    return min(places, key=lambda place: known[place.pk].order)


def test_uniting_does_not_depend_on_the_order_in_which_places_are_found_alike() -> None:
    a, b, c = three()
    actions.unite([[c.pk, b.pk]], **WHEN)
    assert end_of(c) == b
    actions.unite([[c.pk, a.pk, b.pk]], **WHEN)
    assert selectors.merged_places() == {b.pk: a.pk, c.pk: a.pk}
    assert list(Place.objects.order_by("pk").filter(merged_into__isnull=False).values_list("merged_into", flat=True)) == [a.pk, a.pk]


def test_what_a_person_decided_is_published_at_once_and_leaves_an_event(driss: User) -> None:
    a, b, _c = three()
    generation = actions.publish(now=NOW)
    point({b.pk: a.pk}, by=driss, **WHEN)
    assert selectors.current_generation() == generation + 1
    point({b.pk: None}, by=driss, **WHEN)
    events = [(event.verb, event.object_id, event.details) for event in Event.objects.order_by("pk")]
    assert events == [("place.merged", str(b.pk), {"into": a.code}), ("place.unmerged", str(b.pk), {"into": None})]


def test_questions_of_a_merged_place_are_taken_back_when_the_whole_answers_them() -> None:
    a, _b, _c = three()
    deliver(a_list("d"), actions.RecordIn("1", {"name": "Bus"}))
    lost = place_of(a_list("d"))
    actions.merge([(lost.pk, a.pk)], **WHEN)
    assert Question.objects.get().state == "moot"
    actions.unmerge([lost.pk], **WHEN)
    assert Question.objects.get().state == "open"


def test_a_team_is_asked_when_a_place_with_a_newer_word_is_merged_into_its_own() -> None:
    a, b, _c = three()
    say(a, phones=None)
    deliver(a_list("b"), record("1", phones=[{"number": "3949", "contact": "service"}]), today=TODAY + timedelta(days=9))
    assert not Question.objects.exists()
    actions.merge([(b.pk, a.pk)], **WHEN)
    assert [(question.kind, question.place) for question in selectors.open_questions(a)] == [("newer_source", b)]


def test_a_place_is_not_merged_into_itself_even_by_the_database() -> None:
    place = told("1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.filter(pk=place.pk).update(merged_into=place.pk)
