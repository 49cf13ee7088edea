"""Knows why a place says what it says: who gave each value, and what the others say."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from maillage.directory.fields import FIELDS, GROUPS, Shape
from maillage.directory.fold.hearing import Hearing, Said
from maillage.directory.fold.offering import opinions_of


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
        yield from reasons_by_part(hearing, group, [(said, offers_in(said)) for said in speaking])
    elif FIELDS[names[0]].shape is Shape.ELEMENTS:
        yield from reasons_by_part(hearing, group, [(said, codes_in(said, names[0])) for said in speaking])
    else:
        for name in names:
            if any(name in said.values for said in speaking):
                yield Reason(name, tuple(opinion(hearing, said, group, name in said.values, said.values.get(name)) for said in speaking))


def reasons_by_part(hearing: Hearing, group: str, stated: list[tuple[Said, dict[str, bool] | None]]) -> Iterator[Reason]:
    """Reasons for each code or offer; whoever says "explicitly none" has an opinion on all of them, and on the list itself."""
    for subject in sorted({subject for _said, parts in stated for subject in parts or ()}):
        speaking: Iterable[tuple[Said, dict[str, bool] | None]] = ((said, parts) for said, parts in stated if parts is None or subject in parts)
        yield Reason(subject, tuple(opinion(hearing, said, group, True, parts and parts[subject]) for said, parts in speaking))
    silent = [said for said, parts in stated if parts is None]
    if silent:
        yield Reason(group, tuple(opinion(hearing, said, group, True, None) for said in silent))


def codes_in(said: Said, name: str) -> dict[str, bool] | None:
    stated = said.values[name]
    return None if stated is None else {f"{name}:{code}": yes for code, yes in stated.items()}


def offers_in(said: Said) -> dict[str, bool] | None:
    offers = {key.subject: told.offered for key, told in opinions_of(said).items()}
    silent = None in (said.values.get("services", ""), said.values.get("offers", ""))
    return None if silent and not offers else offers


def opinion(hearing: Hearing, said: Said, group: str, stated: bool, value: Any) -> Opinion:
    weight = hearing.weight(said, group)
    return Opinion(said, weight.day, weight.rank, weight.lapsed, stated, value)
