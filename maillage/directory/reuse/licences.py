"""Knows which licences let a value be given again under Licence Ouverte 2.0 (`licences.toml`), and which origins have another."""

import tomllib
from functools import cache, lru_cache
from pathlib import Path

from maillage.base.text import fold
from maillage.directory.models import Origin

DATA = Path(__file__).with_name("licences.toml")


@lru_cache(maxsize=1024)
def permits(licence: str) -> bool:
    """May values under this licence, as an origin declares it, be given again under Licence Ouverte 2.0? None declared permits; an unknown one does not."""
    folded = f" {fold(licence)} "
    allowed, forbidding = words()
    if not folded.strip():
        return True
    return any(f" {word} " in folded for word in allowed) and not any(f" {word} " in folded for word in forbidding)


@cache
def words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Folded words that allow, and those that forbid."""
    data = tomllib.loads(DATA.read_text("utf-8"))
    return tuple(word for licence in data["licence"] for word in licence["words"]), tuple(data["forbidding"]["words"])


def closed_origins() -> frozenset[int]:
    """Keys of the origins whose values are shown, and do not leave."""
    return frozenset(pk for pk, licence in Origin.objects.exclude(licence="").order_by("pk").values_list("pk", "licence") if not permits(licence))
