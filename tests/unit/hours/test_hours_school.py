"""School holidays are tested by date, zone by zone, against the arrêtés and not against the file; what nobody knows is never certain."""

from datetime import date, timedelta

import pytest

from maillage.directory.hours import calendar, table
from maillage.directory.hours.table import Span
from maillage.territories.enums import AreaKind
from maillage.territories.selectors import areas

# Arrêtés of 7 December 2022 (2025-2026) and of 22 October 2025 (2026-2027): first day without school, day of return.
YEAR = {
    "A": [("2025-12-20", "2026-01-05"), ("2026-02-07", "2026-02-23"), ("2026-04-04", "2026-04-20"), ("2026-07-04", "2026-09-01")],
    "B": [("2025-12-20", "2026-01-05"), ("2026-02-14", "2026-03-02"), ("2026-04-11", "2026-04-27"), ("2026-07-04", "2026-09-01")],
    "C": [("2025-12-20", "2026-01-05"), ("2026-02-21", "2026-03-09"), ("2026-04-18", "2026-05-04"), ("2026-07-04", "2026-09-01")],
}
AUTUMN = [("2026-10-17", "2026-11-02"), ("2026-12-19", "2027-01-04")]
DEPARTEMENTS = {"A": ["23", "33", "69", "25", "63"], "B": ["13", "49", "67", "57", "76", "51"], "C": ["75", "34", "31", "93", "78"]}
BY_ZONE = [(departement, zone) for zone, found in DEPARTEMENTS.items() for departement in found]
OWN_CALENDAR = ["2A", "2B", "971", "972", "973", "974", "975", "976", "977", "978", "988", ""]
MORNING, NOON = (Span(540, 720),), (Span(600, 720),)
HOURS = "Mo-Fr 09:00-12:00; SH 10:00-12:00; Sa,Su off"


@pytest.mark.parametrize(("departement", "zone"), BY_ZONE)
def test_school_holidays_of_a_whole_year(departement, zone):
    periods = [(date.fromisoformat(first), date.fromisoformat(back)) for first, back in YEAR[zone] + AUTUMN]
    for day in (date(2026, 1, 1) + timedelta(days=shift) for shift in range(365)):
        assert calendar.school_holiday(day, departement) is any(first <= day < back for first, back in periods), day


@pytest.mark.parametrize("departement", OWN_CALENDAR)
def test_a_calendar_that_nobody_gave_decides_nothing(departement):
    assert calendar.school_holiday(date(2026, 8, 4), departement) is None
    assert table.spans(HOURS, date(2026, 8, 5), departement or None) == (Span(540, 720, certain=False),)


def test_a_bridge_and_what_is_beyond_the_calendar_decide_nothing():
    assert calendar.school_holiday(date(2027, 5, 7), "23") is None
    assert calendar.school_holiday(date(2027, 5, 10), "23") is False
    after = calendar.school_calendar_end() + timedelta(days=1)
    assert calendar.school_holiday(after - timedelta(days=1), "23") is True
    assert calendar.school_holiday(after, "23") is None
    assert table.spans("Mo-Su 09:00-12:00; SH off", after, "23") == (Span(540, 720, certain=False),)


def test_every_departement_has_a_zone_but_the_collectivities_without_an_academie():
    known = set(calendar.school_zones())
    departements = {area.code for area in areas(AreaKind.DEPARTEMENT)}
    assert departements - known == {"975", "984", "986", "987", "988", "989"}
    assert known <= departements


@pytest.mark.parametrize(
    ("departement", "day", "expected"),
    [
        ("33", date(2026, 2, 9), NOON),  # zone A: winter holidays
        ("49", date(2026, 2, 9), MORNING),  # zone B: a school day
        ("49", date(2026, 2, 23), NOON),
        ("33", date(2026, 2, 23), MORNING),
        ("75", date(2026, 3, 6), NOON),
        ("75", date(2026, 2, 28), ()),  # a Saturday of holidays
        ("75", date(2026, 7, 14), ()),  # public holidays close, in the holidays too
    ],
)
def test_hours_of_the_holidays_hold_in_the_holidays_of_the_zone(departement, day, expected):
    """Without a calendar of its own the library knows no school holidays of France, and would open at nine all year."""
    assert table.spans(HOURS, day, departement) == expected


@pytest.mark.parametrize("closed", ["SH off", "PH,SH off", "SH closed"])
def test_a_place_closed_in_the_holidays_is_open_in_term_time(closed):
    assert table.spans(f"Tu 09:00-12:00; {closed}", date(2026, 8, 4), "23") == ()
    assert table.spans(f"Tu 09:00-12:00; {closed}", date(2026, 9, 8), "23") == MORNING
    assert table.spans(f"SH 10:00-12:00; Tu off; {closed}", date(2026, 9, 8), "23") == ()


def test_a_comment_about_the_holidays_rules_nothing():
    assert table.spans('Tu 09:00-12:00 "sauf SH"', date(2026, 8, 4), "23") == (Span(540, 720, note="sauf SH"),)


# Public holidays: closed unless the hours say otherwise, each where the law says.
ALSACE_MOSELLE = [(departement, day) for departement in ("57", "67", "68") for day in ("2026-04-03", "2026-12-26")]
LOCAL = [*ALSACE_MOSELLE, ("971", "2026-05-27"), ("972", "2026-05-22"), ("973", "2026-06-10"), ("974", "2026-12-20"), ("976", "2026-04-27")]
ALL_DAYS = "Mo-Su 09:00-12:00"


@pytest.mark.parametrize(("departement", "day"), LOCAL)
def test_a_place_is_closed_on_the_holidays_of_its_own_departement(departement, day):
    holiday = date.fromisoformat(day)
    assert table.spans(ALL_DAYS, holiday, departement) == table.spans(f"{ALL_DAYS}; PH off", holiday, departement) == ()
    assert table.spans(ALL_DAYS, holiday, "23") == table.spans(f"{ALL_DAYS}; PH off", holiday, "23") == MORNING
    assert table.spans(f"{ALL_DAYS}; PH 10:00-12:00", holiday, departement) == (Span(0, table.DAY_END, certain=False),)  # does it mean this one?


@pytest.mark.parametrize("departement", ["23", "2A", "57", "971", "974", "976"])
@pytest.mark.parametrize("day", ["2026-04-06", "2026-05-14", "2026-07-14", "2026-11-11"])
def test_a_place_is_closed_everywhere_on_the_holidays_of_the_country(departement, day):
    holiday = date.fromisoformat(day)
    assert table.spans(ALL_DAYS, holiday, departement) == table.spans(f"{ALL_DAYS}; PH off", holiday, departement) == ()
    assert table.spans(f"{ALL_DAYS}; PH 10:00-12:00", holiday, departement) == NOON
