"""A moment asked is the next one of its name, and its label says which."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from maillage.web.resident.moments import MOMENTS, NOW, moment

PARIS = ZoneInfo("Europe/Paris")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("name", "now", "expected"),
    [
        ("samedi", "2026-11-25T10:00", "2026-11-28T10:30"),  # a Wednesday
        ("samedi", "2026-11-28T10:00", "2026-11-28T10:30"),
        ("samedi", "2026-11-28T10:30", "2026-12-05T10:30"),
        ("mercredi", "2026-11-25T10:00", "2026-11-25T15:00"),
        ("mercredi", "2026-11-25T16:00", "2026-12-02T15:00"),
        ("soir", "2026-11-25T10:00", "2026-11-25T18:30"),
        ("soir", "2026-11-25T20:00", "2026-11-26T18:30"),
        ("soir", "2026-11-27T20:00", "2026-11-30T18:30"),  # a Friday
    ],
)
def test_the_next_moment_of_that_name(name: str, now: str, expected: str) -> None:
    found = moment(name, at(now))
    assert found and found.at == datetime.fromisoformat(expected)


def test_now_is_this_instant() -> None:
    now = at("2026-11-25T10:00")
    found = moment(NOW, now)
    assert found and found.at == now and found.at.tzinfo is PARIS


@pytest.mark.parametrize(("language", "label"), [("fr", "Ouvert samedi 28 à 10 h 30"), ("en", "Open Saturday 28 at 10:30")])
def test_its_label_says_the_day_and_the_hour(language: str, label: str) -> None:
    with translation.override(language):
        found = moment("samedi", at("2026-11-25T10:00"))
    assert found and found.label.replace("\xa0", " ").replace("\u202f", " ") == label


@given(st.sampled_from([name for name in MOMENTS if name != NOW]), st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)))
def test_a_moment_is_to_come_within_a_week(name: str, now: datetime) -> None:
    found = moment(name, now.replace(tzinfo=PARIS))
    assert found and now < found.at and (found.at - now).days <= 7


def test_another_name_is_no_moment() -> None:
    assert moment("jeudi", at("2026-11-25T10:00")) is None
