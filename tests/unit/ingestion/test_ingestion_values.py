"""Dates, identifiers and hours: read, or refused with a remark; nothing made up."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.ingestion.normalisers import dates, hours, identifiers

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("2024-01-31", date(2024, 1, 31)),
        ("2022-09-26 19:00:45", date(2022, 9, 26)),
        ("2022-09-26T19:00:45.123Z", date(2022, 9, 26)),
        ("07/12/2021", date(2021, 12, 7)),
        ("13/12/2022 17:51", date(2022, 12, 13)),
        ("7.2.2021", date(2021, 2, 7)),
        ("20240131", date(2024, 1, 31)),
    ],
)
def test_days_are_read(cell: str, kept: date) -> None:
    assert dates.day(cell, today=TODAY) == (kept, ())


@pytest.mark.parametrize("cell", ["09/0102023", "06/29/8926 54:15", "1970-01-01", "2099-01-01", "31/02/2024", "hier", "440000"])
def test_impossible_days_give_no_date_and_a_remark(cell: str) -> None:
    found, remarks = dates.day(cell, today=TODAY)

    assert found is None
    assert [remark.rule for remark in remarks][0].startswith("date_")


def test_an_empty_day_says_nothing() -> None:
    assert dates.day(" ", today=TODAY) == (None, ())


@given(st.text(max_size=40))
def test_days_never_raise_nor_lie_in_the_future(cell: str) -> None:
    found, _remarks = dates.day(cell, today=TODAY)

    assert found is None or dates.OLDEST <= found <= TODAY


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("21130001700012", {"siret": "21130001700012"}),
        ("356 000 000 63516", {"siret": "35600000063516"}),  # La Poste's own rule
        ("W131004321", {"rna": "W131004321"}),
        ("732829320", {"siren": "732829320"}),
    ],
)
def test_identifiers_have_their_kind(cell: str, kept: dict[str, str]) -> None:
    assert identifiers.identifiers(cell)[0] == kept


@pytest.mark.parametrize("cell", ["00000000000000", "12345678901234", "W13", "néant mais long", "123456789"])
def test_wrong_or_made_up_identifiers_are_refused(cell: str) -> None:
    found, remarks = identifiers.identifiers(cell)

    assert found == {}
    assert remarks


def test_ten_digits_are_a_ridet_in_new_caledonia_only() -> None:
    assert identifiers.identifiers("0512345001", departement="988")[0] == {"ridet": "0512345001"}
    assert identifiers.identifiers("04 95 11 22 14", departement="2A")[0] == {}


def test_a_very_long_day_is_cut_as_other_texts() -> None:
    found = hours.from_days({0: "mot " * 3_000, 1: "9h-12h"})

    assert len(found.words) <= hours.LIMIT
    assert [remark.rule for remark in found.remarks] == ["hours_unreadable", "text_cut"]


def test_days_make_a_week() -> None:
    found = hours.from_days({0: "09:00 - 12:00 / 13:30 - 17:00", 1: "09:00 - 12:00 / 13:30 - 17:00", 2: "-", 5: ""})

    assert found.osm == "Mo-Tu 09:00-12:00,13:30-17:00"
    assert found.words == ""
    assert found.remarks == ()


def test_a_day_that_does_not_read_stays_in_words() -> None:
    found = hours.from_days({0: "09:00 - 12:00", 1: "08:30 - 12:00 / 08:30 - 17:00"})

    assert "Mo 09:00-12:00" in found.osm
    assert found.words == "Mardi : 08:30 - 12:00 / 08:30 - 17:00"
    assert [remark.rule for remark in found.remarks] == ["hours_unreadable"]


def test_closed_everywhere_says_nothing() -> None:
    assert hours.from_days({0: "-", 1: ""}) == hours.Hours()


def test_osm_passes_and_the_rest_stays_in_words() -> None:
    assert hours.from_osm("Mo-Fr 08:00-12:15,13:15-16:30").osm == "Mo-Fr 08:00-12:15,13:15-16:30"
    lost = hours.from_osm("ouvert souvent")
    assert (lost.osm, lost.words) == ("", "ouvert souvent")
    assert [remark.rule for remark in lost.remarks] == ["hours_unreadable"]


def test_free_words_wait_as_received() -> None:
    found = hours.from_words("Du lundi au vendredi\nde préférence le matin")

    assert (found.osm, found.words) == ("", "Du lundi au vendredi\nde préférence le matin")
    assert [remark.rule for remark in found.remarks] == ["hours_unreadable"]


@pytest.mark.parametrize(("cell", "start"), [("Semaine paire", "week02-52/2"), ("semaine impaire", "week01-53/2")])
def test_one_week_in_two(cell: str, start: str) -> None:
    week = hours.Hours("Mo 09:00-12:00; We 14:00-17:00")

    assert hours.every_other_week(week, cell).osm.startswith(start)
    assert hours.every_other_week(week, "toutes").osm == week.osm
