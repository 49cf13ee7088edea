"""Knows which list speaks of which place: about two places in five are in several, some twice in one."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from maillage.cli.generator.damage import Listing, damage, row_date
from maillage.cli.generator.draw import Draw, data
from maillage.cli.generator.sites import Site

TWICE = 0.12  # a place in several lists stands twice in one of them
LOCAL = "town_hall"  # the list of one town: it knows nothing elsewhere
REFERENCE_DAY = date(2026, 11, 23)
NO_WORSE: Mapping[str, float] = {}


def sources() -> dict[str, dict[str, Any]]:
    """The lists, by name: key, label, file, mapping, what they cover and damage."""
    return data("sources")


def listings(
    site: Site, *, seed: int, today: date, local: Collection[str] = (), names: Collection[str] = (), worse: Mapping[str, float] = NO_WORSE
) -> list[Listing]:
    """What the lists say of a place: at least one does. `local`: communes of the town's list; `names`: only these lists; `worse`: more damage."""
    draw = Draw.of(seed, "listings", site.key)
    known = {name: source for name, source in sources().items() if not names or name in names}
    told = [name for name, source in known.items() if draw.chance(_chance(site, name, source, local))]
    if not told:
        willing = {name: chance for name, source in known.items() if (chance := _chance(site, name, source, local))}
        told = [draw.weighted(willing)] if willing else []
    twice = draw.pick(told) if len(told) > 1 and draw.chance(TWICE) else ""
    return [listing for name in told for listing in rows(site, name, known[name], seed=seed, today=today, count=1 + (name == twice), worse=worse)]


def _chance(site: Site, name: str, source: dict[str, Any], local: Collection[str]) -> float:
    if name == LOCAL and site.commune.code not in local:
        return 0
    if site.is_administrative:
        return float(name == "libraries")
    return float(source["covers"].get(site.kind, 0))


def rows(site: Site, name: str, source: dict[str, Any], *, seed: int, today: date, count: int, worse: Mapping[str, float] = NO_WORSE) -> Iterator[Listing]:
    for i in range(count):
        draw = Draw.of(seed, name, site.key, i)
        as_of = row_date(source.get("days"), today=today, draw=draw)
        yield damage(site, source["key"], f"{source['prefix']}{site.key[1:]}{'' if i == 0 else 'b'}", {**source["damage"], **worse}, draw, as_of=as_of)
