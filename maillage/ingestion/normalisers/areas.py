"""Knows how the territories where something is given at a distance are read: official codes, or our own keys."""

from maillage.base.text import fold
from maillage.ingestion.normalisers.text import is_placeholder
from maillage.ingestion.remarks import NONE, Remark, Remarks
from maillage.territories import selectors as territories
from maillage.territories.enums import WHOLE_COUNTRY, AreaKind

COUNTRIES = frozenset({"france", "fr", "99100", "france entiere", "toute la france", "national"})  # 99100: France among the countries of INSEE
SEPARATORS = "|;,\n"
EPCI = 9  # figures of a SIREN


def areas(received: str) -> tuple[list[str], Remarks]:
    """Keys of the territories that a cell lists, each once: "51454|51|200067213" -> "com:51454", "dep:51", "epci:200067213"; "france" -> "fr".

    A code of no territory of today is told, and nothing is made of it.
    """
    parts = [received]
    for separator in SEPARATORS:
        parts = [piece for part in parts for piece in part.split(separator)]
    words = [word for part in parts if (word := part.strip()) and not is_placeholder(word)]
    found = [(word, area_key(word)) for word in words]
    unknown = tuple(Remark("area_unknown", raw=word) for word, key in found if not key)
    return list(dict.fromkeys(key for _word, key in found if key)), unknown or NONE


def area_key(word: str) -> str:
    """The key of one territory; "" when there is none. A code says what it is by its length: commune, EPCI, else département."""
    if fold(word) in COUNTRIES:
        return WHOLE_COUNTRY
    kind = "" if ":" in word else AreaKind.EPCI if len(word) == EPCI else AreaKind.COMMUNE if len(word) == len("51454") else AreaKind.DEPARTEMENT
    area = territories.parse_territory(f"{kind}:{word}" if kind else word)
    return area.key if area else ""
