"""Knows which places of an area offer what is asked, filters holding within one offer."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maillage.search import freshness, moments
from maillage.search.bits import Bits, Flags
from maillage.search.plan import Filters
from maillage.search.postings import Ints
from maillage.search.query import FACETS, SERVICES
from maillage.search.segment import DENIED, INFERRED, Floats, Segment
from maillage.search.where import Area

NONE = np.zeros(0, dtype=np.int32)


@dataclass(frozen=True)
class Selection:
    """Places found in one segment, in the order of rows. `offers`: those that hold the filters, None when any offer does."""

    segment: Segment
    area: Area
    places: Ints
    chords: Floats | None  # squared, by place; None when no point was asked
    offers: Ints | None = None
    inferred: Flags | None = None  # by place: found only by what was deduced from texts; None when none is

    def __len__(self) -> int:
        return len(self.places)

    @property
    def is_remote(self) -> bool:
        """Do these places answer from outside the area asked, by offers at a distance?"""
        return self.area.offers is not None

    def concepts_of(self, places: Ints) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
        """For each of these places found, the concepts of the offers that hold the filters: those stated, then the others."""
        inferred = self.segment.offer_inferred
        first: NDArray[Any] = self.segment.offer_starts[places]
        last: NDArray[Any] = self.segment.offer_starts[places + 1]
        held = self.segment.offer_concept
        if self.offers is not None:
            first, last, held, inferred = self.offers.searchsorted(first), self.offers.searchsorted(last), held[self.offers], inferred[self.offers]
        counts = last - first
        stops = np.cumsum(counts)
        shown = np.arange(int(stops[-1]) if len(stops) else 0) + np.repeat(last - stops, counts)
        concepts, ends = held[shown].tolist(), stops.tolist()
        ranges = list(zip([0, *ends], ends, strict=False))
        if not self.segment.has_inferred:
            names_of = self.segment.names_of
            return [(names_of(tuple(concepts[start:stop])), ()) for start, stop in ranges]
        guesses = inferred[shown].tolist()
        return [self.parted(concepts[start:stop], guesses[start:stop]) for start, stop in ranges]

    def parted(self, concepts: list[int], inferred: list[bool]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Concepts stated, and those only deduced, each once."""
        names, told = self.segment.concepts, list(zip(concepts, inferred, strict=True))
        stated = dict.fromkeys([names[concept] for concept, is_guess in told if not is_guess])
        guessed = dict.fromkeys([names[concept] for concept, is_guess in told if is_guess])
        return tuple(stated), tuple(name for name in guessed if name not in stated)

    def place_bits(self, facet: str | None = None) -> Bits:
        """What the places found hold, of one facet or of all."""
        bits = only(self.segment.place_bits, facet)
        return Bits(bits.layout, bits.columns[:, self.places])

    def offer_bits(self, facet: str | None = None) -> Bits:
        """What the offers found hold, merged by place found, of one facet or of all."""
        if self.offers is None:
            bits = only(self.segment.any_offer_bits, facet)
            return Bits(bits.layout, bits.columns[:, self.places])
        bits = only(self.segment.offer_bits, facet)
        columns = bits.columns[:, self.offers_found]
        return Bits(bits.layout, np.bitwise_or.reduceat(columns, self.first_offers, axis=1) if len(self) else columns)

    @cached_property
    def offers_found(self) -> Ints:
        """The offers of the places found, without those of places that were refused later."""
        if self.offers is None:
            return NONE
        is_found = np.zeros(len(self.segment), dtype=np.bool_)
        is_found[self.places] = True
        return self.offers[is_found[self.segment.offer_place[self.offers]]]

    @cached_property
    def first_offers(self) -> Ints:
        """For each place found, the position of its first offer in `offers_found`."""
        return self.offers_found.searchsorted(self.segment.offer_starts[self.places]).astype(np.int32)


def only(bits: Bits, facet: str | None) -> Bits:
    return bits if facet is None else bits.only(facet)


