"""Knows how ours is measured beside other ways to say which records are one place, on the same data.

On judged pairs when files are given (`--records`, `--pairs`, `--closed-set`); else on damaged records of invented places, for regression only.
"""

from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from maillage.base.errors import NotAllowed
from maillage.cli.generator import linkage_records
from maillage.cli.linkage.methods import hand_rule, national_tool
from maillage.linkage.clusters import Pair, components, pair
from maillage.linkage.evaluating import labelled
from maillage.linkage.evaluating.comparing import compare, judged
from maillage.linkage.evaluating.figures import figures, method_figures
from maillage.linkage.evaluating.labelled import MATCH, Labelled
from maillage.linkage.records import from_statement

OPTIONS = {"records": "", "pairs": "", "closed_set": ""}
INVENTED = 2_000  # records


def run(records: str, pairs: str, closed_set: str) -> dict[str, Any]:
    """Figures of each method, with its intervals."""
    truth = read(records, pairs, closed_set) if records or pairs else invented(INVENTED)
    compared = compare(truth.records)
    outcome = judged(compared)
    return {
        "records": len(truth.records),
        "true_pairs": len(truth.true_pairs()),
        "invented": not records,
        "ours": method_figures(truth, outcome.merged, outcome.groups) | {"review": figures(truth, compared, outcome)["review"]},
        "national_tool": alone(truth, national_tool(truth.records)),
        "hand_rule": alone(truth, hand_rule(compared)),
    }


def alone(truth: Labelled, links: set[Pair]) -> dict[str, Any]:
    """Figures of a method that merges each pair it finds; those of which the truth is not known join nothing."""
    return method_figures(truth, links, components(truth.counted(links)))


def read(records: str, pairs: str, closed_set: str) -> Labelled:
    """The judged pairs of these files."""
    if not records or not pairs:
        raise CommandError(_("Donnez les fiches et les paires jugées ensemble : --records et --pairs."))
    try:
        return labelled.read(Path(records), Path(pairs), Path(closed_set) if closed_set else None)
    except NotAllowed as refusal:
        raise CommandError(str(refusal)) from refusal


def invented(count: int) -> Labelled:
    """Damaged records of invented places, of which everything is known."""
    told = linkage_records(count)
    places: dict[str, list[str]] = defaultdict(list)
    for one in told:
        places[one.place].append(f"{one.source}:{one.record_id}")
    records = [from_statement(f"{one.source}:{one.record_id}", f"source:{one.source}", one.record_id, one.values) for one in told]
    labels = {pair(*couple): MATCH for ids in places.values() for couple in combinations(ids, 2)}
    return Labelled(records, labels, frozenset(record.id for record in records))
