"""Knows the writings of a value in use in lists: telephones, several values in a cell, codes without their zero, coordinates, hours of a day."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import product
from typing import Any

import phonenumbers

from maillage.base.geometry import Point
from maillage.directory.fields import FIELDS, Shape
from maillage.ingestion.normalisers import projections

Writer = Callable[[Any], str]
Span = tuple[int, int]  # minutes since midnight
JOINS = (" / ", ", ", " ; ", "; ", ";", ",", "|", " - ", "/", "\n", " ou ", " et ")
DEGREES, METRES = 7, 2  # decimals: a centimetre


def _national(number: str) -> str:
    """Figures as dialled in France."""
    if not number.startswith("+"):
        return number
    return "".join(filter(str.isdigit, phonenumbers.format_number(phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.NATIONAL)))


def _by_two(sign: str, number: str) -> str:
    figures = _national(number)
    return sign.join(figures[at : at + 2] for at in range(0, 10, 2)) if len(figures) == 10 else figures


def _from_abroad(number: str) -> str:
    if not number.startswith("+"):
        return number
    return phonenumbers.format_number(phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.INTERNATIONAL)


PHONES: tuple[Callable[[str], str], ...] = (
    partial(_by_two, " "),
    partial(_by_two, "."),
    partial(_by_two, "-"),
    _national,
    lambda number: number,
    _from_abroad,
)


def _joined(key: str, write: Callable[[str], str], sign: str, value: Sequence[Any]) -> str:
    return sign.join(write(each[key] if key else each) for each in value)


def _as_it_is(text: str) -> str:
    return text


def writers_of(name: str) -> list[Writer]:
    """The writings of a field's value in one cell."""
    match FIELDS[name].shape:
        case Shape.PHONES:
            return [partial(_joined, "number", write, sign) for write, sign in product(PHONES, JOINS)]
        case Shape.EMAILS:
            return [partial(_joined, "address", _as_it_is, sign) for sign in JOINS]
        case Shape.TEXTS:
            return [partial(_joined, "", _as_it_is, sign) for sign in JOINS]
        case Shape.KEYED:
            return [lambda value: " / ".join(value.values())]
        case Shape.TEXT:
            return [str, str.upper, lambda value: str(value).lstrip("0")] if FIELDS[name].group == "address" else [str]
        case _:
            return []


class PointWriter:
    """One way to write a point in two cells: that of the latitude or of the north, that of the longitude or of the east."""

    def __init__(self, system: projections.Conic | None, mark: str, *, swapped: bool) -> None:
        self.system, self.mark, self.swapped = system, mark, swapped

    def numbers(self, place: Point) -> tuple[float, float]:
        """Both numbers, in the order of the cells."""
        if self.system is None:
            pair = round(place.latitude, DEGREES), round(place.longitude, DEGREES)
        else:
            east, north = self.system.metres(place)
            pair = round(north, METRES), round(east, METRES)
        return (pair[1], pair[0]) if self.swapped else pair

    def explains(self, place: Point, received: tuple[str, str]) -> bool:
        """Would it have written these cells, but for the decimals?"""
        if any(self.mark != "." and "." in text or self.mark != "," and "," in text for text in received):
            return False
        close = 0.000_02 if self.system is None else 2.0
        try:
            return all(abs(float(text.replace(",", ".")) - number) <= close for text, number in zip(received, self.numbers(place), strict=True))
        except ValueError:
            return False

    def __call__(self, place: Point) -> tuple[str, str]:
        """Both cells."""
        first, second = (repr(number).replace(".", self.mark) for number in self.numbers(place))
        return first, second


SYSTEMS = (None, projections.LAMBERT_93, *projections.CC_ZONES.values())
POINTS = tuple(PointWriter(system, mark, swapped=swapped) for system, swapped, mark in product(SYSTEMS, (False, True), ".,"))

TIMES: tuple[Callable[[int, int], str], ...] = (
    lambda hour, minute: f"{hour:02}:{minute:02}",
    lambda hour, minute: f"{hour}h{minute:02}" if minute else f"{hour}h",
    lambda hour, minute: f"{hour:02}h{minute:02}",
    lambda hour, minute: f"{hour}h{minute:02}",
    lambda hour, minute: f"{hour}:{minute:02}",
)
WITHIN, BETWEEN = (" - ", "-", " à ", "–", " – "), (" / ", ", ", ",", " et ", " ; ", ";", "/", "\n", " ")


def _day(time: Callable[[int, int], str], within: str, between: str, spans: Sequence[Span]) -> str:
    return between.join(within.join(time(*divmod(minute, 60)) for minute in span) for span in spans)


DAYS: tuple[Writer, ...] = tuple(partial(_day, time, within, between) for time, within, between in product(TIMES, WITHIN, BETWEEN))
