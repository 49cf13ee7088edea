"""Knows how folded places are stored: rows, offers, changes and questions, in bulk, and only what really changes."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction

from maillage.base.batches import batched
from maillage.directory.actions import bulk
from maillage.directory.clusters import ROW, Cluster, gather, roots_of
from maillage.directory.columns import FOLDED, NOT_A_CHANGE, Told, columns, differences, offer_differences
from maillage.directory.fold import Folded
from maillage.directory.models import Change, Offer, Place, Question
from maillage.directory.questions import questions_of
from maillage.directory.sql import Reader

LOCKED = Reader(Place, ("id", "merged_into_id"), lock=True)
BATCH = 500  # places folded in one transaction: well under a second
FOUNDED = "place"  # the change that tells a new place; its `new` is the public code
UPDATED = (*FOLDED, "changed_on")
OFFER = ("place_id", "concept", "provider", "variant", "role", "facets", "area", "first_stated_on", "withdrawn_on")
CHANGE = ("place_id", "field", "old", "new", "origin_id", "at")
Row = tuple[Any, ...]
IN_ORDER = itemgetter(*ROW)


class Refolded(NamedTuple):
    """What a refold wrote: places whose row was written, changes told."""

    places: int
    changes: int


def refold(places: Iterable[UUID], *, today: date, now: datetime) -> Refolded:
    """Fold again the current places that these lead to, a batch in each transaction. Writes only what differs."""
    total = Refolded(0, 0)
    for batch in batched(places, BATCH):
        with transaction.atomic():
            done = refold_now(lock_currents(batch).values(), today=today, now=now)
        total = Refolded(total.places + done.places, total.changes + done.changes)
    return total


class Moved(Exception):
    """A place was merged, or parted, while its row was waited for."""


def lock_currents(places: Iterable[UUID]) -> dict[UUID, UUID]:
    """Each place -> the current place it leads to, whose row is now locked: what is said of it waits until the transaction ends."""
    asked = list(places)
    while True:
        roots = roots_of(asked)
        wanted = sorted(set(roots.values()))
        with suppress(Moved), transaction.atomic():  # going back to the savepoint frees rows locked for nothing
            if any(into is not None for _place, into in LOCKED(wanted)):
                raise Moved
            merged = {place: root for place, root in roots.items() if place != root}
            if merged and roots_of(merged) != merged:
                raise Moved
            return roots


def refold_now(roots: Iterable[UUID], *, today: date, now: datetime, cause: int | None = None) -> Refolded:
    """Fold locked current places within the transaction of the caller. `cause`: pk of the origin whose word makes the changes."""
    return store(gather(set(roots)).values(), today=today, now=now, cause=cause)


def store(clusters: Iterable[Cluster], *, today: date, now: datetime, cause: int | None) -> Refolded:
    """Fold these clusters and write what differs from their rows."""
    ledger = Ledger(today, now, cause)
    for cluster in clusters:
        ledger.enter(cluster, cluster.fold(today))
    return ledger.write()


@dataclass
class Ledger:
    """What a refold has to write, gathered so that each table is written once."""

    today: date
    now: datetime
    cause: int | None
    founded: list[Row] = field(default_factory=list)
    updated: list[Row] = field(default_factory=list)
    offers: list[Row] = field(default_factory=list)
    changes: list[Row] = field(default_factory=list)
    asked: list[Question] = field(default_factory=list)
    reopened: list[str] = field(default_factory=list)
    moot: list[str] = field(default_factory=list)

    def enter(self, cluster: Cluster, folded: Folded) -> None:
        """Note what differs between a place and what is said of it."""
        row = columns(folded)
        if "name" not in cluster.row:
            self.founded.append(row_of(cluster.row | row | {"changed_on": self.today}))
            self.tell(cluster.root, [Told(FOUNDED, None, cluster.row["code"])])
        else:
            self.enter_update(cluster, folded, row)
        self.enter_offers(cluster, folded)
        self.enter_questions(cluster, folded)

    def enter_update(self, cluster: Cluster, folded: Folded, row: dict[str, Any]) -> None:
        told = differences(cluster.row, row) + offer_differences(cluster.offers_in_force(), folded.offers)
        self.tell(cluster.root, told)
        after = cluster.row | row
        if any(change.field not in NOT_A_CHANGE for change in told):
            after["changed_on"] = self.today
        if after != cluster.row:
            self.updated.append(row_of(after))

    def enter_offers(self, cluster: Cluster, folded: Folded) -> None:
        """Appeared, changed and revived offers take their new value; those no longer stated are withdrawn, never deleted."""
        for key, value in folded.offers.items():
            stored = cluster.offers.get(key)
            if stored is None or stored.value != value or stored.withdrawn_on is not None:
                self.offers.append((cluster.root, *key, *value, self.today, None))
        for key, value in cluster.offers_in_force().items():
            if key not in folded.offers:
                self.offers.append((cluster.root, *key, *value, self.today, self.today))

    def enter_questions(self, cluster: Cluster, folded: Folded) -> None:
        """Ask what is new, ask again what is true again, take back what is no longer true. What a person answered stays answered.

        Nothing is asked of a place of which nobody says anything any more.
        """
        found = questions_of(cluster.root, cluster.statements, folded) if cluster.statements else ()
        asked = {question.key: question for question in found}
        for key, question in asked.items():
            state = cluster.questions.get(key)
            if state is None:
                self.asked.append(Question(**question._asdict(), raised_on=self.today))
            elif state == Question.State.MOOT:
                self.reopened.append(key)
        self.moot.extend(key for key, state in cluster.questions.items() if state == Question.State.OPEN and key not in asked)

    def tell(self, place: UUID, told: list[Told]) -> None:
        self.changes.extend((place, *change, self.cause, self.now) for change in told)

    def write(self) -> Refolded:
        """Write everything, each table once."""
        bulk.insert(Place, ROW, self.founded)
        bulk.upsert(Place, ROW, self.updated, unique=["id"], updated=UPDATED)
        bulk.upsert(Offer, OFFER, self.offers, unique=OFFER[:4], updated=["role", "facets", "area", "withdrawn_on"])
        bulk.insert(Change, CHANGE, self.changes)
        Question.objects.bulk_create(self.asked, ignore_conflicts=True)
        if self.reopened:
            Question.objects.filter(key__in=self.reopened).update(state=Question.State.OPEN)
        if self.moot:
            Question.objects.filter(key__in=self.moot).update(state=Question.State.MOOT)
        return Refolded(len(self.founded) + len(self.updated), len(self.changes))


def row_of(values: Mapping[str, Any]) -> Row:
    row: Row = IN_ORDER(values)
    return row
