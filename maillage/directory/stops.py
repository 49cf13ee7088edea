"""Knows where itinerant places stop, many at once: a stop is a place of its own, related to the vehicle that comes there."""

from collections.abc import Iterable
from uuid import UUID

from maillage.base.batches import batched
from maillage.directory.clusters import FEW, members_of, roots_of
from maillage.directory.models import Place, Relation


def vehicles_of_places(places: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """The published places that stop at some thousands of current places at most, in the order of their identity; places where nothing stops are absent."""
    leads_to = members_of(places)
    pairs = {(leads_to[stop], vehicle) for stop, vehicle in ends(place__in=list(leads_to))} if leads_to else set()
    roots = roots_of({vehicle for _stop, vehicle in pairs})
    published = set(Place.objects.published().filter(pk__in=set(roots.values())).values_list("pk", flat=True)) if roots else set()
    found: dict[UUID, list[UUID]] = {}
    for stop, vehicle in sorted({(stop, roots[vehicle]) for stop, vehicle in pairs}):
        if vehicle in published and vehicle != stop:
            found.setdefault(stop, []).append(vehicle)
    return found


def codes_of_stops(codes: Iterable[str]) -> set[str]:
    """Public codes of the current places where the places of these codes stop."""
    stops: set[UUID] = set()
    for part in batched(sorted(codes), FEW):
        vehicles = members_of(set(roots_of(Place.objects.filter(code__in=part).values_list("pk", flat=True)).values()))
        stops |= {stop for stop, _vehicle in ends(other__in=list(vehicles))}
    roots = set(roots_of(stops).values()) if stops else set()
    return set(Place.objects.filter(pk__in=roots).values_list("code", flat=True))


def ends(**among: list[UUID]) -> list[tuple[UUID, UUID]]:
    """Both ends of the relations in force among these: the stop, the vehicle, as they were stated."""
    standing = Relation.objects.filter(kind=Relation.Kind.STOP_OF, ended_on__isnull=True, other__isnull=False, **among)
    return [(stop, vehicle) for stop, vehicle in standing.order_by("pk").values_list("place_id", "other_id") if vehicle is not None]
