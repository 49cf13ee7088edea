"""Knows by what a row is recognised from one delivery to the next: its owner's identifier, else its stable fields. Never its rank."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from types import MappingProxyType
from typing import Any

from maillage.ingestion.mapping.plan import Cells, Plan
from maillage.ingestion.mapping.recognising import digest, fingerprint, own_id

ENCODE = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str).encode
GAP, END = "\x1f", "\x1e"  # signs that no cell holds, but on purpose
NOT_RENAMED: Mapping[str, Sequence[str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Seen:
    """A row as surveyed: where it is, what it is recognised by, and the hash of all it says."""

    line: int
    base: str
    hash: str
    has_own_id: bool


def survey(line: int, cells: Cells, plan: Plan) -> Seen:
    """What identifies a row. Cells that name persons are already gone."""
    own = own_id(cells, plan)
    return Seen(line, own or fingerprint(cells, plan), row_hash(cells, plan.version), bool(own))


def row_hash(cells: Cells, version: str) -> str:
    """A mark of everything a row says and of the rules that read it: the same mark, nothing to do. Whatever the order of the columns."""
    columns = _sorted(tuple(cells))
    texts = [cells[column] for column in columns]
    try:
        return digest(f"{version}{GAP.join(columns)}{END}{GAP.join(texts)}")
    except TypeError:  # cells of JSON may be numbers, lists, objects
        return digest(version + ENCODE(cells))


@lru_cache(maxsize=4_096)
def _sorted(columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(columns))


def record_ids(rows: Sequence[Seen], known: Mapping[str, str], renamed: Mapping[str, Sequence[str]] = NOT_RENAMED) -> list[str]:
    """The record id of each row. Rows that share a base take "", "-2", "-3"…: those already known by their content keep theirs, the others follow in order.

    `known`: record id -> hash of the records already stored. `renamed`: identifier that the list gives now -> records, which keep the id they had.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        places[row.base].append(place)
    moved = {record for records in renamed.values() for record in records}
    taken = places.keys() | moved
    ids = [""] * len(rows)
    for base, group in places.items():
        if len(group) == 1 and base not in moved and base not in renamed and f"{base}-2" not in known:
            ids[group[0]] = base
            continue
        first = list(renamed.get(base, ())) or ([] if base in moved else [base])
        slots = _slots(base, first, len(group), known, taken)
        for place, record_id in _assigned([(place, rows[place].hash) for place in group], slots, known):
            ids[place] = record_id
    return ids


def _assigned(group: list[tuple[int, str]], slots: list[str], known: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """Each row of a group with its slot: first those whose content is known, then the others, in order."""
    free = dict.fromkeys(slots)
    holding: dict[str, list[str]] = defaultdict(list)
    for slot in reversed(slots):
        if slot in known:
            holding[known[slot]].append(slot)
    waiting = []
    for place, content in group:
        if same := holding.get(content):
            slot = same.pop()
            del free[slot]
            yield place, slot
        else:
            waiting.append(place)
    yield from zip(waiting, free, strict=False)


def _slots(base: str, first: list[str], wanted: int, known: Mapping[str, str], taken: Set[str]) -> list[str]:
    """Enough record ids for a group, all those already given included."""
    slots = first
    for number in count(2):
        slot = f"{base}-{number}"
        if slot in taken:
            continue
        if slot not in known and len(slots) >= wanted:
            return slots
        slots.append(slot)
    return slots


def renamed_records(rows: Iterable[tuple[str, str]], known: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Identifiers that the list gives now -> the records they stand for, told by the stable fields; each record once.

    `rows`: identifier and fingerprint of each row; `known`: fingerprint -> records.
    """
    free = {mark: list(records) for mark, records in known.items()}
    found: dict[str, list[str]] = defaultdict(list)
    for base, mark in rows:
        if records := free.get(mark):
            found[base].append(records.pop(records.index(base) if base in records else 0))
    return {base: records for base, records in found.items() if records != [base]}


def repeated(rows: Iterable[Seen]) -> Counter[str]:
    """How many rows share each base, of those that several share."""
    return Counter({base: count for base, count in Counter(row.base for row in rows).items() if count > 1})


def without_personal(cells: dict[str, Any], plan: Plan) -> dict[str, Any]:
    """The row without the columns that name persons, dropped before anything is stored or hashed."""
    if not plan.personal:
        return cells
    return {column: value for column, value in cells.items() if column not in plan.personal}
