"""Knows how the records of one real place become one place, and how they part again: by one column, and a fold.

Whether they are one place, `linkage` decides: what it did not, its next run over all records undoes. A person says it there (`linkage.actions.say`).
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from maillage.audit import actions as audit
from maillage.directory import policies
from maillage.directory.actions import bulk
from maillage.directory.actions.publishing import publish_places
from maillage.directory.actions.refolding import CHANGE, Moved, Refolded, refold_now
from maillage.directory.clusters import chain, parents_of
from maillage.directory.models import Change, Place
from maillage.directory.selectors import survivals
from maillage.directory.sql import Reader

MERGED = "merged_into"  # field of the change that tells it; its values are public codes
ABSORBED = "absorbed"  # the same told of the current place at the other end: it may show, or lose, closures and relations without a field changing
LOCKED = Reader(Place, ("id", "merged_into_id", "code"), lock=True)
Wanted = Mapping[UUID, UUID | None]  # place -> the one it must be merged into, None to be current


def merge(pairs: Iterable[tuple[UUID, UUID]], *, today: date, now: datetime) -> Refolded:
    """Merge the first place of each pair into the second, and fold what they lead to. One transaction.

    Chains are allowed, cycles refused (NotAllowed). A pair already merged so is left alone.
    """
    return point(dict(pairs), today=today, now=now)


def unmerge(places: Iterable[UUID], *, today: date, now: datetime) -> Refolded:
    """Make these places current again, with those merged into them, and fold both sides. One transaction."""
    return point(dict.fromkeys(places), today=today, now=now)


def unite(groups: Iterable[Iterable[UUID]], *, today: date, now: datetime) -> Refolded:
    """Make each group of places one: the first in order of survival stays, whatever the order in which they were found alike. One transaction."""
    sets = [set(group) for group in groups]
    known = survivals(set().union(*sets))
    wanted: dict[UUID, UUID | None] = {}
    for members in sets:
        survivor = min(members, key=lambda place: known[place].order)
        leads_to = known[survivor].merged_into
        wanted |= dict.fromkeys(members, survivor) | {survivor: None if leads_to in members else leads_to}
    return point(wanted, today=today, now=now)


@transaction.atomic
def point(wanted: Wanted, *, today: date, now: datetime, by: audit.Actor | None = None) -> Refolded:
    """Point each place where it must, and fold again the current places on both sides. `by`: the person whose verdict this follows; published at once."""
    before, codes = lock_chains({place for pair in wanted.items() for place in pair if place is not None})
    moved = {place: into for place, into in sorted(wanted.items()) if before[place] != into}
    after = before | moved
    for place in moved:
        policies.check_no_cycle(place, after)
    bulk.update(Place, ["merged_into_id"], [(into, place) for place, into in moved.items()])
    told = [(place, MERGED, codes.get(before[place]), codes.get(into), None, now) for place, into in moved.items()]
    left, joined = ({place: chain(place, parents)[-1] for place in moved} for parents in (before, after))
    roots = {place for place in (*left.values(), *joined.values()) if after[place] is None}
    told += [(left[place], ABSORBED, codes[place], None, None, now) for place in moved if left[place] in roots - {joined[place]}]
    told += [(joined[place], ABSORBED, None, codes[place], None, now) for place in moved if joined[place] not in {place, left[place]}]
    bulk.insert(Change, CHANGE, told)
    refolded = refold_now(roots, today=today, now=now)
    if by is not None and moved:
        publish_places({*roots, *moved}, now=now)
        record(moved, by, now)
    return Refolded(refolded.places, refolded.changes + len(told))


def lock_chains(places: set[UUID]) -> tuple[dict[UUID, UUID | None], dict[UUID | None, str]]:
    """Lock these places and all those they lead to. Each one -> the one it is merged into, and its public code. Raise Place.DoesNotExist."""
    concerned = places
    while True:
        with suppress(Moved), transaction.atomic():
            rows = LOCKED(concerned)
            parents: dict[UUID, UUID | None] = {place: into for place, into, _code in rows}
            if missing := places - parents.keys():
                raise Place.DoesNotExist(f"No place {min(missing)}.")
            if not parents.keys() >= {into for into in parents.values() if into is not None}:
                raise Moved
            return parents, {place: code for place, _into, code in rows}
        concerned = set(parents_of(concerned))


def record(moved: Wanted, by: audit.Actor, now: datetime) -> None:
    for place in Place.objects.filter(pk__in=list(moved)).select_related("merged_into").order_by("pk"):
        verb = "place.unmerged" if place.merged_into is None else "place.merged"
        audit.record(verb, on=place, by=by, now=now, into=place.merged_into.code if place.merged_into else None)
