"""Knows how lists of codes fold: one opinion for each code."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple


class Elements(NamedTuple):
    """Codes said to be true, and to be false, in order. `silenced`: somebody said "explicitly none", and whoever comes after was not heard."""

    yes: list[str]
    no: list[str]
    silenced: bool


def fold_elements(stated: Iterable[Mapping[str, Any]], name: str) -> Elements:
    """Each code goes to the first who has an opinion on it."""
    opinions: Mapping[str, bool] = {}
    silenced = False
    for values in stated:
        if name in values:
            codes = values[name]
            if codes is None:
                silenced = True
                break
            opinions = {**codes, **opinions} if opinions else codes
    yes = sorted([code for code, opinion in opinions.items() if opinion])
    no = sorted([code for code, opinion in opinions.items() if not opinion]) if len(yes) < len(opinions) else []
    return Elements(yes, no, silenced)
