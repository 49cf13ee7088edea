"""Knows by what a row is recognised from one delivery to the next: its owner's identifier, else its stable fields. Never its rank."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import count
from typing import Any

from maillage.base.text import fold
from maillage.ingestion.mapping.plan import Cells, Plan
from maillage.ingestion.normalisers.text import as_text

ENCODE = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str).encode
ID_LIMIT = 110  # characters, leaving room for a suffix within the 120 of a record id


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


def own_id(cells: Cells, plan: Plan) -> str:
    """The owner's identifier; "" when the row has none."""
    text = next((found for column in plan.record_id if (found := as_text(cells.get(column)).strip())), "")
    text = " ".join(text.removesuffix(".0").replace("\x00", "").split())
    return text if len(text) <= ID_LIMIT else f"#{_digest(text)}"


def fingerprint(cells: Cells, plan: Plan) -> str:
    """A short mark of the stable fields, the same whatever capitals, accents and signs."""
    return f"~{_digest('|'.join(fold(as_text(cells.get(column))) for column in plan.fingerprint))}"


def row_hash(cells: Cells, version: str) -> str:
    """A mark of everything a row says and of the rules that read it: the same mark, nothing to do."""
    return _digest(version + ENCODE(cells))


def record_ids(rows: Sequence[Seen], known: Mapping[str, str]) -> list[str]:
    """The record id of each row. Rows that share a base take "", "-2", "-3"… : those already known by their content keep theirs, the others follow in order.

    `known`: record id -> hash of the records already stored.
    """
    taken = {row.base for row in rows}
    places: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        places[row.base].append(place)
    ids = [""] * len(rows)
    for base, group in places.items():
        if len(group) == 1 and f"{base}-2" not in known:
            ids[group[0]] = base
            continue
        for place, record_id in _assigned(base, [(place, rows[place].hash) for place in group], known, taken):
            ids[place] = record_id
    return ids


def _assigned(base: str, group: list[tuple[int, str]], known: Mapping[str, str], taken: set[str]) -> Iterable[tuple[int, str]]:
    slots = _slots(base, len(group), known, taken)
    free, waiting = list(slots), []
    for place, content in group:
        same = next((slot for slot in free if known.get(slot) == content), None)
        if same is None:
            waiting.append(place)
        else:
            free.remove(same)
            yield place, same
    yield from zip(waiting, free, strict=False)


def _slots(base: str, wanted: int, known: Mapping[str, str], taken: set[str]) -> list[str]:
    """Enough record ids for a group, all those already given included."""
    slots = [base]
    for number in count(2):
        slot = f"{base}-{number}"
        if slot in taken:
            continue
        if slot not in known and len(slots) >= wanted:
            return slots
        slots.append(slot)
    return slots


def repeated(rows: Iterable[Seen]) -> Counter[str]:
    """How many rows share each base."""
    return Counter(row.base for row in rows)


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def without_personal(cells: dict[str, Any], plan: Plan) -> dict[str, Any]:
    """The row without the columns that name persons, dropped before anything is stored or hashed."""
    if not plan.personal:
        return cells
    return {column: value for column, value in cells.items() if column not in plan.personal}
