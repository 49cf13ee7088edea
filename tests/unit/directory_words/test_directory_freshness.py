"""Freshness is said in four words, by calendar months."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.directory.freshness import Freshness, freshness

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("checked_on", "word"),
    [
        (TODAY, "À jour"),
        (date(2026, 5, 25), "À jour"),
        (date(2026, 5, 24), "À surveiller"),
        (date(2025, 11, 25), "À surveiller"),
        (date(2025, 11, 24), "À vérifier"),
        (date(2025, 5, 25), "À vérifier"),
        (date(2025, 5, 24), "À actualiser"),
        (date(1970, 1, 1), "À actualiser"),
        (None, "À actualiser"),
        (TODAY + timedelta(days=1), "À jour"),
        (TODAY + timedelta(days=2), "À actualiser"),
        (date(2103, 7, 1), "À actualiser"),
    ],
)
def test_freshness_by_age(checked_on, word):
    assert freshness(checked_on, TODAY).label == word


def test_the_end_of_a_month_is_not_lost():
    assert freshness(date(2025, 8, 31), date(2026, 2, 28)) == Freshness.FRESH
    assert freshness(date(2025, 8, 28), date(2026, 2, 28)) == Freshness.WATCH


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 3000), st.integers(0, 1000))
def test_time_never_freshens(checked_on, days, more):
    order = list(Freshness)
    sooner, later = checked_on + timedelta(days=days), checked_on + timedelta(days=days + more)

    assert order.index(freshness(checked_on, sooner)) <= order.index(freshness(checked_on, later))
