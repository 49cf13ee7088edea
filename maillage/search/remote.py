"""Knows which places of a segment answer from outside the area asked, by what they offer at a distance."""

from collections.abc import Iterable

import numpy as np

from maillage.search.bits import Flags
from maillage.search.plan import Plan
from maillage.search.postings import Ints
from maillage.search.segment import Floats, Segment
from maillage.search.where import Area, chords_from


def area(segment: Segment, plan: Plan, near: Area, alive: Flags | None) -> Area:
    """Places outside the area asked (`near`) of which an offer at a distance covers the commune asked, and these offers."""
    offers = offers_covering(segment, plan.covering)
    inside = np.zeros(len(segment), dtype=np.bool_)
    inside[segment.offer_place[offers]] = True
    inside[near.first : near.last] &= ~near.inside
    if alive is not None:
        inside &= alive
    if near.relevance is not None:
        inside &= near.relevance > 0
    offers = offers[inside[segment.offer_place[offers]]]
    return Area(0, inside, chords(segment, plan, inside), near.relevance, offers)


def offers_covering(segment: Segment, keys: Iterable[str]) -> Ints:
    """Offers at a distance of these areas, ascending, each once."""
    found = [segment.remote.rows_of(key) for key in keys]
    return np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int32)


def chords(segment: Segment, plan: Plan, inside: Flags) -> Floats | None:
    """Squared chords from the point asked to the places inside, 0 for the others; None without a point."""
    if plan.circle is None:
        return None
    places, found = np.flatnonzero(inside), np.zeros(len(segment))
    found[places] = chords_from(plan.circle.center, segment.vectors[:, places])
    return found
