"""The journal: written with the change or not at all, only added to, able to forget persons."""

from datetime import datetime
from uuid import UUID

import pytest
from django.db import transaction

from maillage.accounts.models import User
from maillage.audit import actions as audit
from maillage.audit import selectors
from maillage.audit.models import AppendOnly, Event, Person


def test_event_tells_who_did_what_on_what(bruno: User, chloe: User, now: datetime) -> None:
    audit.record("person.greeted", on=chloe, by=bruno, now=now, times=2)

    event = selectors.events_of(chloe).get()
    assert (event.verb, event.object_label, event.object_id) == ("person.greeted", "accounts.User", str(chloe.pk))
    assert (event.at, event.details) == (now, {"times": 2})
    assert Person.objects.get(pk=event.actor).name == "Bruno Lemaire"


def test_event_of_a_machine_names_nobody(bruno: User, now: datetime) -> None:
    audit.record("person.counted", on=bruno, by=None, now=now)

    assert Event.objects.get().actor is None
    assert not Person.objects.exists()


def test_events_of_one_person_share_one_key_and_their_newest_name(bruno: User, now: datetime) -> None:
    audit.record("a", on=bruno, by=bruno, now=now)
    bruno.name = "Bruno L."
    audit.record("b", on=bruno, by=bruno, now=now)

    assert Person.objects.get().name == "Bruno L."
    assert len(set(Event.objects.values_list("actor", flat=True))) == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_event_outside_a_transaction_is_refused(bruno: User, now: datetime) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        audit.record("a", on=bruno, by=None, now=now)


def test_event_goes_with_its_change_when_the_change_fails(bruno: User, now: datetime) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        audit.record("a", on=bruno, by=None, now=now)
        raise ZeroDivisionError

    assert not Event.objects.exists()


def test_event_is_never_changed_nor_deleted(bruno: User, now: datetime) -> None:
    audit.record("a", on=bruno, by=None, now=now)
    event = Event.objects.get()

    for attempt in (
        event.save,
        event.delete,
        Event.objects.all().delete,
        lambda: Event.objects.update(verb="b"),
        lambda: Event.objects.bulk_update([event], ["verb"]),
    ):
        with pytest.raises(AppendOnly):
            attempt()
    assert Event.objects.get().verb == "a"


def test_events_stay_when_their_object_goes(bruno: User, chloe: User, now: datetime) -> None:
    audit.record("a", on=chloe, by=bruno, now=now)
    chloe.delete()

    assert Event.objects.count() == 1


def test_erasing_a_person_keeps_events_that_name_nobody(bruno: User, now: datetime) -> None:
    audit.record("a", on=bruno, by=bruno, now=now)
    key = Event.objects.get().actor
    assert isinstance(key, UUID)

    audit.erase_person(bruno, now=now)

    person = Person.objects.get(pk=key)
    assert (person.name, person.user_id, person.erased_at) == ("", None, now)
    assert Event.objects.get().actor == key
