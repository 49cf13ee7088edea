"""Knows the relations of many places at once, each told once from both of its ends."""

from collections.abc import Collection, Iterable
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from maillage.base.batches import batched
from maillage.directory.clusters import FEW, members_of, roots_of
from maillage.directory.models import Organisation, Origin, Place, Relation


class OrganisationValues(NamedTuple):
    """A body that runs or gathers places, without its row."""

    id: UUID
    kind: str
    name: str
    website: str
    identifiers: dict[str, str]


class RelationValues(NamedTuple):
    """A relation seen from one place: to another published place, or to an organisation. `outward`: the place is its subject."""

    kind: str
    outward: bool
    code: str  # of the other place; "" for an organisation
    name: str  # of the other place or the organisation
    organisation: OrganisationValues | None

    @property
    def identity(self) -> str:
        """What tells its far end from another."""
        return str(self.organisation.id) if self.organisation else self.code


def relations_of_places(places: Iterable[UUID], *, without: Collection[int] = ()) -> dict[UUID, list[RelationValues]]:
    """Relations in force of some thousands of current places at most, those of the places merged into them included, each told once.

    Only those that lead to a published place or to an organisation. `without`: keys of origins that are not listened to.
    """
    leads_to = members_of(places)
    relations = standing(leads_to, without)
    roots = roots_of(end for relation in relations for end in (relation.place_id, relation.other_id) if end is not None)
    far = Place.objects.published().in_bulk(set(roots.values()) if relations else ())
    found: dict[UUID, dict[tuple[str, bool, str], RelationValues]] = {}
    for relation in relations:
        here, there = roots[relation.place_id], roots[relation.other_id] if relation.other_id else None
        ends = [(here, there, True)] if there is None else [(here, there, True), (there, here, relation.kind == Relation.Kind.SAME_BUILDING)]
        for near, end, outward in ends:
            told = seen(relation, far.get(end) if end else None, outward=outward)
            if told is not None and near in leads_to and near != end:
                found.setdefault(near, {}).setdefault((told.kind, outward, told.identity), told)
    return {here: list(links.values()) for here, links in found.items()}


def standing(places: Collection[UUID], without: Collection[int]) -> list[Relation]:
    """Relations in force that touch one of these places: by kind, what somebody states before what the rules found."""
    relations: dict[int, Relation] = {}
    for part in batched(places, FEW):
        touching = Relation.objects.filter(Q(place__in=part) | Q(other__in=part), ended_on__isnull=True).exclude(origin__in=list(without))
        relations |= {relation.pk: relation for relation in touching.select_related("organisation", "origin").order_by("pk")}
    return sorted(relations.values(), key=lambda one: (one.kind, one.origin.kind == Origin.Kind.LINKAGE, one.pk))


def seen(relation: Relation, other: Place | None, *, outward: bool) -> RelationValues | None:
    body = relation.organisation
    if body is not None:
        return RelationValues(relation.kind, outward, "", body.name, organisation_values(body))
    return RelationValues(relation.kind, outward, other.code, other.name, None) if other is not None else None


def organisation_values(body: Organisation) -> OrganisationValues:
    return OrganisationValues(body.pk, body.kind, body.name, body.website, body.identifiers)
