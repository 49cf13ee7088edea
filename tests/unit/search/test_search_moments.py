"""Who is open at a moment: the index says exactly what `directory.hours` says of each place."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from maillage.search import build, moments
from maillage.search.index import Index
from maillage.search.query import SearchQuery
from maillage.search.rows import OfferRow, PlaceRow
from maillage.search.schedules import NO_WEEK
from tests.factories.search import CLOCKS, HOURS, draws, moment, place, seeds

CHECKED = date(2026, 11, 1)
SERVICE = (OfferRow("courriel", {"services": ("courriel",)}),)
NIGHT = PlaceRow("00000001", "a", b"{}", hours="Fr 20:00-02:00", hours_checked_on=CHECKED, departement="23", offers=SERVICE)
PARIS = ZoneInfo("Europe/Paris")


def is_open(row: PlaceRow, at: datetime) -> bool:
    found = Index(build.segment([row]), 1).count(SearchQuery(open_at=at)) == 1
    assert found == moments.is_open(row, at), (row, at)
    return found


def local(*values: int) -> datetime:
    return datetime(*values)  # type: ignore[arg-type]  # noqa: DTZ001 - on the clock of the place


@pytest.mark.slow
@settings(max_examples=100)
@given(seed=seeds)
def test_every_place_is_open_when_its_own_opening_says_so(seed: int):
    random = draws(seed)
    rows = [replace(place(random, f"{number:08d}"), hours_checked_on=CHECKED) for number in range(40)]
    segment = build.segment(rows)
    for at in (moment(random) for _ in range(5)):
        flags = moments.open_places(segment.schedules, segment.by_code, at).tolist()
        assert flags == [moments.is_open(row, at) for row in sorted(rows, key=lambda row: row.code)], at


def test_all_hours_on_all_clocks_through_the_days_that_are_not_like_others():
    rows = [
        PlaceRow(f"{number:08d}", "a", b"{}", hours=hours, hours_checked_on=CHECKED, departement=departement, timezone=zone)
        for number, (hours, (departement, zone)) in enumerate((hours, clock) for hours in HOURS for clock in CLOCKS)
    ]
    segment = build.segment(rows)
    starts = [datetime(2026, 12, 24, 22, tzinfo=UTC), datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2027, 3, 27, 22, tzinfo=UTC), local(2026, 11, 27, 18)]
    seen: set[bool] = set()
    for at in (start + timedelta(minutes=97 * step) for start in starts for step in range(24)):
        flags = moments.open_places(segment.schedules, segment.by_code, at).tolist()
        assert flags == [moments.is_open(row, at) for row in rows], at
        seen |= set(flags)
    assert seen == {True, False}


def test_an_evening_goes_on_after_midnight():
    assert is_open(NIGHT, local(2026, 11, 28, 1, 59))
    assert not is_open(NIGHT, local(2026, 11, 28, 2, 0))


def test_an_hour_without_a_zone_is_that_of_each_place_and_an_instant_is_everywhere_the_same():
    reunion = replace(NIGHT, departement="974")
    assert is_open(reunion, local(2026, 11, 27, 20, 30))
    assert not is_open(reunion, datetime(2026, 11, 27, 20, 30, tzinfo=PARIS).astimezone(UTC) + timedelta(hours=3))
    assert is_open(reunion, datetime(2026, 11, 27, 17, 30, tzinfo=PARIS)), "half past eight in La Réunion"


def test_the_same_hour_of_both_halves_of_the_night_when_clocks_go_back():
    night = replace(NIGHT, hours="Sa-Su 02:00-03:00")
    assert is_open(night, datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
    assert is_open(night, datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
    assert not is_open(night, datetime(2026, 10, 25, 2, 30, tzinfo=UTC))


def test_an_hour_that_the_clock_skips_is_the_instant_it_stands_for():
    skipped = datetime(2026, 3, 29, 2, 30, tzinfo=PARIS)  # the clock goes from two to three: half past one, in UTC
    assert is_open(replace(NIGHT, hours="Su 03:00-04:00"), skipped)
    assert not is_open(replace(NIGHT, hours="Su 02:00-03:00"), skipped)
    assert not is_open(replace(NIGHT, hours="Su 03:00-04:00"), skipped.replace(fold=1)), "half past midnight, in UTC"


def test_hours_unchecked_for_a_year_are_never_open():
    assert is_open(replace(NIGHT, hours_checked_on=date(2025, 11, 28)), local(2026, 11, 27, 21))
    assert not is_open(replace(NIGHT, hours_checked_on=date(2025, 11, 27)), local(2026, 11, 27, 21))
    assert not is_open(replace(NIGHT, hours_checked_on=None), local(2026, 11, 27, 21))


def test_an_offer_closed_by_itself_leaves_the_others():
    closed = replace(SERVICE[0], closures=((date(2026, 11, 27), date(2026, 11, 27)),))
    both = replace(NIGHT, offers=(closed, OfferRow("ecran", {"services": ("ecran",)})))
    assert Index(build.segment([both]), 1).search(SearchQuery(open_at=local(2026, 11, 27, 21))).hits[0].matched == ("ecran",)
    assert not Index(build.segment([replace(NIGHT, offers=(closed,))]), 1).count(SearchQuery(open_at=local(2026, 11, 27, 21)))


@pytest.mark.parametrize("at", [datetime.min, datetime.max, datetime.max.replace(tzinfo=UTC), local(1899, 12, 31), local(2200, 1, 1)])
def test_of_a_moment_out_of_the_calendar_nothing_is_said(at: datetime):
    assert not is_open(replace(NIGHT, hours="24/7"), at)


def test_only_the_weeks_of_hours_that_need_no_calendar_are_bits():
    weeks = {hours: build.segment([replace(NIGHT, hours=hours)]).schedules.week.tolist() for hours in HOURS if hours not in ("", "ouvert souvent")}
    asked = {hours for hours, (week,) in weeks.items() if week == NO_WEEK}
    assert asked == {
        "Tu 09:07-12:03",
        "Mo-Fr 09:00-17:00; SH Mo-Fr 10:00-12:00",
        "SH off; Mo-Fr 08:30-12:30",
        "Jul-Aug Mo-Su 10:00-19:00; Sep-Jun We,Sa 14:00-18:00",
        "We[1] 14:00-16:00",
        "week 01-53/2 Tu 09:00-12:00",
        "2026 Nov 20-2026 Dec 05 Mo-Su 08:00-20:00",
    }
