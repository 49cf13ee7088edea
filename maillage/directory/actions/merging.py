"""Knows how the records of one real place become one place, and how they part again: by one column, and a fold."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from maillage.audit import actions as audit
from maillage.directory import policies
from maillage.directory.actions.publishing import publish_places
from maillage.directory.actions.refolding import Refolded, refold_now
from maillage.directory.clusters import chain, parents_of
from maillage.directory.models import Change, Place
from maillage.directory.selectors import order_of_survival

MERGED = "merged_into"  # field of the change that tells it; its values are public codes
Wanted = Mapping[UUID, UUID | None]  # place -> the one it must be merged into, None to be current


def merge(pairs: Iterable[tuple[UUID, UUID]], *, today: date, now: datetime, by: audit.Actor | None = None) -> Refolded:
    """Merge the first place of each pair into the second, and fold what they lead to. One transaction.

    Chains are allowed, cycles refused (NotAllowed). A pair already merged so is left alone. By a person, it is published at once.
    """
    return point(dict(pairs), today=today, now=now, by=by)


def unmerge(places: Iterable[UUID], *, today: date, now: datetime, by: audit.Actor | None = None) -> Refolded:
    """Make these places current again, with those merged into them, and fold both sides. One transaction."""
    return point(dict.fromkeys(places), today=today, now=now, by=by)


def unite(groups: Iterable[Iterable[UUID]], *, today: date, now: datetime, by: audit.Actor | None = None) -> Refolded:
    """Make each group of places one: the first in order of survival stays, whatever the order in which they were found alike. One transaction."""
    sets = [set(group) for group in groups]
    everyone = set().union(*sets)
    rank, parents = order_of_survival(everyone), parents_of(everyone)
    wanted: dict[UUID, UUID | None] = {}
    for members in sets:
        survivor = min(members, key=rank.__getitem__)
        leads_out = parents[survivor] if parents[survivor] not in members else None
        wanted |= dict.fromkeys(members, survivor) | {survivor: leads_out}
    return point(wanted, today=today, now=now, by=by)


@transaction.atomic
def point(wanted: Wanted, *, today: date, now: datetime, by: audit.Actor | None) -> Refolded:
    """Point each place where it must, and fold again the current places on both sides."""
    before = lock_chains({place for pair in wanted.items() for place in pair if place is not None})
    moved = {place: into for place, into in wanted.items() if before[place] != into}
    after = before | moved
    for place in moved:
        policies.check_no_cycle(place, after)
    write_pointers(moved)
    ends = {chain(place, parents)[-1] for place in moved for parents in (before, after)}
    tell(moved, before, now)
    roots = {place for place in ends if after[place] is None}
    refolded = refold_now(roots, today=today, now=now)
    if by is not None and moved:
        publish_places({*roots, *moved}, now=now)
        record(moved, by, now)
    return Refolded(refolded.places, refolded.changes + len(moved))


def lock_chains(places: set[UUID]) -> dict[UUID, UUID | None]:
    """Lock these places and all those they lead to; each one -> the one it is merged into. Raise Place.DoesNotExist."""
    while True:
        parents = parents_of(places)
        if missing := places - parents.keys():
            raise Place.DoesNotExist(f"No place {min(missing)}.")
        locked = Place.objects.select_for_update().filter(pk__in=list(parents)).order_by("pk").values_list("pk", "merged_into_id")
        if dict(locked) == parents:
            return parents
        # one of them moved while we waited for its row: look again


def write_pointers(moved: Wanted) -> None:
    places = [Place(pk=place, merged_into_id=into) for place, into in sorted(moved.items())]
    Place.objects.bulk_update(places, ["merged_into"])


def tell(moved: Wanted, before: Wanted, now: datetime) -> None:
    """One change for each place that moved, with public codes."""
    named = {place for end in (moved, before) for pair in end.items() for place in pair if place is not None}
    codes: dict[UUID | None, str] = dict(Place.objects.filter(pk__in=list(named)).order_by("pk").values_list("pk", "code"))
    Change.objects.bulk_create(
        Change(place_id=place, field=MERGED, old=codes.get(before[place]), new=codes.get(into), at=now) for place, into in sorted(moved.items())
    )


def record(moved: Wanted, by: audit.Actor, now: datetime) -> None:
    for place in Place.objects.filter(pk__in=list(moved)).select_related("merged_into").order_by("pk"):
        verb = "place.unmerged" if place.merged_into is None else "place.merged"
        audit.record(verb, on=place, by=by, now=now, into=place.merged_into.code if place.merged_into else None)
