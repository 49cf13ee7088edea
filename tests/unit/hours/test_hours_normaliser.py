"""Received hours are read in any of their three forms, and said back to who wrote them."""

import pytest

from maillage.ingestion.normalisers import hours


def rules(found: hours.Hours) -> list[str]:
    return [remark.rule for remark in found.remarks]


def test_words_are_read_and_said_back():
    found = hours.from_words("Du lundi au vendredi<br>de 9h à 12h")

    assert (found.osm, found.words) == ("Mo-Fr 09:00-12:00", "")
    assert rules(found) == ["hours_read"]
    assert " ".join(found.remarks[0].message.split()) == "Horaires lus dans « Du lundi au vendredi de 9h à 12h » : Du lundi au vendredi : 9 h – 12 h."


def test_words_that_tell_more_are_kept_beside():
    found = hours.from_words("Lundi 9h-12h. Tél. : 05 55 12 34 56")

    assert (found.osm, found.words) == ("Mo 09:00-12:00", "Lundi 9h-12h. Tél. : 05 55 12 34 56")


def test_words_in_doubt_stay_as_received():
    found = hours.from_words("un lundi sur deux, 9h-12h")

    assert (found.osm, found.words, rules(found)) == ("", "un lundi sur deux, 9h-12h", ["hours_unreadable"])


@pytest.mark.parametrize("text", ["", "-", "NC"])
def test_empty_cells_say_nothing(text):
    assert hours.from_words(text) == hours.from_osm(text) == hours.Hours()


def test_the_syntax_of_osm_needs_no_remark():
    assert hours.from_words("Mo-Fr 9:00-12:00") == hours.from_osm("Mo-Fr 9:00-12:00") == hours.Hours("Mo-Fr 09:00-12:00")


def test_a_column_of_osm_may_hold_french():
    found = hours.from_osm("lundi 9h-12h")

    assert (found.osm, rules(found)) == ("Mo 09:00-12:00", ["hours_read"])


def test_a_day_s_cell_may_hold_words():
    found = hours.from_days({0: "9h-12h", 1: "sur rendez-vous de 9h à 12h", 2: "peut-être"})

    assert found.osm == 'Mo 09:00-12:00; Tu 09:00-12:00 unknown "sur rendez-vous"; We unknown "peut-être"'
    assert found.words == "Mercredi : peut-être"
    assert [(remark.rule, remark.raw) for remark in found.remarks] == [("hours_read", "sur rendez-vous de 9h à 12h"), ("hours_unreadable", "peut-être")]


@pytest.mark.parametrize(
    ("week", "odd"),
    [
        ("Mo 09:00-12:00; We 14:00-17:00", "week01-53/2 Mo 09:00-12:00; week01-53/2 We 14:00-17:00"),
        ('Mo 09:00-12:00, Mo 14:00-17:00 unknown "a; b"', 'week01-53/2 Mo 09:00-12:00, week01-53/2 Mo 14:00-17:00 unknown "a; b"'),
        ("Mo 09:00-12:00; SH off", ""),
        ("week02-52/2 Mo 09:00-12:00", ""),
        ("24/7", ""),
    ],
)
def test_odd_weeks_only(week, odd):
    found = hours.every_other_week(hours.Hours(week), "Semaines impaires")

    assert found.osm == odd
    assert odd or (found.words.endswith("\nSemaines impaires") and rules(found) == ["hours_unreadable"])
