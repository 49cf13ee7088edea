"""Knows the `metadata` of HSDS: which value replaced which, when, and which organisation said so. Only of values that are told now, and may leave."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings

from maillage.directory import reuse
from maillage.directory.clusters import members_of
from maillage.directory.models import Change, Statement
from maillage.opendata.rows import HIDDEN, PlaceRow
from maillage.opendata.schemas.hsds.naming import identity
from maillage.opendata.writers import compact

# Our field -> the field of HSDS that holds it.
FIELDS = {
    "place": "external_identifier",  # the day it was first told
    "name": "name",
    "description": "description",
    "street": "addresses.address_1",
    "complement": "addresses.address_2",
    "postal_code": "addresses.postal_code",
    "commune": "addresses.city",
    "latitude": "latitude",
    "longitude": "longitude",
    "hours": "schedules",
    "hours_words": "schedules.description",
    "access_url": "accessibility.url",
    "phones": "phones.number",
    "kinds": "attributes.kinds",
    "itinerance": "attributes.itinerance",
    "equipment": "attributes.equipment",
    "programmes": "attributes.programmes",
    "labels": "attributes.labels",
}
Latest = Mapping[str, Change]  # field -> its last change


def latest_changes(places: Iterable[UUID]) -> dict[UUID, Latest]:
    """The last published change of each field of some hundreds of current places.

    What a value replaced is left out where an origin spoke whose licence forbids re-use.
    """
    found: dict[UUID, dict[str, Change]] = {}
    leads_to = members_of(places)
    closed = reuse.closed_origins()
    spoke = Statement.objects.filter(place__in=list(leads_to), origin__in=closed).order_by("pk") if closed else Statement.objects.none()
    careful = {leads_to[place] for place in spoke.values_list("place_id", flat=True)}
    told = Change.objects.filter(place__in=set(leads_to.values()), field__in=FIELDS, generation__isnull=False)
    for change in told.select_related("origin").order_by("pk"):
        if change.place_id in careful:
            change.old = None
        found.setdefault(change.place_id, {})[change.field] = change
    return {place: {name: change for name, change in fields.items() if change.origin_id not in closed} for place, fields in found.items()}


def metadata(place: PlaceRow, latest: Latest) -> list[dict[str, Any]]:
    """Where the values of a place come from. A change that no origin made is that of the rules of this instance."""
    return [
        {
            "id": identity("metadata", change.pk, within=place.id),
            "resource_id": str(place.id),
            "resource_type": "location",
            "last_action_date": change.at.date().isoformat(),
            "last_action_type": "create" if name == "place" else "update",
            "field_name": FIELDS[name],
            "previous_value": worded(name, change.old),
            "replacement_value": worded(name, change.new),
            "updated_by": change.origin.label if change.origin else settings.SITE_NAME,
        }
        for name, change in latest.items()
        if not (place.address_hidden and name in HIDDEN) and worded(name, change.new) == held(place, name) != ""
    ]


def held(place: PlaceRow, name: str) -> str:
    """The value that the place holds now, in words."""
    own = "code" if name == "place" else name
    return text(getattr(place, own) if hasattr(place, own) else place.facets.get(own))


def worded(name: str, value: Any) -> str:
    """A value of a change in words, without what names or reaches a person."""
    opened = reuse.open_value(name, value)
    return text([phone["number"] for phone in opened] if name == "phones" and opened else opened)


def text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return value if isinstance(value, str) else "" if value is None else compact(value)
