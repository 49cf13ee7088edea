"""Knows how hours and closures lie in the index: each text once, each week once as bits, closures by day."""

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maillage.directory.hours import calendar, osm
from maillage.directory.hours.table import ORDINARY_MONDAY, parsed, read_day
from maillage.search.blob import Blob, blob
from maillage.search.freshness import ordinal
from maillage.search.postings import Arrays, Ints, numbers
from maillage.search.rows import ClosedDays, PlaceRow

Clock = tuple[str, str]  # département, whose holidays it keeps; name of its time zone

SLOT_MINUTES = 5
DAY_SLOTS = 24 * 60 // SLOT_MINUTES
WEEK_BYTES = 7 * DAY_SLOTS // 8
NO_HOURS = -1  # the schedule of a place of which no hours are read
NO_WEEK = -1  # the week of hours that must be asked day by day


@dataclass(frozen=True)
class Closures:
    """Days on which some rows are closed: places, or offers."""

    rows: Ints
    first_day: Ints
    last_day: Ints
    clock: Ints

    @classmethod
    def from_arrays(cls, arrays: Arrays, name: str) -> "Closures":
        return cls(*(arrays[f"{name}.{part}"] for part in ("rows", "first_day", "last_day", "clock")))

    def closed(self, day_by_clock: Ints) -> Ints:
        """Rows closed on that day, on the calendar of their own clock."""
        day = day_by_clock[self.clock]
        return self.rows[(self.first_day <= day) & (day <= self.last_day)]


class Schedules:
    """Hours of all places. A schedule is a text and a clock; a week, the bits of the texts that open alike."""

    def __init__(self, arrays: Arrays, meta: Mapping[str, Any]) -> None:
        self.of_place: Ints = arrays["schedule"]
        self.checked_on: Ints = arrays["hours_checked_on"]  # by place
        self.text: Ints = arrays["schedule_text"]
        self.clock: Ints = arrays["schedule_clock"]
        self.week: Ints = arrays["schedule_week"]
        self.tells_holidays: NDArray[np.bool_] = arrays["schedule_tells_holidays"]
        self.weeks: NDArray[np.uint8] = arrays["weeks"]  # [byte, week]
        self.texts = Blob(arrays["hours"], arrays["hours_starts"])
        self.clocks: tuple[Clock, ...] = tuple((departement, zone) for departement, zone in meta["clocks"])
        self.closures = Closures.from_arrays(arrays, "closures")
        self.offer_closures = Closures.from_arrays(arrays, "offer_closures")

    def text_of(self, schedule: int) -> str:
        return self.texts[int(self.text[schedule])].decode()


class SchedulesBuilder:
    """Collects the hours of rows, in the order they come."""

    def __init__(self) -> None:
        self.texts: dict[str, int] = {}
        self.clocks: dict[Clock, int] = {}
        self.schedules: dict[tuple[int, int], int] = {}
        self.of_place, self.checked_on = array("i"), array("i")
        self.closures, self.offer_closures = ClosuresBuilder(), ClosuresBuilder()

    def add(self, place: int, row: PlaceRow, first_offer: int) -> None:
        """A place, whose offers are numbered from there on."""
        clock = self.clocks.setdefault((row.departement, row.timezone or calendar.zone_name(row.departement)), len(self.clocks))
        self.of_place.append(self.schedule(row.hours, clock) if row.hours else NO_HOURS)
        self.checked_on.append(ordinal(row.hours_checked_on))
        self.closures.add(place, row.closures, clock)
        for number, offer in enumerate(row.offers, start=first_offer):
            self.offer_closures.add(number, offer.closures, clock)

    def schedule(self, hours: str, clock: int) -> int:
        text = self.texts.setdefault(hours, len(self.texts))
        return self.schedules.setdefault((text, clock), len(self.schedules))

    def arrays(self, places: Ints, place_of: Ints, offer_of: Ints) -> dict[str, NDArray[Any]]:
        """The arrays of `Schedules`, places in this order, places and offers renumbered."""
        text, clock = np.array(list(self.schedules) or np.zeros((0, 2)), dtype=np.int32).T
        week_of_text, weeks = weeks_of(self.texts)
        is_read = np.array([parsed(hours, None) is not None for hours in self.texts], dtype=np.bool_)
        of_place = numbers(self.of_place)[places]
        of_place[of_place >= 0] = np.where(is_read[text], np.arange(len(text)), NO_HOURS)[of_place[of_place >= 0]]
        hours, hours_starts = blob([hours.encode() for hours in self.texts])
        return {
            "schedule": of_place,
            "hours_checked_on": numbers(self.checked_on)[places],
            "schedule_text": np.ascontiguousarray(text),
            "schedule_clock": np.ascontiguousarray(clock),
            "schedule_week": week_of_text[text],
            "schedule_tells_holidays": np.array(["PH" in bare(hours) for hours in self.texts], dtype=np.bool_)[text],
            "weeks": weeks,
            **{"hours": hours, "hours_starts": hours_starts},
            **self.closures.arrays("closures", place_of),
            **self.offer_closures.arrays("offer_closures", offer_of),
        }


class ClosuresBuilder:
    """Collects closures in the order they come."""

    def __init__(self) -> None:
        self.columns = [array("i") for _ in range(4)]

    def add(self, row: int, closures: Iterable[ClosedDays], clock: int) -> None:
        for first, last in closures:
            for column, value in zip(self.columns, (row, first.toordinal(), last.toordinal(), clock), strict=True):
                column.append(value)

    def arrays(self, name: str, renumbered: Ints) -> dict[str, NDArray[Any]]:
        rows, first, last, clock = [numbers(column) for column in self.columns]
        return {f"{name}.rows": renumbered[rows], f"{name}.first_day": first, f"{name}.last_day": last, f"{name}.clock": clock}


def bare(hours: str) -> str:
    """Hours without their comments."""
    return osm.COMMENT.sub("", hours)


def weeks_of(texts: Iterable[str]) -> tuple[Ints, NDArray[np.uint8]]:
    """The week of each text, and the bits of the weeks [byte, week]."""
    weeks: dict[bytes, int] = {}
    of_text = array("i")
    for hours in texts:
        bits = week_bits(hours)
        of_text.append(NO_WEEK if bits is None else weeks.setdefault(bits, len(weeks)))
    stacked = np.frombuffer(b"".join(weeks) or bytes(WEEK_BYTES), dtype=np.uint8).reshape(-1, WEEK_BYTES)
    return numbers(of_text), np.ascontiguousarray(stacked.T)


def week_bits(hours: str) -> bytes | None:
    """The slots of an ordinary week that surely open, from Monday; None when the day matters beyond its name, or the minute within a slot."""
    if parsed(hours, None) is None or not osm.is_regular(hours) or "SH" in bare(hours):
        return None
    slots = np.zeros((7, DAY_SLOTS), dtype=np.bool_)
    for weekday in range(7):
        for span in read_day(hours, ORDINARY_MONDAY + timedelta(days=weekday), country=None):
            if span.start % SLOT_MINUTES or span.end % SLOT_MINUTES:
                return None
            slots[weekday, span.start // SLOT_MINUTES : span.end // SLOT_MINUTES] = span.certain
    return np.packbits(slots.ravel(), bitorder="little").tobytes()
