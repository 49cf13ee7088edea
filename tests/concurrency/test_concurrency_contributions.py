"""The same proposal sent many times at the same instant is received once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from maillage.accounts.actions import create_key
from maillage.accounts.enums import KeyScope
from maillage.accounts.keys import Key
from maillage.audit.models import Event
from maillage.contributions import actions
from maillage.contributions.actions import Proposed, Sent
from maillage.contributions.models import Proposal

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
TIMES = 24


def test_sent_many_times_at_once_it_is_received_once() -> None:
    given, _secret = create_key(label="Carte", scopes=[KeyScope.PROPOSE], expires_on=None, by=None, now=NOW)
    sent = Sent(Key(given.pk, given.label, frozenset(given.scopes)), "envoi-0001", {"values": {"name": "Bus"}})
    proposed = Proposed(Proposal.Kind.NEW_PLACE, Proposal.KnownBy.VISIT, date(2026, 11, 24), {"name": "Bus", "commune": "Guéret"})

    def once(_number: int) -> bool:
        try:
            return actions.propose(sent, proposed, now=NOW)[1]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        are_new = list(pool.map(once, range(TIMES)))

    assert sum(are_new) == 1
    assert Proposal.objects.count() == 1 and Event.objects.filter(verb="proposal.received").count() == 1
