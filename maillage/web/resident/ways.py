"""Knows how each way out of an empty answer is said, and where it leads: what the search lets go (`search.relax`), one thing after the other."""

from dataclasses import replace

from django.utils.translation import gettext as _

from maillage.search.query import SearchQuery
from maillage.territories import selectors as territories
from maillage.web import words
from maillage.web.resident import boxes
from maillage.web.resident.asked import FACETS, Asked
from maillage.web.resident.where import typed_for

FACET = "facet:"
FAR_KM = 100
Step = tuple[str, Asked]  # what is let go, in words; the question without it


def way_of(key: str, query: SearchQuery, asked: Asked) -> tuple[str, str] | None:
    """A wider question, in words and as an address; None for what an address cannot say. `key`: several things are joined by "+"."""
    said: list[str] = []
    for part in key.split("+"):
        step = without_facet(part.removeprefix(FACET), asked) if part.startswith(FACET) else wider_where(part, query, asked) or without(part, query, asked)
        if step is None:
            return None
        sentence, asked = step
        said.append(words.lowered(sentence) if said else sentence)
    return ", ".join(said), asked.url()


def without_facet(facet: str, asked: Asked) -> Step | None:
    name = next((name for name, own in FACETS.items() if own == facet), "")
    ticked = asked.facets.get(name, ())
    rest = replace(asked, facets={other: codes for other, codes in asked.facets.items() if other != name})
    if name == "service":
        return _("Tous les services, au même endroit"), replace(rest, what="", need="")
    return (_("Sans « {choices} »").format(choices=", ".join(boxes.label(facet, code) for code in ticked)), rest) if ticked else None


def wider_where(key: str, query: SearchQuery, asked: Asked) -> Step | None:
    km = int(query.radius_km)
    if key == "radius":
        return _("Élargir à {km} km").format(km=km), replace(asked, radius_km=km)
    if key == "around" and (commune := territories.commune(query.commune)):
        return _("Élargir à {km} km").format(km=km), replace(asked, where=typed_for(commune), radius_km=km)
    return (_("La même chose, partout"), replace(asked, where="")) if key in ("territories", "anywhere") else None


def without(key: str, query: SearchQuery, asked: Asked) -> Step | None:
    steps: dict[str, Step] = {
        "spelling": (_("Chercher « {words} »").format(words=query.text), replace(asked, what=query.text)),
        "open_at": (_("À n’importe quel moment"), replace(asked, when="")),
        "text": (_("Sans les mots « {words} »").format(words=asked.what), replace(asked, what="")),
        "need": (_("Tous les lieux, jusqu’à {km} km").format(km=FAR_KM), replace(asked, what="", need="", facets={}, when="", radius_km=FAR_KM)),
        "everything": (_("Tous les lieux"), asked.blank()),
    }
    return steps.get(key)
