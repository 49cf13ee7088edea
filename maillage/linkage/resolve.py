"""Knows the whole way from records to places, as one pure function."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from itertools import combinations
from operator import attrgetter
from typing import Any

from maillage.base.memory import collecting_seldom
from maillage.linkage import chunks
from maillage.linkage.blocks import Blocks, blocks
from maillage.linkage.candidates import Pairs, candidates
from maillage.linkage.clusters import Pair, clusters
from maillage.linkage.communes import Present, unknown
from maillage.linkage.engines import SERIAL, Engine
from maillage.linkage.enums import Decision, Veto
from maillage.linkage.frequencies import Frequencies, count
from maillage.linkage.normalise import Normal, normalise
from maillage.linkage.records import LinkRecord
from maillage.linkage.verdicts import Judged

Step = Callable[[str, int], None]
VALUES = attrgetter(*(field.name for field in fields(Normal)))
SHARED = (frozenset, tuple, str)


@dataclass(frozen=True)
class Resolution:
    """What the rules make of a set of records: pairs with something to say, groups of two ids or more, pairs compared.

    `blocks`: what the records share, by their place in the order of their ids; `frequencies`: what was common.
    """

    verdicts: list[Judged]
    groups: list[list[str]]
    candidates: int
    blocks: Blocks
    frequencies: Frequencies


@dataclass(frozen=True)
class Decided:
    """What persons said of pairs of records; it goes before every rule."""

    same: Collection[Pair] = ()
    apart: Collection[Pair] = ()


def ready(records: Iterable[LinkRecord], present: Present = unknown) -> list[Normal]:
    """Records as they are compared, in the order of their ids."""
    seen: dict[Any, Any] = {}
    return [thin(normalise(record, present), seen) for record in sorted(records, key=lambda record: record.id)]


def thin(row: Normal, seen: dict[Any, Any]) -> Normal:
    """The same record, with the sets and short texts of the records seen before where they are equal: most are empty, or common to many."""
    return Normal(*(seen.setdefault(value, value) if type(value) in SHARED else value for value in VALUES(row)))


def resolve(
    records: Iterable[LinkRecord],
    decided: Decided = Decided(),
    *,
    frequencies: Frequencies | None = None,
    present: Present = unknown,
    engine: Engine = SERIAL,
    step: Step = lambda _name, _count: None,
) -> Resolution:
    """Say which records are the same place. The order of the records does not matter, nor where `engine` does the work.

    `frequencies`: those under which the verdicts stand; else counted among these records. `step` hears the name and size of each stage.
    """
    with collecting_seldom():
        rows = ready(records, present)
        step("normalise", len(rows))
        met = blocks(rows)
        common = frequencies or count(rows, met)
        pairs = candidates(met, common.crowded)
        step("candidates", len(pairs))
        judged, allowed = compared(rows, pairs, common, engine)
        step("features", len(pairs))
        verdicts, groups = grouped(judged, allowed, decided)
        step("clusters", len(groups))
    return Resolution(verdicts, groups, len(pairs), met, common)


def compared(rows: Sequence[Normal], pairs: Pairs, frequencies: Frequencies, engine: Engine = SERIAL) -> tuple[list[Judged], set[Pair]]:
    """What the rules say of these pairs of records, in their order, and the pairs that may stand in one place. The same for some pairs as among all."""
    judged: list[Judged] = []
    allowed: set[Pair] = set()
    for some in engine.map(chunks.compare, frequencies, chunks.of_pairs(rows, pairs)):
        judged += some.judged
        allowed.update(some.allowed)
    return sorted(judged, key=lambda one: (one.a, one.b)), allowed


def grouped(judged: Iterable[Judged], allowed: Collection[Pair], decided: Decided) -> tuple[list[Judged], list[list[str]]]:
    """What becomes of pairs once places are formed, and the places of several records. Pairs that persons decided are left out of the first."""
    told = list(judged)
    edges = [(one.score, (one.a, one.b)) for one in told if one.decision == Decision.MERGE]
    groups, _refused = clusters(edges, allowed=allowed, same=decided.same, apart=decided.apart)
    together = {couple for group in groups for couple in combinations(group, 2)}
    by_person = {*decided.same, *decided.apart}
    return [_placed(one, (one.a, one.b) in together) for one in told if (one.a, one.b) not in by_person], groups


def _placed(one: Judged, together: bool) -> Judged:
    """Two of one place need not be asked about; a merge that would have joined what differs must."""
    if together and one.decision == Decision.QUESTION:
        return replace(one, decision=Decision.MERGE)
    if not together and one.decision == Decision.MERGE:
        return replace(one, decision=Decision.QUESTION, veto=Veto.CLUSTER)
    return one
