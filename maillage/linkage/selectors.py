"""Knows what linkage reads of the base: records in force, what persons decided, verdicts stored."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q

from maillage.base.batches import batched
from maillage.directory.models import Origin, Place, Question, Statement
from maillage.linkage.clusters import Pair
from maillage.linkage.enums import By, Decision, Link, Veto
from maillage.linkage.models import Verdict
from maillage.linkage.records import LinkRecord, from_statement
from maillage.linkage.relations import link_of
from maillage.linkage.resolve import Decided
from maillage.linkage.score import Contribution, weights
from maillage.linkage.verdicts import Judged

CHUNK = 2_000  # rows read at a time, or places asked about: SQLite takes so many values in one query, and not many times more


class Kept(NamedTuple):
    """A stored verdict."""

    decision: str
    decided_by: str
    score: float | None
    veto: str
    contributions: list[list[Any]]
    weights_version: str

    @property
    def by_person(self) -> bool:
        return self.decided_by == By.PERSON

    @property
    def linked(self) -> tuple[Link, bool]:
        """How the rules link the two, whatever a person decided; and whether from the second to the first."""
        return link_of(_contributions(self))

    @property
    def may_merge(self) -> bool:
        """Do the rules let the two stand in one place, whatever stands there already?"""
        if self.veto not in (Veto.NONE, Veto.CLUSTER) or self.score is None or self.linked[0]:
            return False
        return self.score >= weights().chain

    @property
    def joins(self) -> bool:
        """Does this verdict join its two places, unless others forbid it?"""
        if self.by_person:
            return self.decision == Decision.MERGE
        return self.may_merge and self.score is not None and self.score >= weights().high


COLUMNS = ("place_a_id", "place_b_id", *Kept._fields)


# Records


def records() -> Iterator[LinkRecord]:
    """What each record of each list says in force, as its founding place; what teams and coordinators say is left out. In the order of identities."""
    in_force, last = Statement.objects.in_force().filter(origin__kind=Origin.Kind.SOURCE).order_by("place_id", "pk"), None
    while True:
        rows = list((in_force if last is None else in_force.filter(place_id__gt=last)).values_list("place_id", "origin__key", "record_id", "values")[:CHUNK])
        if not rows:
            return
        for place, source, record_id, values in rows:
            yield from_statement(str(place), source, record_id, values)
        last = rows[-1][0]


def live(places: Collection[UUID]) -> set[UUID]:
    """Those of these places of which a list speaks, or of which a person said that they are one with another."""
    said = Statement.objects.in_force().filter(origin__kind=Origin.Kind.SOURCE).order_by("place_id").values_list("place_id", flat=True)
    spoken_of = {place for part in batched(sorted(places), CHUNK) for place in said.filter(place__in=part)}
    return spoken_of | {UUID(end) for one in decided(places).same for end in one}


# Verdicts


def decided(among: Collection[UUID] | None = None) -> Decided:
    """What persons said, of all pairs or of those among some places."""
    told = Verdict.objects.filter(decided_by=By.PERSON).order_by("place_a", "place_b").values_list("place_a_id", "place_b_id", "decision")
    if among is None:
        rows = list(told)
    else:
        wanted = set(among)
        rows = [row for part in batched(sorted(wanted), CHUNK) for row in told.filter(place_a__in=part) if row[1] in wanted]
    pairs = [((str(a), str(b)), decision) for a, b, decision in rows]
    same = [one for one, decision in pairs if decision == Decision.MERGE]
    return Decided(same=same, apart=[one for one, decision in pairs if decision != Decision.MERGE])


def all_kept() -> dict[Pair, Kept]:
    """Every stored verdict."""
    return _kept(Verdict.objects.order_by("place_a", "place_b").values_list(*COLUMNS).iterator(chunk_size=CHUNK))


def kept_among(places: Collection[UUID]) -> dict[Pair, Kept]:
    """Stored verdicts with an end among these places."""
    stored, found = Verdict.objects.order_by("place_a", "place_b").values_list(*COLUMNS), dict[Pair, Kept]()
    for ends in batched(sorted(places), CHUNK):
        found |= _kept(stored.filter(Q(place_a__in=ends) | Q(place_b__in=ends)))
    return dict(sorted(found.items()))


def _kept(rows: Iterable[tuple[Any, ...]]) -> dict[Pair, Kept]:
    return {(str(a), str(b)): Kept(*row) for a, b, *row in rows}


def judged(kept: Mapping[Pair, Kept]) -> list[Judged]:
    """Stored verdicts of the rules, as they were before any place was formed."""
    return [_as_judged(one, verdict) for one, verdict in kept.items() if not verdict.by_person]


def kept_apart(kept: Mapping[Pair, Kept]) -> list[Judged]:
    """Pairs that persons do not unite; the decision is a question when they disagree."""
    told = [(one, verdict) for one, verdict in kept.items() if verdict.by_person and verdict.decision != Decision.MERGE]
    return [
        Judged(*one, verdict.score or 0.0, Decision(verdict.decision), Veto(verdict.veto), tuple(Contribution(*each) for each in verdict.contributions))
        for one, verdict in told
    ]


def _as_judged(one: Pair, verdict: Kept) -> Judged:
    link, is_backwards = verdict.linked
    decision = Decision.RELATION if link else Decision.MERGE if verdict.joins else Decision.QUESTION
    veto = Veto.NONE if verdict.may_merge else Veto(verdict.veto)
    return Judged(*one, verdict.score or 0.0, decision, veto, _contributions(verdict), link, is_backwards)


def _contributions(verdict: Kept) -> tuple[Contribution, ...]:
    return tuple(Contribution(*told) for told in verdict.contributions)


# Around a place


def component(places: Collection[UUID]) -> set[UUID]:
    """These places, and all those that a merge joins or could join to them, directly or through others."""
    known: set[UUID] = set()
    todo = set(places)
    while todo:
        known |= todo
        joined = {UUID(end) for one, verdict in kept_among(todo).items() if verdict.joins for end in one}
        todo = (joined | _merged_with(todo)) - known
    return known


def _merged_with(places: Collection[UUID]) -> set[UUID]:
    """Places merged into these, and places these are merged into."""
    rows = Place.objects.order_by("pk").values_list("pk", "merged_into_id")
    near = (row for ends in batched(sorted(places), CHUNK) for row in rows.filter(Q(pk__in=ends) | Q(merged_into__in=ends)))
    return set(filter(None, chain.from_iterable(near)))


def duplicates_asked(places: Collection[UUID] | None = None) -> dict[str, str]:
    """Key and state of the questions about possible duplicates: all, or those about some places."""
    asked = Question.objects.filter(kind=Question.Kind.DUPLICATE).order_by("pk").values_list("key", "state")
    if places is None:
        return dict(asked)
    return {key: state for ends in batched(sorted(places), CHUNK) for key, state in asked.filter(Q(place__in=ends) | Q(other__in=ends))}
