"""The nine real lists: every row accounted for, figures frozen, the same again is nothing.

When a figure changes on purpose: look at why, then `MAILLAGE_WRITE_GOLDEN=1 pytest tests/integration/ingestion`.
"""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from maillage.directory.actions import RecordIn
from maillage.directory.values import check_record
from maillage.ingestion import actions, selectors
from maillage.ingestion.checking import Checked, check_file
from maillage.ingestion.models import Run, Source, SourceRecord

GOLDEN = Path(__file__).parent / "golden"
SIZES = {
    "aix-en-provence": 38,
    "angers": 63,
    "bibliotheques-publiques": 15_779,
    "corse": 161,
    "epernay": 39,
    "etapes-numerique": 95,
    "france-services": 2_683,
    "gironde": 347,
    "maine-et-loire": 243,
}
MAPPED = sorted(set(SIZES) - {"bibliotheques-publiques"})
TODAY = date(2026, 11, 23)
STATEMENTS = ("services", "kinds", "costs", "audiences", "care", "access", "support", "itinerance", "programmes", "labels")
LARGE = {"bibliotheques-publiques", "france-services"}


@pytest.fixture(scope="module", autouse=True)
def _forget_lists() -> Iterator[None]:
    yield
    checked.cache_clear()


def file_of(shared: Path, name: str) -> Path:
    return next((shared / "sources" / name).glob("source.*"))


@cache
def checked(shared: Path, name: str, mapping: Path | None = None) -> Checked:
    """A list, read once for all tests."""
    return check_file(file_of(shared, name).read_bytes(), source=name, mapping=mapping, today=TODAY)


def marked(name: str) -> Any:
    return pytest.param(name, marks=pytest.mark.slow)


def figures(found: Checked) -> dict[str, Any]:
    """What is frozen: counts, and a hash of what was understood; never the content of the list."""
    values = json.dumps([[row.record_base, row.draft.values, str(row.draft.as_of)] for row in found.rows], sort_keys=True, ensure_ascii=False)
    return {
        "reading": {"format": found.reading.format, "encoding": found.reading.encoding, "delimiter": found.reading.delimiter},
        "counts": found.counts(),
        "remarks": dict(sorted(found.tally.rules.items())),
        "fields": dict(sorted(Counter(name for row in found.rows for name in row.draft.values).items())),
        "elements": {
            name: dict(sorted(Counter(code for row in found.rows for code in row.draft.values.get(name, {})).items()))
            for name in (*STATEMENTS, "equipment", "who_may_come")
            if any(name in row.draft.values for row in found.rows)
        },
        "values": hashlib.sha256(values.encode()).hexdigest()[:16],
    }


@pytest.mark.parametrize("name", [marked(name) for name in SIZES])
def test_a_real_list_gives_the_frozen_figures(shared: Path, name: str) -> None:
    found = checked(shared, name)
    told = figures(found)
    golden = GOLDEN / f"{name}.json"
    if os.environ.get("MAILLAGE_WRITE_GOLDEN"):
        golden.write_text(json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")

    assert found.counts()["read"] == SIZES[name] == found.counts()["kept"] + found.counts()["set_aside"]
    assert told == json.loads(golden.read_text(encoding="utf-8"))


@pytest.mark.slow
def test_only_the_nameless_rows_of_maine_et_loire_are_set_aside(shared: Path) -> None:
    aside = [(name, row.record_base) for name in SIZES for row in checked(shared, name).rows if not row.draft.names_a_place]

    assert aside == [("bibliotheques-publiques", "18928"), ("maine-et-loire", "LMN160"), ("maine-et-loire", "LMN097"), ("maine-et-loire", "LMN265")]


@pytest.mark.slow
def test_nothing_is_made_up_and_everything_can_be_stated(shared: Path) -> None:
    for name in SIZES:
        for row in checked(shared, name).rows:
            values = row.draft.values
            check_record(RecordIn(row.record_base, values, row.draft.as_of, row.draft.unreadable), today=TODAY)
            assert values.get("identifiers") != {"siret": "0" * 14}
            assert row.draft.as_of is None or row.draft.as_of.year >= 1990
            assert (values.get("latitude"), values.get("longitude")) != (0, 0)


@pytest.mark.slow
@pytest.mark.parametrize("name", MAPPED)
def test_the_national_tool_s_mapping_works_unchanged(shared: Path, name: str) -> None:
    """Same rows, same identities, same contacts; nearly the same statements, where ours differs on purpose."""
    ours, theirs = checked(shared, name), checked(shared, name, shared / "sources" / name / "config.json")

    assert theirs.counts()["kept"] == ours.counts()["kept"]
    assert [row.record_base for row in theirs.rows] == [row.record_base for row in ours.rows]
    for mine, other in zip(ours.rows, theirs.rows, strict=True):
        for field in ("name", "street", "postal_code", "commune", "phones", "emails", "hours", "hours_words"):
            assert mine.draft.values.get(field) == other.draft.values.get(field)
    stated = Counter((field, code) for row in theirs.rows for field in STATEMENTS for code in row.draft.values.get(field, {}))
    missed = stated - Counter((field, code) for row in ours.rows for field in STATEMENTS for code in row.draft.values.get(field, {}))
    assert missed.total() <= 0.07 * stated.total()


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(set(SIZES) - LARGE))
def test_rows_that_the_national_tool_rejects_are_kept(shared: Path, name: str) -> None:
    peer = json.loads((shared / "sources" / name / "peer-output.json").read_text(encoding="utf-8"))

    assert checked(shared, name).counts()["kept"] >= len(peer)


