"""Knows which commune of today a record speaks of, and which part of it: former communes, arrondissements. Reference data, no database.

What is kept in memory is kept by index: communes brought since are not mistaken for the former.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache

from rapidfuzz import fuzz

from maillage.base.text import fold
from maillage.territories import selectors
from maillage.territories.index import Index
from maillage.territories.values import Arrondissement, Located

Present = Callable[[str, str], Located | None]  # INSEE code, postal code
ARTICLE = re.compile(r"^(?:la|le|les|l) ")
MISSPELT = 85  # percent; communes so alike are one, misspelt
ARTICLES = frozenset("a au aux d de des du en et l la le les sur sous saint sainte st ste bp cs cedex".split())  # noqa: SIM905


def unknown(_insee: str, _postal_code: str) -> Located | None:
    """No commune is known: records are compared on what they state alone."""
    return None


def present(insee: str, postal_code: str) -> Located | None:
    """Today's commune of a code that may be a former one's; in Paris, Lyon and Marseille the arrondissement, told by its code or its postal code."""
    return _present(selectors.index(), insee, postal_code)


@lru_cache(maxsize=65_536)
def _present(_index: Index, insee: str, postal_code: str) -> Located | None:
    if found := selectors.arrondissement(insee):
        return found
    code = selectors.current_code(insee)
    commune = selectors.commune(code) if code else None
    inside = [one for one in selectors.arrondissements_of(commune.code) if postal_code in one.postal_codes] if commune else []
    return inside[0] if len(inside) == 1 else commune


def locality(stated: str, here: Located) -> str:
    """Part of today's commune that a normalised commune names: "saint lezin" of Chemillé-en-Anjou. "" when it is the commune, misspelt, or another commune."""
    return _locality(selectors.index(), stated, here)


@lru_cache(maxsize=65_536)
def _locality(_index: Index, stated: str, here: Located) -> str:
    name, words = _named(here)
    if stated == name or isinstance(here, Arrondissement) or not (own := _telling(stated)) or own & words:
        return ""
    if fuzz.ratio(stated, name) >= MISSPELT:
        return ""
    known = selectors.find_commune(stated, "", selectors.departement_of(here.code))
    return stated if not known or any(one.code == here.code for one in known) else ""


@lru_cache(maxsize=65_536)
def two_names(one: str, other: str) -> bool:
    """Do two normalised communes bear names without a word in common, and not one name misspelt ("thoiras" and "corbes", both of Thoiras-Corbès today)?"""
    return bool(one and other) and not _telling(one) & _telling(other) and fuzz.ratio(one, other) < MISSPELT


def locality_within(text: str, here: Located) -> str:
    """Former commune of today"s with which a folded name or line of an address ends ("bibliotheque de saint lezin" -> "saint lezin"); "" when with none."""
    return next((part for part in _parts(selectors.index()).get(here.code, ()) if f" {text}".endswith(f" {part}")), "")


@lru_cache(maxsize=1)
def _parts(index: Index) -> dict[str, list[str]]:
    parts = defaultdict(list)
    for name, commune in index.former_names:
        if not _telling(name) & _named(commune)[1]:
            parts[commune.code].append(ARTICLE.sub("", name))
    return dict(parts)


@lru_cache(maxsize=65_536)
def _named(here: Located) -> tuple[str, frozenset[str]]:
    name = fold(here.name)
    return name, _telling(name)


def _telling(commune: str) -> frozenset[str]:
    return frozenset(word for word in commune.split() if not word.isdigit()) - ARTICLES
