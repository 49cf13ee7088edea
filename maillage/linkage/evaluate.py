"""Knows how good linkage is, counted on labelled pairs: figures with their counts, because a hundred pairs make wide ratios.

Also a program: `python -m maillage.linkage.evaluate FOLDER` prints the figures of `records.jsonl`, `pairs.csv` and `closed-set.txt`.
"""

import json
import sys
from collections.abc import Collection, Iterable, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

from maillage.linkage import labelled, resolve
from maillage.linkage.blocks import blocks
from maillage.linkage.candidates import candidates
from maillage.linkage.clusters import Pair, components, pair
from maillage.linkage.enums import Decision
from maillage.linkage.labelled import Labelled


def evaluate(records_path: Path, pairs_path: Path, closed_path: Path) -> dict[str, Any]:
    """Run linkage on a labelled set and count what it finds, as the linkage notes define it.

    `automatic`: merges made by rule. `clusters`: the same after closure. `review`: pairs left to a person, and the recall once they are read.
    """
    truth = labelled.read(records_path, pairs_path, closed_path)
    result = resolve.resolve(truth.records)
    merged = {(one.a, one.b) for one in result.verdicts if one.decision == Decision.MERGE}
    asked = {(one.a, one.b) for one in result.verdicts if one.decision == Decision.QUESTION}
    together = {pair(*couple) for group in result.groups for couple in combinations(group, 2)}
    true = truth.true_pairs()
    return {
        "true_pairs": len(true),
        "automatic": pair_figures(merged, truth),
        "clusters": pair_figures(together, truth),
        "b_cubed": b_cubed(_partition(result.groups, truth.closed), _partition(components(true), truth.closed)),
        "hard_negatives": {"merged": len(together & truth.hard_negatives()), "of": len(truth.hard_negatives())},
        "review": {
            "pairs": len(asked),
            "per_100_records": round(100 * len(asked) / max(len(truth.records), 1), 1),
            "true": len(asked & true),
            "recall_after": _ratio(len((merged | asked) & true), len(true)),
        },
        "blocking": {"candidates": result.candidates, "recall": _ratio(len(true & _candidates(truth)), len(true))},
    }


def pair_figures(links: Collection[Pair], truth: Labelled) -> dict[str, float]:
    """Precision, recall and F1 of proposed links, counted where the truth is known."""
    counted = {one for one in links if truth.counts(one)}
    true = truth.true_pairs()
    right = len(counted & true)
    precision, recall = _ratio(right, len(counted)), _ratio(right, len(true))
    return {"right": right, "wrong": len(counted) - right, "precision": precision, "recall": recall, "f1": _harmonic(precision, recall)}


def b_cubed(found: Mapping[str, frozenset[str]], true: Mapping[str, frozenset[str]]) -> dict[str, float]:
    """B-cubed precision, recall and F over records, each known by the group it stands in."""
    precision = sum(len(found[one] & true[one]) / len(found[one]) for one in true) / max(len(true), 1)
    recall = sum(len(found[one] & true[one]) / len(true[one]) for one in true) / max(len(true), 1)
    return {"precision": round(precision, 3), "recall": round(recall, 3), "f": _harmonic(precision, recall)}


def _partition(groups: Iterable[Collection[str]], among: Collection[str]) -> dict[str, frozenset[str]]:
    """The group of each id, restricted to the ids counted."""
    counted = frozenset(among)
    alone = {one: frozenset({one}) for one in counted}
    return alone | {one: counted.intersection(group) for group in groups for one in counted.intersection(group)}


def _candidates(truth: Labelled) -> set[Pair]:
    ready = resolve.ready(truth.records)
    met = blocks(ready)
    return {(ready[one].id, ready[other].id) for one, other in candidates(met, met.crowded()).tolist()}


def _ratio(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0


def _harmonic(precision: float, recall: float) -> float:
    return round(2 * precision * recall / (precision + recall), 3) if precision + recall else 0.0


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    sys.stdout.write(json.dumps(evaluate(folder / "records.jsonl", folder / "pairs.csv", folder / "closed-set.txt"), indent=2) + "\n")
