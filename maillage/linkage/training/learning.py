"""Knows how weights are learned, and what they are worth on communes that they never saw: cross-validation by whole commune."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from maillage.base.errors import NotAllowed
from maillage.linkage import score
from maillage.linkage.clusters import Pair, components
from maillage.linkage.evaluating.comparing import Outcome, judged
from maillage.linkage.evaluating.figures import figures
from maillage.linkage.evaluating.labelled import DISTINCT, Labelled
from maillage.linkage.features import Flags, Floats
from maillage.linkage.score import Weights
from maillage.linkage.training import cuts, logistic
from maillage.linkage.training.examples import Examples, commune, examples

STRENGTHS = (0.3, 1.0, 3.0, 10.0, 30.0, 100.0)  # from a loose hold to the hand-set weights to a tight one
FEWEST_FOLDS = 2
SPREAD = 1009  # so that these folds part the communes otherwise than the outer ones
INNER = 4  # folds within those of training, to choose the strength
DECIMALS = 2
Learn = Callable[[Examples, Flags, int], Weights]


@dataclass(frozen=True)
class Fold:
    """What weights learned elsewhere are worth in the communes of one fold."""

    number: int
    records: int
    true: int
    right: int
    wrong: int
    found_after_review: int
    questions: int
    high: float
    low: float


@dataclass(frozen=True)
class Validation:
    """Folds, and the figures of all of them together."""

    folds: Sequence[Fold]
    pooled: dict[str, Any]


@dataclass(frozen=True)
class Training:
    """Weights learned from all the labels, how tightly they are held, what learning is worth on communes left out, and what is in use there."""

    truth: Labelled
    weights: Weights
    strength: float
    left_out: Validation
    in_use: Validation

    @property
    def is_safer(self) -> bool:
        """Do the learned weights do at least as well as those in use, wrong merges first?"""
        return _rank(self.left_out.pooled) >= _rank(self.in_use.pooled)

    def to_json(self) -> dict[str, Any]:
        """For a machine."""
        weights = self.weights
        return {
            "weights": {name: {"hand": weights.hand[name], "trained": told} for name, told in weights.worth.items()},
            "cuts": {"high": weights.high, "low": weights.low, "chain": weights.chain},
            "strength": self.strength,
            "folds": [asdict(fold) for fold in self.left_out.folds],
            "left_out": self.left_out.pooled,
            "in_use": self.in_use.pooled | {"folds": [asdict(fold) for fold in self.in_use.folds]},
            "at_least_as_safe": self.is_safer,
        }


def _rank(pooled: Mapping[str, Any]) -> tuple[int, float, float]:
    return -pooled["automatic"]["wrong"], pooled["automatic"]["recall"] or 0.0, pooled["review"]["recall"] or 0.0


def train(truth: Labelled, folds: int) -> Training:
    """Learn weights from a labelled set, and cross-validate by whole commune. Raise NotAllowed when there is too little to learn from."""
    if folds < FEWEST_FOLDS:
        raise NotAllowed(_("La validation croisée demande au moins deux parts ; vous en demandez %(folds)s.") % {"folds": folds})
    if not truth.true_pairs() or not truth.labelled(DISTINCT):
        raise NotAllowed(_("Pour apprendre, il faut au moins une paire jugée « match » et une jugée « distinct ». Complétez les jugements."))
    given = examples(truth)
    communes = len(set(map(commune, given.compared.rows)))
    if folds > communes:
        told = {"folds": folds, "communes": communes}
        raise NotAllowed(_("Vous demandez %(folds)s parts, et les fiches n’ont que %(communes)s communes. Demandez-en moins.") % told)
    everything = np.ones(len(given.same), dtype=np.bool_)
    weights = learned(given, everything, len(truth.records))
    return Training(truth, weights, strength_for(given, everything), validate(given, folds, learned), validate(given, folds, as_shipped))


def learned(given: Examples, chosen: Flags, records: int) -> Weights:
    """Weights and cuts that suit the chosen pairs, of so many records."""
    return cuts.with_cuts(fitted(given, chosen, strength_for(given, chosen)), given, chosen, records)


def as_shipped(_given: Examples, _chosen: Flags, _records: int) -> Weights:
    """The weights and cuts in use."""
    return score.weights()


def fitted(given: Examples, chosen: Flags, strength: float) -> Weights:
    """Weights fitted to the chosen pairs of which the truth is known."""
    rows, weights = chosen & given.known, score.weights()
    worth = logistic.fit(given.amounts[rows], given.same[rows], given.vector(weights.hand), strength)
    told = dict(zip(given.names, (worth.round(DECIMALS) + 0.0).tolist(), strict=True))
    return replace(weights, worth=dict(weights.hand) | told)


def strength_for(given: Examples, chosen: Flags) -> float:
    """The tightest hold that foretells the labels of communes left out about as well as the best one does, among the chosen pairs.

    About as well: within one standard error (Breiman and others, Classification and Regression Trees, 1984, § 3.4.3).
    """
    losses = {strength: left_out_losses(given, chosen & given.known, strength) for strength in STRENGTHS}
    best = min(losses.values(), key=np.mean)
    enough = best.mean() + best.std() / np.sqrt(len(best))
    return max(strength for strength, told in losses.items() if told.mean() <= enough)


def left_out_losses(given: Examples, rows: Flags, strength: float) -> Floats:
    """Loss of each of these pairs, by weights that saw no pair of its communes."""
    hand, inner = given.vector(score.weights().hand), given.communes // SPREAD % INNER
    told = []
    for fold in range(INNER):
        learn, test = rows & (inner != fold).all(axis=1), rows & (inner[:, 0] == fold)
        worth = logistic.fit(given.amounts[learn], given.same[learn], hand, strength)
        told.append(logistic.losses(given.amounts[test], given.same[test], worth))
    return np.concatenate(told)


def validate(given: Examples, folds: int, learn: Learn) -> Validation:
    """Learn without each fold, judge it, and count: each pair is judged by weights that saw no pair of its communes."""
    told, parts = [], []
    for fold in range(folds):
        weights = learn(given, given.outside(fold, folds), given.records_in(set(range(folds)) - {fold}, folds))
        with score.trying(weights):
            outcome = judged(given.compared)
        here = set(given.compared.ids(given.compared.pairs[given.inside(fold, folds)]))
        parts.append(Outcome(outcome.merged & here, outcome.asked & here, sorted(outcome.merged & here)))
        told.append(counted(given, folds, fold, parts[-1], weights))
    merged, asked = (frozenset[Pair]().union(*(getattr(part, name) for part in parts)) for name in ("merged", "asked"))
    return Validation(told, figures(given.truth, given.compared, Outcome(merged, asked, components(merged))))


def counted(given: Examples, folds: int, fold: int, outcome: Outcome, weights: Weights) -> Fold:
    """What an outcome is worth in one fold."""
    truth = given.truth
    of_fold = {record.id for record in given.compared.rows if commune(record) % folds == fold}
    true = {one for one in truth.true_pairs() if one[0] in of_fold}
    right, wrong = len(outcome.merged & true), len(truth.counted(outcome.merged) - true)
    found = len((outcome.merged | outcome.asked) & true)
    return Fold(fold + 1, len(of_fold), len(true), right, wrong, found, len(outcome.asked), weights.high, weights.low)
