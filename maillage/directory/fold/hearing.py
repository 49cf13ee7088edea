"""Knows in which order the statements about one place are believed. Pure: plain values in, no model, no query, no clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from maillage.base.months import months_before
from maillage.directory.fields import GROUPS
from maillage.directory.policy import PERSONS, Policy

NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Voice:
    """An origin, as the fold sees it. `attested_on`: its last delivery, when each delivery counts as a check."""

    pk: int
    key: str
    kind: str
    authoritative_for: frozenset[str] = frozenset()
    attested_on: date | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A statement in force, as the fold sees it. `values`: a key absent = no opinion; None = explicitly none."""

    voice: Voice
    record_id: str
    values: Mapping[str, Any]
    received_on: date
    as_of: date | None = None
    value_dates: Mapping[str, str] = field(default_factory=dict)
    unreadable: Mapping[str, str] = field(default_factory=dict)
    absent: bool = False
    place: UUID | None = None
    pk: int = 0


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A person's word that nothing changed."""

    voice: Voice
    on: date


@dataclass(frozen=True, slots=True)
class Weight:
    """What decides between two opinions: smallest rank, then newest date, then origin key and record id."""

    rank: int
    day: date
    lapsed: bool = False


class Hearing:
    """All statements about one place, ordered for each group of fields, best first."""

    def __init__(self, statements: Iterable[Said], policy: Policy, today: date, checks: Sequence[Confirmation] = (), root: UUID | None = None) -> None:
        self.policy = policy
        self.checks = checks
        # Of what one person said the same day of several places that are one, the word about the current place (`root`) was said of the whole.
        self.statements = sorted(statements, key=lambda said: (said.voice.key, said.voice.kind in PERSONS and said.place != root, said.record_id))
        self.persons = [said for said in self.statements if said.voice.kind in PERSONS]
        self.lapses_before = months_before(today, policy.lapse_months) if self.persons else today
        self._words = {id(said): self._word(said) for said in self.persons}
        self._same_everywhere = all(is_plain(said) for said in self.statements)
        self._orders: dict[str, list[Said]] = {}

    def order(self, group: str) -> list[Said]:
        """Statements in the order in which they are believed about this group, whether they speak of it or not."""
        if len(self.statements) < 2:
            return self.statements
        name = "" if self._same_everywhere else group
        if name not in self._orders:
            self._orders[name] = self._sorted(group)
        return self._orders[name]

    def weight(self, said: Said, group: str) -> Weight:
        """Rank and date of what this statement says of this group."""
        word = self._words.get(id(said))
        if word is not None:
            lapsed = said.voice.kind in self.policy.lapsing and word < self.lapses_before
            return Weight(self.policy.lapsed_rank if lapsed else self.policy.ranks[said.voice.kind], word, lapsed)
        rank = self.policy.authoritative if group in said.voice.authoritative_for else self.policy.ranks[said.voice.kind]
        return Weight(rank, day_of(said, group))

    def _sorted(self, group: str) -> list[Said]:
        weights = {id(said): self.weight(said, group) for said in self.statements}
        # the sort is stable: equal weights stay in the order of (origin key, record id)
        return sorted(self.statements, key=lambda said: (weights[id(said)].rank, -ordering_day(said, weights[id(said)]).toordinal()))

    def _word(self, said: Said) -> date:
        """Last day on which this person's word was held: said, or confirmed before it lapsed. A later check does not revive it."""
        word = said.as_of or said.received_on
        for check in sorted(self.checks, key=lambda check: check.on):
            confirms = check.voice.key == said.voice.key or check.voice.kind == "coordinator"
            still_held = said.voice.kind not in self.policy.lapsing or word >= months_before(check.on, self.policy.lapse_months)
            if confirms and still_held and check.on > word:
                word = check.on
        return word


def ordering_day(said: Said, weight: Weight) -> date:
    """The day that decides within a rank. A check keeps a person's word from lapsing; it does not put it before what another said since."""
    is_held = said.voice.kind in PERSONS and not weight.lapsed
    return (said.as_of or said.received_on) if is_held else weight.day


def is_plain(said: Said) -> bool:
    """Does this statement weigh the same for all groups?"""
    return not said.voice.authoritative_for and (said.as_of is not None or not said.value_dates)


def day_of(said: Said, group: str) -> date:
    """Date of what is said of a group: the row's own, else the day its newest value was first received."""
    if said.as_of is not None:
        return said.as_of
    return first_received(said, group)


def first_received(said: Said, group: str) -> date:
    """The day on which the newest value of this group was first received."""
    if not said.value_dates:
        return said.received_on
    dates = said.value_dates
    known = [date.fromisoformat(dates[name]) if name in dates else said.received_on for name in GROUPS[group] if name in said.values]
    return max(known, default=said.received_on)
