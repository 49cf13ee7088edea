"""Knows the published places as everything that leaves sees them: no person's contact, no hidden address, only what may be given again.

Every format reads here, so that none can forget.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from maillage.directory import reuse, selectors
from maillage.directory.freshness import Freshness, freshness
from maillage.directory.models import Place, Relation
from maillage.directory.relations import RelationValues, relations_of_places
from maillage.directory.selectors import ClosureValues, OfferValues
from maillage.territories import selectors as territories_

CHUNK = 2000
COLUMNS = (
    "id", "code", "name", "kinds", "street", "complement", "postal_code", "commune", "insee", "latitude", "longitude", "precision", "visibility",
    "phones", "emails", "websites", "hours", "hours_words", "summary", "description", "appointment_url", "access_url", "identifiers", "parent",
    "facets", "services_denied", "facets_denied", "stated_none", "inferred", "checked_on", "hours_checked_on", "changed_on",
)  # fmt: skip
# What leads to an address.
HIDDEN: dict[str, Any] = {"street": "", "complement": "", "latitude": None, "longitude": None, "precision": "", "access_url": "", "identifiers": {}}
LEADS_TO_AN_ADDRESS = frozenset({Relation.Kind.HOSTED_AT, Relation.Kind.SAME_BUILDING, Relation.Kind.STOP_OF})


@dataclass(frozen=True)
class PlaceRow:
    """A published place with what is offered there, for reading only."""

    id: UUID
    code: str
    name: str
    kinds: list[str]
    street: str
    complement: str
    postal_code: str
    commune: str
    insee: str
    latitude: float | None
    longitude: float | None
    precision: str  # place | housenumber | street | commune
    visibility: str
    phones: list[str]  # those of the service
    emails: list[str]  # those of the service
    websites: list[str]
    hours: str  # OSM opening_hours
    hours_words: str
    summary: str
    description: str
    appointment_url: str
    access_url: str
    identifiers: dict[str, str]
    parent: str
    facets: dict[str, list[str]]
    services_denied: list[str]
    facets_denied: dict[str, list[str]]
    stated_none: list[str]
    inferred: list[str]  # "kinds:BIB": deduced from texts, stated by nobody
    checked_on: date | None
    hours_checked_on: date | None
    changed_on: date
    freshness: Freshness
    offers: Sequence[OfferValues]
    closures: Sequence[ClosureValues]
    relations: Sequence[RelationValues]
    origins: Sequence[str]  # public labels of those who speak of it

    @property
    def address_hidden(self) -> bool:
        return self.visibility == Place.Visibility.ADDRESS_HIDDEN

    @property
    def other_labels(self) -> list[str]:
        return list(self.facets.get("other_labels", []))

    @property
    def services(self) -> list[str]:
        """Concepts of its offers, each once."""
        return list(dict.fromkeys(offer.concept for offer in self.offers))

    @property
    def territories(self) -> tuple[str, ...]:
        """Keys of the areas that hold its commune, smallest first: "com:23096" "epci:200034825" "dep:23" "reg:75"."""
        return territories_of(self.insee)

    def codes(self, vocabulary: str) -> set[str]:
        """Codes stated on the place or on any of its offers."""
        return {*self.facets.get(vocabulary, []), *(code for offer in self.offers for code in offer.facets.get(vocabulary, []))}


@cache
def territories_of(insee: str) -> tuple[str, ...]:
    return tuple(area.key for area in territories_.areas_of(insee))


def published(territories: Collection[str] = (), *, today: date) -> Iterator[PlaceRow]:
    """All published places, or those of any of these territories ("dep:23" "com:23096"), in the order of their public code, read by chunks.

    `today`: the day on which freshness is told.
    """
    wanted, after = Place.objects.published().order_by("code"), ""
    if territories:
        wanted = wanted.filter(insee__in=communes_of(territories))
    while codes := list(wanted.filter(code__gt=after).values_list("code", flat=True)[:CHUNK]):
        yield from rows_of(codes, today)
        after = codes[-1]


def communes_of(territories: Iterable[str]) -> frozenset[str]:
    """INSEE codes of the communes of these territories ("dep:23"), former ones included."""
    areas = (territories_.parse_territory(key) for key in territories)
    return frozenset().union(*(territories_.codes_of(area) for area in areas if area))


def rows_of(codes: Collection[str], today: date) -> Iterator[PlaceRow]:
    """Those of these public codes (some thousands at most) that are published, in order."""
    places = list(Place.objects.published().filter(code__in=list(codes)).order_by("code").values(*COLUMNS))
    ids, closed = [place["id"] for place in places], reuse.closed_origins()
    opened = reuse.open_values(places, selectors.offers_of_places(ids), selectors.closures_of_places(ids), today=today)
    relations, origins = relations_of_places(opened, without=closed), selectors.origins_of_places(opened, without=closed)
    hidden = hidden_codes(relations)
    for here, place in opened.items():
        told = values(place.values)
        yield PlaceRow(
            **told,
            freshness=freshness(told["checked_on"], today),
            offers=list(place.offers),
            closures=list(place.closures),
            relations=[named(link) for link in relations.get(here, ()) if tells_no_address(link, told, hidden)],
            origins=list(origins.get(here, ())),
        )


def values(place: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a place as they leave."""
    contacts = {"phones": [phone["number"] for phone in place["phones"]], "emails": [email["address"] for email in place["emails"]]}
    return {**place, **contacts, **(HIDDEN if place["visibility"] == Place.Visibility.ADDRESS_HIDDEN else {})}


def named(link: RelationValues) -> RelationValues:
    """A relation whose far end is named without naming a person."""
    return link._replace(name=reuse.open_value("name", link.name))


def hidden_codes(relations: Mapping[UUID, Sequence[RelationValues]]) -> frozenset[str]:
    """Of the places that these relations lead to, those whose address is not published."""
    codes = {link.code for links in relations.values() for link in links if link.code}
    hidden = Place.objects.filter(code__in=codes, visibility=Place.Visibility.ADDRESS_HIDDEN).order_by("pk")
    return frozenset(hidden.values_list("code", flat=True))


def tells_no_address(link: RelationValues, place: Mapping[str, Any], hidden: Collection[str]) -> bool:
    """A relation may leave unless it tells where a place is that hides its address."""
    is_hidden = place["visibility"] == Place.Visibility.ADDRESS_HIDDEN or link.code in hidden
    return not (is_hidden and link.kind in LEADS_TO_AN_ADDRESS)
