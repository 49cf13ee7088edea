"""A column that is told to name persons leaves all that is stored of the list, however late it is told."""

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from maillage.accounts.models import User
from maillage.audit.models import Event
from maillage.ingestion import actions
from maillage.ingestion.actions import forgetting, staging
from maillage.ingestion.models import Before, Run, Source, SourceRecord
from maillage.ingestion.report import keeping
from tests.integration.ingestion.test_ingestion_runs_undone import FIRST, HEADER, MAPPING

pytestmark = pytest.mark.django_db
PERSONAL = MAPPING.replace("[fields]", 'personal = ["contact*"]\n[fields]')
LINKS = MAPPING + 'websites = "contact pro"\n'  # a column of persons read as another: its remarks quote them


@pytest.fixture
def bring(settings: Any, tmp_path: Path, today: date, now: datetime) -> Callable[..., Run]:
    settings.VAR = tmp_path

    def bring(rows: list[list[str]], mapping: str | None = LINKS) -> Run:
        named = [[*HEADER, "Contact pro"], *([*row, f"Jeanne Martin {row[0]}"] for row in rows)]
        content = "\n".join(";".join(cells) for cells in named).encode()
        return actions.import_list("creuse", content=content, mapping=mapping, accept_losses=True, today=today, now=now)

    return bring


@pytest.fixture
def stored(bring: Callable[..., Run]) -> Source:
    """Rows that are there, that changed, that are gone."""
    bring(FIRST)
    return bring([[*FIRST[0][:-1], "2026-02-01"], *FIRST[1:8]]).source


def names() -> int:
    kept = [*SourceRecord.objects.values_list("raw", "remarks"), *Before.objects.values_list("was__raw", "was__remarks")]
    return sum("Jeanne" in json.dumps(cells) for cells in kept)


def test_a_mapping_that_is_set_forgets_at_once(stored: Source, bruno: User, today: date, now: datetime) -> None:
    assert names() == 13
    kept = list(SourceRecord.objects.order_by("pk").values("record_id", "values", "raw_hash", "gone_on"))

    actions.set_mapping(stored, PERSONAL, by=bruno, today=today, now=now)

    assert names() == 0
    assert list(SourceRecord.objects.order_by("pk").values("record_id", "values", "raw_hash", "gone_on")) == kept
    assert all(raw.keys() == set(HEADER) for raw in SourceRecord.objects.values_list("raw", flat=True))
    assert Event.objects.get(verb="source.persons_forgotten").details == {"columns": ["Contact pro"], "rows": 13}


def test_a_mapping_that_is_used_forgets_what_it_does_not_read_again(stored: Source, bring: Callable[..., Run]) -> None:
    bring(FIRST[:8], PERSONAL)

    assert names() == 0


def test_nothing_is_looked_for_twice(stored: Source, bring: Callable[..., Run], today: date, now: datetime) -> None:
    actions.set_mapping(stored, PERSONAL, by=None, today=today, now=now)
    Before.objects.update(was={"raw": {"contact": "kept as it is"}, "remarks": []})

    bring(FIRST[:8], PERSONAL)

    assert Before.objects.filter(was__raw__contact="kept as it is").exists()


def test_killed_while_forgetting_the_next_call_ends_it(stored: Source, today: date, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "CHUNK", 3)
    run = Run.objects.latest("pk")
    keeping.keep(run)
    with monkeypatch.context() as patch:
        patch.setattr(forgetting.Forgetting, "of_befores", lambda *_args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            actions.set_mapping(stored, PERSONAL, by=None, today=today, now=now)
    assert names()
    assert not keeping.is_kept(run)

    actions.set_mapping(stored, PERSONAL, by=None, today=today, now=now)

    assert names() == 0
