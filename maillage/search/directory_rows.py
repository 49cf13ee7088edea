"""Knows how a published place becomes a row: the only part of the search that reads places from the database."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from maillage.base.geometry import Point
from maillage.base.text import fold, slug
from maillage.directory.models import Offer, Place
from maillage.search.query import OFFER_FACETS, PLACE_FACETS, SERVICES, Card, CardOffer
from maillage.search.rows import OfferRow, PlaceRow
from maillage.search.text import IN_ADDRESS, IN_NAME, IN_SERVICES, words_of

try:  # until these modules are there
    from maillage.directory import naming
    from maillage.referentials import selectors as referentials
    from maillage.territories import selectors as territories
except ImportError:
    from types import SimpleNamespace as _N

    naming = _N(display_name=lambda name, kinds, commune: name)
    referentials = _N(vocabulary=lambda name: _N(get=lambda code: None, terms=()))
    territories = _N(commune=lambda code: None)

CHUNK = 2000  # places read at a time: a few MB, a few dozen ms

COLUMNS = (
    *("id", "code", "name", "kinds", "street", "complement", "postal_code", "commune", "insee", "latitude", "longitude", "precision"),
    *("phones", "emails", "websites", "hours", "hours_words", "summary", "facets", "services_denied", "checked_on", "visibility"),
)


class Columns(NamedTuple):
    """One place as the cursor gives it."""

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
    precision: str
    phones: list[dict[str, str]]
    emails: list[dict[str, str]]
    websites: list[str]
    hours: str
    hours_words: str
    summary: str
    facets: dict[str, list[str]]
    services_denied: list[str]
    checked_on: Any
    visibility: str


def load(codes: Collection[str] | None = None) -> Iterator[PlaceRow]:
    """Rows of all published places, or of those of these codes that are published."""
    chunks = all_places() if codes is None else places_of(codes)
    for places in chunks:
        offers = offers_by_place([place.id for place in places])
        for place in places:
            yield row_of(place, offers.get(place.id, []))


def all_places() -> Iterator[list[Columns]]:
    """By keyset, not by one long cursor: writers and the connection pool are never held."""
    published = visible().order_by("pk")
    last: UUID | None = None
    while True:
        after = published if last is None else published.filter(pk__gt=last)
        places = [Columns(*values) for values in after.values_list(*COLUMNS)[:CHUNK]]
        if not places:
            return
        yield places
        last = places[-1].id


def places_of(codes: Collection[str]) -> Iterator[list[Columns]]:
    rest = iter(sorted(codes))
    while chunk := list(islice(rest, CHUNK)):
        yield [Columns(*values) for values in visible().filter(code__in=chunk).order_by("pk").values_list(*COLUMNS)]


def visible() -> Any:
    """Published and in activity: what is closed for good is no answer to anybody."""
    return Place.objects.published().filter(state=Place.State.OPEN)


def offers_by_place(ids: list[UUID]) -> dict[UUID, list[CardOffer]]:
    found: dict[UUID, list[CardOffer]] = {}
    stated = Offer.objects.filter(place_id__in=ids, withdrawn_on__isnull=True).order_by("place_id", "concept", "provider", "variant", "pk")
    for place, concept, role, provider, facets in stated.values_list("place_id", "concept", "role", "provider", "facets"):
        found.setdefault(place, []).append(CardOffer(concept=concept, role=role, provider=provider, facets=facets))
    return found


def row_of(place: Columns, offers: list[CardOffer]) -> PlaceRow:
    """All that the search will know of one place."""
    card = card_of(place, offers)
    own_point = point_of(card["latitude"], card["longitude"])
    commune = territories.commune(place.insee) if place.insee else None
    return PlaceRow(
        code=place.code,
        name=fold(card["name"]),
        card=json.dumps(card, ensure_ascii=False, separators=(",", ":")).encode(),
        point=own_point or (point_of(commune.latitude, commune.longitude) if commune else None),
        has_own_point=own_point is not None,
        territories=territory_codes(place.insee),
        words=words_of_place(card),
        facets={name: tuple(values) for name, values in {"kinds": place.kinds, **place.facets}.items() if name in PLACE_FACETS},
        denied=tuple(sorted({below for code in place.services_denied for below in with_below(code)})),
        offers=tuple(offer_row(offer) for offer in offers),
    )


def card_of(place: Columns, offers: list[CardOffer]) -> Card:
    hidden = place.visibility == Place.Visibility.ADDRESS_HIDDEN
    name = naming.display_name(place.name, place.kinds, place.commune)
    return Card(
        code=place.code,
        name=name,
        slug=slug(name),
        kinds=place.kinds,
        street="" if hidden else place.street,
        complement="" if hidden else place.complement,
        postal_code=place.postal_code,
        commune=place.commune,
        insee=place.insee,
        latitude=None if hidden else place.latitude,
        longitude=None if hidden else place.longitude,
        precision="" if hidden else place.precision,
        phones=of_the_service(place.phones, "number"),
        emails=of_the_service(place.emails, "address"),
        websites=place.websites,
        hours=place.hours,
        hours_words=place.hours_words,
        summary=place.summary,
        offers=offers,
        checked_on=place.checked_on.isoformat() if place.checked_on else None,
        itinerant="itinerant" in place.facets.get("itinerance", ()),
    )


def of_the_service(contacts: Iterable[Mapping[str, str]], key: str) -> list[str]:
    """Contacts of the service; those of a named person are not spread by lists."""
    return [contact[key] for contact in contacts if contact.get("contact") != "person"]


def point_of(latitude: float | None, longitude: float | None) -> Point | None:
    return None if latitude is None or longitude is None else Point(latitude, longitude)


@cache
def territory_codes(insee: str) -> tuple[str, ...]:
    """Territories that hold this commune, as written in queries."""
    commune = territories.commune(insee) if insee else None
    if commune is None:
        return (f"com:{insee}",) if insee else ()
    codes = {"com": commune.code, "dep": commune.departement, "epci": commune.epci, "reg": commune.region}
    return tuple(f"{kind}:{code}" for kind, code in codes.items() if code)


def offer_row(offer: CardOffer) -> OfferRow:
    facets = {name: tuple(values) for name, values in offer["facets"].items() if name in OFFER_FACETS}
    return OfferRow(offer["concept"], {**facets, SERVICES: with_above(offer["concept"])})


def words_of_place(card: Card) -> dict[str, int]:
    """Words by which a place is found, each with the best of what it is worth."""
    worth: dict[str, int] = {}
    for term in (*(("services", offer["concept"]) for offer in card["offers"]), *(("kinds", kind) for kind in card["kinds"])):
        worth.update(dict.fromkeys(words_of_term(*term), IN_SERVICES))
    for text in (card["street"], card["commune"], card["postal_code"]):
        worth.update(dict.fromkeys(words_of(text), IN_ADDRESS))
    worth.update(dict.fromkeys(words_of(card["name"]), IN_NAME))
    return worth


@cache
def words_of_term(vocabulary: str, code: str) -> tuple[str, ...]:
    """Words of a term's labels and of the plain words people say for it."""
    term = referentials.vocabulary(vocabulary).get(code)
    if term is None:
        return ()
    texts = (term.label, term.public, term.english, term.english_public, *getattr(term, "words", ()))
    return tuple(sorted({word for text in texts if text for word in words_of(text)}))


@cache
def with_above(concept: str) -> tuple[str, ...]:
    """A service and those that hold it."""
    term = referentials.vocabulary(SERVICES).get(concept)
    return (concept, *with_above(term.parent)) if term and term.parent else (concept,)


@cache
def with_below(concept: str) -> tuple[str, ...]:
    """A service and those it holds: who denies the whole denies its parts."""
    parts = [term.code for term in referentials.vocabulary(SERVICES).terms if concept in with_above(term.code)]
    return tuple(dict.fromkeys([concept, *parts]))
