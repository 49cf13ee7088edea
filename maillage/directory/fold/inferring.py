"""Knows what of an inferred list still holds: whatever anyone states or denies needs no guess."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from maillage.directory.fold.hearing import Said
from maillage.directory.fold.offering import silences
from maillage.referentials.selectors import vocabulary

EXCLUSIVE = frozenset({"costs", "who_may_come"})  # one answer excludes the others: a guess beside a statement could only contradict it


def still_inferred(inferred: Iterable[str], values: Mapping[str, Any], denied: Mapping[str, list[str]], statements: Iterable[Said]) -> list[str]:
    """Codes ("services:securite") on which nobody has an opinion."""
    told = list(statements)
    parts = [(element, *element.split(":", 1)) for element in inferred]
    return [element for element, name, code in parts if not is_answered(name, code, values, denied, told)]


def is_answered(name: str, code: str, values: Mapping[str, Any], denied: Mapping[str, list[str]], told: list[Said]) -> bool:
    """Does somebody state this code (or a part of it), deny it (or the whole it is part of), or say that there is none?"""
    stated, refused = values.get(name) or (), denied.get(name, ())
    if name in EXCLUSIVE and (stated or refused):
        return True
    if any(code in with_above(name, other) for other in stated) or not set(with_above(name, code)).isdisjoint(refused):
        return True
    return any(silences(said) if name == "services" else said.values.get(name, "") is None for said in told)


@cache
def with_above(name: str, code: str) -> tuple[str, ...]:
    """A code and those that hold it; alone when it has left the vocabulary."""
    term = vocabulary(name).by_code.get(code)
    return (code, *with_above(name, term.parent)) if term and term.parent else (code,)
