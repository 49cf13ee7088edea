"""Knows which index answers now."""

from maillage.directory.models import Generation
from maillage.search import providers
from maillage.search.brute import BruteIndex


def current() -> BruteIndex:
    """The index to answer from. Take it once per request."""
    number = Generation.objects.order_by("pk").values_list("number", flat=True).first() or 0
    return BruteIndex(providers.load(), number)
