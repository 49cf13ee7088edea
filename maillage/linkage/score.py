"""Knows what each likeness is worth, and says it. The weights are `data/weights.toml`; the score of a pair is the sum of its contributions."""

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from maillage.linkage.features import Features, Flags, Floats
from maillage.linkage.kinds import DATA, Likeness

FILE = DATA / "weights.toml"
Columns = dict[str, Floats | Flags]
SIMILAR = 0.6  # cores above this ratio say something alike
# A name within another tells only between services of a kind: the name of a valley is in those of all its services.
OF_A_KIND = (Likeness.UNKNOWN, Likeness.EQUAL, Likeness.SUCCESSOR)
MOSTLY = 0.6  # a core of which more is found in the other, by weight, is not another name
UNLIKE = 0.55  # names below have nothing in common but letters
SAME_NAME = 0.75
SAME_STREET = 0.9
TOUCHING, NEAR = 50.0, 180.0  # metres
APART = 150.0  # metres between two points of one list, which one geocoder made: more than from a door to the middle of its plot
UNKNOWN_DISTANCE = 300.0
DECIMALS = 3
MEASURED = ("name", "touching", "near", "far", "very_far", "point_contradicts")
Rows = NDArray[np.int64]


class Contribution(NamedTuple):
    """What one likeness added to a score, and the likeness itself where it is a measure (percent or metres)."""

    name: str
    worth: float
    measure: int | None = None


@dataclass(frozen=True)
class Weights:
    """What each likeness is worth, and the cuts. `hand`: what persons set, from which training departs."""

    version: str
    worth: Mapping[str, float]
    hand: Mapping[str, float]
    high: float
    low: float
    chain: float
    official_sources: frozenset[str]

    def __post_init__(self) -> None:
        if not self.low <= self.chain <= self.high:
            raise ValueError("weights.toml: the cuts must stand in order, low ≤ chain ≤ high: what may stand in one place is kept, for later decisions.")


_tried: ContextVar[Weights | None] = ContextVar("tried", default=None)


def weights() -> Weights:
    """The weights in use: those of the data file, unless others are being tried."""
    return _tried.get() or shipped()


@contextmanager
def trying(others: Weights) -> Iterator[None]:
    """Inside, these weights are in use."""
    token = _tried.set(others)
    try:
        yield
    finally:
        _tried.reset(token)


@cache
def shipped() -> Weights:
    """The weights of the data file, read once."""
    return read(FILE)


def read(file: Path) -> Weights:
    """The weights of a file. A value is a number set by hand, or `{ hand = …, trained = … }`, of which the second counts."""
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    both = {name: told if isinstance(told, dict) else {"hand": told, "trained": told} for name, told in data["worth"].items()}
    worth, hand = ({name: told[which] for name, told in both.items()} for which in ("trained", "hand"))
    return Weights(data["version"], worth, hand, **data["cuts"], official_sources=frozenset(data["official"]["sources"]))


def totals(found: Features) -> Floats:
    """Score of each pair: the base and all its contributions."""
    worth = weights().worth
    total = np.full(len(found.kind), worth["base"])
    for name, amount in amounts(found).items():
        total += worth[name] * amount
    return np.round(total, DECIMALS)


def amounts(found: Features) -> dict[str, Floats]:
    """How much of each contribution every pair has (0 = none)."""
    return {
        name: np.asarray(column, dtype=np.float64)
        for name, column in (_of_names(found) | _of_addresses(found) | _of_contacts(found) | _of_lists(found)).items()
    }


def _of_names(found: Features) -> Columns:
    core = np.nan_to_num(found.core, nan=-1.0)
    same_kind = found.kind == Likeness.EQUAL
    similar = ~found.core_equal & (core > SIMILAR)
    linked = (found.phone > 0) | (found.email > 0) | (found.bears_both & same_address(found))
    return {
        "core_equal": found.core_equal,
        "core_similar": np.where(similar, (core - SIMILAR) / (1 - SIMILAR), 0.0),
        "core_different": ~found.core_equal & ~similar & (core >= 0) & ~found.acronym & (found.covered < MOSTLY),
        "core_covered": np.where(~found.core_equal & np.isin(found.kind, OF_A_KIND), np.maximum(found.covered - MOSTLY, 0.0) / (1 - MOSTLY), 0.0),
        "acronym": found.acronym,
        "name": found.name - 0.5,
        "names_unlike": (core < 0) & ~found.core_none & (found.name < UNLIKE) & ~np.isin(found.kind, (Likeness.EQUAL, Likeness.SUCCESSOR)),
        "words_equal": found.words_equal & found.same_commune,
        "kind_equal": same_kind,
        "kind_one_sided": found.kind == Likeness.ONE_SIDED,
        "kind_within": found.kind == Likeness.COMPATIBLE,
        "kind_different": found.kind >= Likeness.DIFFERENT,
        "itinerant": found.itinerant,
        "successor": (found.kind == Likeness.SUCCESSOR) & linked,
        "both_generic": same_kind & found.core_none & found.same_commune,
    }


