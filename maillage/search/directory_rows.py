"""Knows how a published place becomes a row: the only part of the search that reads places from the database."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from maillage.base import clock
from maillage.base.geometry import Point
from maillage.base.text import fold, slug
from maillage.directory import naming, reuse, selectors
from maillage.directory.fields import OFFER_FACETS as FACETS_OF_AN_OFFER
from maillage.directory.models import Place
from maillage.referentials import selectors as referentials
from maillage.referentials.terms import Term
from maillage.search.lending import NOTHING_LENT, Lent, Offered, Vehicle, days, lent_to, offered
from maillage.search.query import CARD_FACETS, OFFER_FACETS, PLACE_FACETS, ROLES, SERVICES, Card, CardOffer
from maillage.search.rows import OfferRow, PlaceRow
from maillage.search.text import EMPTY_WORDS, IN_ADDRESS, IN_NAME, IN_SERVICES, words_of
from maillage.territories import selectors as territories

ACCESS_PAGE = "fiche-acces-libre"  # a page of Acceslibre, whatever it says
NOTHING = b"null"  # the card of a place of which nothing may leave
CHUNK = 2000  # places read at a time: a few MB, a few dozen ms


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
    inferred: list[str]
    checked_on: date | None
    hours_checked_on: date | None
    visibility: str
    appointment_url: str
    access_url: str
    identifiers: dict[str, str]
    changed_on: date


def load(codes: Collection[str] | None = None) -> Iterator[PlaceRow]:
    """Rows of all published places, or of those of these codes that are published."""
    for chunk in selectors.published_places(Columns._fields, chunk=CHUNK) if codes is None else places_of(codes):
        places = [Columns(*values) for values in chunk]
        offers = offered(place.id for place in places)
        lent = lent_to(place.id for place in places if place.id not in offers)
        closures = selectors.closures_of_places(place.id for place in places)
        told = {place.id: [each.offer for each in offers.get(place.id, [])] for place in places}
        opened = reuse.open_values((place._asdict() for place in places), told, closures, today=clock.today())
        for place in places:
            loan = lent.get(place.id, NOTHING_LENT).less(denied_by(place))
            row = row_of(place, offers.get(place.id, []), closures.get(place.id, []), loan)
            yield replace(row, open_card=open_card(row, opened.get(place.id), loan))


def open_card(row: PlaceRow, place: reuse.OpenPlace | None, lent: Lent) -> bytes | None:
    """The card as other software may have it; None when it is the same, `NOTHING` when nothing of the place may leave."""
    if place is None:
        return NOTHING
    if not place.differs and not lent.vehicles:
        return None
    offers = [card_offer(offer) for offer in (*place.offers, *lent.open_offers)]
    card = written(card_of(Columns(**place.values), offers, place.closures, lent.open_vehicles))
    return None if card == row.card else card


def written(card: Card) -> bytes:
    return json.dumps(card, ensure_ascii=False, separators=(",", ":")).encode()


def places_of(codes: Collection[str]) -> Iterator[list[tuple[Any, ...]]]:
    rest = iter(sorted(codes))
    while chunk := list(islice(rest, CHUNK)):
        yield list(Place.objects.published().filter(code__in=chunk).order_by("pk").values_list(*Columns._fields))


def card_offer(offer: selectors.OfferValues) -> CardOffer:
    told = CardOffer(concept=offer.concept, role=offer.role, provider=offer.provider, facets=dict(offer.facets))
    return {**told, "area": list(offer.area)} if offer.area else told


def row_of(place: Columns, offers: Sequence[Offered], closures: Sequence[selectors.ClosureValues], lent: Lent = NOTHING_LENT) -> PlaceRow:
    """All that the search will know of one place."""
    told = [*offers, *lent.offers]
    card = card_of(place, [card_offer(each.offer) for each in told], closures, lent.vehicles)
    latitude, longitude = card["latitude"], card["longitude"]
    is_vague = card["precision"] == "commune"  # the middle of the commune is not where the place is: no distance is told from it
    guesses = guesses_of(card["inferred"])
    own_point = None if is_vague or latitude is None or longitude is None else Point(latitude, longitude)
    return PlaceRow(
        code=place.code,
        name=fold(card["name"]),
        card=written(card),
        point=own_point or commune_point(place.insee),
        has_own_point=own_point is not None,
        territories=territory_codes(place.insee),
        words=words_of_place(card),
        facets=with_guesses({"kinds": place.kinds, **place.facets, "accessibility": getting_in(card)}, guesses, PLACE_FACETS),
        inferred=tuple(card["inferred"]),
        denied=tuple(sorted(denied_by(place))),
        offers=(*(offer_row(each) for each in told), *inferred_offers(place, told, guesses)),
        checked_on=place.checked_on,
        hours=place.hours,
        hours_checked_on=place.hours_checked_on,
        departement=territories.departement_of(place.insee),
        timezone=territories.time_zone(place.insee).key,
        closures=days(closures),
    )


def denied_by(place: Columns) -> set[str]:
    """Services that it says it does not offer, and those that they hold."""
    return {below for code in place.services_denied for below in with_below(code)}


def getting_in(card: Card) -> tuple[str, ...]:
    """What is known of accessibility: only that a page describes how one gets in."""
    return (ACCESS_PAGE,) if card["access_url"] else ()


def guesses_of(inferred: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Facet -> codes deduced from texts."""
    guesses: dict[str, tuple[str, ...]] = {}
    for element in inferred:
        name, _colon, code = element.partition(":")
        guesses[name] = (*guesses.get(name, ()), code)
    return guesses


