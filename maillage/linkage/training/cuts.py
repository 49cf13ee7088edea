"""Knows where the cuts are set, once weights are known: no wrong merge, then enough questions to find nearly all, and no more than a person reads."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from maillage.linkage import score
from maillage.linkage.enums import Decision
from maillage.linkage.features import Flags
from maillage.linkage.score import Weights
from maillage.linkage.training.examples import Examples
from maillage.linkage.verdicts import Judged, judge

MARGIN = 0.3  # above the surest wrong pair: on other labels one may stand a little higher
FLOOR = 0.0  # a merge is at least more likely than not
REACH = 1.5  # how far below the high cut two records may stand in one place through a third
FOUND = 0.985  # share of the true pairs that merges and questions must find, .97 being to hold
QUESTIONS = 7.0  # for a hundred records, 8 being to hold
LOWEST = -1000.0


def with_cuts(weights: Weights, examples: Examples, chosen: Flags, records: int) -> Weights:
    """These weights with the cuts that suit the chosen pairs, of so many records."""
    high = _high(judged(replace(weights, high=LOWEST, low=LOWEST, chain=LOWEST), examples, chosen), examples)
    told = judged(replace(weights, high=high, low=LOWEST, chain=LOWEST), examples, chosen)
    low = min(_low(told, examples, records, int((examples.same & examples.known & chosen).sum())), high)
    return replace(weights, high=high, low=low, chain=max(low, round(high - REACH, 2)))


def judged(weights: Weights, examples: Examples, chosen: Flags) -> Sequence[Judged]:
    """What the rules say of the chosen pairs under these weights, before any place is formed."""
    compared = examples.compared
    with score.trying(weights):
        told, _allowed = judge(compared.rows, compared.pairs, compared.found, score.totals(compared.found))
    wanted = set(compared.ids(compared.pairs[chosen]))
    return [one for one in told if (one.a, one.b) in wanted]


def _high(told: Sequence[Judged], examples: Examples) -> float:
    truth = examples.truth
    true = truth.true_pairs()
    wrong = [one.score for one in told if one.decision == Decision.MERGE and truth.counts((one.a, one.b)) and (one.a, one.b) not in true]
    return round(max(FLOOR, max(wrong, default=FLOOR) + MARGIN), 2)


def _low(told: Sequence[Judged], examples: Examples, records: int, true: int) -> float:
    """The highest cut that finds enough, unless it asks too much."""
    labels = examples.truth.true_pairs()
    found = sum(one.decision == Decision.MERGE and (one.a, one.b) in labels for one in told)
    asked = sorted((one for one in told if one.decision == Decision.QUESTION), key=lambda one: -one.score)
    most = int(QUESTIONS * records / 100)
    for number, one in enumerate(asked):
        found += (one.a, one.b) in labels
        if found >= FOUND * true or number + 1 >= most:
            return float(np.floor(one.score * 100) / 100)
    return asked[-1].score if asked else FLOOR
