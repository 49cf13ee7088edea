"""Knows what a visitor asks in the address of the results page: reads it with indulgence, writes it back always the same way."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from maillage.referentials import selectors as referentials
from maillage.search.facets import codes_of
from maillage.web.resident.moments import MOMENTS

MAX_TEXT = 120
MAX_PAGE = 1_000
RADII_KM = (5, 10, 20, 50, 100)
DEFAULT_RADIUS_KM = 20

# Name in the address -> facet of the search. The order is that of the panel.
FACETS = {
    "service": "services",
    "cout": "costs",
    "public": "audiences",
    "soin": "care",
    "qui": "who_may_come",
    "acces": "access",
    "accompagnement": "support",
    "niveau": "level",
    "langue": "languages",
    "equipement": "equipment",
    "type": "kinds",
    "par": "roles",
    "itinerance": "itinerance",
    "dispositif": "programmes",
    "label": "labels",
    "accessibilite": "accessibility",
    "fraicheur": "freshness",
}


@dataclass(frozen=True)
class Asked:
    """One question, as asked: nothing is resolved yet. `word`: search the words themselves, do not interpret them."""

    what: str = ""
    where: str = ""
    need: str = ""
    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    radius_km: int = DEFAULT_RADIUS_KM
    when: str = ""  # one of `moments.MOMENTS`
    by_name: bool = False
    word: bool = False
    page: int = 1

    @classmethod
    def read(cls, data: QueryDict) -> Self:
        """What the address says; what it cannot say (unknown codes, a radius of -3) is left out."""
        need = data.get("besoin", "")
        return cls(
            what=text(data.get("quoi", "")),
            where=text(data.get("ou", "")),
            need=need if need in referentials.vocabulary("needs") else "",
            facets={name: codes for name, facet in FACETS.items() if (codes := known(facet, data.getlist(name)))},
            radius_km=radius(data.get("rayon", "")),
            when=known_moment(data.get("ouvert")),
            by_name=data.get("tri") == "nom",
            word=data.get("mot") == "oui",
            page=page(data.get("page", "")),
        )

    def url(self, **changes: Any) -> str:
        """The address of this question, changed so; back to the first page unless told."""
        query = urlencode(replace(self, **{"page": 1, **changes}).params())
        return f"{self.path}?{query}" if query else self.path

    def blank(self) -> Self:
        """Nothing asked yet, at the same door."""
        return replace(self, **{name: getattr(Asked(), name) for name in Asked.__dataclass_fields__})

    @property
    def path(self) -> str:
        """Where questions are asked."""
        return reverse("places")

    def params(self) -> list[tuple[str, str]]:
        """Names and values, in one order, without what goes without saying."""
        single = [("quoi", self.what), ("ou", self.where), ("besoin", self.need)]
        several = [(name, code) for name in FACETS for code in self.facets.get(name, ())]
        rest = [
            ("rayon", str(self.radius_km) if self.radius_km != DEFAULT_RADIUS_KM else ""),
            ("ouvert", self.when),
            ("tri", "nom" if self.by_name else ""),
            ("mot", "oui" if self.word else ""),
            ("page", str(self.page) if self.page > 1 else ""),
        ]
        return [(name, value) for name, value in (*single, *several, *rest) if value]

    def without(self, name: str, code: str) -> str:
        """The address of this question with one box less."""
        return self.url(facets={**self.facets, name: tuple(kept for kept in self.facets.get(name, ()) if kept != code)})


def text(value: str) -> str:
    """Words as typed, spaces put right, without what no keyboard writes."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in value[: 4 * MAX_TEXT]).split())[:MAX_TEXT]


def known(facet: str, codes: Iterable[str]) -> tuple[str, ...]:
    """Codes of the facet, each once, in its order."""
    asked = set(codes)
    return tuple(code for code in codes_of(facet) if code in asked) if asked else ()


def known_moment(value: object) -> str:
    return next((name for name in MOMENTS if name == value), "")


def radius(value: str) -> int:
    return int(value) if value in {str(km) for km in RADII_KM} else DEFAULT_RADIUS_KM


def page(value: str) -> int:
    return min(max(int(value), 1), MAX_PAGE) if value.isascii() and value.isdigit() and len(value) < 7 else 1
