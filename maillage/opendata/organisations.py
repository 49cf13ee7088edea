"""Knows the organisations and networks that may be told, and the published places that each one runs or gathers."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from maillage.directory import reuse
from maillage.directory.clusters import roots_of
from maillage.directory.models import Organisation, Place, Relation


class Member(NamedTuple):
    """A published place of an organisation, and how they are related."""

    code: str
    kind: str


class OpenOrganisation(NamedTuple):
    """An organisation as it may leave, with its places in the order of their codes, then of kinds."""

    id: UUID
    kind: str
    name: str
    website: str
    identifiers: dict[str, str]
    members: list[Member]


def open_organisations(organisations: Iterable[Organisation]) -> list[OpenOrganisation]:
    """Those of these organisations (some hundreds at most) that have a published place, as origins whose licence permits it tell; in the same order."""
    asked = list(organisations)
    members = members_of(asked)
    return [open_organisation(one, members[one.pk]) for one in asked if one.pk in members]


def open_organisation(organisation: Organisation, members: list[Member]) -> OpenOrganisation:
    websites = reuse.open_value("websites", [organisation.website] if organisation.website else [])
    name = reuse.open_value("name", organisation.name)
    return OpenOrganisation(organisation.pk, organisation.kind, name, next(iter(websites), ""), organisation.identifiers, members)


def members_of(organisations: Iterable[Organisation]) -> dict[UUID, list[Member]]:
    """Published places of each organisation, those of the places merged into them included; an organisation without any is absent."""
    standing = Relation.objects.filter(organisation__in=list(organisations), ended_on__isnull=True).exclude(origin__in=list(reuse.closed_origins()))
    told = list(standing.order_by("pk").values_list("organisation_id", "place_id", "kind"))
    roots = roots_of(place for _body, place, _kind in told)
    codes = dict(Place.objects.published().filter(pk__in=set(roots.values())).order_by("pk").values_list("pk", "code"))
    found: dict[UUID, set[Member]] = {}
    for body, place, kind in told:
        if body is not None and roots[place] in codes:
            found.setdefault(body, set()).add(Member(codes[roots[place]], kind))
    return {body: sorted(members) for body, members in found.items()}
