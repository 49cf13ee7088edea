"""Knows what of an inferred list still holds: whatever anyone states or denies needs no guess."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from maillage.directory.fold.hearing import Said
from maillage.directory.fold.offering import OfferKey, OfferValue, silences
from maillage.referentials.selectors import vocabulary

EXCLUSIVE = frozenset({"costs", "who_may_come"})  # one answer excludes the others: a guess beside a statement could only contradict it


class Known(NamedTuple):
    """What is said of a place, once folded."""

    values: Mapping[str, Any]
    denied: Mapping[str, list[str]]
    offers: Mapping[OfferKey, OfferValue]

    def stated(self, name: str) -> set[str]:
        """Codes of a list said to be true, of the place or of one of its offers."""
        return {*(self.values.get(name) or ()), *(code for offer in self.offers.values() for code in offer.facets.get(name, ()))}


def still_inferred(inferred: Iterable[str], known: Known, statements: Iterable[Said]) -> list[str]:
    """Codes ("services:securite") on which nobody has an opinion."""
    told = list(statements)
    parts = [(element, *element.split(":", 1)) for element in inferred]
    return [element for element, name, code in parts if not is_answered(name, code, known, told)]


def is_answered(name: str, code: str, known: Known, told: list[Said]) -> bool:
    """Does somebody state this code (or a part of it), deny it (or the whole it is part of), or say that there is none?"""
    stated, refused = known.stated(name), known.denied.get(name, ())
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
