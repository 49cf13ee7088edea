"""Knows how organisations and networks come to be, and how places are related to them and to one another."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from maillage.audit import actions as audit
from maillage.base.batches import batched
from maillage.base.identifiers import place_id
from maillage.base.text import fold
from maillage.directory import policies
from maillage.directory.actions.publishing import publish_places
from maillage.directory.actions.stating import lock
from maillage.directory.clusters import FEW
from maillage.directory.models import Change, Organisation, Origin, Place, Relation
from maillage.directory.values import check_text


@transaction.atomic
def create_organisation(
    *,
    origin: Origin,
    record_id: str,
    kind: str,
    name: str,
    by: audit.Actor | None,
    now: datetime,
    website: str = "",
    identifiers: dict[str, str] | None = None,
) -> Organisation:
    """The organisation that this record of this origin tells, made if new; name, site and identifiers are kept current."""
    check_text("record_id", record_id, 120)
    check_text("name", name, 300)
    if website:
        check_text("website", website, 500)
    told = {"name": name, "sort_name": fold(name)[:300], "website": website, "identifiers": identifiers or {}}
    organisation, created = Organisation.objects.get_or_create(pk=organisation_id(origin, record_id), defaults={"kind": Organisation.Kind(kind), **told})
    if not created and any(getattr(organisation, field) != value for field, value in told.items()):
        Organisation.objects.filter(pk=organisation.pk).update(**told)
        organisation.refresh_from_db()
        audit.record("organisation.changed", on=organisation, by=by, now=now, name=name)
    elif created:
        audit.record("organisation.created", on=organisation, by=by, now=now, kind=kind, name=name)
    return organisation


def organisation_id(origin: Origin, record_id: str) -> UUID:
    """Identity of an organisation: derived like that of a place, from another family of records."""
    return place_id(f"organisation/{origin.key}", record_id)


@transaction.atomic
def relate(
    *,
    kind: str,
    place: Place,
    origin: Origin,
    by: audit.Actor | None,
    today: date,
    now: datetime,
    other: Place | None = None,
    organisation: Organisation | None = None,
) -> Relation:
    """State a relation from a place to another place or to an organisation. Stating it again gives the same relation."""
    if (other is None) == (organisation is None):
        raise ValueError("A relation leads to one place or to one organisation.")
    shown = lock(place)
    policies.check_can_relate(kind, shown, other)
    relation, created = Relation.objects.get_or_create(
        kind=Relation.Kind(kind), place=shown, other=other, organisation=organisation, origin=origin, ended_on=None, defaults={"since": today}
    )
    if created:
        tell(relation, now=now, ended=False)
        audit.record("relation.stated", on=relation, by=by, now=now, kind=kind, place=shown.code)
    return relation


@transaction.atomic
def end_relation(relation: Relation, *, by: audit.Actor | None, today: date, now: datetime) -> None:
    """Undo a relation: it stays in the base, ended."""
    held = Relation.objects.select_for_update(of=("self",)).select_related("place", "origin").get(pk=relation.pk)
    policies.check_can_end(held)
    held.ended_on = today
    held.save(update_fields=["ended_on"])
    tell(held, now=now, ended=True)
    audit.record("relation.ended", on=held, by=by, now=now, kind=held.kind, place=held.place.code)


class Related(NamedTuple):
    """A relation between two places, as its origin tells it."""

    kind: str
    place: UUID
    other: UUID
    origin: int


@transaction.atomic
def state_relations(told: Collection[Related], *, today: date, now: datetime) -> int:
    """State these relations between places; those in force already stay as they are. They wait for a publication. Returns how many are new.

    Nothing is checked but what the database refuses: the ends are those of places as they were founded, and may be merged.
    """
    ends = {one.place for one in told}
    known = related({one.origin for one in told}, ends)
    new = [one for one in told if one not in known]
    Relation.objects.bulk_create(
        [Relation(kind=one.kind, place_id=one.place, other_id=one.other, origin_id=one.origin, since=today) for one in new], ignore_conflicts=True
    )
    numbers = related({one.origin for one in new}, ends)
    note(Relation.objects.filter(pk__in=[numbers[one] for one in new]), now=now, ended=False)
    return len(new)


@transaction.atomic
def end_relations(relations: Collection[int], *, today: date, now: datetime) -> int:
    """Undo these relations, by their numbers: they stay in the base, ended. They wait for a publication. Returns how many were in force."""
    held = list(Relation.objects.select_for_update().filter(pk__in=list(relations), ended_on__isnull=True).order_by("pk"))
    Relation.objects.filter(pk__in=[relation.pk for relation in held]).update(ended_on=today)
    note(held, now=now, ended=True)
    return len(held)


def related(origins: Collection[int], among: Collection[UUID] | None = None) -> dict[Related, int]:
    """Relations between places that these origins state, in force, and their numbers: all, or those with an end among some places."""
    told = Relation.objects.filter(origin__in=list(origins), ended_on__isnull=True).order_by("pk")
    rows = told.values_list("pk", "kind", "place_id", "other_id", "origin_id")
    parts = [rows] if among is None else [rows.filter(Q(place__in=part) | Q(other__in=part)) for part in batched(sorted(among), FEW)]
    return {Related(kind, place, other, origin): pk for part in parts for pk, kind, place, other, origin in part if other is not None}


def tell(relation: Relation, *, now: datetime, ended: bool) -> None:
    """One change on each place that the relation touches, published at once."""
    publish_places(note([relation], now=now, ended=ended), now=now)


def note(relations: Iterable[Relation], *, now: datetime, ended: bool) -> set[UUID]:
    """One change on each place that these relations touch, to be published. Returns these places."""
    changes = []
    for relation in relations:
        told = {"kind": relation.kind, "place": str(relation.place_id), "to": str(relation.other_id or relation.organisation_id)}
        old, new = (told, None) if ended else (None, told)
        ends = [place for place in (relation.place_id, relation.other_id) if place is not None]
        changes += [Change(place_id=end, field=f"relation:{relation.pk}", old=old, new=new, origin_id=relation.origin_id, at=now) for end in ends]
    Change.objects.bulk_create(changes)
    return {change.place_id for change in changes}
