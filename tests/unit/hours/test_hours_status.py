"""A place is open, closed, unknown or doubtful: the same as looking at every minute, on its own clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.directory.hours.status import Reason, Status, opening

PARIS = ZoneInfo("Europe/Paris")
WEEK = "Mo-Fr 09:30-12:00,13:30-17:00; Sa 09:00-12:00"
CHECKED = date(2026, 6, 1)


def at(text: str, zone: ZoneInfo = PARIS) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def state(hours: str, text: str, departement: str = "23", **more):
    return opening(hours, at=at(text), departement=departement, **({"checked_on": CHECKED} | more))


def test_open_says_until_when():
    found = state(WEEK, "2026-11-23T10:00")

    assert (found.status, found.until) == (Status.OPEN, at("2026-11-23T12:00"))


@pytest.mark.parametrize(
    ("moment", "reason", "next_opening"),
    [
        ("2026-11-23T12:00", Reason.HOURS, "2026-11-23T13:30"),  # the end is excluded
        ("2026-11-23T18:00", Reason.HOURS, "2026-11-24T09:30"),
        ("2026-11-22T10:00", Reason.DAY_OFF, "2026-11-23T09:30"),
        ("2026-11-11T10:00", Reason.HOLIDAY, "2026-11-12T09:30"),
        ("2026-12-24T18:00", Reason.HOURS, "2026-12-26T09:00"),
    ],
)
def test_closed_says_why_and_when_it_opens(moment, reason, next_opening):
    found = state(WEEK, moment)

    assert (found.status, found.reason, found.next_opening) == (Status.CLOSED, reason, at(next_opening))


def test_holidays_are_those_of_the_departement():
    assert state(WEEK, "2026-12-26T10:00", "23").status == Status.OPEN
    assert state(WEEK, "2026-12-26T10:00", "67").reason == Reason.HOLIDAY
    assert state("Mo-Fr 09:00-17:00", "2026-05-22T10:00", "23").status == Status.OPEN
    assert state("Mo-Fr 09:00-17:00", "2026-05-22T17:00", "972", checked_on=CHECKED).reason == Reason.HOLIDAY


def test_hours_may_open_on_holidays():
    assert state("Mo-Su,PH 10:00-18:00", "2026-07-14T11:00").status == Status.OPEN
    assert state("Mo-Su 10:00-18:00; PH 14:00-16:00", "2026-07-14T11:00").next_opening == at("2026-07-14T14:00")
    assert state("Mo-Su 10:00-18:00; PH closed", "2026-07-14T11:00").reason == Reason.HOLIDAY
    assert state("Mo-Su 10:00-18:00; PH closed", "2026-12-26T11:00", "57").reason == Reason.HOLIDAY
    assert state("Mo-Su,PH 10:00-18:00", "2026-12-26T11:00", "57").status == Status.UNKNOWN  # theirs may mean the national ones


def test_the_clock_is_the_place_s_own():
    noon = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
    assert opening("Mo 09:00-12:00,13:00-14:00", at=noon, departement="23", checked_on=CHECKED).until == at("2026-11-23T14:00")
    assert opening("Mo 08:00-09:00", at=noon, departement="971", checked_on=CHECKED).until == at("2026-11-23T09:00", ZoneInfo("America/Guadeloupe"))
    assert opening("Tu 01:00-02:00", at=noon, departement="23", timezone="Pacific/Auckland", checked_on=CHECKED).status == Status.OPEN


def test_clocks_that_change_keep_their_hours():
    assert state("Su 01:00-04:00", "2026-03-29T03:30").until == at("2026-03-29T04:00")
    assert state("Su 09:00-12:00", "2026-10-25T08:00").next_opening == at("2026-10-25T09:00")


@pytest.mark.parametrize("checked_on", [None, date(2021, 5, 3), date(2025, 11, 23)])
def test_hours_unchecked_for_a_year_are_never_open(checked_on):
    found = state(WEEK, "2026-11-23T10:00", checked_on=checked_on)

    assert (found.status, found.reason, found.checked_on, found.until) == (Status.DOUBTFUL, Reason.UNCHECKED, checked_on, None)
    assert state(WEEK, "2026-11-23T10:00", checked_on=date(2025, 11, 24)).status == Status.OPEN


def test_no_hours_is_unknown():
    assert state("", "2026-11-23T10:00").reason == Reason.NO_HOURS
    assert state("never checked", "2026-11-23T10:00").reason == Reason.NO_HOURS


def test_hours_that_say_ask_are_unknown():
    hours = 'Mo 09:00-12:00; Tu unknown "sur rendez-vous"; We 09:00-12:00 "sonner"'

    assert (state(hours, "2026-11-24T10:00").status, state(hours, "2026-11-24T10:00").note) == (Status.UNKNOWN, "sur rendez-vous")
    assert state(hours, "2026-11-23T13:00").next_opening is None  # it may open on Tuesday
    assert (state(hours, "2026-11-25T10:00").status, state(hours, "2026-11-25T10:00").note) == (Status.OPEN, "sonner")


def test_school_holidays_are_those_of_the_departement_or_not_guessed():
    assert state("Mo-Fr 09:00-17:00; SH closed", "2026-11-23T10:00").status == Status.OPEN
    assert state("Mo-Fr 09:00-17:00; SH closed", "2026-10-19T10:00").status == Status.CLOSED
    assert state("Mo-Fr 09:00-17:00; SH closed", "2026-11-23T10:00", departement="2A").reason == Reason.TO_CONFIRM
    assert state("Mo-Fr 09:00-17:00; SH 09:00-17:00", "2026-11-23T10:00", departement="2A").status == Status.OPEN
    assert state("Mo-Fr 09:00-17:00; SH 10:00-12:00", "2026-11-21T10:00", departement="2A").reason == Reason.TO_CONFIRM


def test_a_closure_holds_even_when_hours_are_old_or_unknown():
    week_off = [(date(2026, 11, 20), date(2026, 11, 25), "inventaire"), (date(2026, 11, 26), date(2026, 11, 27), "")]
    found = state(WEEK, "2026-11-23T10:00", closures=week_off)

    assert (found.status, found.reason, found.note) == (Status.CLOSED, Reason.CLOSURE, "inventaire")
    assert (found.closed_until, found.next_opening) == (date(2026, 11, 27), at("2026-11-28T09:00"))
    for more in ({"checked_on": None}, {"checked_on": date(2020, 1, 1)}):
        assert state(WEEK, "2026-11-23T10:00", closures=week_off, **more).next_opening is None
    assert state("", "2026-11-23T10:00", closures=week_off).status == Status.CLOSED
    assert state(WEEK, "2026-11-23T10:00", closures=[(date(2026, 11, 1), date.max, "")]).next_opening is None


def test_a_closure_to_come_is_skipped():
    assert state(WEEK, "2026-11-20T18:00", closures=[(date(2026, 11, 21), date(2026, 11, 24), "")]).next_opening == at("2026-11-25T09:30")


def test_openings_over_midnight_are_one():
    assert state("Mo-Su 20:00-24:00,00:00-02:00", "2026-11-23T23:00").until == at("2026-11-24T02:00")
    assert state("24/7", "2026-11-23T23:00").until is None
    assert state('Mo 09:00-12:00, Mo 12:00-14:00 "bureau 2"', "2026-11-23T10:00").until == at("2026-11-23T14:00")


quarter = st.integers(0, 96).map(lambda number: number * 15)
spans = st.lists(quarter, min_size=2, max_size=6, unique=True).map(sorted).map(lambda cuts: list(zip(cuts[::2], cuts[1::2], strict=False)))
weeks = st.dictionaries(st.integers(0, 6), spans, min_size=1)
closures = st.lists(st.tuples(st.integers(-3, 12), st.integers(0, 6)), max_size=2)
moments = st.datetimes(datetime(2026, 3, 20), datetime(2027, 1, 10), timezones=st.sampled_from([UTC, PARIS, ZoneInfo("Asia/Tokyo")]))
HOLIDAYS = {date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 8), date(2026, 5, 14), date(2026, 5, 25), date(2026, 7, 14), date(2026, 8, 15)}
HOLIDAYS |= {date(2026, 11, 1), date(2026, 11, 11), date(2026, 12, 25), date(2027, 1, 1)}


def clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def write(days: dict[int, list[tuple[int, int]]]) -> str:
    names = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
    return "; ".join(f"{names[day]} {','.join(f'{clock(start)}-{clock(end)}' for start, end in spans)}" for day, spans in sorted(days.items()))


@pytest.mark.slow
@given(weeks, moments, closures)
def test_opening_is_what_a_look_at_every_minute_finds(days, moment, closed):
    here = moment.astimezone(PARIS)
    first = [here.date() + timedelta(days=start) for start, _ in closed]
    closed_days = {day + timedelta(days=shift) for day, (_, length) in zip(first, closed, strict=True) for shift in range(length + 1)}

    def is_open(wall: datetime) -> bool:
        minute = wall.hour * 60 + wall.minute
        open_day = wall.date() not in HOLIDAYS and wall.date() not in closed_days
        return open_day and any(start <= minute < end for start, end in days.get(wall.weekday(), []))

    found = opening(
        write(days),
        at=moment,
        departement="23",
        checked_on=here.date(),
        closures=[(day, day + timedelta(days=length), "") for day, (_, length) in zip(first, closed, strict=True)],
    )
    wall = datetime.combine(here.date(), time(here.hour, here.minute))
    assert (found.status == Status.OPEN) == is_open(wall)

    now = is_open(wall)
    changes = (wall + timedelta(minutes=minute) for minute in range(1, 60 * 24 * 16) if (wall + timedelta(minutes=minute)).minute % 15 == 0)
    change = next((later for later in changes if is_open(later) != now), None)
    told = found.until if now else found.next_opening
    if change and (not now or change - wall < timedelta(days=7)):
        assert told == change.replace(tzinfo=PARIS)
    elif told:
        assert told.replace(tzinfo=None) - wall >= timedelta(days=7)
