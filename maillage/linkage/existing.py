"""Knows which places a record being typed may be already. Nothing is written."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

import numpy as np

from maillage.directory.clusters import roots_of
from maillage.linkage import remembered, score
from maillage.linkage.candidates import Pairs
from maillage.linkage.communes import present
from maillage.linkage.features import features
from maillage.linkage.frequencies import Frequencies
from maillage.linkage.incremental import marks_by_record
from maillage.linkage.normalise import Normal
from maillage.linkage.records import LinkRecord
from maillage.linkage.resolve import ready
from maillage.linkage.wording import say


class Alike(NamedTuple):
    """A current place that a record may be, its score (above 0: rather the same place), and why, in words."""

    place: UUID
    score: float
    why: str


def existing(record: LinkRecord, most: int = 5) -> list[Alike]:
    """The current places most like a record being typed, the likest first; none below the low cut, none before a first full run.

    A record of which little is known yet may be given: its `id`, `source` and `record_id` may be empty.
    """
    frequencies = remembered.common()
    if frequencies is None:
        return []
    typed = ready([record], present)[0]
    others = ready(_near(typed, frequencies), present)
    return _likest(typed, others, frequencies, most) if others else []


def _near(typed: Normal, frequencies: Frequencies) -> list[LinkRecord]:
    """Records that share a mark with it."""
    marks = marks_by_record([typed], frequencies)[typed.id]
    found = remembered.said({statement for _mark, statement in remembered.sharing(marks)})
    return [told.record for told in found if told.record.id != typed.id]


def _likest(typed: Normal, others: Sequence[Normal], frequencies: Frequencies, most: int) -> list[Alike]:
    pairs: Pairs = np.stack((np.zeros(len(others), dtype=np.int64), np.arange(1, len(others) + 1)), axis=1)
    found = features([typed, *others], pairs, frequencies)
    totals = score.totals(found)
    order = np.lexsort((np.arange(len(others)), -totals))
    rows = order[totals[order] >= score.weights().low]
    roots = roots_of(UUID(others[row].id) for row in rows.tolist())
    surest: dict[UUID, int] = {}
    for row in rows.tolist():
        surest.setdefault(roots[UUID(others[row].id)], row)
    chosen = list(surest.items())[:most]
    why = score.contributions(found, np.array([row for _place, row in chosen], dtype=np.int64))
    return [Alike(place, float(totals[row]), say(told)) for (place, row), told in zip(chosen, why, strict=True)]
