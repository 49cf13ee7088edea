"""What is confirmed of the rows of real lists, written in their own columns and file, is what the file says when it is read again."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from maillage.directory.confirmed import Confirmed, Difference, agrees, facts
from maillage.directory.fold import Said, Voice
from maillage.ingestion.checking import Checked, check_file
from maillage.ingestion.mapping.loading import compile_text, shipped_text
from maillage.ingestion.returning.files.applying import apply_to_file
from maillage.ingestion.returning.ways import Ways
from maillage.ingestion.returning.writing import Correction, corrections

TODAY = date(2026, 11, 23)
ROWS = 25  # of each list that are corrected
SERVICE = {"contact": "service"}
SAID: dict[str, Any] = {
    "name": "Médiathèque des Lilas",
    "street": "20 bis rue des Lilas",
    "complement": "Bâtiment B",
    "phones": [{"number": "+33241397543", **SERVICE}],
    "emails": [{"address": "accueil@ville.example", **SERVICE}],
    "websites": ["https://ville.example/lieu"],
    "hours": {"hours": "Mo-Tu,Th-Fr 09:00-12:00,14:00-17:30; We 10:00-12:00"},
    "services:demarches-administratives": True,
    "services:securite": False,
    "equipment:imprimante": False,
    "audiences:seniors": True,
}
# What each list writes, at least: of a hundred corrections, how many are not left to a person.
LISTS = {"gironde": 70, "maine-et-loire": 80, "france-services": 90, "angers": 85, "aix-en-provence": 85, "epernay": 80, "corse": 70}


class Given(NamedTuple):
    content: bytes
    checked: Checked
    corrected: dict[str, list[Correction]]  # by record


def differences_of(values: dict[str, Any], draw: random.Random) -> list[Difference]:
    """Some of what a team may say, where the row says otherwise."""
    said = {subject: value for subject, value in SAID.items() if draw.random() < 0.5}
    if values.get("latitude"):
        said["point"] = {"latitude": round(values["latitude"] + 0.003, 6), "longitude": round(values["longitude"] - 0.004, 6)}
    theirs, row = facts(values), Said(Voice(1, "source:x", "source"), "", values, TODAY)
    return [
        Difference(row, subject, theirs.get(subject), Confirmed(value, "team", TODAY)) for subject, value in said.items() if not agrees(subject, value, theirs)
    ]


def given(shared: Path, key: str) -> Given:
    content = next((shared / "sources" / key).glob("source.*")).read_bytes()
    checked, draw = check_file(content, source=key, today=TODAY), random.Random(key)
    rows = list(zip(checked.delivery.cells(), checked.rows, strict=True))
    ways = Ways(checked.delivery.plan, ((cells, row.draft.values) for cells, row in rows[:300]))
    bases = Counter(row.record_base for _cells, row in rows)
    chosen = draw.sample([(cells, row) for cells, row in rows if bases[row.record_base] == 1], min(ROWS, len(rows) // 2))
    told = {row.record_base: (cells, differences_of(row.draft.values, draw)) for cells, row in chosen}
    return Given(
        content,
        checked,
        {record: corrections(ways, TODAY, cells, wanted, {one.subject: one.confirmed for one in wanted}) for record, (cells, wanted) in told.items()},
    )


def read_again(one: Given, key: str) -> tuple[Checked, bytes]:
    cells = {record: {column: text for each in found for column, text in each.cells.items()} for record, found in one.corrected.items()}
    applied = apply_to_file(one.content, lambda _columns: compile_text(shipped_text(key), name=key, source=key), cells)
    assert applied.records == {record for record, written in cells.items() if written}
    return check_file(applied.content, source=key, today=TODAY), applied.content


def all_corrections(one: Given) -> Iterator[Correction]:
    return (each for found in one.corrected.values() for each in found)


@pytest.mark.parametrize("key", LISTS)
def test_the_corrected_file_says_what_was_confirmed(shared: Path, key: str) -> None:
    one = given(shared, key)

    again, content = read_again(one, key)

    lines = {row.record_base: row.line for row in one.checked.rows}
    by_line = {row.line: facts(row.draft.values) for row in again.rows}
    wrong = [
        (record, each.difference.subject, each.cells)
        for record, found in one.corrected.items()
        for each in found
        if each.cells and not agrees(each.difference.subject, each.difference.confirmed.value, by_line[lines[record]])
    ]
    assert wrong == []
    told = list(all_corrections(one))
    assert 100 * sum(not each.by_hand for each in told) >= LISTS[key] * len(told) > 0
    untouched = [row for row in again.rows if row.line not in {lines[record] for record in one.corrected}]
    before = {row.line: row.draft.values for row in one.checked.rows}
    assert all(row.draft.values == before[row.line] for row in untouched)
    assert again.delivery.table.columns == one.checked.delivery.table.columns


def test_lambert_93_is_written_in_metres_with_a_comma(shared: Path) -> None:
    cells = next(each.cells for each in all_corrections(given(shared, "maine-et-loire")) if each.difference.subject == "point")

    assert cells.keys() == {"x", "y"}
    assert all("," in text and float(text.replace(",", ".")) > 300_000 for text in cells.values())


def test_hours_are_written_a_column_a_day_as_the_list_does(shared: Path) -> None:
    cells = next(each.cells for each in all_corrections(given(shared, "france-services")) if each.difference.subject == "hours")

    assert set(cells) <= {"h_lundi", "h_mardi", "h_mercredi", "h_jeudi", "h_vendredi", "h_samedi"}
    assert "09:00 - 12:00 / 14:00 - 17:30" in cells.values()


def test_a_service_that_has_a_column_is_written_in_the_words_of_the_list(shared: Path) -> None:
    found = [each for each in all_corrections(given(shared, "angers")) if each.difference.subject == "services:demarches-administratives"]

    assert {text for each in found for text in each.cells.values()} == {"Aide aux démarches dématérialisées"}


def test_what_stands_in_free_text_is_left_to_a_person(shared: Path) -> None:
    found = [each for each in all_corrections(given(shared, "gironde")) if each.difference.subject == "audiences:seniors"]

    assert found
    assert all(each.by_hand and each.columns == ("Description",) for each in found)


def test_numbers_of_a_json_stay_numbers(shared: Path) -> None:
    one = given(shared, "gironde")

    rows = json.loads(read_again(one, "gironde")[1])

    assert all(isinstance(row["Coord. X"], float | int) or not row["Coord. X"] for row in rows)


def test_lines_of_a_csv_that_do_not_change_keep_their_every_sign(shared: Path) -> None:
    one = given(shared, "france-services")

    before, after = one.content.splitlines(), read_again(one, "france-services")[1].splitlines()

    assert len(before) == len(after)
    assert 0 < sum(old != new for old, new in zip(before, after, strict=True)) <= ROWS
