"""Knows what the page of a place says, in its order: what one can do, when, where, whom to ask, who says so, who helps with the rest."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from maillage.directory import selectors
from maillage.directory.hours import say
from maillage.directory.hours.status import Reason
from maillage.directory.models import Closure, Offer, Origin, Place
from maillage.referentials import selectors as referentials
from maillage.territories import selectors as territories
from maillage.web import words
from maillage.web.context import absolute
from maillage.web.parts import Link, NeighbourList, Notice, OfferPart, Sheet, Status, Why
from maillage.web.resident import cards, facts, guesses, neighbours, opening, provenance, reach, what
from maillage.web.resident.asked import Asked
from maillage.web.resident.neighbours import Index
from maillage.web.resident.subject import Subject, days_closed, display_name

MAX_KINDS = 4
OFFER_FACTS = ("costs", "who_may_come", "audiences", "access", "support", "level", "languages")


def sheet(place: Place, *, index: Index, now: datetime) -> Sheet:
    """The whole page of a current, visible place."""
    subject = Subject(place, selectors.offers_of(place), selectors.closures_of(place, from_day=now.date()), now)
    contact, offers = reach.contact(place), offer_parts(subject)
    now_open = status(subject, has_phone=bool(contact.phones))
    return Sheet(
        code=place.code,
        name=subject.name,
        title=" – ".join(part for part in (subject.name, town(place)) if part),
        description=description(subject, offers),
        kinds=" · ".join(referentials.label("kinds", code) for code in place.kinds[:MAX_KINDS]),
        freshness=cards.freshness(place.checked_on, today=now.date(), by=checked_by(place)),
        changed=_("Modifié le {day}.").format(day=words.day(place.changed_on)),
        paper=_("Imprimé le {day}. Pour une feuille à jour : {url}").format(day=words.day(now.date()), url=absolute(subject.url)),
        hours=reach.hours(subject, now_open),
        address=reach.address(subject),
        contact=contact,
        crumbs=crumbs(subject),
        notices=notices(subject),
        status=now_open,
        summary=place.summary,
        paragraphs=[line.strip() for line in place.description.splitlines() if line.strip()],
        offers=offers,
        no_offer="" if offers else no_offer(bool(contact.phones)),
        guesses=guesses.of_place(place.inferred),
        denied=[label for label, _matched in cards.grouped_codes(place.services_denied)],
        unknowns=facts.unknowns(subject, has_phone=bool(contact.phones)),
        facts=facts.facts(place),
        relations=facts.relations(place),
        neighbours=near(subject, index),
        whys=whys(subject),
    )


def status(subject: Subject, *, has_phone: bool) -> Status | None:
    """Open or not, now; nothing for a place closed for good, nor when only words were received, which are shown further."""
    place = subject.place
    found = opening.now_at(place.hours, place.insee, place.hours_checked_on, days_closed(subject), now=subject.now)
    if place.state == Place.State.CLOSED or (found.reason == Reason.NO_HOURS and place.hours_words):
        return None
    return opening.status(found, hours_words="", has_phone=has_phone, now=subject.now)


def near(subject: Subject, index: Index) -> NeighbourList | None:
    places = neighbours.neighbours(subject.place, {offer.concept for offer in subject.offers}, index=index)
    title = _("Pour le reste, tout près") if subject.offers else _("Tout près, des lieux dont nous savons ce qu’ils proposent")
    return NeighbourList(title, places) if places else None


def whys(subject: Subject) -> dict[str, Why]:
    """Where values come from; nothing that would tell an address that is hidden."""
    told = provenance.whys(subject.place, today=subject.now.date())
    return {part: why for part, why in told.items() if not (part == "address" and subject.is_hidden)}


def town(place: Place) -> str:
    return words.typographic(place.commune) if words.typographic(place.commune) not in display_name(place) else ""


def description(subject: Subject, offers: Sequence[OfferPart]) -> str:
    told = "; ".join(offer.label for offer in offers)
    return f"{subject.name}, {subject.place.postal_code} {words.typographic(subject.place.commune)}. {told}".strip(" ,.")


def crumbs(subject: Subject) -> list[Link]:
    commune = territories.commune(subject.place.insee)
    where = f"{commune.name} ({commune.departement})" if commune else subject.place.commune
    return [
        Link(_("Lieux qui aident"), Asked().url()),
        *([Link(words.typographic(subject.place.commune or where), Asked(where=where).url())] if where else []),
        Link(subject.name),
    ]


def checked_by(place: Place) -> str:
    """Who checked: an organisation, never a person."""
    if place.checked_by is None:
        return ""
    return _("l’équipe du lieu") if place.checked_by.kind == Origin.Kind.TEAM else words.quoted(place.checked_by.label)


# What must be read first


def notices(subject: Subject) -> list[Notice]:
    told = []
    if subject.place.state == Place.State.CLOSED:
        told.append(Notice(_("Ce lieu a fermé définitivement"), _("D’autres lieux proches aident : voyez en bas de cette page.")))
    told += [Notice(closure_title(closure), words.sentence_case(closure.reason)) for closure in subject.closures if closure.offer_id is None]
    return told


def closure_title(closure: Closure) -> str:
    if closure.first_day == closure.last_day:
        return _("Fermé le {day}").format(day=say.day(closure.first_day))
    return _("Fermé du {first} au {last}").format(first=say.day(closure.first_day), last=say.day(closure.last_day))


# What one can do there


def offer_parts(subject: Subject) -> list[OfferPart]:
    """One line per offer, those of the same first level together."""
    order = {code: rank for rank, code in enumerate(referentials.vocabulary("services").codes)}
    own = sorted(
        subject.offers, key=lambda offer: (order[referentials.first_level("services", offer.concept)], order[offer.concept], offer.provider, offer.variant)
    )
    return [
        OfferPart(
            icon=what.icon_of_service(offer.concept),
            label=offer_label(offer.concept),
            details=provider(offer),
            conditions=conditions(offer, subject.place) + closures_of(offer, subject.closures),
        )
        for offer in own
    ]


def offer_label(concept: str) -> str:
    root = referentials.first_level("services", concept)
    label = referentials.label("services", concept)
    return label if root == concept else _("{service} : {details}").format(service=referentials.label("services", root), details=words.lower_first(label))


def provider(offer: Offer) -> str:
    """With or by whom, when it is not the place itself."""
    if not offer.provider:
        return "" if offer.role == Offer.Role.OWN else referentials.label("roles", offer.role)
    named = {
        Offer.Role.HOSTED: _("par {who}, dans ce lieu"),
        Offer.Role.PARTNERSHIP: _("avec {who}"),
    }
    return named.get(Offer.Role(offer.role), _("par {who}")).format(who=offer.provider)


def conditions(offer: Offer, place: Place) -> list[str]:
    """What holds for this offer and not for the whole place."""
    return [
        label
        for facet in OFFER_FACTS
        if set(offer.facets.get(facet, ())) != set(place.facets.get(facet, ()))
        for label in cards.labels(facet, offer.facets.get(facet, ()))
    ]


def closures_of(offer: Offer, closures: Sequence[Closure]) -> list[str]:
    return [closure_title(closure) for closure in closures if closure.offer_id == offer.pk]


def no_offer(has_phone: bool) -> str:
    if has_phone:
        return _("Nous ne savons pas encore ce que ce lieu propose. Appelez : il aide peut-être.")
    return _("Nous ne savons pas encore ce que ce lieu propose.")
