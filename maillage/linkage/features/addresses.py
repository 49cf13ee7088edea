"""Knows how near two records are: streets, house numbers, communes, points."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from rapidfuzz import fuzz

from maillage.linkage.candidates import Pairs
from maillage.linkage.communes import two_names
from maillage.linkage.features.columns import Columns, Flags, Floats, alike, by_values
from maillage.linkage.frequencies import Frequencies
from maillage.linkage.normalise import Door, Normal, street_words

EARTH_METRES = 6_371_008.8
CUT_RATIO = 0.5  # below, streets have too little in common for one to be the other written shorter
STREET_WITHIN = 0.95  # likeness given to a street written without its titles or first names
STREET_LENGTH = 1000.0  # metres; a point that only says the street is still so near
SHORTEST_CUT = 6  # letters of a street cut short that still says which one
NEIGHBOURS = 4  # house numbers so near are often the same door; 4 and 4 bis too, but lists also have one service at each


def of_addresses(columns: Columns) -> dict[str, Any]:
    """What streets, numbers, communes and points tell."""
    homonyms = columns.both(lambda record: record.departement) & ~columns.same(lambda record: record.departement)
    same_commune = columns.same(lambda record: record.insee) | (columns.same(lambda record: record.commune) & ~homonyms)
    doors = columns.each(lambda record: record.numbers)
    gap, same_door = by_values(doors, columns.pairs, number_gap), by_values(doors, columns.pairs, lambda one, other: not one.isdisjoint(other)) > 0
    return {
        "street": streets(columns.records, columns.pairs),
        "number_equal": same_door,
        "number_near": (gap >= 0) & (gap <= NEIGHBOURS) & ~same_door,
        "number_conflict": gap > 0,
        "metres": metres(columns),
        "other_part": other_parts(columns),
        "unsaid_part": columns.differ(lambda record: record.part) & same_commune,
        "same_commune": same_commune,
        "elsewhere": ~same_commune & ~columns.same(lambda record: record.postal_code),
    }


def number_gap(one: frozenset[Door], other: frozenset[Door]) -> int:
    """Smallest difference between two sets of house numbers, whatever their letters; −1 when unknown."""
    return min((abs(a - b) for a, _letter in one for b, _other in other), default=-1)


def streets(records: Sequence[Normal], pairs: Pairs) -> Floats:
    """Likeness of the streets; one that lacks only titles or first names of the other is the same."""
    ratios = alike([record.street for record in records], pairs, fuzz.token_sort_ratio)
    for row in np.flatnonzero((ratios > CUT_RATIO) & (ratios < STREET_WITHIN)).tolist():
        one, other = (street_words(records[index].street) for index in pairs[row].tolist())
        if one and other and (one <= other or other <= one or cut_short(*(records[index].street for index in pairs[row].tolist()))):
            ratios[row] = STREET_WITHIN
    return ratios


def cut_short(one: str, other: str) -> bool:
    """Is one street the beginning of the other? Lists cut columns ("3 rue des Ar" for "3 rue des Arpèges")."""
    short, long = sorted((one, other), key=len)
    return len(short) >= SHORTEST_CUT and long.startswith(short)


def other_parts(columns: Columns) -> Flags:
    """Do the two name different parts of one commune, such as two former communes?"""
    parts = by_values(
        columns.each(lambda record: record.part), columns.pairs, lambda one, other: bool(one and other and not set(one.split()) & set(other.split()))
    )
    names = by_values(columns.each(lambda record: record.commune), columns.pairs, two_names)
    return np.asarray((parts > 0) | ((names > 0) & columns.same(lambda record: record.insee)))


def metres(columns: Columns) -> Floats:
    """Distance on the flat of each pair; nan when a point is missing or only says where the commune is, or where a street is not far away."""
    records, pairs = columns.records, columns.pairs
    points = np.array([sure_point(record, columns.frequencies) for record in records], dtype=np.float64).reshape(-1, 2)
    one, other = np.radians(points[pairs[:, 0]]), np.radians(points[pairs[:, 1]])
    north = other[:, 0] - one[:, 0]
    east = (other[:, 1] - one[:, 1]) * np.cos((one[:, 0] + other[:, 0]) / 2)
    found = np.asarray(EARTH_METRES * np.hypot(north, east))
    on_street = np.array([record.precision == "street" for record in records], dtype=np.bool_)
    found[(on_street[pairs[:, 0]] | on_street[pairs[:, 1]]) & (found < STREET_LENGTH)] = np.nan
    return found


def sure_point(record: Normal, frequencies: Frequencies) -> tuple[float, float]:
    """Where a record stands for sure."""
    if record.precision == "commune" or record.latitude is None or record.longitude is None or frequencies.shared_point(record):
        return np.nan, np.nan
    return record.latitude, record.longitude
