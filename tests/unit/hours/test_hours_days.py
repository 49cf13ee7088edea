"""Hours in one column per day are read without guessing."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.directory.hours import osm
from maillage.directory.hours.days import from_days, read_cell
from maillage.directory.hours.table import week

DAY_COLUMNS = ["h_lundi", "h_mardi", "h_mercredi", "h_jeudi", "h_vendredi", "h_samedi"]


@pytest.mark.parametrize(
    ("cell", "times"),
    [
        ("09:00 - 12:00 / 13:30 - 17:00", "09:00-12:00,13:30-17:00"),
        ("9h30-12h30 / 14h-17h", "09:30-12:30,14:00-17:00"),
        ("9h-12h et 14h-18h30", "09:00-12:00,14:00-18:30"),
        ("9h-12h 14h-17h", "09:00-12:00,14:00-17:00"),
        ("09:00-12:00 13:30-17:00", "09:00-12:00,13:30-17:00"),
        ("14h-17h\n9h–12h", "09:00-12:00,14:00-17:00"),
        ("de 9 h 30 à midi", "09:30-12:00"),
        ("14h - minuit", "14:00-24:00"),
        ("09.30-12.00", "09:30-12:00"),
        ("09 :00-12:00", "09:00-12:00"),
        ("9-12h", "09:00-12:00"),
        ("9h-12h / 12h-14h", "09:00-14:00"),
        ("09:00 - 17:00 / 09:00 - 17:00", "09:00-17:00"),
        ("00:00 - 00:00 / 09:00 - 12:00", "09:00-12:00"),
        ("09:00:00-12:00:00", "09:00-12:00"),
        ("09:00:00 - 12:00:00 / 14:00:00 - 17:30:00", "09:00-12:00,14:00-17:30"),
        ("Fermé", ""),
        ("FERMEE", ""),
        ("-", ""),
        ("", ""),
        ("sur RDV", 'unknown "sur rendez-vous"'),
    ],
)
def test_a_cell_is_read(cell, times):
    assert read_cell(cell) == times


@pytest.mark.parametrize(
    "cell",
    ["9-12", "matin", "9h", "9h 12h", "14:00-09:00", "9h-12h / 11h-14h", "25h-26h", "9h75-10h", "00:00 - 00:00", "9h-12h sur rdv"]
    + ["9h12-14h17", "09:12 - 14:17", "01:00 - 17:00", "2h-5h", "9h-12h, 2h-6h", "08:30:12:00", "x" * 10_000]
    + ["08:30-12:00-13:30-17:00", "07:30:12:30", "1er et 3e mardi 9h-12h", "10h-12h/14h-", "06 12 34 56 78", "?"],
)
def test_a_doubtful_cell_is_not_guessed(cell):
    assert read_cell(cell) is None


def test_an_unread_day_is_unknown_and_keeps_its_words():
    found = from_days({0: "9h-12h", 1: 'voir "affiche"', 2: "9h-12h", 6: "Fermé"})

    assert found.value == 'Mo,We 09:00-12:00; Tu unknown "voir ’affiche’"'
    assert found.unread == {1: 'voir "affiche"'}


@pytest.mark.parametrize(
    ("cells", "value", "unread"),
    [
        ({}, None, {}),
        ({0: "", 1: "-", 2: "Fermé"}, None, {}),
        ({0: "x", 1: " voir "}, None, {0: "x", 1: "voir"}),
        (dict.fromkeys(range(7), "0h-24h"), "24/7", {}),
        (dict.fromkeys(range(7), "9h-12h"), "09:00-12:00", {}),
        (dict.fromkeys(range(7), "sur rdv"), '24/7 unknown "sur rendez-vous"', {}),
        ({0: "Lundi : 9h-12h", 1: "mar. 9h-12h", 2: "Mercredi fermé"}, "Mo-Tu 09:00-12:00", {}),
        ({0: "Mardi : 9h-12h", 1: "14h-17h"}, 'Mo unknown "Mardi : 9h-12h"; Tu 14:00-17:00', {0: "Mardi : 9h-12h"}),
        ({0: "Lundi", 1: "14h-17h"}, 'Mo unknown "Lundi"; Tu 14:00-17:00', {0: "Lundi"}),
        ({0: "9h-12h", 5: "9h-12h", 6: "9h-12h", 2: "x" * 100}, f'Mo,Sa-Su 09:00-12:00; We unknown "{"x" * 80}…"', {2: "x" * 100}),
    ],
)
def test_weeks_of_one_kind(cells, value, unread):
    found = from_days(cells)

    assert (found.value, found.unread) == (value, unread)


quarter = st.integers(28, 96).map(lambda number: number * 15)
spans = st.lists(quarter, min_size=2, max_size=6, unique=True).map(sorted).map(lambda cuts: list(zip(cuts[::2], cuts[1::2], strict=False)))
weeks = st.dictionaries(st.integers(0, 6), spans, min_size=1)
writers = st.sampled_from([lambda minute: f"{minute // 60:02d}:{minute % 60:02d}", lambda minute: f"{minute // 60}h{minute % 60:02d}"])


@pytest.mark.slow
@given(weeks, writers, st.sampled_from([" / ", ", ", " et ", "\n"]), st.sampled_from(["-", " - ", " à ", "–"]))
def test_what_is_written_is_what_is_read(days, write, between, to):
    found = from_days({day: between.join(f"{write(start)}{to}{write(end)}" for start, end in spans) for day, spans in days.items()})

    table = week(found.value)
    assert found.unread == {}
    assert table.regular
    assert {day: [(span.start, span.end) for span in spans] for day, spans in enumerate(table.days) if spans} == days
    assert osm.check(found.value).value == found.value


@pytest.mark.slow
def test_real_columns_are_read(shared):
    with (shared / "sources" / "france-services" / "source.csv").open(encoding="utf-8", newline="") as stream:
        rows = [{day: row[name] or "" for day, name in enumerate(DAY_COLUMNS)} for row in csv.DictReader(stream)]
    found = [from_days(row) for row in rows]

    assert len(found) == 2683
    assert sum(week.value is not None for week in found) == 2557
    assert sum(bool(week.unread) for week in found) == 21
    assert all(osm.check(week.value).value for week in found if week.value)
