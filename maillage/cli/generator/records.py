"""Knows the same invented places in memory, as values of statements (names and shapes of `directory.fields`): for benches and tests at any size."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from maillage.base.identifiers import place_id, public_codes
from maillage.cli.generator.damage import Listing
from maillage.cli.generator.draw import Draw
from maillage.cli.generator.listings import LOCAL, REFERENCE_DAY, listings, rows, sources
from maillage.cli.generator.lists.cells import address
from maillage.cli.generator.sites import Site, each_site
from maillage.referentials.selectors import vocabulary
from maillage.territories import selectors as territories

PLACES_PER_RECORD = 0.75  # a little more than there are
STATED_SERVICES = {"demo-france-services": ("demarches-administratives",)}  # what a list says of all its places
SILENT = 0.15  # share of places that state no offer, in `search_places`
UNLOCATED = 0.03
ZIPF = 0.6
WORSE = {"street_cut": 0.02, "number_bis": 0.02, "insee_former": 0.05}  # damage that the lists of the demonstration are spared


@dataclass(slots=True)
class Record:
    """What one list says of one place; `place` is the truth that linkage has to find again."""

    source: str
    record_id: str
    values: dict[str, Any]
    as_of: date | None
    place: str
    kind: str = ""
    commune: str = ""  # INSEE code, as it truly is
    trap: str = ""  # see `sites.Site`


@dataclass(slots=True)
class SearchPlace:
    """A published place and its offers, each a concept with its own facets (values of `directory.fields.OFFER_FACETS`)."""

    code: str
    values: dict[str, Any]
    offers: list[tuple[str, dict[str, tuple[str, ...]]]]


def linkage_records(count: int, *, seed: int = 1, today: date = REFERENCE_DAY) -> list[Record]:
    """So many records of all communes of France, damaged, overlapping as real lists do."""
    return list(each_linkage_record(count, seed=seed, today=today))


def each_linkage_record(count: int, *, seed: int = 1, today: date = REFERENCE_DAY) -> Iterator[Record]:
    """The same, one after the other."""
    sites = each_site(territories.communes(), round(count * PLACES_PER_RECORD) + 10, seed=seed)
    told = (as_record(listing) for site in sites for listing in listings(site, seed=seed, today=today, worse=WORSE))
    return islice(told, count)


def fold_records(places: int, statements: int = 3, *, seed: int = 1, today: date = REFERENCE_DAY) -> Iterator[Record]:
    """For each place, so many records of different lists (up to four), one after the other."""
    names = [name for name in sources() if name != LOCAL]
    for turn, site in enumerate(each_site(territories.communes(), places, seed=seed)):
        for i in range(statements):
            name = names[(turn + i) % len(names)]
            yield as_record(next(rows(site, name, sources()[name], seed=seed, today=today, count=1)))


def search_places(places: int, offers: int = 0, *, seed: int = 1) -> Iterator[SearchPlace]:
    """So many published places and, in all, about so many offers (three each unless told): some state none, a few have no point."""
    offers = offers or 3 * places
    concepts = Draw.of(seed, "concepts").sample([term.code for term in vocabulary("services")], k=len(list(vocabulary("services"))))
    weights = [1 / (rank + 1) ** ZIPF for rank in range(len(concepts))]
    mean = offers / places / (1 - SILENT)
    for site in each_site(territories.communes(), places, seed=seed):
        draw = Draw.of(seed, "offers", site.key)
        count = 0 if draw.chance(SILENT) else min(len(concepts), 1 + int(draw.expovariate(1 / max(mean - 0.5, 0.1))))
        chosen = islice(dict.fromkeys(draw.choices(concepts, weights, k=4 * count)), count)
        values = truth_values(site)
        if draw.chance(UNLOCATED):
            values |= {"latitude": None, "longitude": None, "precision": None}
        identity = place_id("generator", site.key)
        yield SearchPlace(public_codes(identity)[0], values, [(concept, _facets(site, draw)) for concept in chosen])


def as_record(listing: Listing) -> Record:
    """A listing as ingestion would read it."""
    site, source = listing.site, listing.source
    values = _where(listing) | {"name": listing.name, "kinds": {site.kind: True}}
    if listing.source == "demo-bibliotheques":
        values |= {"receives_public": False} if site.is_administrative else {}
    else:
        values |= _contacts(listing.phone, listing.email, site.website) | ({"hours": listing.hours} if listing.hours else {})
        values |= _offer(site, STATED_SERVICES.get(source, site.services))
    return Record(source, listing.record_id, values, listing.as_of, site.key, site.kind, site.commune.code, site.trap)


def truth_values(site: Site) -> dict[str, Any]:
    """A place as it truly is."""
    values: dict[str, Any] = {
        "name": site.name,
        "kinds": {site.kind: True},
        "street": address(site.number, site.street),
        "complement": site.complement or None,
        "postal_code": site.postal_code,
        "commune": site.commune.name,
        "insee": site.commune.code,
        "latitude": site.latitude,
        "longitude": site.longitude,
        "precision": "place",
        "summary": site.summary or None,
        "hours": site.hours or None,
    }
    return values | _contacts(site.phone, site.email, site.website) | _offer(site, site.services)


def _where(listing: Listing) -> dict[str, Any]:
    told: dict[str, Any] = {
        "street": address(listing.number, listing.street),
        "postal_code": listing.postal_code,
        "commune": listing.commune,
        "insee": listing.insee,
    }
    if listing.point:
        told |= {"latitude": listing.point[0], "longitude": listing.point[1]}
    return {field: value for field, value in told.items() if value not in ("", None)}


def _contacts(phone: str, email: str, website: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if phone:
        found["phones"] = [{"number": f"+33{phone[1:]}", "contact": "service"}]
    if email:
        found["emails"] = [{"address": email, "contact": "service"}]
    if website:
        found["websites"] = [website]
    return found


def _offer(site: Site, services: tuple[str, ...]) -> dict[str, Any]:
    told = {
        "services": services,
        "costs": (site.cost,),
        "audiences": site.audiences,
        "access": site.access,
        "support": site.support,
        "care": site.care,
        "equipment": site.equipment,
        "programmes": site.programmes,
        "labels": site.labels,
    }
    return {field: dict.fromkeys(codes, True) for field, codes in told.items() if codes}


def _facets(site: Site, draw: Draw) -> dict[str, tuple[str, ...]]:
    told = {
        "audiences": site.audiences if draw.chance(0.7) else (),
        "care": site.care if draw.chance(0.7) else (),
        "costs": (site.cost,) if draw.chance(0.85) else (),
        "access": site.access if draw.chance(0.9) else (),
        "support": site.support if draw.chance(0.8) else (),
    }
    return {field: codes for field, codes in told.items() if codes}
