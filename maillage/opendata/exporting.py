"""Knows what a format of export is: what is told of the places, in which container, and where what it refuses is told."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from maillage.opendata import rows
from maillage.opendata.rows import PlaceRow
from maillage.opendata.writers import Record
from maillage.territories.selectors import parse_territory

REASON = "raison"


class UnknownTerritory(ValueError):
    """No territory is written so. The message is a sentence for a person."""


def territory_keys(written: Iterable[str]) -> tuple[str, ...]:
    """Keys of territories as people write them ("dep:23", "departement-23"). Raise UnknownTerritory."""
    return tuple(dict.fromkeys(territory_key(text) for text in written))


def territory_key(text: str) -> str:
    area = parse_territory(text[:50])
    if area is None:
        told = _("Le territoire « %(text)s » n’existe pas. Écrivez par exemple dep:23, reg:75, epci:200067189 ou com:23096.")
        raise UnknownTerritory(told % {"text": text[:50]})
    return area.key


@dataclass(frozen=True)
class Selection:
    """What is asked: places of any of these territories ("dep:23"), all when none is named, as they are told on that day."""

    today: date
    territories: tuple[str, ...] = ()

    def places(self) -> Iterator[PlaceRow]:
        """The places asked, as everything that leaves sees them."""
        return rows.published(self.territories, today=self.today)


@dataclass(frozen=True)
class Format:
    """One form in which places leave."""

    name: str  # as asked: "standard-csv"
    title: str  # French, marked for translation
    about: str  # French, marked for translation: one sentence
    media_type: str
    file_name: str
    records: Callable[[Selection], Iterable[Any]]
    container: Callable[[Iterable[Any]], Iterator[bytes]]
    companion: str = ""  # name of the format of what this one refuses, with the reason

    def write(self, selection: Selection) -> Iterator[bytes]:
        """The whole file, piece by piece; memory does not grow with the base."""
        return self.container(self.records(selection))


Told = Callable[[Selection], Iterable[tuple[Record, str]]]  # each record, and why it is refused ("" when it is not)


def accepted(told: Told) -> Callable[[Selection], Iterator[Record]]:
    """The records that a format takes."""
    return lambda selection: (record for record, reason in told(selection) if not reason)


def refused(told: Told) -> Callable[[Selection], Iterator[Record]]:
    """The records that a format refuses, each with its `raison`."""
    return lambda selection: ({**record, REASON: reason} for record, reason in told(selection) if reason)
