"""Knows how near two records are: streets, house numbers, communes, points."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from rapidfuzz import fuzz

from maillage.linkage.candidates import Pairs
from maillage.linkage.features.columns import Columns, Floats, alike, by_values
from maillage.linkage.normalise import Normal, street_words

EARTH_METRES = 6_371_008.8
STREET_WITHIN = 0.95  # likeness given to a street written without its titles or first names
NEIGHBOURS = 4  # house numbers so near are often the same door


def of_addresses(columns: Columns) -> dict[str, Any]:
    """What streets, numbers, communes and points tell."""
    homonyms = columns.both(lambda record: record.departement) & ~columns.same(lambda record: record.departement)
    same_commune = columns.same(lambda record: record.insee) | (columns.same(lambda record: record.commune) & ~homonyms)
    gap = by_values(columns.each(lambda record: record.numbers), columns.pairs, number_gap)
    return {
        "street": streets(columns.records, columns.pairs),
        "number_equal": gap == 0,
        "number_near": (gap > 0) & (gap <= NEIGHBOURS),
        "number_conflict": gap > 0,
        "metres": metres(columns.records, columns.pairs),
        "same_commune": same_commune,
        "elsewhere": ~same_commune & ~columns.same(lambda record: record.postal_code),
    }


def number_gap(one: frozenset[int], other: frozenset[int]) -> int:
    """Smallest difference between two sets of house numbers; −1 when unknown."""
    return min((abs(a - b) for a in one for b in other), default=-1)


def streets(records: Sequence[Normal], pairs: Pairs) -> Floats:
    """Likeness of the streets; one that lacks only titles or first names of the other is the same."""
    ratios = alike([record.street for record in records], pairs, fuzz.token_sort_ratio)
    for row in np.flatnonzero((ratios > 0.6) & (ratios < STREET_WITHIN)).tolist():
        one, other = (street_words(records[index].street) for index in pairs[row].tolist())
        if one and other and (one <= other or other <= one):
            ratios[row] = STREET_WITHIN
    return ratios


def metres(records: Sequence[Normal], pairs: Pairs) -> Floats:
    """Distance on the flat of each pair; nan when a point is missing or only says where the commune or street is."""
    points = np.array([sure_point(record) for record in records], dtype=np.float64).reshape(-1, 2)
    one, other = np.radians(points[pairs[:, 0]]), np.radians(points[pairs[:, 1]])
    north = other[:, 0] - one[:, 0]
    east = (other[:, 1] - one[:, 1]) * np.cos((one[:, 0] + other[:, 0]) / 2)
    return np.asarray(EARTH_METRES * np.hypot(north, east))


def sure_point(record: Normal) -> tuple[float, float]:
    """Where a record stands for sure."""
    if record.vague or record.latitude is None or record.longitude is None:
        return np.nan, np.nan
    return record.latitude, record.longitude
