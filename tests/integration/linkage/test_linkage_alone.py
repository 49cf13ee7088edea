"""One run at a time: the second is refused, or waits for the worker; what a list or a person says meanwhile is not lost."""

from threading import Thread
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from maillage.base import locking
from maillage.cli.management.commands import link as command
from maillage.linkage import chain, selectors, tasks
from maillage.linkage.actions import deciding
from maillage.linkage.enums import By, Choice, Decision
from maillage.linkage.errors import LinkBusy
from maillage.linkage.models import Opinion, Verdict
from tests.factories.accounts import UserFactory
from tests.factories.locks import held_elsewhere
from tests.integration.linkage.test_linkage_incremental import ALPHA, ELLUL, PHONE, tell
from tests.kills import NOW, TODAY

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _quick(settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.VAR = tmp_path
    monkeypatch.setattr(locking, "PAUSE", 0.001)
    monkeypatch.setattr(command, "ensure_base", lambda: None)


def elsewhere(work: Any) -> None:
    """Do this in another thread, with its own connection, to its end."""

    def alone() -> None:
        work()
        connection.close()

    other = Thread(target=alone)
    other.start()
    other.join()


def test_what_a_list_says_during_a_full_run_is_not_forgotten() -> None:
    """A second run, of the record told meanwhile, would leave a verdict that the first forgets when it ends."""
    tell("a", "1", ELLUL)
    tell("a", "2", ALPHA)
    chain.link(today=TODAY, now=NOW)
    refused = []

    def second() -> None:
        tell("b", "1", ELLUL | PHONE)
        try:
            chain.link(today=TODAY, now=NOW)
        except LinkBusy as busy:
            refused.append(str(busy))

    def meanwhile(done: int, _total: int) -> None:
        if done == chain.STAGES["features"] and not refused:
            elsewhere(second)

    chain.link(today=TODAY, now=NOW, full=True, progress=meanwhile)
    assert len(refused) == 1
    chain.link(today=TODAY, now=NOW)

    assert Verdict.objects.get().decision == Decision.MERGE


def test_what_is_united_while_a_person_waits_for_the_lock_is_locked_too(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other, third, fourth = sorted([tell("a", "1", ELLUL), tell("a", "2", ALPHA), tell("b", "3", ELLUL), tell("b", "4", ALPHA)])
    read, user, said = selectors.component, UserFactory(), {"decided_on": TODAY, "decided_by": By.PERSON}

    def component(places: Any) -> set[Any]:
        """Once read, a third place is united to the first by another person, and a fourth is told of in the same breath."""
        found = read(places)
        if not Verdict.objects.exists():
            Verdict.objects.create(place_a_id=one, place_b_id=third, decision=Decision.MERGE, **said)
            for end in (other, fourth):
                Opinion.objects.create(place_a_id=one, place_b_id=end, by=user, choice=Choice.SAME, said_at=NOW)
        return found

    monkeypatch.setattr(selectors, "component", component)
    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        deciding.hold((one, other))

    locks = [query["sql"] for query in asked if "merged_into" not in query["sql"] and 'FROM "directory_place"' in query["sql"]]
    assert len(locks) == 2
    assert all(place.hex in locks[-1].replace("-", "") for place in (one, other, third, fourth))


def test_the_command_refuses_in_a_sentence_and_the_worker_links_later() -> None:
    with held_elsewhere(locking.alone(chain.LINKING, LinkBusy)):
        with pytest.raises(CommandError, match="Un rapprochement est en cours"):
            call_command("link")
        tasks.link_and_publish.call()
        tasks.link_and_publish.call()

    assert DBTaskResult.objects.filter(task_path=tasks.link_and_publish.module_path).count() == 1
    call_command("link")