def same_address(found: Features) -> Flags:
    """Same street and same house number."""
    return _same_street(found) & found.number_equal


def _same_street(found: Features) -> Flags:
    """Streets of one name, in one commune or postal area."""
    return np.asarray((np.nan_to_num(found.street) > SAME_STREET) & ~found.elsewhere)


def _of_addresses(found: Features) -> Columns:
    street, address = _same_street(found), same_address(found)
    metres = np.nan_to_num(found.metres, nan=UNKNOWN_DISTANCE)
    far, very_far = (metres >= 1000) & (metres < 8000), metres >= 8000
    return {
        "same_address": address,
        "same_street": street & ~address & ~found.number_conflict,
        "number_near": street & found.number_near,
        "number_conflict": found.number_conflict & ~(street & found.number_near),
        "touching": metres < TOUCHING,
        "near": (metres >= TOUCHING) & (metres < NEAR),
        "far": far & ~address,
        "very_far": very_far & ~address,
        "point_contradicts": (far | very_far) & address,
        "elsewhere": found.elsewhere,
        "other_part": found.other_part,
        "unsaid_part": found.unsaid_part & ~address,
    }


def _of_contacts(found: Features) -> Columns:
    return {
        "phone_equal": found.phone,
        "phone_different": found.phone_differs,
        "email_equal": found.email,
        "domain_equal": np.where(found.email > 0, 0.0, found.domain),
        "site_equal": found.site,
        "hours_equal": found.hours,
        "siret_equal": found.siret,
    }


def _of_lists(found: Features) -> Columns:
    core = np.nan_to_num(found.core, nan=-1.0)
    own_words = ~found.core_equal & (core >= 0) & (core <= SIMILAR)
    return {
        "same_source": found.same_source,
        "other_name": found.same_source & ~one_name(found),
        "other_point": found.same_source & two_points(found),
        "alone": found.alone & found.same_commune & ~found.same_source & (found.kind == Likeness.EQUAL) & ~own_words,
    }


def neighbours(found: Features) -> Flags:
    """Two services of one building? One address, a telephone each, no contact in common, and neither one kind nor one name, or two names in one list."""
    strangers = found.phone_differs & (found.email == 0) & (found.site == 0)
    return np.asarray(same_address(found) & strangers & ~one_name(found) & (found.same_source | (found.kind != Likeness.EQUAL)))


def rounds(found: Features) -> Flags:
    """Two sessions of one operator? One list gives its name at several points, with a contact that it gives at still others, and none of their own."""
    of_operator = (np.maximum(found.phone, found.email) > 0) & (found.phone < 1) & (found.email < 1)
    return np.asarray(found.same_source & one_name(found) & two_points(found) & of_operator)


def which_one(found: Features) -> Flags:
    """May the other be a namesake instead?

    One of the two has one in its list, and neither street, nor point, nor contact says which of them it is; or the two stand in two streets,
    and only words that others share speak for them: two libraries of a new commune, one in each list.
    """
    told = (_same_street(found) & ~found.number_conflict) | (found.metres < TOUCHING) | (found.phone > 0) | (found.email > 0)
    linked = told | (found.site > 0) | (found.metres < NEAR) | found.core_equal
    elsewhere = ~np.isnan(found.street) & ~_same_street(found) & ~linked
    return np.asarray((found.namesake & ~told) | elsewhere)


def one_name(found: Features) -> Flags:
    """Do the two bear one name, but for generic words?"""
    return np.asarray(found.core_equal | (found.core_none & (found.name_sorted > SAME_NAME)))


def two_points(found: Features) -> Flags:
    """Do the two name different streets, different numbers, points well apart, or two establishments (SIRET)? Of two points of one door, one is wrong."""
    streets = ~np.isnan(found.street) & ~_same_street(found)
    return np.asarray(streets | found.number_conflict | found.siret_differs | ((found.metres > APART) & ~same_address(found)))


def contributions(found: Features, rows: Rows) -> list[tuple[Contribution, ...]]:
    """What made the score of each of these pairs, in the order of the data file; nothing that counts for nothing."""
    worth, earned = weights().worth, amounts(found)
    names = [name for name in worth if name in earned]
    table = np.stack([np.round(worth[name] * earned[name][rows], 2) for name in names], axis=1).tolist()
    measures = {name: _measures(found, name, rows) for name in MEASURED}
    return [
        tuple(Contribution(name, told, measures[name][place] if name in measures else None) for name, told in zip(names, line, strict=True) if told)
        for place, line in enumerate(table)
    ]


def _measures(found: Features, name: str, rows: Rows) -> list[int | None]:
    """The likeness that earned a contribution: percent for a name, metres for a distance (None = unknown)."""
    measured = 100 * found.name[rows] if name == "name" else found.metres[rows]
    return [None if np.isnan(value) else round(value) for value in measured.tolist()]
