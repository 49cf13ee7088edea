"""Knows what the rules make of a labelled set, under the weights in use: compared once, judged as often as weights are tried."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from maillage.linkage import score
from maillage.linkage.blocks import blocks
from maillage.linkage.candidates import Pairs, candidates
from maillage.linkage.clusters import Pair
from maillage.linkage.communes import present
from maillage.linkage.enums import Decision
from maillage.linkage.features import Features, features
from maillage.linkage.frequencies import Frequencies, count
from maillage.linkage.normalise import Normal
from maillage.linkage.records import LinkRecord
from maillage.linkage.resolve import Decided, grouped, ready
from maillage.linkage.score import Contribution
from maillage.linkage.verdicts import Judged, judge


@dataclass(frozen=True)
class Compared:
    """Records ready to be compared, the pairs that are, and how alike they are."""

    rows: Sequence[Normal]
    frequencies: Frequencies
    pairs: Pairs
    found: Features

    def ids(self, pairs: Pairs) -> list[Pair]:
        """The ids of these pairs."""
        return [(self.rows[one].id, self.rows[other].id) for one, other in pairs.tolist()]


@dataclass(frozen=True)
class Outcome:
    """Pairs that stand in one place without anyone, pairs that a person is asked about, and places of several records."""

    merged: frozenset[Pair]
    asked: frozenset[Pair]
    groups: Sequence[Collection[str]]


def compare(records: Sequence[LinkRecord]) -> Compared:
    """Compare each pair of records worth it, as a full run does."""
    rows = ready(records, present)
    met = blocks(rows)
    common = count(rows, met)
    pairs = candidates(met, common.crowded)
    return Compared(rows, common, pairs, features(rows, pairs, common))


def judged(compared: Compared) -> Outcome:
    """What becomes of the pairs under the weights in use."""
    told, allowed = judge(compared.rows, compared.pairs, compared.found, score.totals(compared.found))
    verdicts, groups = grouped(told, set(compared.ids(allowed)), Decided())
    return Outcome(frozenset(couple for group in groups for couple in combinations(group, 2)), asked(verdicts), groups)


def asked(verdicts: Collection[Judged]) -> frozenset[Pair]:
    """Pairs that a person is asked about."""
    return frozenset((one.a, one.b) for one in verdicts if one.decision == Decision.QUESTION)


def explained(compared: Compared, pairs: Collection[Pair]) -> dict[Pair, tuple[float, tuple[Contribution, ...]]]:
    """Score and contributions of any pairs, those that were not worth comparing too."""
    places = {record.id: index for index, record in enumerate(compared.rows)}
    wanted = sorted(pairs, key=lambda one: tuple(places[end] for end in one))
    if not wanted:
        return {}
    indexes = np.array([[places[end] for end in one] for one in wanted], dtype=np.int64)
    found = features(compared.rows, indexes, compared.frequencies)
    told = score.contributions(found, np.arange(len(wanted)))
    return dict(zip(wanted, zip(score.totals(found).tolist(), told, strict=True), strict=True))
