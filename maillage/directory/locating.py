"""Knows where a commune is, for the fold."""

from maillage.base.geometry import Point
from maillage.territories import selectors


def commune_point(insee: str) -> Point | None:
    """Point of the commune that an INSEE code leads to: of today, of the past, or of an arrondissement. None when unknown."""
    commune = selectors.commune(selectors.current_code(insee) or "")
    return commune.point if commune else None
