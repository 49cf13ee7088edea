"""Knows how lists of codes fold: one opinion for each code."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple


class Elements(NamedTuple):
    """Opinion kept on each code; `silenced`: somebody said "explicitly none", and whoever comes after was not heard."""

    opinions: dict[str, bool]
    silenced: bool

    @property
    def yes(self) -> list[str]:
        return sorted([code for code, opinion in self.opinions.items() if opinion])

    @property
    def no(self) -> list[str]:
        return sorted([code for code, opinion in self.opinions.items() if not opinion])


def fold_elements(stated: Iterable[Mapping[str, Any]], name: str) -> Elements:
    """Each code goes to the first who has an opinion on it."""
    opinions: dict[str, bool] = {}
    for values in stated:
        if name not in values:
            continue
        if values[name] is None:
            return Elements(opinions, silenced=True)
        for code, opinion in values[name].items():
            opinions.setdefault(code, opinion)
    return Elements(opinions, silenced=False)