def known(segment: Segment, area: Area, filters: Filters) -> Selection:
    """Places of which at least one offer holds all the filters."""
    offers = open_offers(segment, area, filters, matching_offers(segment, area, filters))
    places = area.places[segment.is_known[area.places]] if offers is None else once(area.keep(segment.offer_place[offers]))
    places = hold(segment, places, filters)
    return Selection(segment, area, places, area.chords_to(places), offers, only_inferred(segment, places, offers, filters))


def only_inferred(segment: Segment, places: Ints, offers: Ints | None, filters: Filters) -> Flags | None:
    """Which of these places answer only by what was deduced from their texts."""
    if not segment.has_inferred:
        return None
    is_stated = segment.is_stated
    if offers is not None:
        is_stated = np.zeros(len(segment), dtype=np.bool_)
        is_stated[segment.offer_place[offers[~segment.offer_inferred[offers]]]] = True
    stated = is_stated[places]
    for facet, codes in filters.places.items():
        held = [segment.place_bits.any_of(places, facet, [code]) & ~segment.place_bits.any_of(places, INFERRED, [f"{facet}:{code}"]) for code in codes]
        stated &= np.logical_or.reduce(held)
    return ~stated


def unknown(segment: Segment, area: Area, filters: Filters) -> Selection:
    """Places of which no service is stated nor deduced, unless they deny every service asked."""
    places = hold(segment, area.places[~segment.is_known[area.places]], filters)
    if filters.services:
        places = places[~segment.place_bits.all_of(places, DENIED, filters.services)]
    return Selection(segment, area, places, area.chords_to(places), NONE)


def matching_offers(segment: Segment, area: Area, filters: Filters) -> Ints | None:
    """Offers between the rows of the area that hold the filters, ascending; None when nothing is asked of offers."""
    first, last = segment.offer_starts[[area.first, area.last]].tolist()
    asked = dict(filters.offers)
    if area.offers is not None:
        offers = area.offers[segment.offer_bits.any_of(area.offers, SERVICES, filters.services)] if filters.services else area.offers
    elif filters.services:
        offers = of_services(segment, filters.services, first, last)
    elif asked:
        facet = next(iter(asked))
        offers = segment.offer_bits.any_between(first, last, facet, asked.pop(facet))
    else:
        return None
    for facet, codes in asked.items():
        offers = offers[segment.offer_bits.any_of(offers, facet, codes)]
    return offers


def open_offers(segment: Segment, area: Area, filters: Filters, offers: Ints | None) -> Ints | None:
    """Those of these offers that no closure of their own stops at the moment asked."""
    if filters.open_at is None:
        return offers
    closed = moments.closed_offers(segment.schedules, filters.open_at)
    if not len(closed):
        return offers
    if offers is None:
        offers = np.arange(*segment.offer_starts[[area.first, area.last]].tolist(), dtype=np.int32)
    return offers[~np.isin(offers, closed)]


def of_services(segment: Segment, services: tuple[str, ...], first: int, last: int) -> Ints:
    found = [between(segment.services.rows_of(service), first, last) for service in services]
    return found[0] if len(found) == 1 else once(np.sort(np.concatenate(found), kind="stable"))


def hold(segment: Segment, places: Ints, filters: Filters) -> Ints:
    """Those of these places that hold the facets asked of places, and are open when asked."""
    for facet, codes in filters.places.items():
        places = places[segment.place_bits.any_of(places, facet, codes)] if facet in FACETS else NONE
    if filters.freshness:
        places = places[freshness.any_of(segment.checked_on[places], filters.freshness, filters.today)]
    if filters.open_at is not None:
        places = places[moments.open_places(segment.schedules, places, filters.open_at)]
    return places


def between(rows: Ints, first: int, last: int) -> Ints:
    """The part of an ascending list from one row to another."""
    start, stop = rows.searchsorted((first, last))
    return rows[start:stop]


def once(ascending: Ints) -> Ints:
    """Each value once."""
    if len(ascending) < 2:
        return ascending
    is_new = np.empty(len(ascending), dtype=np.bool_)
    is_new[0] = True
    np.not_equal(ascending[1:], ascending[:-1], out=is_new[1:])
    return ascending[is_new]
