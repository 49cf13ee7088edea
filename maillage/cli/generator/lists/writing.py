"""Knows how to put the invented lists of a département on disk: files, their mappings, and the truth they were made from."""

import json
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from maillage.cli.generator.damage import Listing
from maillage.cli.generator.listings import REFERENCE_DAY, listings, sources
from maillage.cli.generator.lists import coordination, france_services, hub, libraries, town_hall
from maillage.cli.generator.sites import make_sites
from maillage.territories import selectors as territories
from maillage.territories.values import Commune

MAPPINGS = Path(__file__).parents[1] / "mappings"
TRUTH = "truth.json"
DEMO_SEED = 17  # a drawing in which every kind and every fault appears
LONG = "hub"  # it says all, hours by day, in words that a mapping must read, and 100,000 rows of it are a file that may be imported
LONG_PLACES = 1.1  # places for each row: some kinds are in no such list
FEWEST, MOST = 60, 260  # places of a département at scale 1
WRITERS: dict[str, Callable[..., bytes]] = {
    "libraries": libraries.write,
    "france_services": france_services.write,
    "coordination": coordination.write,
    "town_hall": town_hall.write,
    "hub": hub.write,
}


class Written(NamedTuple):
    """A list on disk."""

    path: Path
    source: str
    label: str
    mapping: Path


def write_lists(folder: Path, departement: str = "23", *, seed: int = DEMO_SEED, scale: float = 1.0, today: date = REFERENCE_DAY) -> list[Written]:
    """Write the lists of an invented département and their mappings; `truth.json` says which rows are one place.

    Dates of rows are counted back from `today`. Raise ValueError for an unknown département.
    """
    area = territories.departement(departement)
    if area is None:
        raise ValueError(f"no département {departement}")
    communes = [commune for code in sorted(territories.communes_of(area)) if (commune := territories.commune(code))]
    sites = make_sites(communes, round(scale * usual_count(communes)), seed=seed)
    local = _town(communes)
    rows = [listing for site in sites for listing in listings(site, seed=seed, today=today, local=local)]
    folder.mkdir(parents=True, exist_ok=True)
    written = [_write(folder, name, [row for row in rows if row.source == source["key"]], seed=seed) for name, source in sources().items()]
    (folder / TRUTH).write_text(json.dumps(_truth(rows), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return written


def write_long_list(folder: Path, rows: int, *, seed: int = DEMO_SEED, today: date = REFERENCE_DAY) -> Written:
    """Write one list of so many rows over all France, the widest of them, and its mapping."""
    sites = make_sites(territories.communes(), round(rows * LONG_PLACES), seed=seed)
    told = (listing for site in sites for listing in listings(site, seed=seed, today=today, names={LONG}))
    folder.mkdir(parents=True, exist_ok=True)
    return _write(folder, LONG, list(islice(told, rows)), seed=seed)


def usual_count(communes: Sequence[Commune]) -> int:
    """Places to expect in a département of these communes."""
    people = sum(commune.population or 0 for commune in communes)
    return max(FEWEST, min(MOST, round(0.75 * len(communes) + people / 5000)))


def _town(communes: Sequence[Commune]) -> frozenset[str]:
    """Communes of the town whose survey is one of the lists: the largest one and its intercommunality."""
    people: Counter[str] = Counter()
    for commune in communes:
        people[commune.epci or commune.code] += commune.population or 0
    largest = max(people, key=lambda code: (people[code], code))
    return frozenset(commune.code for commune in communes if largest in (commune.epci, commune.code))


def _write(folder: Path, name: str, rows: list[Listing], *, seed: int) -> Written:
    source = sources()[name]
    path, mapping = folder / source["file"], folder / source["mapping"]
    path.write_bytes(WRITERS[name](rows, seed=seed))
    shutil.copyfile(MAPPINGS / source["mapping"], mapping)
    return Written(path, source["key"], source["label"], mapping)


def _truth(rows: list[Listing]) -> dict[str, dict[str, list[str]]]:
    """Identifiers of the rows that speak of each place, by list."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        found[row.site.key][row.source].append(row.record_id)
    return found
