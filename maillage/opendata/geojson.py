"""Knows how a place is a GeoJSON feature (RFC 7946): longitude first, no geometry for an address that is not published."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_noop

from maillage.directory.fields import OFFER_FACETS
from maillage.opendata import writers
from maillage.opendata.addresses import page_of
from maillage.opendata.exporting import Format, Selection
from maillage.opendata.rows import PlaceRow

PLACE_LISTS = ("itinerance", "equipment", "programmes", "labels", "other_labels")
SAME = (
    "code", "name", "kinds", "street", "complement", "postal_code", "commune", "insee", "precision", "address_hidden", "phones", "emails", "websites",
    "appointment_url", "access_url", "hours", "hours_words", "summary", "description", "parent", "identifiers", "services_denied", "origins",
    "checked_on", "freshness", "changed_on",
)  # fmt: skip


def feature(place: PlaceRow) -> dict[str, Any]:
    """A place with its offers. What is not known is absent."""
    point = (
        None if place.latitude is None or place.longitude is None else {"type": "Point", "coordinates": [round(place.longitude, 7), round(place.latitude, 7)]}
    )
    return {"type": "Feature", "id": place.code, "geometry": point, "properties": properties(place)}


def properties(place: PlaceRow) -> dict[str, Any]:
    """The fields of the dictionary that are known of a place; its point is the geometry."""
    told = {name: getattr(place, name) for name in SAME}
    told |= {name: place.facets.get(name) for name in PLACE_LISTS}
    told["offers"] = [offer_of(offer) for offer in place.offers]
    told["closures"] = [known(closure._asdict()) for closure in place.closures]
    return known({**told, "page": page_of(place)})


def offer_of(offer: Any) -> dict[str, Any]:
    plain = {name: getattr(offer, name) for name in ("concept", "role", "provider", "variant", "area")}
    return known({**plain, **{name: offer.facets.get(name) for name in OFFER_FACETS}})


def known(values: dict[str, Any]) -> dict[str, Any]:
    """Values that say something."""
    return {name: value for name, value in values.items() if value not in (None, "", False) and value != [] and value != () and value != {}}


def features(selection: Selection) -> Iterator[dict[str, Any]]:
    return map(feature, selection.places())


def collection(records: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """A FeatureCollection, one feature a line."""
    return writers.json_lists(("features",), {"type": "FeatureCollection"}, (("features", record) for record in records))


FORMATS = (
    Format(
        name="geojson",
        title=gettext_noop("GeoJSON"),
        about=gettext_noop("Les lieux avec tout ce que nous en savons, pour une carte ou un logiciel de cartographie."),
        media_type="application/geo+json",
        file_name="lieux.geojson",
        records=features,
        container=collection,
    ),
)
