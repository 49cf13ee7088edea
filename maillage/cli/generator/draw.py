"""Knows how to draw the same things again: one small generator per place and per listing, so that adding one changes no other."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from tomllib import loads
from typing import Any, Self, TypeVar

T = TypeVar("T")
DATA = Path(__file__).parent / "data"


class Draw(Random):
    """Random draws that depend on a key only."""

    @classmethod
    def of(cls, *key: object) -> Self:
        """The draws of this key."""
        return cls("/".join(map(str, key)))

    def chance(self, probability: float) -> bool:
        """True so many times out of one."""
        return self.random() < probability

    def weighted(self, shares: Mapping[T, float]) -> T:
        """One key, by its share."""
        return self.choices(list(shares), list(shares.values()))[0]

    def some(self, chances: Mapping[str, float]) -> tuple[str, ...]:
        """Each key by its own chance, in order."""
        return tuple(key for key, chance in chances.items() if self.random() < chance)

    def pick(self, items: Sequence[T]) -> T:
        """One item."""
        return items[int(self.random() * len(items))]


@cache
def data(name: str) -> dict[str, Any]:
    """A data file of the generator."""
    return loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))
