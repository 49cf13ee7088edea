"""Knows the published places as the exports see them: no person's contact, no hidden address."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from maillage.directory import selectors
from maillage.directory.models import Place

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
    offers, origins = selectors.offers_of_places(ids), selectors.origins_of_places(ids)
    for place in places:
        here, facets = offers.get(place["id"], []), defaultdict[str, list[str]](list)
        for offer in here:
            for name, codes in offer.facets.items():
                facets[name].extend(codes)
        yield PlaceRow(**place, services=[offer.concept for offer in here], offer_facets=facets, origins=origins.get(place["id"], []))