REJECTED = [
    ("corse", "EPN de Vescovato", "kinds", {"EPN": True}),
    ("aix-en-provence", "Anonymal", "identifiers", {"rna": "W131004321"}),
    ("gironde", "Arts et loisirs d'Arlac", "insee", "33281"),
    ("gironde", "Association familiale de Talence", "services", {"outils-du-quotidien": True}),
    ("corse", "Permanence Solenzara", "latitude", 41.91739),
    ("epernay", "Commune d'Athis", "postal_code", "51150"),
]


@pytest.mark.parametrize(("source", "place", "field", "value"), REJECTED)
def test_places_that_a_person_would_keep(shared: Path, source: str, place: str, field: str, value: Any) -> None:
    found = next(row.draft.values for row in checked(shared, source).rows if row.draft.values.get("name", "").startswith(place))

    kept = found.get(field)
    assert value.items() <= kept.items() if isinstance(value, dict) else kept == value


def test_libraries_say_nothing_of_their_services(shared: Path) -> None:
    rows = checked(shared, "bibliotheques-publiques").rows

    assert not any("services" in row.draft.values or "hours" in row.draft.values for row in rows)
    assert sum(row.draft.values["receives_public"] is False for row in rows) == 298
    assert all(row.record_base.isdecimal() for row in rows)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(set(SIZES) - {"bibliotheques-publiques"}))
def test_importing_a_real_list_twice_writes_nothing_the_second_time(shared: Path, name: str, now: datetime) -> None:
    first = actions.import_list(name, file_of(shared, name), today=TODAY, now=now)
    stored = list(SourceRecord.objects.order_by("pk").values_list())
    second = actions.import_list(name, file_of(shared, name), today=TODAY, now=now)

    assert first.counts()["read"] == SIZES[name]
    assert (second.unchanged, second.kept, second.with_remarks) == (first.kept, first.kept, first.with_remarks)
    assert list(SourceRecord.objects.order_by("pk").values_list()) == stored
    assert Run.objects.count() == 2


@pytest.mark.django_db
def test_columns_that_name_persons_are_never_stored(shared: Path, now: datetime) -> None:
    config = shared / "sources" / "corse" / "config.json"
    actions.import_list("corse", file_of(shared, "corse"), mapping=config, today=TODAY, now=now)
    actions.import_list("epernay", file_of(shared, "epernay"), today=TODAY, now=now)

    columns = {column for raw in SourceRecord.objects.values_list("raw", flat=True) for column in raw}
    assert "Structure" in columns
    assert not columns & {"Contact", "Creator", "Editor"}


@pytest.mark.django_db
def test_columns_kept_for_later_can_be_asked_for(shared: Path, now: datetime) -> None:
    actions.import_list("gironde", file_of(shared, "gironde"), today=TODAY, now=now)

    hosting = [record for record in SourceRecord.objects.all() if selectors.raw_cell(record, "Proposition de permanence") == "Oui"]
    assert len(hosting) == 44
    assert Source.objects.get().origin.label == "Département de la Gironde"
