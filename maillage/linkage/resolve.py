"""Knows the whole way from records to places, as one pure function."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from maillage.linkage import score
from maillage.linkage.candidates import candidates
from maillage.linkage.clusters import Pair, clusters
from maillage.linkage.enums import Decision, Veto
from maillage.linkage.features import features
from maillage.linkage.normalise import Normal, normalise
from maillage.linkage.records import LinkRecord
from maillage.linkage.verdicts import Judged, judge

Step = Callable[[str, int], None]


@dataclass(frozen=True)
class Resolution:
    """What the rules make of a set of records: pairs with something to say, groups of two ids or more, pairs compared."""

    verdicts: list[Judged]
    groups: list[list[str]]
    candidates: int


@dataclass(frozen=True)
class Decided:
    """What persons said of pairs of records; it goes before every rule."""

    same: Collection[Pair] = ()
    apart: Collection[Pair] = ()


def same_code(code: str) -> str | None:
    """A commune's code, taken as current."""
    return code


def ready(records: Iterable[LinkRecord], current_code: Callable[[str], str | None] = same_code) -> list[Normal]:
    """Records as they are compared, in the order of their ids."""
    return [normalise(record, current_code) for record in sorted(records, key=lambda record: record.id)]


def resolve(
    records: Iterable[LinkRecord],
    decided: Decided = Decided(),
    *,
    current_code: Callable[[str], str | None] = same_code,
    step: Step = lambda _name, _count: None,
) -> Resolution:
    """Say which records are the same place. The order of the records does not matter; `step` hears the name and size of each stage."""
    rows = ready(records, current_code)
    step("normalise", len(rows))
    pairs = candidates(rows)
    step("candidates", len(pairs))
    found = features(rows, pairs)
    step("features", len(pairs))
    judged, allowed_rows = judge(rows, pairs, found, score.totals(found))
    allowed = {(rows[one].id, rows[other].id) for one, other in allowed_rows.tolist()}
    edges = [(one.score, (one.a, one.b)) for one in judged if one.decision == Decision.MERGE]
    groups, refused = clusters(edges, allowed=allowed, same=decided.same, apart=decided.apart)
    step("clusters", len(groups))
    return Resolution(_with_refusals(judged, refused), groups, len(pairs))


def _with_refusals(judged: list[Judged], refused: Collection[Pair]) -> list[Judged]:
    """A merge refused for what it would join becomes a question."""
    asked = set(refused)
    return [replace(one, decision=Decision.QUESTION, veto=Veto.CLUSTER) if (one.a, one.b) in asked else one for one in judged]
