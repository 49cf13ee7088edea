"""The doctor warns before the school calendar ends, not after."""

from datetime import date

import pytest

from maillage.cli import health


@pytest.mark.parametrize(
    ("today", "state"),
    [(date(2028, 2, 28), health.OK), (date(2028, 2, 29), health.WARNING), (date(2028, 9, 1), health.WARNING)],
)
def test_the_doctor_warns_six_months_before_the_school_calendar_ends(monkeypatch, today, state):
    monkeypatch.setattr(health, "today", lambda: today)
    monkeypatch.setattr(health, "school_calendar_end", lambda: date(2028, 8, 31))

    found = health.school_calendar()

    assert (found.state, found.seen, bool(found.remedy)) == (state, "2028-08-31", state == health.WARNING)
