"""Knows which sorts of place are told apart, and which never merge. The table is `data/kinds.toml`."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from itertools import product
from pathlib import Path

DATA = Path(__file__).parent / "data"
MARKS = ("weak", "inside", "generic")


class Likeness(IntEnum):
    """How the kinds of two records stand; from `DIFFERENT` on they are not one place."""

    UNKNOWN = 0
    ONE_SIDED = 1
    COMPATIBLE = 2
    SUCCESSOR = 3
    EQUAL = 4
    DIFFERENT = 5
    FORBIDDEN = 6


@dataclass(frozen=True)
class Family:
    """Kinds of place that are one for linkage.

    `weak`: a service found inside other places, which sets nothing apart. `inside`: a place inside another, which is not that other.
    `generic`: lists also declare it of who runs the place, so that it proves nothing against what the name says.
    """

    name: str
    pattern: re.Pattern[str]
    codes: frozenset[str]
    weak: bool
    inside: bool
    generic: bool


@dataclass(frozen=True)
class KindTable:
    """Families in order, and how they stand to each other."""

    families: tuple[Family, ...]
    forbidden: frozenset[frozenset[str]]
    compatible: frozenset[frozenset[str]]

    def named(self, name: str) -> str:
        """Family that a normalised name tells, or ""."""
        return next((family.name for family in self.families if family.pattern.search(name)), "")

    def declared(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Families of the standard's codes; weak ones last."""
        wanted = set(codes)
        found = [family for family in self.families if wanted & family.codes]
        return tuple(family.name for family in sorted(found, key=lambda family: family.weak))


@cache
def table() -> KindTable:
    """The table of the data file, read once."""
    data = tomllib.loads((DATA / "kinds.toml").read_text(encoding="utf-8"))
    families = tuple(
        Family(row["name"], re.compile(row["pattern"]), frozenset(row["codes"]), *(row.get(mark, False) for mark in MARKS)) for row in data["family"]
    )
    return KindTable(families, frozenset(map(frozenset, data["forbidden"])), frozenset(map(frozenset, data["compatible"])))


@cache
def _marked(mark: str) -> frozenset[str]:
    return frozenset(family.name for family in table().families if getattr(family, mark))


def is_inside(family: str) -> bool:
    """Is this a kind of place that lives inside others?"""
    return family in _marked("inside")


@lru_cache(maxsize=50_000)
def named(name: str) -> str:
    """Family that a normalised name tells, or ""."""
    return table().named(name)


@lru_cache(maxsize=50_000)
def told(name: str) -> frozenset[str]:
    """All the families that a normalised name tells, such as those of a social centre and of its label."""
    return frozenset(family.name for family in table().families if family.pattern.search(name))


@lru_cache(maxsize=10_000)
def declared(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Families of the standard's codes; weak ones last."""
    return table().declared(codes)


@lru_cache(maxsize=10_000)
def likeness(one: str, other: str, ones: frozenset[str] = frozenset(), others: frozenset[str] = frozenset()) -> Likeness:
    """How two families stand ("" = unknown). What the name says goes before what the list declares (`ones`, `others`), but either forbids."""
    pair = frozenset((one, other))
    if pair in table().forbidden or _declared_apart(one, other, ones, others):
        return Likeness.FORBIDDEN
    if pair in table().compatible:
        return Likeness.SUCCESSOR
    if one == other:
        return Likeness.EQUAL if one else Likeness.UNKNOWN
    if pair & _marked("inside"):
        return Likeness.DIFFERENT
    if not (one and other):
        return Likeness.UNKNOWN if pair & _marked("weak") else Likeness.ONE_SIDED
    told_alike = (ones | {one}) & (others | {other}) - _marked("weak")
    return Likeness.COMPATIBLE if pair & _marked("weak") or told_alike else Likeness.DIFFERENT


def alike(ones: frozenset[str], others: frozenset[str]) -> bool:
    """Do two records share a kind that tells something, by their names or by what their lists declare?"""
    return bool(ones & others - _marked("weak") - _marked("generic"))


def succeed(ones: frozenset[str], others: frozenset[str]) -> bool:
    """Does one record bear two kinds of which one is the label of the other, and the other record one of them?"""
    return any(pair <= bearing and pair & other for pair in table().compatible for bearing, other in ((ones, others), (others, ones)))


def _declared_apart(one: str, other: str, ones: frozenset[str], others: frozenset[str]) -> bool:
    """Does what the lists declare forbid the two to be one? A record of which nothing telling is declared is what its name says."""
    unsure = _marked("weak") | _marked("generic")
    left, right = ones - unsure or {one}, others - unsure or {other}
    return not left & right and any(frozenset(pair) in table().forbidden for pair in product(left, right))
