"""Knows what real lists write as hours, labelled by hand in corpus.csv, and how many of these words must be read.

How they were labelled: by reading, without any reader, as a resident would who asks when the door opens.
- Every text is a cell of a public list, a whole paragraph of one, or the cells of its days put one under another ("Lundi : 09:00 - 12:00");
  those of the list "examen" were written by a reviewer, to be misread.
- `expected` is what the text says in OSM syntax; `-` when it cannot be said: no day, no time, a season without its dates, one week in two
  without which, several addresses in one text, hours said to be unsettled, a closure alone, the hours of a telephone or of a class.
- "Sur rendez-vous" with a day or times is `unknown "sur rendez-vous"` on them: without an appointment the door stays shut. Recommended is not required.
- A slip whose meaning leaves no doubt ("eudi", "13h030", "de 9h à 12h30 à 14h à 16h30") is read; one that leaves a doubt is not.
- "La semaine" beside a Saturday is Monday to Friday. "Tous les jours" alone does not tell whether the weekend counts.
- Days that are not named are closed. Public holidays are not written: places close on them unless they say otherwise.
- `doubt` tells why, where another reader could have hesitated.
Texts are compared by the minutes they open, not by their letters: over 2026 in a département of zone B, or over one plain week when all weeks are alike.
"""

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from maillage.directory.hours import osm, table

NOTHING = "-"
DEPARTEMENT = "49"
YEAR = [date(2026, 1, 1) + timedelta(days=shift) for shift in range(365)]
WEEK = [table.ORDINARY_MONDAY + timedelta(days=shift) for shift in range(7)]
EXACT_AT_LEAST = 0.95


class Label(NamedTuple):
    text: str
    list: str
    expected: str
    doubt: str


with Path(__file__).with_name("corpus.csv").open(encoding="utf-8", newline="") as file:
    CORPUS = [Label(**row) for row in csv.DictReader(file)]


def judge(expected: str, value: str | None) -> str:
    """One of: exact, silent (it said nothing), cautious (it is less sure than it could), wrong (it opens or closes a door by mistake)."""
    if not value:
        return "exact" if expected == NOTHING else "silent"
    days = WEEK if all(plain(hours) for hours in (expected, value)) else YEAR
    found = [table.openings(value, day, DEPARTEMENT) for day in days]
    if expected == NOTHING:
        return "exact" if all(may == [(0, table.DAY_END)] for _sure, may in found) else "wrong"
    wanted = [table.openings(expected, day, DEPARTEMENT) for day in days]
    if found == wanted:
        return "exact"
    sure = all(found_day[0] == wanted_day[0] for found_day, wanted_day in zip(found, wanted, strict=True))
    unsure = all(within(wanted_day[0], found_day) and within(found_day[0], (wanted_day[0], [])) for found_day, wanted_day in zip(found, wanted, strict=True))
    return "cautious" if sure or unsure else "wrong"


def within(spans: list[tuple[int, int]], day: tuple[list[tuple[int, int]], list[tuple[int, int]]]) -> bool:
    """Is every minute of these spans open, surely or perhaps, on that day?"""
    minutes = {minute for group in day for start, end in group for minute in range(start, end)}
    return all(minute in minutes for start, end in spans for minute in range(start, end))


def plain(hours: str) -> bool:
    return hours == NOTHING or (osm.is_regular(hours) and "SH" not in hours)


def test_the_corpus_is_large_and_every_expected_value_is_kept_as_hours() -> None:
    assert len(CORPUS) >= 300
    assert len({label.text for label in CORPUS}) == len(CORPUS)
    assert [label for label in CORPUS if label.expected != NOTHING and osm.check(label.expected).value is None] == []


@pytest.mark.parametrize(
    ("expected", "value", "verdict"),
    [
        ("Mo-Fr 09:00-12:00", "Mo-We 09:00-12:00; Th,Fr 09:00-12:00", "exact"),
        ("Mo 09:00-12:00", None, "silent"),
        (NOTHING, None, "exact"),
        (NOTHING, '24/7 unknown "sur rendez-vous"', "exact"),
        (NOTHING, 'Mo unknown "sur rendez-vous"', "wrong"),
        ("Mo 09:00-12:00", 'Mo 09:00-12:00 unknown "?"', "cautious"),
        ('Mo 09:00-12:00 || unknown "sur rendez-vous"', "Mo 09:00-12:00", "cautious"),
        ("Mo 09:00-12:00", "Mo 09:00-12:30", "wrong"),
        ("Mo 09:00-12:00", "Mo 09:00-11:30", "wrong"),
        ('Mo 09:00-12:00 unknown "sur rendez-vous"', "Mo 09:00-12:00", "wrong"),
        ("Th[2,4] 09:00-12:00", "Th 09:00-12:00", "wrong"),
        ("Mo-Fr 09:00-12:00; SH off", "Mo-Fr 09:00-12:00", "wrong"),
    ],
)
def test_a_verdict_tells_silence_from_caution_and_caution_from_error(expected: str, value: str | None, verdict: str) -> None:
    assert judge(expected, value) == verdict


def test_almost_every_text_is_read_and_none_is_read_wrong() -> None:
    french = pytest.importorskip("maillage.directory.hours.french", reason="no reader of French hours yet")
    read = {label: french.read(label.text).value for label in CORPUS}
    assert [(label.text, value) for label, value in read.items() if value and osm.check(value).value is None] == []
    verdicts = {label: judge(label.expected, value) for label, value in read.items()}
    assert [(label.text, label.expected, read[label]) for label, verdict in verdicts.items() if verdict == "wrong"] == []
    others = [(verdict, label.text, label.expected, read[label]) for label, verdict in verdicts.items() if verdict != "exact"]
    assert len(others) <= (1 - EXACT_AT_LEAST) * len(CORPUS), others
