"""Generations: what is published, in which order, and once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from maillage.directory import actions, selectors
from maillage.directory.models import Change, Generation, Place
from tests.factories.directory import NOW, TODAY, WHEN, a_list, deliver, record, say, told

pytestmark = pytest.mark.django_db


def test_nothing_pending_keeps_the_generation() -> None:
    assert selectors.current_generation() == 0
    assert actions.publish(now=NOW) == 0
    told("1")
    assert actions.publish(now=NOW) == 1
    assert actions.publish(now=NOW) == 1


def test_publishing_stamps_changes_and_the_places_that_appear() -> None:
    first = told("1")
    deliver(a_list(), actions.RecordIn("lost", {"name": "Bus"}))
    actions.publish(now=NOW)
    second = told("2")
    assert actions.publish(now=NOW + timedelta(hours=1)) == 2
    assert dict(Place.objects.values_list("founding_record", "published_generation")) == {"1": 1, "lost": None, "2": 2}
    assert Generation.objects.get().published_at == NOW + timedelta(hours=1)
    assert not Change.objects.pending().exists()
    assert set(Change.objects.values_list("place", "generation")) >= {(first.pk, 1), (second.pk, 2)}
    assert {change.place for change in Change.objects.filter(generation=2)} == {second}


def test_a_place_found_at_last_appears_in_the_generation_that_brings_it() -> None:
    deliver(a_list(), actions.RecordIn("1", {"name": "Bus"}))
    actions.publish(now=NOW)
    deliver(a_list(), record("1", name="Bus"))
    assert actions.publish(now=NOW) == 2
    assert Place.objects.get().published_generation == 2


def test_the_edit_of_a_person_does_not_let_out_a_list_half_imported() -> None:
    library = told("1")
    actions.publish(now=NOW)
    told("2")
    say(library, phones=None)
    assert selectors.current_generation() == 2
    assert set(Change.objects.pending().values_list("place__founding_record", flat=True)) == {"2"}
    assert {change.place for change in Change.objects.filter(generation=2)} == {library}


def test_refolding_what_is_already_folded_writes_nothing() -> None:
    places = [told(str(number)).pk for number in range(3)]
    assert actions.refold(places, **WHEN) == (0, 0)


def test_refolding_repairs_a_row_that_somebody_edited() -> None:
    place = told("1")
    Place.objects.filter(pk=place.pk).update(name="Autre nom")
    assert actions.refold([place.pk], **WHEN) == (1, 1)
    place.refresh_from_db()
    assert place.name == "Médiathèque 1"


def test_there_is_one_generation() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Generation.objects.create(pk=2)


def test_published_places_are_current_open_located_and_for_everybody() -> None:
    told("1")
    told("closed", state="closed")
    told("gone", state="gone")
    told("office", receives_public=False)
    told("hidden", address_hidden=True)
    deliver(a_list(), actions.RecordIn("lost", {"name": "Bus"}))
    merged = told("merged")
    actions.merge([(merged.pk, told("1").pk)], today=TODAY, now=NOW)
    assert set(Place.objects.published().values_list("founding_record", flat=True)) == {"1", "hidden"}
