"""Knows which places of a segment are in the asked area and hold the asked words, whatever they offer."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from maillage.search.bits import Bytes, Flags
from maillage.search.plan import Circle, Plan
from maillage.search.postings import Ints
from maillage.search.segment import Floats, Segment
from maillage.search.sphere import Vector
from maillage.search.words import relevance_of


@dataclass(frozen=True)
class Area:
    """Places that are where they were asked, as flags from the row `first` on."""

    first: int
    inside: Flags
    chords: Floats | None = None  # squared, from the centre, for those inside; None without a circle
    relevance: Bytes | None = None  # of every place of the segment; None without words
    offers: Ints | None = None  # only these count, ascending: those at a distance, for places outside what was asked; None = all

    @property
    def last(self) -> int:
        return self.first + len(self.inside)

    @cached_property
    def places(self) -> Ints:
        """Rows of the area, ascending."""
        return (np.flatnonzero(self.inside) + self.first).astype(np.int32)

    def keep(self, places: Ints) -> Ints:
        """Those of these places, all between first and last, that are in the area."""
        return places[self.inside[places - self.first]]

    def chords_to(self, places: Ints) -> Floats | None:
        """Squared chords to these places of the area; None without a circle."""
        return None if self.chords is None else self.chords[places - self.first]


def area(segment: Segment, plan: Plan, alive: Flags | None = None) -> Area:
    """The asked area. `alive`: places that no newer row replaces."""
    relevance = relevance_of(segment, plan.words) if plan.words else None
    others = list(masks(segment, plan, alive, relevance))
    first, inside, chords = disc(segment, plan.circle) if plan.circle else (0, np.ones(len(segment), dtype=np.bool_), None)
    for mask in others:
        inside &= mask[first : first + len(inside)]
    if chords is None and others:
        first, inside = trimmed(inside)
    return Area(first, inside, chords, relevance)


def masks(segment: Segment, plan: Plan, alive: Flags | None, relevance: Bytes | None) -> Iterator[Flags]:
    """What else refuses places, by place of the segment."""
    if alive is not None:
        yield alive
    if plan.territories:
        yield territories(segment, plan.territories)
    if relevance is not None:
        yield relevance > 0


def trimmed(inside: Flags) -> tuple[int, Flags]:
    """The first True, and the flags from there to the last: rows go by latitude, so that this is the band of a territory."""
    rows = np.flatnonzero(inside)
    first, last = (int(rows[0]), int(rows[-1]) + 1) if len(rows) else (0, 0)
    return first, inside[first:last]


def disc(segment: Segment, circle: Circle) -> tuple[int, Flags, Floats]:
    """Places of the band of latitudes that holds the disc: the first row, which are inside, their squared chords."""
    first, last = segment.latitude.searchsorted((circle.south, circle.north)).tolist()
    chords = chords_from(circle.center, segment.vectors[:, first:last])
    return first, chords <= circle.chord2, chords


def chords_from(center: Vector, vectors: Floats) -> Floats:
    """Squared chords from the centre, operation by operation like `sphere.chord2`, so that both give the same bits."""
    x, y, z = differences = [axis - coordinate for axis, coordinate in zip(vectors, center, strict=True)]
    for difference in differences:
        difference *= difference
    total: Floats = x
    total += y
    total += z
    return total


def territories(segment: Segment, codes: tuple[str, ...]) -> Flags:
    """Places of any of these territories."""
    mask = np.zeros(len(segment), dtype=np.bool_)
    for code in codes:
        mask[segment.areas.rows_of(code)] = True
    return mask
