"""Knows how the latest changes of a territory are told to people who follow them: an Atom feed (RFC 4287), in words, without values.

Programs follow `/api/v1/changes`, which tells all; here, the hundred latest, each place once a publication.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from io import StringIO
from itertools import islice
from typing import NamedTuple
from urllib.parse import urlsplit
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.base import clock
from maillage.directory import reuse
from maillage.directory.models import Change
from maillage.directory.selectors import current_generation
from maillage.opendata import rows
from maillage.opendata.addresses import page_of
from maillage.opendata.dictionary import fields as dictionary_fields
from maillage.opendata.rows import PlaceRow
from maillage.territories import selectors as territories
from maillage.territories.values import Area

LONGEST = 100  # entries
READ = 5_000  # changes looked at, at most, to find them
ATOM = "http://www.w3.org/2005/Atom"
NONE: "AttributesImpl[str]" = AttributesImpl({})
# What changed, when it is no field of the dictionary.
WORDS = {
    "place": gettext_lazy("nouveau lieu"),
    "absorbed": gettext_lazy("réunion avec un doublon"),
    "merged_into": gettext_lazy("réunion avec un doublon"),
    "state": gettext_lazy("ouverture ou fermeture définitive"),
    "visibility": gettext_lazy("visibilité"),
    "withheld": gettext_lazy("publication"),
    "offer": gettext_lazy("services"),
    "closure": gettext_lazy("fermetures"),
    "relation": gettext_lazy("liens avec d’autres lieux"),
    "hours_checked_on": gettext_lazy("vérification des horaires"),
    "stated_none": gettext_lazy("ce qu’il n’a pas"),
    "identifiers": gettext_lazy("identifiants"),
    "precision": gettext_lazy("précision du point"),
}
UNTOLD = ("inferred", "sort_name")  # nothing that nobody states leaves


class Entry(NamedTuple):
    """What a publication changed of a place. `place` is None when it is no longer published."""

    code: str
    generation: int
    at: datetime
    changed: tuple[str, ...]
    place: PlaceRow | None


def entries(area: Area | None) -> list[Entry]:
    """The latest, newest first."""
    grouped: dict[tuple[int, str], list[Change]] = {}
    for change in islice(latest(area), READ):
        key = (change.generation or 0, change.place.code)
        if key not in grouped and len(grouped) == LONGEST:
            break
        grouped.setdefault(key, []).append(change)
    places = {place.code: place for place in rows.rows_of({code for _generation, code in grouped}, clock.today())}
    kept = (Entry(code, generation, max(each.at for each in told), words(told), places.get(code)) for (generation, code), told in grouped.items())
    return [entry for entry in kept if entry.place is not None or has_left(grouped[entry.generation, entry.code])]


def latest(area: Area | None) -> Iterator[Change]:
    """Published changes, last first; not those that a closed origin tells."""
    told = Change.objects.filter(generation__lte=current_generation()).exclude(origin__in=reuse.closed_origins()).exclude(field__in=UNTOLD)
    if area is not None:
        told = told.filter(place__insee__in=territories.codes_of(area))
    return told.select_related("place").order_by("-generation", "place_id", "pk").iterator()


def has_left(changes: Iterable[Change]) -> bool:
    """Do these changes say that the place is no longer there?"""
    return any(change.field in ("state", "visibility", "withheld", "merged_into") for change in changes)


def words(changes: Iterable[Change]) -> tuple[str, ...]:
    """What changed, each once, in the reader's language."""
    headers = {field.name: field.header for field in dictionary_fields() if field.header}
    told = (change.field.partition(":")[0].removesuffix("_denied") for change in changes)
    return tuple(dict.fromkeys(str(WORDS[name]) if name in WORDS else headers.get(name, name).lower() for name in told))


def feed(area: Area | None, *, address: str) -> str:
    """The whole feed."""
    told = entries(area)
    out = StringIO()
    xml = XMLGenerator(out, "utf-8", short_empty_elements=True)
    xml.startDocument()
    xml.startElement("feed", AttributesImpl({"xmlns": ATOM, "xml:lang": "fr"}))
    where = area.name if area else _("tous les territoires")
    text(xml, "title", _("%(site)s : ce qui change (%(where)s)") % {"site": settings.SITE_NAME, "where": where})
    text(xml, "id", tag("feed", area.key if area else "all"))
    text(xml, "updated", max((entry.at for entry in told), default=clock.now() - timedelta(days=1)).isoformat())
    xml.startElement("author", NONE)
    text(xml, "name", settings.SITE_NAME)
    xml.endElement("author")
    link(xml, "self", f"{settings.PUBLIC_URL}{address}", "application/atom+xml")
    link(xml, "alternate", f"{settings.PUBLIC_URL}/donnees/", "text/html")
    for entry in told:
        write(xml, entry)
    xml.endElement("feed")
    xml.endDocument()
    return out.getvalue()


def write(xml: XMLGenerator, entry: Entry) -> None:
    xml.startElement("entry", NONE)
    text(xml, "id", tag(entry.code, str(entry.generation)))
    text(xml, "title", title(entry))
    text(xml, "updated", entry.at.isoformat())
    if entry.place:
        link(xml, "alternate", page_of(entry.place), "text/html")
    text(xml, "summary", _("Ce qui change : %(fields)s.") % {"fields": ", ".join(entry.changed)})
    xml.endElement("entry")


def title(entry: Entry) -> str:
    if entry.place is None:
        return _("Lieu %(code)s : n’est plus publié") % {"code": entry.code}
    return f"{entry.place.name} ({entry.place.commune})" if entry.place.commune else entry.place.name


def text(xml: XMLGenerator, name: str, content: str) -> None:
    xml.startElement(name, NONE)
    xml.characters("".join(sign for sign in content if sign >= " " or sign in "\t\n"))
    xml.endElement(name)


def link(xml: XMLGenerator, rel: str, href: str, media_type: str) -> None:
    xml.startElement("link", AttributesImpl({"rel": rel, "href": href, "type": media_type}))
    xml.endElement("link")


def tag(*parts: str) -> str:
    """An identity that does not change when addresses do (RFC 4151)."""
    return f"tag:{urlsplit(settings.PUBLIC_URL).hostname},2026:maillage:{':'.join(parts)}"
