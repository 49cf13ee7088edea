"""Knows what is counted of an outcome, each proportion with its interval: a hundred pairs make wide ones.

`automatic` counts the pairs that stand in one place without anyone; `review` what is found once every question is read; `f1` is that of `automatic`;
`b_cubed` is the mean over records. Pairs of which the truth is not known count nowhere.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from maillage.linkage.clusters import Pair, components
from maillage.linkage.evaluating.comparing import Compared, Outcome
from maillage.linkage.evaluating.intervals import LEVEL, harmonic, ratio, wilson
from maillage.linkage.evaluating.labelled import DISTINCT, MATCH, UNSURE, Labelled
from maillage.linkage.kinds import Likeness
from maillage.linkage.score import weights


def figures(truth: Labelled, compared: Compared, outcome: Outcome) -> dict[str, Any]:
    """All that is counted, as one JSON object."""
    met = set(compared.ids(compared.pairs))
    true = truth.true_pairs()
    apart = compared.ids(compared.pairs[compared.found.kind >= Likeness.DIFFERENT])
    return {
        **method_figures(truth, outcome.merged, outcome.groups),
        "review": review(truth, outcome),
        "across_kinds": len(outcome.merged.intersection(apart)),
        "blocking": {"candidates": len(met), "recall": ratio(len(true & met), len(true))},
        "counts": {
            "records": len(truth.records),
            "true_pairs": len(true),
            "labels": {label: len(truth.labelled(label)) for label in (MATCH, DISTINCT, UNSURE)},
            "closed_set": None if truth.closed is None else len(truth.closed),
        },
        "counted": "judged_pairs" if truth.closed is None else "closed_set",
        "level": LEVEL,
        "weights": weights().version,
    }


def method_figures(truth: Labelled, merged: Collection[Pair], groups: Iterable[Collection[str]]) -> dict[str, Any]:
    """What is counted of any method that puts pairs of records in one place."""
    automatic = pair_figures(truth, merged)
    negatives = truth.labelled(DISTINCT)
    b_cubed = in_cubes(truth, groups)
    return {
        "automatic": automatic,
        "f1": harmonic(automatic["precision"], automatic["recall"]),
        "b_cubed": b_cubed["f"],
        "b_cubed_parts": {"precision": b_cubed["precision"], "recall": b_cubed["recall"]},
        "hard_negatives": {"merged": len(negatives.intersection(merged)), "of": len(negatives)},
    }


def pair_figures(truth: Labelled, links: Collection[Pair]) -> dict[str, Any]:
    """Precision and recall of proposed links, with their intervals."""
    counted, true = truth.counted(links), truth.true_pairs()
    right = len(counted & true)
    return {
        "precision": ratio(right, len(counted)),
        "precision_interval": wilson(right, len(counted)),
        "recall": ratio(right, len(true)),
        "recall_interval": wilson(right, len(true)),
        "right": right,
        "wrong": len(counted) - right,
    }


def review(truth: Labelled, outcome: Outcome) -> dict[str, Any]:
    """What is found once a person has read every question, and how many they are for a hundred records."""
    true, found = truth.true_pairs(), outcome.merged | outcome.asked
    return {
        "recall": ratio(len(found & true), len(true)),
        "recall_interval": wilson(len(found & true), len(true)),
        "per_100": round(100 * len(outcome.asked) / len(truth.records), 1) if truth.records else None,
        "pairs": len(outcome.asked),
        "true": len(outcome.asked & true),
    }


def in_cubes(truth: Labelled, groups: Iterable[Collection[str]]) -> dict[str, float | None]:
    """B-cubed precision, recall and F: of each record, the others it stands with against those it should (Bagga and Baldwin, 1998)."""
    true = neighbours(truth, components(truth.labelled(MATCH)))
    found = neighbours(truth, groups)
    ids = sorted(truth.closed if truth.closed is not None else {end for one in truth.labels for end in one})
    shares = [(len(found[one] & true[one] | {one}), len(found[one] | {one}), len(true[one] | {one})) for one in ids]
    if not shares:
        return {"precision": None, "recall": None, "f": None}
    precision = sum(both / one for both, one, _ in shares) / len(shares)
    recall = sum(both / other for both, _, other in shares) / len(shares)
    return {"precision": round(precision, 3), "recall": round(recall, 3), "f": harmonic(precision, recall)}


def neighbours(truth: Labelled, groups: Iterable[Collection[str]]) -> Mapping[str, set[str]]:
    """The records that stand with each, where it is known whether they should."""
    met: dict[str, set[str]] = defaultdict(set)
    for group in groups:
        for one in group:
            met[one] |= {other for other in group if other != one and truth.counts((one, other) if one < other else (other, one))}
    return met
