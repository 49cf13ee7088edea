"""Knows which records make one place, and reads all that its fold needs: one query per kind of row, however many places."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from maillage.base.batches import batched
from maillage.directory.columns import FOLDED
from maillage.directory.fold import Confirmation, Folded, OfferKey, OfferValue, Said, Voice, fold
from maillage.directory.locating import commune_point
from maillage.directory.models import Check, Offer, Origin, Place, Question, Statement
from maillage.directory.policy import current_policy
from maillage.directory.sql import Reader

IDENTITY = ("id", "code", "founding_origin_id", "founding_record", "founded_on", "merged_into_id", "published_generation", "changed_on")
ROW = (*IDENTITY, *FOLDED)
# Questions that the fold itself asks, and takes back when they are no longer true.
FOLD_QUESTIONS = ("newer_source", "unreadable", "nameless", "unlocated", "contradictory")


class StoredOffer(NamedTuple):
    """An offer as its row says."""

    value: OfferValue
    withdrawn_on: date | None


@dataclass(slots=True)
class Cluster:
    """A current place, the places merged into it (`members` holds them all), and everything said of them. `row` is empty for a place not yet stored."""

    root: UUID
    members: list[UUID]
    row: dict[str, Any] = field(default_factory=dict)
    statements: list[Said] = field(default_factory=list)
    checks: list[Confirmation] = field(default_factory=list)
    offers: dict[OfferKey, StoredOffer] = field(default_factory=dict)
    questions: dict[str, str] = field(default_factory=dict)  # key -> state, of those the fold asks

    def fold(self, today: date, *, explained: bool = False) -> Folded:
        """The place, by what is said of it today."""
        return fold(self.statements, current_policy(), today, checks=self.checks, commune_point=commune_point, explained=explained, root=self.root)

    def offers_in_force(self) -> dict[OfferKey, OfferValue]:
        return {key: stored.value for key, stored in self.offers.items() if stored.withdrawn_on is None}


FEW = 2_000  # values in one query: all the places that verdicts link may be asked about at once
PARENTS = Reader(Place, ("id", "merged_into_id"))
CHILDREN = Reader(Place, ("id", "merged_into_id"), by="merged_into_id")
PLACES = Reader(Place, ROW)
SAID = ("place_id", "origin_id", "id", "record_id", "values", "received_on", "as_of", "value_dates", "unreadable", "absent_since")
STATEMENTS = Reader(Statement, SAID, by="place_id", ended=[Statement.Ended.NO.value])
CHECKS = Reader(Check, ("place_id", "origin_id", "on"), by="place_id")
OFFERS = Reader(Offer, ("place_id", "concept", "provider", "variant", "role", "facets", "area", "withdrawn_on"), by="place_id")
QUESTIONS = Reader(Question, ("place_id", "key", "state"), by="place_id", kind=FOLD_QUESTIONS)
ORIGINS = Reader(Origin, ("id", "key", "kind", "authoritative_for", "attests_each_delivery", "last_delivery_on"))


def parents_of(places: Iterable[UUID]) -> dict[UUID, UUID | None]:
    """Each place, and each one it leads to -> the one it is merged into. Unknown places are left out."""
    parents: dict[UUID, UUID | None] = {}
    todo = set(places)
    while todo:
        for part in batched(todo, FEW):
            parents.update(PARENTS(part))
        todo = {parent for parent in parents.values() if parent is not None and parent not in parents}
    return parents


def roots_of(places: Iterable[UUID]) -> dict[UUID, UUID]:
    """Each place -> the current place it leads to. Unknown places are left out."""
    asked = set(places)
    parents = parents_of(asked)
    return {place: chain(place, parents)[-1] for place in asked if place in parents}


def chain(place: UUID, parents: Mapping[UUID, UUID | None]) -> list[UUID]:
    """A place and those it leads to, the current one last. Stops where it would go round."""
    passed = [place]
    while (parent := parents.get(passed[-1])) is not None and parent not in passed:
        passed.append(parent)
    return passed


def members_of(roots: Iterable[UUID]) -> dict[UUID, UUID]:
    """Every place that leads to one of these current places, themselves included -> that place."""
    leads_to = {root: root for root in roots}
    todo = set(leads_to)
    while todo:
        children = CHILDREN(todo)
        leads_to.update({child: leads_to[parent] for child, parent in children})
        todo = {child for child, _parent in children}
    return leads_to


def gather(roots: Iterable[UUID]) -> dict[UUID, Cluster]:
    """Read the clusters of these current places."""
    clusters = {row[0]: Cluster(row[0], [], dict(zip(ROW, row, strict=True))) for row in PLACES(set(roots))}
    leads_to = members_of(clusters)
    for member, root in leads_to.items():
        clusters[root].members.append(member)
    statements, checks = STATEMENTS(leads_to), CHECKS(leads_to)
    heard = voices({row[1] for rows in (statements, checks) for row in rows})
    for row in statements:
        clusters[leads_to[row[0]]].statements.append(said(row, heard))
    for place, origin, on in checks:
        clusters[leads_to[place]].checks.append(Confirmation(heard[origin], on))
    for place, concept, provider, variant, role, facets, area, withdrawn_on in OFFERS(clusters):
        clusters[place].offers[OfferKey(concept, provider, variant)] = StoredOffer(OfferValue(role, facets, tuple(area)), withdrawn_on)
    for place, key, state in QUESTIONS(leads_to):
        clusters[leads_to[place]].questions[key] = state
    return clusters


def said(row: tuple[Any, ...], heard: Mapping[int, Voice]) -> Said:
    """A statement read as `SAID`, as the fold sees it."""
    place, origin, pk, record_id, values, received_on, as_of, value_dates, unreadable, absent_since = row
    return Said(heard[origin], record_id, values, received_on, as_of, value_dates, unreadable, absent_since is not None, place, pk)


def voices(origins: Collection[int]) -> dict[int, Voice]:
    """These origins, as the fold sees them."""
    return {row[0]: voice(*row) for row in ORIGINS(origins)}


def voice(pk: int, key: str, kind: str, authoritative_for: Iterable[str], attests_each_delivery: bool, last_delivery_on: date | None) -> Voice:
    return Voice(pk, key, kind, frozenset(authoritative_for), last_delivery_on if attests_each_delivery else None)
