"""Knows which version of the product runs."""

from functools import cache
from importlib import metadata


@cache
def version() -> str:
    """The version of the product, as installed."""
    try:
        return metadata.version("maillage")
    except metadata.PackageNotFoundError:
        return "0"
