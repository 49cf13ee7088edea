"""The remarks of each reading are kept, whatever came after it."""

import gzip
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from maillage.ingestion import actions
from maillage.ingestion.models import Run, Source
from maillage.ingestion.remarks import RULES
from maillage.ingestion.report import content, keeping
from maillage.linkage import chain
from tests.integration.ingestion.test_ingestion_runs_undone import FIRST, MAPPING, listed, row

pytestmark = pytest.mark.django_db
ODD = [row(1, tel="zzz"), row(2, cp="99999"), *FIRST[2:]]


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path


@pytest.fixture
def bring(today: date, now: datetime) -> Any:
    def bring(rows: list[list[str]], **options: Any) -> Run:
        return chain.import_list("creuse", content=listed(rows), mapping=MAPPING, today=today, now=now, **options)

    return bring


def told(run: Run) -> list[tuple[int, str, str, str]]:
    """What a report tells, without what depends on the last delivery."""
    return [(line.row, line.name, line.received, line.kept) for line in content.of_run(run).lines]


def files(folder: Path) -> list[str]:
    return sorted(file.name for file in (folder / "reports" / "creuse").iterdir())


def test_each_reading_tells_its_own_remarks(bring: Any, tmp_path: Path) -> None:
    first = bring(ODD)
    as_told = told(first)
    (tmp_path / "reports" / "creuse" / f"{first.pk}.jsonl.gz").rename(tmp_path / "away")
    assert told(first) == as_told  # by the records
    (tmp_path / "away").rename(tmp_path / "reports" / "creuse" / f"{first.pk}.jsonl.gz")

    second = bring(FIRST)

    assert "zzz" in str(as_told)
    assert "zzz" not in str(told(second))
    assert told(first) == as_told


def test_a_reading_that_changed_nothing_costs_nothing(bring: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = bring(ODD)
    monkeypatch.setattr(keeping, "_write", None)

    second = bring(ODD)

    assert told(second) == told(first) != []
    kept = [tmp_path / "reports" / "creuse" / name for name in files(tmp_path)]
    assert [file.stat().st_nlink for file in kept] == [2, 2]
    assert kept[0].stat().st_mode & 0o777 == 0o600
    assert b'"name"' in gzip.decompress(kept[0].read_bytes())


def test_rows_that_moved_are_told_where_they_are(bring: Any) -> None:
    first = bring(ODD)

    second = bring([*ODD[2:], *ODD[:2]])

    assert [line for line, _name, received, _kept in told(first) if received == "zzz"] == [2]
    assert [line for line, _name, received, _kept in told(second) if received == "zzz"] == [10]


def test_the_last_readings_only_are_kept(bring: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "KEPT", 2)
    runs = [bring(ODD), bring(FIRST), bring(ODD)]

    assert files(tmp_path) == [f"{run.pk}.jsonl.gz" for run in runs[1:]]
    report = content.of_run(runs[0])
    assert (report.lines, report.counts["read"]) == ([], 10)
    assert "ne sont plus gardées" in report.warnings[-1]


def test_a_column_that_turns_out_to_name_persons_is_in_no_report_kept(bring: Any, tmp_path: Path, today: date, now: datetime) -> None:
    first = bring(ODD)

    actions.set_mapping(
        Source.objects.get(), MAPPING.replace('phones = "tel"', "").replace('id = "id"', 'id = "id"\npersonal = ["tel"]'), by=None, today=today, now=now
    )

    assert files(tmp_path) == []
    assert "zzz" not in str(told(first))


def test_a_disk_that_fails_costs_no_import(bring: Any, tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("")

    assert told(bring(ODD)) != []


def test_a_rule_that_is_no_more_is_left_out(bring: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first = bring(ODD)
    monkeypatch.delitem(RULES, "phone_unreadable")

    assert "zzz" not in str(told(first))
    assert told(first)
