"""Knows the panel of filters: which boxes are worth showing, and how many places stand behind each."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from maillage.referentials import selectors as referentials
from maillage.search.facets import codes_of
from maillage.search.query import SearchResult
from maillage.web.parts import FacetPart, Filters, Option
from maillage.web.resident import boxes
from maillage.web.resident.asked import FACETS, RADII_KM, Asked
from maillage.web.resident.moments import MOMENTS, moment

FIRST = ("service", "cout", "public", "soin", "qui", "acces", "type")  # shown at once; the others in a fold
RADIOS = ("rayon", "ouvert")
MAX_OPTIONS = 9
LONG = ("type", "langue", "dispositif", "label", "equipement")  # the most frequent first


def filters(asked: Asked, result: SearchResult, *, near: bool, now: datetime) -> Filters:
    """The whole panel: what most people choose first, the rest in a fold that is open when something in it is chosen."""
    parts = {name: part for name in FACETS if (part := facet(name, asked, result.counts))}
    first = [parts[name] for name in FIRST if name in parts]
    more = [part for name, part in parts.items() if name not in FIRST]
    return Filters(
        facets=[*first, *([distances(asked)] if near else []), moments(asked, now)],
        more=more,
        more_open=any(part.name in asked.facets for part in more),
        action=asked.path,
        kept=[(name, value) for name, value in asked.params() if name not in FACETS and name not in (*RADIOS, "page")],
        active=sum(len(codes) for codes in asked.facets.values()) + bool(asked.when),
    )


def facet(name: str, asked: Asked, counts: Mapping[str, Mapping[str, int]]) -> FacetPart | None:
    """One group; nothing when there is nothing to choose."""
    ticked = asked.facets.get(name, ())
    found = counts.get(FACETS[name], {})
    codes = [code for code in codes_of(FACETS[name]) if code in ticked or (found.get(code) and is_worth_showing(name, code))]
    if name in LONG:
        codes = sorted(codes, key=lambda code: (code not in ticked, -found.get(code, 0)))
    options = [Option(code, boxes.label(FACETS[name], code), code in ticked, found.get(code, 0)) for code in codes[:MAX_OPTIONS]]
    return FacetPart(name, boxes.title(name), options) if options else None


def is_worth_showing(name: str, code: str) -> bool:
    """Services of the first level; the second level is reached by words. Places that receive nobody are not shown."""
    return not (name == "service" and referentials.vocabulary("services").get(code).parent) and code != "pas-de-public"


def distances(asked: Asked) -> FacetPart:
    options = [Option(str(km), _("{km} km").format(km=km), km == asked.radius_km) for km in RADII_KM]
    return FacetPart("rayon", _("Jusqu’où"), options, "radio")


def moments(asked: Asked, now: datetime) -> FacetPart:
    """When it must be open: one choice, or none."""
    found = [(name, moment(name, now)) for name in MOMENTS]
    options = [Option(name, each.label, name == asked.when) for name, each in found if each]
    return FacetPart("ouvert", _("Ouvert quand"), [Option("", _("Peu importe"), not asked.when), *options], "radio")
