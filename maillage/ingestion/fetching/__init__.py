"""Knows how a list is brought from the address at which it is published."""

from maillage.ingestion.fetching.lists import Fetched, fetch
from maillage.ingestion.fetching.sources import ask, remember

__all__ = ["Fetched", "ask", "fetch", "remember"]
