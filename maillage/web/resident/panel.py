"""Knows the panel of filters: which boxes are worth showing, and how many places stand behind each."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from maillage.referentials import selectors as referentials
from maillage.search.query import SearchResult
from maillage.web.parts import FacetPart, Filters, Option
from maillage.web.resident.asked import FACETS, RADII_KM, Asked

SHOWN = ("service", "cout", "public", "soin", "qui", "acces", "type")  # the others only when they are asked
MAX_OPTIONS = 9


def filters(asked: Asked, result: SearchResult, *, near: bool) -> Filters:
    """The whole panel."""
    shown = [name for name in FACETS if name in SHOWN or name in asked.facets]
    facets = [part for name in shown if (part := facet(name, asked, result.counts))]
    return Filters(
        facets=[*facets, *([distances(asked)] if near else [])],
        kept=[(name, value) for name, value in asked.params() if name in ("quoi", "ou", "besoin", "tri", "mot")],
        active=sum(len(codes) for codes in asked.facets.values()),
    )


def facet(name: str, asked: Asked, counts: Mapping[str, Mapping[str, int]]) -> FacetPart | None:
    """One group; nothing when there is nothing to choose."""
    ticked = asked.facets.get(name, ())
    found = counts.get(FACETS[name], {})
    codes = [code for code in referentials.vocabulary(FACETS[name]).codes if code in ticked or (found.get(code) and is_worth_showing(name, code))]
    if name == "type":
        codes = sorted(codes, key=lambda code: (code not in ticked, -found.get(code, 0)))
    options = [Option(code, referentials.label(FACETS[name], code), code in ticked, found.get(code, 0)) for code in codes[:MAX_OPTIONS]]
    return FacetPart(name, titles()[name], options) if options else None


def is_worth_showing(name: str, code: str) -> bool:
    """Services of the first level; the second level is reached by words. Places that receive nobody are not shown."""
    return not (name == "service" and referentials.vocabulary("services").get(code).parent) and code != "pas-de-public"


def distances(asked: Asked) -> FacetPart:
    options = [Option(str(km), _("{km} km").format(km=km), km == asked.radius_km) for km in RADII_KM]
    return FacetPart("rayon", _("Jusqu’où"), options, "radio")


def titles() -> dict[str, str]:
    return {
        "service": _("Ce que vous voulez faire"),
        "cout": _("Prix"),
        "public": _("Surtout pour"),
        "soin": _("Votre situation"),
        "qui": _("Qui peut venir"),
        "acces": _("Comment venir"),
        "equipement": _("Appareils sur place"),
        "type": _("Sorte de lieu"),
    }
