"""Knows how a list is brought from the address at which it is published."""

from maillage.ingestion.fetching.actions import ask, remember
from maillage.ingestion.fetching.lists import Fetched, fetch

__all__ = ["Fetched", "ask", "fetch", "remember"]