def with_guesses(stated: Mapping[str, Iterable[str]], guesses: Mapping[str, tuple[str, ...]], names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """These facets, what is stated then what was deduced."""
    both = {name: (*stated.get(name, ()), *guesses.get(name, ())) for name in names}
    return {name: codes for name, codes in both.items() if codes}


def inferred_offers(place: Columns, offers: Iterable[Offered], guesses: Mapping[str, tuple[str, ...]]) -> Iterator[OfferRow]:
    """Services deduced from texts, and stated ones with what was deduced of them."""
    for concept in guesses.get(SERVICES, ()):
        yield OfferRow(concept, {**with_guesses(place.facets, guesses, FACETS_OF_AN_OFFER), SERVICES: with_above(concept)}, inferred=True)
    if any(name in guesses for name in FACETS_OF_AN_OFFER):
        for row in map(offer_row, offers):
            yield replace(row, facets={**row.facets, **with_guesses(row.facets, guesses, FACETS_OF_AN_OFFER)}, inferred=True)


def card_of(place: Columns, offers: list[CardOffer], closures: Iterable[selectors.ClosureValues], vehicles: Iterable[Vehicle] = ()) -> Card:
    hidden = place.visibility == Place.Visibility.ADDRESS_HIDDEN
    name = naming.display_name(place.name, place.kinds, place.commune)
    return Card(
        id=str(place.id),
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
        hours_checked_on=place.hours_checked_on.isoformat() if place.hours_checked_on else None,
        hours_words=place.hours_words,
        summary=place.summary,
        offers=offers,
        stop_of=[{"code": code, "name": name} for code, name in vehicles],
        inferred=[element for element in place.inferred if term_of(*element.split(":", 1)) is not None],
        closures=[(each.first_day.isoformat(), each.last_day.isoformat(), each.reason) for each in closures],
        checked_on=place.checked_on.isoformat() if place.checked_on else None,
        itinerant="itinerant" in place.facets.get("itinerance", ()),
        facets={facet: place.facets[facet] for facet in CARD_FACETS if place.facets.get(facet)},
        denied=place.services_denied,
        appointment_url=place.appointment_url,
        access_url="" if hidden else place.access_url,
        identifiers={} if hidden else place.identifiers,
        changed_on=place.changed_on.isoformat(),
    )


def of_the_service(contacts: Iterable[Mapping[str, str]], key: str) -> list[str]:
    """Contacts of the service; those of a named person are not spread by lists."""
    return [contact[key] for contact in contacts if contact.get("contact") != "person"]


@cache
def commune_point(insee: str) -> Point | None:
    commune = territories.commune(territories.current_code(insee) or "")
    return commune.point if commune else None


@cache
def territory_codes(insee: str) -> tuple[str, ...]:
    """Territories that hold this commune, as written in questions; under its own code too if it has joined another."""
    codes = (f"com:{insee}",) if insee else ()
    return tuple(dict.fromkeys([*codes, *(area.key for area in territories.areas_of(insee))]))


def offer_row(offered: Offered) -> OfferRow:
    offer = offered.offer
    facets = {name: tuple(values) for name, values in offer.facets.items() if name in OFFER_FACETS}
    return OfferRow(
        offer.concept,
        {**facets, ROLES: (offer.role,), SERVICES: with_above(offer.concept)},
        area=tuple(offer.area),
        closures=offered.closures,
    )


def words_of_place(card: Card) -> dict[str, int]:
    """Words by which a place is found, each with the best of what it is worth."""
    worth: dict[str, int] = {}
    guesses = [(name, code) for name, codes in guesses_of(card["inferred"]).items() if name in (SERVICES, "kinds") for code in codes]
    for term in (*((SERVICES, offer["concept"]) for offer in card["offers"]), *(("kinds", kind) for kind in card["kinds"]), *guesses):
        worth.update(dict.fromkeys(words_of_term(*term), IN_SERVICES))
    for text in (card["street"], card["commune"], card["postal_code"]):
        worth.update(dict.fromkeys(words_of(text), IN_ADDRESS))
    worth.update(dict.fromkeys(words_of(card["name"]), IN_NAME))
    return worth


@cache
def words_of_term(vocabulary: str, code: str) -> tuple[str, ...]:
    """Words of a term's labels, and those that residents type for it."""
    term = term_of(vocabulary, code)
    texts = (term.label, term.public, term.english, term.english_public, *term.words) if term else ()
    return tuple(sorted({word for text in texts for word in words_of(text)} - EMPTY_WORDS))


@cache
def with_above(concept: str) -> tuple[str, ...]:
    """A service and those that hold it."""
    term = term_of(SERVICES, concept)
    return (concept, *with_above(term.parent)) if term and term.parent else (concept,)


@cache
def with_below(concept: str) -> tuple[str, ...]:
    """A service and those it holds: who denies the whole denies its parts."""
    return (concept, *(term.code for term in referentials.vocabulary(SERVICES) if concept in with_above(term.code)[1:]))


def term_of(vocabulary: str, code: str) -> Term | None:
    """The term of that code; None for a code that has left the vocabulary since it was stated."""
    terms = referentials.vocabulary(vocabulary)
    return terms.get(code) if code in terms else None
