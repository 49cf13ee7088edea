"""Knows what the index is built from: plain values, already read, that hold all that a search will ever look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from maillage.base.geometry import Point

ClosedDays = tuple[date, date]  # first and last day of a closure, both included


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One service of a place. `facets["services"]` holds its concept and the concepts above it.

    `inferred`: the service, or one of its facets, was deduced from texts; a stated service that has such facets is there twice, without and with them.
    """

    concept: str
    facets: Mapping[str, tuple[str, ...]]
    inferred: bool = False
    area: tuple[str, ...] = ()  # territories where it is given at a distance: "com:…", "epci:…", "dep:…", "reg:…", "fr"; () = where the place is
    closures: tuple[ClosedDays, ...] = ()  # days without this offer alone


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One published place. Without offers, it is of the "unknown" class: nothing is known of its services."""

    code: str
    name: str  # folded: order of names
    card: bytes  # `query.Card` in JSON
    point: Point | None = None  # where it is searched from
    has_own_point: bool = True  # False: `point` is only the commune's; no distance is told
    territories: tuple[str, ...] = ()  # "com:…", "dep:…", "epci:…", "reg:…"
    words: Mapping[str, int] = field(default_factory=dict)  # folded word -> what it is worth
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # PLACE_FACETS, what was deduced from texts included
    inferred: tuple[str, ...] = ()  # "kinds:BIB": what of `facets` was deduced
    denied: tuple[str, ...] = ()  # services that it says it does not offer, and those below them
    offers: tuple[OfferRow, ...] = ()
    checked_on: date | None = None
    hours: str = ""  # OSM
    hours_checked_on: date | None = None
    departement: str = ""  # whose public and school holidays it keeps
    timezone: str = ""  # "" = that of its département
    closures: tuple[ClosedDays, ...] = ()  # of the whole place
    open_card: bytes | None = None  # the card as other software may have it; None = the same

    @property
    def order(self) -> tuple[str, str]:
        """Order of names, total."""
        return self.name, self.code
