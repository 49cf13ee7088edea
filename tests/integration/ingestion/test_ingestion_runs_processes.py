"""Several processes read as one does; one that dies is told, and the import completes when it is run again."""

import multiprocessing
import os
import signal
from datetime import date, datetime
from typing import Any

import pytest
from django.conf import LazySettings

from maillage.ingestion import actions, processes, rows
from maillage.ingestion.errors import ReadingBroken
from maillage.ingestion.models import Run, SourceRecord
from tests.integration.ingestion.test_ingestion_runs_undone import MAPPING, listed, row

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ROWS = [row(number, tel=f"zzz{number}" if number % 7 == 0 else "", nom="" if number % 11 == 0 else f"Lieu {number}") for number in range(1, 301)]


@pytest.fixture(autouse=True)
def _several(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.IMPORT_PROCESSES = 2
    monkeypatch.setattr(processes, "WORTH_SHARING", 1)
    monkeypatch.setattr(processes, "BATCH", 7)
    monkeypatch.setattr(processes.Others, "are_ready", property(lambda _others: True))  # so few rows are read before they have begun


def deliver(today: date, now: datetime) -> Run:
    return actions.import_list("creuse", content=listed(ROWS), mapping=MAPPING, today=today, now=now)


def stored() -> list[Any]:
    return list(SourceRecord.objects.order_by("record_id").values("record_id", "line", "values", "raw_hash", "remarks", "unreadable", "state", "as_of"))


def test_two_processes_read_as_one(today: date, now: datetime, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    apart: list[rows.Draft] = []
    unpacked = processes._unpacked

    def watched(packed: Any) -> rows.Draft:
        apart.append(unpacked(packed))
        return apart[-1]

    monkeypatch.setattr(processes, "_unpacked", watched)
    both = deliver(today, now)
    assert apart
    expected = stored()
    SourceRecord.objects.all().delete()
    Run.objects.all().delete()
    settings.IMPORT_PROCESSES = 1

    alone = deliver(today, now)

    assert stored() == expected
    assert (alone.counts(), alone.report) == (both.counts(), both.report)
    assert not multiprocessing.active_children()


def test_a_process_that_dies_is_told_and_the_import_completes_later(today: date, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        read = rows.RowReader.read

        def read_and_kill(self: rows.RowReader, cells: Any) -> rows.Draft:
            for child in multiprocessing.active_children():
                os.kill(child.pid or 0, signal.SIGKILL)
            return read(self, cells)

        patch.setattr(rows.RowReader, "read", read_and_kill)
        with pytest.raises(ReadingBroken, match="Relancez"):
            deliver(today, now)
    assert Run.objects.get().state == Run.State.RUNNING

    assert deliver(today, now).read == 300
    assert SourceRecord.objects.count() == 300


def test_a_process_that_may_have_no_children_reads_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert processes.may_start_processes()

    monkeypatch.setitem(multiprocessing.current_process()._config, "daemon", True)  # type: ignore[attr-defined]

    assert not processes.may_start_processes()
