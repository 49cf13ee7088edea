"""Knows which offers are given at a distance, and to whom."""

from functools import lru_cache

from maillage.search.rows import OfferRow
from maillage.territories import selectors as territories
from maillage.territories.enums import WHOLE_COUNTRY

AT_A_DISTANCE = "a-distance"


def is_remote(offer: OfferRow) -> bool:
    """Is it given at a distance, and does it say where? One without the other adds no place to an answer."""
    return bool(offer.area) and any(AT_A_DISTANCE in offer.facets.get(name, ()) for name in ("support", "access"))


@lru_cache(maxsize=4096)
def keys_covering(commune: str) -> tuple[str, ...]:
    """What an area may say to cover this commune: its own keys, of today and of old, and the whole country; nothing for a code that is none."""
    areas = territories.areas_of(commune)
    return tuple(dict.fromkeys([f"com:{commune}", *(area.key for area in areas), WHOLE_COUNTRY])) if areas else ()
