"""Knows the files of HSDS: one document of each service with its location, and the locations of which no service is stated."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.utils.translation import gettext_noop

from maillage.base.batches import batched
from maillage.opendata import writers
from maillage.opendata.exporting import Format, Selection
from maillage.opendata.rows import PlaceRow
from maillage.opendata.schemas.hsds import provenance, terms
from maillage.opendata.schemas.hsds.locations import location
from maillage.opendata.schemas.hsds.services import at_location, service, service_id
from maillage.opendata.writers import Record

BATCH = 500  # places of which the changes are read at once
LISTS = ("services", "locations", "taxonomies", "taxonomy_terms")
JSON = "application/json"


def located(selection: Selection) -> Iterator[tuple[PlaceRow, Record]]:
    """Each place, and its location."""
    for places in batched(selection.places(), BATCH):
        changes = provenance.latest_changes(place.id for place in places)
        for place in places:
            yield place, location(place, provenance.metadata(place, changes.get(place.id, {})))


def services(selection: Selection) -> Iterator[Record]:
    """Each offer, with its location and who answers for it."""
    for place, here in located(selection):
        for offer in place.offers:
            yield service(place, offer, here, today=selection.today)


def service_at_locations(selection: Selection) -> Iterator[Record]:
    """Which service is given where."""
    for place, here in located(selection):
        for offer in place.offers:
            yield at_location(service_id(place, offer), here)


def locations(selection: Selection) -> Iterator[Record]:
    """All locations, those of which no service is stated too."""
    return (here for _place, here in located(selection))


def whole(selection: Selection) -> Iterator[tuple[str, Any]]:
    """Services with their location, the locations of which no service is stated, the taxonomies and their terms."""
    yield from (("services", record) for record in services(selection))
    yield from (("locations", here) for place, here in located(selection) if not place.offers)
    yield from (("taxonomies", record) for record in terms.taxonomies())
    yield from (("taxonomy_terms", record) for record in terms.taxonomy_terms())


def in_json(name: str, title: str, about: str, records: Callable[[Selection], Iterator[Any]]) -> Format:
    return Format(name=name, title=title, about=about, media_type=JSON, file_name=f"{name}.json", records=records, container=writers.json)


FORMATS = (
    Format(
        name="hsds",
        title=gettext_noop("HSDS 3 (JSON)"),
        about=gettext_noop("Les services avec leur lieu et leur provenance, les lieux dont rien n’est dit, et nos référentiels en taxonomies."),
        media_type=JSON,
        file_name="hsds.json",
        records=whole,
        container=partial(writers.json_lists, LISTS, {}),
    ),
    in_json(
        "hsds-services",
        gettext_noop("HSDS 3 : services (JSON)"),
        gettext_noop("Chaque service entier, avec le lieu où il est rendu."),
        services,
    ),
    in_json(
        "hsds-service-at-locations",
        gettext_noop("HSDS 3 : services par lieu (JSON)"),
        gettext_noop("Quel service est rendu dans quel lieu."),
        service_at_locations,
    ),
    in_json("hsds-locations", gettext_noop("HSDS 3 : lieux (JSON)"), gettext_noop("Tous les lieux."), locations),
)
