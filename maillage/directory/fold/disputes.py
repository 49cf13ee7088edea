"""Knows when a newer list says otherwise than a person did: it never wins in silence, it asks."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from maillage.base.text import fold as fold_text
from maillage.directory.fields import FIELDS, GROUPS, Shape
from maillage.directory.fold.hearing import Hearing, Said, day_of, first_received
from maillage.directory.fold.offering import key_of
from maillage.directory.policy import PERSONS

AGREED = object()
SAME_POINT_DEGREES = 0.001  # some 100 m
WORDS = frozenset({"name", "street", "complement", "commune", "parent", "summary", "description", "hours_words"})  # compared without case nor accents


class Dispute(NamedTuple):
    """A list (`newer`) contradicts what a person said of a group, and is newer, or prevails because that word lapsed."""

    group: str
    newer: Said
    as_of: date
    received: dict[str, Any]
    held: dict[str, Any]
    lapsed: bool


def disputes(hearing: Hearing) -> tuple[Dispute, ...]:
    """All contradictions between the person who is believed first and lists that came later, for the groups that the policy asks about."""
    if not hearing.persons:
        return ()
    groups = sorted({FIELDS[name].group for said in hearing.persons for name in said.values} & hearing.policy.asks_about)
    return tuple(dispute for group in groups for dispute in disputes_about(hearing, group))


def disputes_about(hearing: Hearing, group: str) -> Iterator[Dispute]:
    speaking = [said for said in hearing.order(group) if any(name in said.values for name in GROUPS[group])]
    held = min((said for said in speaking if said.voice.kind in PERSONS), key=lambda said: hearing.policy.ranks[said.voice.kind])
    word = hearing.weight(held, group)
    prevailing = speaking[: speaking.index(held)]
    for said in speaking:
        is_newer = day_of(said, group) > word.day and first_received(said, group) >= held.received_on
        if said.voice.kind in PERSONS or not (is_newer or said in prevailing):
            continue
        names = [name for name in GROUPS[group] if name in held.values and name in said.values]
        received = dict(contradictions(held, said, names))
        if received:
            yield Dispute(group, said, day_of(said, group), received, {name: held.values[name] for name in received}, word.lapsed)


def contradictions(held: Said, said: Said, names: list[str]) -> Iterator[tuple[str, Any]]:
    """Fields on which two statements cannot both be right, with what the second says."""
    for name in names:
        received = contradiction(name, held.values[name], said.values[name])
        if received is not AGREED:
            yield name, received


def contradiction(name: str, ours: Any, theirs: Any) -> Any:
    """The part of their value that ours excludes, or AGREED."""
    shape = FIELDS[name].shape
    if shape is Shape.ELEMENTS:
        return contradicting_codes(ours, theirs)
    if shape is Shape.OFFERS:
        return contradicting_offers(ours, theirs)
    return AGREED if comparable(name, ours) == comparable(name, theirs) or near(shape, ours, theirs) else theirs


def contradicting_codes(ours: Mapping[str, bool] | None, theirs: Mapping[str, bool] | None) -> Any:
    """Codes on which both have opposite opinions; "explicitly none" is opposed to any yes."""
    if ours is None or theirs is None:
        yes = {code: True for code, opinion in (ours or theirs or {}).items() if opinion}
        return (theirs and yes) if yes else AGREED
    return {code: opinion for code, opinion in theirs.items() if ours.get(code, opinion) != opinion} or AGREED


def contradicting_offers(ours: list[Mapping[str, Any]] | None, theirs: list[Mapping[str, Any]] | None) -> Any:
    held = {key_of(told): told["state"] for told in ours or ()}
    if ours is None or theirs is None:
        return theirs if any(told["state"] for told in (ours or theirs or ())) else AGREED
    return [told for told in theirs if held.get(key_of(told), told["state"]) != told["state"]] or AGREED


def comparable(name: str, value: Any) -> Any:
    """A value without what does not matter: case, accents, order of a list."""
    shape = FIELDS[name].shape
    if value is None:
        return None
    if shape is Shape.PHONES:
        return {phone["number"] for phone in value}
    if shape is Shape.EMAILS:
        return {email["address"].lower() for email in value}
    if shape is Shape.TEXTS:
        return {text.rstrip("/").lower() for text in value}
    return fold_text(value) if name in WORDS else value


def near(shape: Shape, ours: Any, theirs: Any) -> bool:
    return shape is Shape.NUMBER and None not in (ours, theirs) and abs(ours - theirs) < SAME_POINT_DEGREES
