"""Knows the published places as the exports see them: no person's contact, no hidden address."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from maillage.directory.models import Offer, Place, Statement

CHUNK = 2000
COLUMNS = (
    "id", "code", "name", "kinds", "street", "complement", "postal_code", "commune", "insee", "latitude", "longitude", "visibility",
    "phones", "emails", "websites", "hours", "summary", "description", "appointment_url", "access_url", "identifiers", "parent",
    "facets", "changed_on",
)  # fmt: skip


@dataclass(frozen=True)
class PlaceRow:
    """A published place with what is offered there, for reading only."""

    id: Any
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
    visibility: str
    phones: list[dict[str, str]]
    emails: list[dict[str, str]]
    websites: list[str]
    hours: str
    summary: str
    description: str
    appointment_url: str
    access_url: str
    identifiers: dict[str, str]
    parent: str
    facets: dict[str, list[str]]
    changed_on: date
    services: list[str]
    offer_facets: dict[str, list[str]]
    origins: list[str]

    @property
    def address_hidden(self) -> bool:
        return self.visibility == Place.Visibility.ADDRESS_HIDDEN

    @property
    def shown_street(self) -> str:
        return "" if self.address_hidden else self.street

    @property
    def shown_complement(self) -> str:
        return "" if self.address_hidden else self.complement

    @property
    def shown_latitude(self) -> float | None:
        return None if self.address_hidden else self.latitude

    @property
    def shown_longitude(self) -> float | None:
        return None if self.address_hidden else self.longitude

    @property
    def service_phones(self) -> list[str]:
        return [phone["number"] for phone in self.phones if phone["contact"] == "service"]

    @property
    def service_emails(self) -> list[str]:
        return [email["address"] for email in self.emails if email["contact"] == "service"]

    @property
    def other_labels(self) -> list[str]:
        return list(self.facets.get("other_labels", []))

    def codes(self, vocabulary: str) -> set[str]:
        """Codes stated on the place or on any of its offers."""
        return {*self.facets.get(vocabulary, []), *self.offer_facets.get(vocabulary, [])}


def published() -> Iterator[PlaceRow]:
    """All published places in the order of their public code, read by chunks."""
    after = ""
    while batch := list(Place.objects.published().filter(code__gt=after).order_by("code").values(*COLUMNS)[:CHUNK]):
        yield from with_offers(batch)
        after = batch[-1]["code"]


def with_offers(places: list[dict[str, Any]]) -> Iterator[PlaceRow]:
    ids = [place["id"] for place in places]
    offers = offers_by_place(ids)
    origins = origins_by_place(ids)
    for place in places:
        services, facets = offers.get(place["id"], ([], {}))
        yield PlaceRow(**place, services=services, offer_facets=facets, origins=origins.get(place["id"], []))


def offers_by_place(ids: list[Any]) -> dict[Any, tuple[list[str], dict[str, list[str]]]]:
    found: dict[Any, tuple[list[str], dict[str, list[str]]]] = {}
    offers = Offer.objects.filter(place__in=ids, withdrawn_on__isnull=True).order_by("place", "concept", "provider", "variant", "pk")
    for place_id, concept, facets in offers.values_list("place_id", "concept", "facets"):
        services, gathered = found.setdefault(place_id, ([], {}))
        services.append(concept)
        for name, codes in facets.items():
            gathered.setdefault(name, []).extend(codes)
    return found


def origins_by_place(ids: list[Any]) -> dict[Any, list[str]]:
    """Public labels of the origins in force, for places founded or absorbed (one level at a time until all are reached)."""
    root = {place: place for place in ids}
    level = list(ids)
    while level:
        absorbed = dict(Place.objects.filter(merged_into__in=level).order_by("pk").values_list("pk", "merged_into"))
        root |= {place: root[into] for place, into in absorbed.items() if into is not None}
        level = list(absorbed)
    found: dict[Any, list[str]] = {}
    stated = Statement.objects.filter(place__in=list(root), ended=Statement.Ended.NO).order_by("origin__key", "pk")
    for place_id, label in stated.values_list("place_id", "origin__label"):
        names = found.setdefault(root[place_id], [])
        if label not in names:
            names.append(label)
    return found
