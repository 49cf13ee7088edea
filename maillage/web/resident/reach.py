"""Knows how to come and how to reach: hours, address, contacts."""

from urllib.parse import quote, urlsplit

from django.utils.translation import gettext as _

from maillage.directory.hours import say
from maillage.directory.models import Place
from maillage.web import words
from maillage.web.parts import AddressPart, ContactPart, Day, HoursPart, Link, Status
from maillage.web.resident import cards
from maillage.web.resident.subject import Subject, safe


def hours(subject: Subject, status: Status | None) -> HoursPart:
    """The table and what was received in words beside it, or those words alone; with a warning for paper when nobody checked for a year."""
    place = subject.place
    lines = say.table(place.hours, today=subject.now.date()) if place.hours else []
    if lines:
        return HoursPart(
            days=[Day(line.name, line.spans, line.is_today, line.note) for line in lines],
            warning=status.text if status and status.state == "stale" else "",
            words=place.hours_words,
        )
    return HoursPart(words=place.hours_words, none="" if place.hours_words else _("Nous ne connaissons pas ses horaires."))


def address(subject: Subject) -> AddressPart:
    """Lines to copy, what we do not know of them, and a link for maps."""
    place = subject.place
    last = cards.town_of(place.postal_code, place.commune, place.insee)
    if subject.is_hidden:
        return AddressPart([last] if last else [], _("L’adresse de ce lieu n’est pas publiée. Appelez pour savoir où venir."))
    exact = place.latitude is not None and place.precision != "commune"
    return AddressPart(
        lines=[line for line in (words.street(place.street), words.typographic(place.complement), last) if line],
        note="" if place.street or exact else _("Nous ne connaissons que la commune, pas l’adresse exacte."),
        geo=geo(place, subject.name) if exact else "",
        access_url=safe(place.access_url),
    )


def contact(place: Place) -> ContactPart:
    """Contacts of the service; those of a named person are shown to no resident."""
    return ContactPart(
        phones=[cards.phone(number) for number in cards.service_contacts(place.phones, "number")],
        emails=cards.service_contacts(place.emails, "address"),
        websites=[website(url) for url in place.websites],
        appointment=safe(place.appointment_url),
    )


def geo(place: Place, name: str) -> str:
    """A geo: link (RFC 5870), which the telephone's own map application opens."""
    point = f"{place.latitude:.5f},{place.longitude:.5f}"
    return f"geo:{point}?q={point}({quote(name)})"


def website(url: str) -> Link:
    """The host as words; an address that is not one of the web stays text."""
    parts = urlsplit(url)
    return Link((parts.netloc.removeprefix("www.") + parts.path.rstrip("/")) or url, safe(url))
