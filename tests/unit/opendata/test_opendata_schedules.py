"""Hours as schedules of HSDS."""

from dataclasses import replace

import pytest

from maillage.opendata.schemas.hsds.schedules import schedules
from tests.factories.opendata import LIBRARY


def told(hours: str, words: str = "") -> list[tuple[object, ...]]:
    names = ("freq", "byday", "opens_at", "closes_at", "description")
    return [tuple(each.get(name) for name in names) for each in schedules(replace(LIBRARY, hours=hours, hours_words=words))]


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ("", []),
        ("Mo-We 09:00-12:00", [("WEEKLY", "MO,TU,WE", "09:00", "12:00", None)]),
        ("Tu[2,4] 14:00-17:00", [("MONTHLY", "2TU,4TU", "14:00", "17:00", None)]),
        ("Tu[-1],We 14:00-17:00", [("WEEKLY", "WE", "14:00", "17:00", None), ("MONTHLY", "-1TU", "14:00", "17:00", None)]),
        ('Th 14:00-17:00 unknown "sur rendez-vous"', [("WEEKLY", "TH", "14:00", "17:00", "sur rendez-vous")]),
        ("24/7", [("WEEKLY", "MO,TU,WE,TH,FR,SA,SU", "00:00", "23:59", None)]),
    ],
)
def test_each_opening_is_a_repetition(hours, expected):
    assert told(hours) == expected


@pytest.mark.parametrize("hours", ["Jul-Aug Mo 09:00-12:00; Sep-Jun Mo 09:00-18:00", "week 2-52/2 Mo 09:00-12:00", "SH Mo 09:00-12:00; Mo 14:00-18:00"])
def test_what_repeats_otherwise_is_said_in_words(hours):
    ((freq, byday, opens_at, _closes_at, description),) = told(hours)

    assert (freq, byday, opens_at) == (None, None, None)
    assert description


def test_hours_in_words_are_told_as_received():
    assert told("", "Se renseigner à l’accueil") == [(None, None, None, None, "Se renseigner à l’accueil")]
