"""Knows who gives each field of an address: one statement that locates the place, completed by those that only add to it."""

from collections.abc import Iterable, Mapping
from typing import Any

from maillage.directory.fields import GROUPS
from maillage.directory.fold.hearing import Said

NAMES = GROUPS["address"]
LOCATING = frozenset({"street", "commune", "insee", "latitude", "longitude"})
COMPLETING = ("complement", "postal_code")  # what holds for another's street: a precision goes with its own point


def locates(said: Said) -> bool:
    """Does it tell a street, a commune or a point, even to say that there is none?"""
    return not LOCATING.isdisjoint(said.values)


def agree(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """May these be parts of one address? Not with two postal codes."""
    ours, theirs = one.get("postal_code"), other.get("postal_code")
    return ours is None or theirs is None or ours == theirs


def givers(order: Iterable[Said]) -> dict[str, Said]:
    """Field -> who gives it, of statements in the order in which they are believed.

    The first that locates gives its address whole. One believed before it that only adds (a floor, a postal code) keeps its word, if both agree;
    one believed after it fills what is not said.
    """
    speaking = [said for said in order if any(name in said.values for name in NAMES)]
    lead = speaking[0]
    base = lead if locates(lead) else next((said for said in speaking if locates(said) and agree(said.values, lead.values)), lead)
    given = {name: base for name in NAMES if name in base.values}
    if base is not lead:
        given.update({name: lead for name in COMPLETING if name in lead.values})
    for said in speaking:
        post = given.get("postal_code", base)
        if said is not base and not locates(said) and agree(said.values, post.values):
            for name in COMPLETING:
                if name in said.values:
                    given.setdefault(name, said)
    return given
