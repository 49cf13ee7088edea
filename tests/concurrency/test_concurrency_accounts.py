"""People who act at the same instant: one key each in the journal, one role given once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from django.db import connection, transaction

from maillage.accounts import actions
from maillage.accounts.models import Grant, User
from maillage.accounts.roles import INSTANCE, Coordinator
from maillage.audit import actions as audit
from maillage.audit.models import Event, Person

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
TIMES = 24


def at_once(work: Callable[[], object]) -> None:
    """Do the same thing many times, in threads that each have their connection."""

    def once(_number: int) -> None:
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(once, range(TIMES)))


def test_first_events_of_a_person_share_one_key(bruno: User, now: datetime) -> None:
    def act() -> None:
        with transaction.atomic():
            audit.record("person.greeted", on=bruno, by=bruno, now=now)

    at_once(act)

    assert Event.objects.count() == TIMES
    assert Person.objects.count() == 1


def test_role_given_many_times_at_once_is_given_once(bruno: User, driss: User, now: datetime) -> None:
    at_once(lambda: actions.grant(user=bruno, role=Coordinator, scope=INSTANCE, by=driss, now=now))

    assert Grant.objects.count() == 1
    assert Event.objects.filter(verb="role.given").count() == 1


def test_account_closed_many_times_at_once_is_closed_once(bruno: User, now: datetime) -> None:
    at_once(lambda: actions.set_active(user=bruno, active=False, by=None, now=now))

    assert Event.objects.filter(verb="person.closed").count() == 1
