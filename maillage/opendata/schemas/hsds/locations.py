"""Knows a place as a location of HSDS."""

from collections.abc import Mapping
from typing import Any

from maillage.opendata.addresses import web_address
from maillage.opendata.rows import PlaceRow
from maillage.opendata.schemas.hsds.naming import filled, identity
from maillage.opendata.schemas.hsds.schedules import schedules
from maillage.opendata.schemas.hsds.terms import attributes
from maillage.territories import selectors as territories
from maillage.territories.enums import AreaKind

COUNTRY = "FR"
PLACE_FACETS = ("itinerance", "equipment", "programmes", "labels")


def location(place: PlaceRow, metadata: list[dict[str, Any]]) -> dict[str, Any]:
    """A place. `metadata`: where its values come from."""
    here = str(place.id)
    facets: Mapping[str, list[str]] = {"kinds": place.kinds, **{name: place.facets.get(name, []) for name in PLACE_FACETS}}
    access = web_address(place.access_url)
    return filled({
        "id": here,
        "location_type": "physical",
        "name": place.name,
        "description": place.description or place.summary,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "external_identifier": place.code,
        "external_identifier_type": "maillage",
        "addresses": addresses(place),
        "accessibility": [{"id": identity("accessibility", within=place.id), "location_id": here, "url": access}] if access else [],
        "phones": [{"id": identity("phone", number, within=place.id), "location_id": here, "number": number} for number in dict.fromkeys(place.phones)],
        "schedules": schedules(place),
        "attributes": attributes("location", place.id, facets),
        "metadata": metadata,
    })  # fmt: skip


def addresses(place: PlaceRow) -> list[dict[str, Any]]:
    """The address; its first line is empty when the street is not known, or not published. None without commune and postal code."""
    if not place.commune or not place.postal_code:
        return []
    areas = {area.kind: area.name for area in territories.areas_of(place.insee)}
    return [
        {
            "id": identity("address", within=place.id),
            "location_id": str(place.id),
            "address_1": place.street,
            **({"address_2": place.complement} if place.complement else {}),
            "city": place.commune,
            **({"region": areas[AreaKind.REGION]} if AreaKind.REGION in areas else {}),
            "state_province": areas.get(AreaKind.DEPARTEMENT, ""),
            "postal_code": place.postal_code,
            "country": COUNTRY,
            "address_type": "physical",
        }
    ]
