"""Knows an offer of a place as a service of HSDS, given at one location by an organisation, when it is known."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from maillage.base.text import fold
from maillage.directory.models import Offer, Relation
from maillage.directory.selectors import OfferValues
from maillage.opendata.addresses import email, web_address
from maillage.opendata.rows import PlaceRow
from maillage.opendata.schemas.hsds.naming import filled, identity
from maillage.opendata.schemas.hsds.terms import attributes
from maillage.opendata.writers import Record
from maillage.referentials import selectors as referentials
from maillage.territories import selectors as territories

GUEST_ROLES = frozenset({Offer.Role.HOSTED})  # the provider gives the service; in the others, the place does, with its help
OFFER_FACETS = ("audiences", "care", "who_may_come", "costs", "access", "support", "level")
FREE = "gratuit"


def service_id(place: PlaceRow, offer: OfferValues) -> UUID:
    """Identity of an offer: of its service, provider and variant within its place."""
    return UUID(identity("service", offer.concept, offer.provider, offer.variant, within=place.id))


def service(place: PlaceRow, offer: OfferValues, location: Record, *, today: date) -> dict[str, Any]:
    """An offer, with the location where it is given."""
    of = service_id(place, offer)
    term = referentials.vocabulary("services").get(offer.concept)
    body = organisation(place, offer)
    facets = {name: offer.facets.get(name, []) for name in OFFER_FACETS}
    return filled({
        "id": str(of),
        "organization_id": body and body["id"],
        "name": term.label,
        "description": term.public,
        "url": next(filter(None, map(web_address, place.websites)), None),
        "email": next(filter(None, map(email, place.emails)), None),
        "status": "temporarily closed" if any(day.first_day <= today <= day.last_day for day in place.closures) else "active",
        "application_process": sentence("access", facets["access"], place.appointment_url),
        "fees_description": sentence("costs", facets["costs"]),
        "eligibility_description": sentence("audiences", facets["audiences"], sentence("who_may_come", facets["who_may_come"])),
        "assured_date": place.checked_on and place.checked_on.isoformat(),
        "alert": alert(place, today),
        "last_modified": f"{place.changed_on.isoformat()}T00:00:00.000Z",
        "service_areas": service_areas(of, offer),
        "languages": languages(of, offer),
        "cost_options": cost_options(of, facets["costs"]),
        "service_at_locations": [at_location(of, location)],
        "organization": body,
        "attributes": attributes("service", of, {"services": [offer.concept], "roles": [offer.role], **facets}),
    })  # fmt: skip


def at_location(of: UUID, location: Record) -> dict[str, Any]:
    """That a service is given at a location."""
    return {"id": identity("at", location["id"], within=of), "service_id": str(of), "location_id": location["id"], "location": location}


def organisation(place: PlaceRow, offer: OfferValues) -> dict[str, Any] | None:
    """Who answers for a service: its provider when the place only lends a room; else who runs the place, by a relation or by its name. None: nobody tells."""
    if offer.provider and offer.role in GUEST_ROLES:
        return named_only(offer.provider)
    runs = (link.organisation for link in place.relations if link.kind == Relation.Kind.RUN_BY and link.organisation)
    body = next(runs, None)
    if body is None:
        return named_only(place.parent) if place.parent else None
    identifiers = [
        {"id": identity("identifier", kind, within=body.id), "organization_id": str(body.id), "identifier_type": kind, "identifier": str(number)}
        for kind, number in body.identifiers.items()
    ]
    told = {"id": str(body.id), "name": body.name, "description": "", "website": web_address(body.website) if body.website else None}
    return {**filled(told), "description": "", **({"organization_identifiers": identifiers} if identifiers else {})}


def named_only(name: str) -> dict[str, Any]:
    """An organisation of which only the name is told; HSDS wants a description, and we hold none."""
    return {"id": identity("organisation", fold(name)), "name": name, "description": ""}


def sentence(vocabulary: str, codes: Iterable[str], *more: str) -> str:
    """What is stated, in the words of the vocabulary."""
    known = referentials.vocabulary(vocabulary)
    return ", ".join([*(known.get(code).label for code in codes if code in known), *filter(None, more)])


def alert(place: PlaceRow, today: date) -> str:
    """Days of closure that are not over."""
    with translation.override("fr"):
        return " ".join(
            _("Fermé du %(first)s au %(last)s.") % {"first": date_format(days.first_day, "j F Y"), "last": date_format(days.last_day, "j F Y")}
            + (f" {days.reason}" if days.reason else "")
            for days in place.closures
            if days.last_day >= today
        )


def service_areas(of: UUID, offer: OfferValues) -> list[dict[str, Any]]:
    """Territories where an offer is given at a distance."""
    areas = ((key, territories.parse_territory(key)) for key in offer.area)
    return [{"id": identity("area", key, within=of), "service_id": str(of), "name": area.name if area else key} for key, area in areas]


def languages(of: UUID, offer: OfferValues) -> list[dict[str, Any]]:
    known = referentials.vocabulary("languages")
    codes = [code for code in offer.facets.get("languages", ()) if code in known]
    return [{"id": identity("language", code, within=of), "service_id": str(of), "code": code, "name": known.get(code).label} for code in codes]


def cost_options(of: UUID, costs: Iterable[str]) -> list[dict[str, Any]]:
    """What it costs, as stated; an amount only for what is free."""
    known = referentials.vocabulary("costs")
    return [
        {
            "id": identity("cost", code, within=of),
            "service_id": str(of),
            "option": known.get(code).label,
            **({"amount": 0, "currency": "EUR"} if code == FREE else {}),
        }
        for code in costs
        if code in known
    ]
