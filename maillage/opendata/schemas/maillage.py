"""Knows our own form, the complete one: `values` says a place as a statement says it (`directory.fields`), so that another Maillage reads it back.

Around it stands what a statement does not say: identity, dates, closures, relations, who speaks of the place.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_noop

from maillage.directory.fields import FIELDS, OFFER_FACETS, PLACE_FACETS, Shape
from maillage.directory.relations import RelationValues
from maillage.directory.selectors import OfferValues
from maillage.opendata import writers
from maillage.opendata.exporting import Format, Selection
from maillage.opendata.rows import PlaceRow
from maillage.opendata.writers import Record

VERSION = 1
PLAIN = tuple(field.name for field in FIELDS.values() if field.shape in (Shape.TEXT, Shape.NUMBER, Shape.TEXTS, Shape.KEYED) and field.name not in PLACE_FACETS)
ELEMENTS = ("kinds", *(name for name in PLACE_FACETS if FIELDS[name].shape is Shape.ELEMENTS))


def record(place: PlaceRow) -> dict[str, Any]:
    """A place, whole."""
    return {
        "maillage": VERSION,
        "code": place.code,
        "id": place.id,
        "name": place.name,
        "changed_on": place.changed_on,
        "checked_on": place.checked_on,
        "hours_checked_on": place.hours_checked_on,
        "freshness": place.freshness,
        "visibility": place.visibility,
        "territories": list(place.territories),
        "origins": list(place.origins),
        "closures": [days._asdict() for days in place.closures],
        "relations": [relation(link) for link in place.relations],
        "values": values(place),
    }


def relation(link: RelationValues) -> dict[str, Any]:
    """A relation, and where it leads."""
    return {**link._asdict(), "organisation": link.organisation and link.organisation._asdict()}


def values(place: PlaceRow) -> dict[str, Any]:
    """A place as a statement says it: absent, nothing is known; null, somebody says that there is none; else the value."""
    told: dict[str, Any] = {name: value for name in PLAIN if (value := getattr(place, name, None)) not in (None, "", [], {})}
    told |= {"phones": [{"number": number, "contact": "service"} for number in place.phones]} if place.phones else {}
    told |= {"emails": [{"address": address, "contact": "service"} for address in place.emails]} if place.emails else {}
    if place.other_labels:
        told["other_labels"] = place.other_labels
    for name in ELEMENTS:
        stated = place.kinds if name == "kinds" else place.facets.get(name, [])
        denied = place.facets_denied.get(name, [])
        if elements := {**dict.fromkeys(denied, False), **dict.fromkeys(stated, True)}:
            told[name] = elements
    if place.services_denied:
        told["services"] = dict.fromkeys(place.services_denied, False)
    if place.offers:
        told["offers"] = [offer(each, place) for each in place.offers]
    if place.inferred:
        told["inferred"] = dict.fromkeys(place.inferred, True)
    if place.address_hidden:
        told["address_hidden"] = True
    return {**dict.fromkeys(name for name in place.stated_none if name not in told), **told}


def offer(told: OfferValues, place: PlaceRow) -> dict[str, Any]:
    """An offer as a statement says it. What the place says and the offer does not is null: else the offer would take it."""
    spoken_of = [name for name in OFFER_FACETS if told.facets.get(name) or place.facets.get(name)]
    whole = told._asdict() | {
        "state": True,
        "facets": {name: dict.fromkeys(told.facets.get(name, ()), True) or None for name in spoken_of},
        "area": list(told.area),
    }
    return {name: value for name, value in whole.items() if value not in ("", [], {})}


def records(selection: Selection) -> Iterator[Record]:
    """Each place, whole."""
    return map(record, selection.places())


def listed(told: Iterable[Record]) -> Iterator[tuple[str, Record]]:
    return (("places", each) for each in told)


def container(told: Iterable[Record]) -> Iterator[bytes]:
    """One JSON object that says its form and its version before the places."""
    return writers.json_lists(["places"], {"format": "maillage", "version": VERSION}, listed(told))


FORMATS = (
    Format(
        name="maillage",
        title=gettext_noop("Maillage, forme complète (JSON)"),
        about=gettext_noop("Tout ce que nous savons et pouvons donner : un autre Maillage le relit tel quel."),
        media_type="application/json",
        file_name="maillage.json",
        records=records,
        container=container,
    ),
    Format(
        name="maillage-jsonl",
        title=gettext_noop("Maillage, forme complète (JSON Lines)"),
        about=gettext_noop("Les mêmes lieux, un par ligne, pour les lire au fil de l’eau."),
        media_type="application/x-ndjson",
        file_name="maillage.jsonl",
        records=records,
        container=writers.json_lines,
    ),
)
