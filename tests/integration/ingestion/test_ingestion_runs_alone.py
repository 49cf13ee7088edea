"""One list is read, undone, removed or mapped anew by one at a time; a lock never outlives the one that held it."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import Error, connection, transaction

from maillage.base import locking
from maillage.ingestion import actions
from maillage.ingestion.actions import importing
from maillage.ingestion.locking import ListBusy, alone
from maillage.ingestion.models import Run, Source
from tests.factories.locks import held_elsewhere
from tests.integration.ingestion.test_ingestion_runs_undone import FIRST, MAPPING, listed

pytestmark = pytest.mark.django_db(transaction=True)
Work = Callable[[], Any]
HOLD = """
import sys
from pathlib import Path
from django.conf import settings
settings.configure(VAR=Path(sys.argv[1]))
from maillage.base import locking
with locking.by_file("list-creuse", Exception, 1):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.VAR = tmp_path
    monkeypatch.setattr(locking, "PAUSE", 0.01)


@pytest.fixture
def when(today: date, now: datetime) -> dict[str, Any]:
    return {"by": None, "today": today, "now": now}


@pytest.fixture
def bring(when: dict[str, Any]) -> Callable[..., Run]:
    return lambda key="creuse": actions.import_list(key, content=listed(FIRST), mapping=MAPPING, **when)


def test_a_list_under_way_is_neither_read_nor_undone_nor_removed_nor_mapped(bring: Callable[..., Run], when: dict[str, Any]) -> None:
    run = bring()
    source = Source.objects.get()
    works: list[Work] = [
        bring,
        lambda: actions.undo(run, **when),
        lambda: actions.remove_source(source, **when),
        lambda: actions.set_mapping(source, MAPPING, **when),
    ]
    with held_elsewhere(alone("creuse")):
        for work in works:
            with pytest.raises(ListBusy, match="est en cours"):
                work()
        assert bring("ailleurs").state == Run.State.DONE

    assert bring().state == Run.State.DONE
    assert Run.objects.filter(source=source).count() == 2


def test_a_list_is_free_again_after_a_refusal(bring: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(importing, "stage", lambda *_args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            bring()

    with held_elsewhere(alone("creuse")):
        pass


def test_a_list_is_free_again_after_a_transaction_that_failed() -> None:
    with pytest.raises(Error), transaction.atomic(), alone("creuse"), connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")

    with held_elsewhere(alone("creuse")):
        pass


def test_a_killed_process_lets_go(settings: Any) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("the kill tests of the chain show it on PostgreSQL")
    other = subprocess.Popen([sys.executable, "-c", HOLD, str(settings.VAR)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdout
    assert other.stdout.readline() == "held\n"
    with pytest.raises(ListBusy), alone("creuse"):
        pass

    os.kill(other.pid, signal.SIGKILL)
    other.communicate()

    with alone("creuse"):
        pass


def test_a_reading_that_lost_its_place_does_not_end_another(bring: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    def replaced(*_args: Any) -> int:
        Run.objects.update(state=Run.State.ABANDONED)
        return 0

    monkeypatch.setattr(importing, "stage", replaced)
    with pytest.raises(ListBusy):
        bring()

    assert Run.objects.get().state == Run.State.ABANDONED
