"""Knows which row of the national tool's output is which row of a list: by the list's identifier, by rank, or by name, commune and street."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from maillage.base.text import fold
from maillage.cli.peer.facts import Facts
from maillage.ingestion.reading import CheckedRow

Row = Mapping[str, Any]
Keyed = Callable[[int], str]


def match(rows: Sequence[CheckedRow], facts: Sequence[Facts], output: Sequence[Row]) -> list[Row | None]:
    """For each row of the list, the row of the output that speaks of it. Identifiers and ranks are believed only where the names agree."""
    found: list[Row | None] = [None] * len(rows)
    left = list(output)
    for key, peer_key in _keys(rows, facts):
        by_key: dict[str, list[Row]] = defaultdict(list)
        for row in left:
            by_key[peer_key(row)].append(row)
        taken: set[int] = set()
        for place in range(len(rows)):
            same = next((row for row in by_key.get(key(place), ()) if id(row) not in taken and _agree(facts[place], row)), None)
            if found[place] is None and same is not None:
                found[place] = same
                taken.add(id(same))
        left = [row for row in left if id(row) not in taken]
    return found


def _keys(rows: Sequence[CheckedRow], facts: Sequence[Facts]) -> list[tuple[Keyed, Callable[[Row], str]]]:
    """Ways to recognise a row, the surest first: the owner's identifier, the rank, then what it says."""
    return [
        (lambda place: rows[place].record_base, _suffix),
        (str, _suffix),
        (lambda place: _named(facts[place].texts, "nom", "commune", "adresse"), lambda row: _named(row, "nom", "commune", "adresse")),
        (lambda place: _named(facts[place].texts, "nom", "commune"), lambda row: _named(row, "nom", "commune")),
    ]


def _suffix(row: Row) -> str:
    """What follows the source in the tool's identifiers: "gironde_12" -> "12"."""
    return str(row.get("id", "")).rpartition("_")[2]


def _named(row: Row, *names: str) -> str:
    return "|".join(fold(str(row.get(name) or "")) for name in names)


def _agree(ours: Facts, row: Row) -> bool:
    """Do both sides name the same place? Neither corrects a name enough to hide it."""
    mine, other = fold(ours.texts["nom"]), fold(str(row.get("nom") or ""))
    return mine == other or bool(mine and other and (mine in other or other in mine))
