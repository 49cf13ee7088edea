"""Knows why a place says what it says: who gave each value, and what the others say."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from maillage.directory.fields import FIELDS, GROUPS, Shape
from maillage.directory.fold import address
from maillage.directory.fold.hearing import Hearing, Said
from maillage.directory.fold.offering import opinions_of, silences


class Opinion(NamedTuple):
    """What one statement says on one subject, as received. `stated` is False when it gives the group without this field."""

    said: Said
    as_of: date
    rank: int
    lapsed: bool
    stated: bool
    value: Any


class Reason(NamedTuple):
    """All opinions on one subject, best first: the first one is the place's."""

    subject: str
    opinions: tuple[Opinion, ...]

    @property
    def winner(self) -> Opinion:
        return self.opinions[0]

    @property
    def others(self) -> tuple[Opinion, ...]:
        return self.opinions[1:]


def reasons(hearing: Hearing) -> dict[str, Reason]:
    """One reason per subject: a field ("phones"), a code of a list ("audiences:seniors"), an offer ("offer:concept|provider|variant")."""
    groups = sorted({FIELDS[name].group for said in hearing.statements for name in said.values})
    return {reason.subject: reason for group in groups for reason in reasons_of(hearing, group)}


def reasons_of(hearing: Hearing, group: str) -> Iterator[Reason]:
    names = GROUPS[group]
    speaking = [said for said in hearing.order(group) if any(name in said.values for name in names)]
    if group == "services":
        yield from reasons_by_part(hearing, group, [(said, *offers_in(said)) for said in speaking])
    elif FIELDS[names[0]].shape is Shape.ELEMENTS:
        yield from reasons_by_part(hearing, group, [(said, *codes_in(said, names[0])) for said in speaking])
    else:
        givers = address.givers(speaking) if group == "address" else {}
        for name in names:
            if any(name in said.values for said in speaking):
                first = givers.get(name) or next(iter(givers.values()), speaking[0])
                ordered = [first, *(said for said in speaking if said is not first)]
                yield Reason(name, tuple(opinion(hearing, said, group, name in said.values, said.values.get(name)) for said in ordered))


Parts = tuple[Said, dict[str, bool], bool]  # who, what it says of each part, whether it says "explicitly none" of the others


def reasons_by_part(hearing: Hearing, group: str, stated: list[Parts]) -> Iterator[Reason]:
    """Reasons for each code or offer. Whoever says "explicitly none" has an opinion on all of them, and on the list itself."""
    for subject in sorted({subject for _said, parts, _none in stated for subject in parts}):
        speaking = [(said, parts.get(subject)) for said, parts, none in stated if none or subject in parts]
        yield Reason(subject, tuple(opinion(hearing, said, group, True, value) for said, value in speaking))
    silencing = [said for said, _parts, none in stated if none]
    if silencing:
        yield Reason(group, tuple(opinion(hearing, said, group, True, None) for said in silencing))


def codes_in(said: Said, name: str) -> tuple[dict[str, bool], bool]:
    stated = said.values[name]
    return {f"{name}:{code}": yes for code, yes in (stated or {}).items()}, stated is None


def offers_in(said: Said) -> tuple[dict[str, bool], bool]:
    return {key.subject: told.offered for key, told in opinions_of(said).items()}, silences(said)


def opinion(hearing: Hearing, said: Said, group: str, stated: bool, value: Any) -> Opinion:
    weight = hearing.weight(said, group)
    return Opinion(said, weight.day, weight.rank, weight.lapsed, stated, value)
