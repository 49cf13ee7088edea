"""Knows which codes each facet has: those of its vocabulary; for freshness, which follows from a date, its four words."""

from maillage.directory.freshness import Freshness
from maillage.referentials import selectors as referentials
from maillage.search.query import FRESHNESS


def codes_of(facet: str) -> tuple[str, ...]:
    """All codes of a facet, in the order in which they are shown."""
    return tuple(Freshness.values) if facet == FRESHNESS else referentials.vocabulary(facet).codes
