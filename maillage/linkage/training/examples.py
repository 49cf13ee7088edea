"""Knows what weights are learned from: pairs worth comparing of which the truth is known, and the communes they stand in."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from maillage.linkage import score, verdicts
from maillage.linkage.enums import Veto
from maillage.linkage.evaluating.comparing import Compared, compare
from maillage.linkage.evaluating.labelled import DISTINCT, MATCH, Labelled
from maillage.linkage.features import Flags, Floats
from maillage.linkage.normalise import Normal

BASE = "base"


@dataclass(frozen=True)
class Examples:
    """All pairs compared of a labelled set, one row each. Columns of `amounts` are `names`, the first being the base.

    `known`: rows to learn from; `same`: judged the same; `communes`: a number for the commune of each end.
    """

    truth: Labelled
    compared: Compared
    names: Sequence[str]
    amounts: Floats
    known: Flags
    same: Flags
    communes: NDArray[np.int64]

    def vector(self, worth: Mapping[str, float]) -> Floats:
        """Weights in the order of the columns."""
        return np.array([worth[name] for name in self.names])

    def outside(self, fold: int, folds: int) -> Flags:
        """Pairs with no end in a fold."""
        return np.asarray((self.communes % folds != fold).all(axis=1))

    def inside(self, fold: int, folds: int) -> Flags:
        """Pairs of a fold: each pair is of the fold of its first record."""
        return np.asarray(self.communes[:, 0] % folds == fold)

    def records_in(self, chosen: Collection[int], folds: int) -> int:
        """How many records these folds have."""
        return sum(commune(record) % folds in chosen for record in self.compared.rows)


def examples(truth: Labelled) -> Examples:
    """Compare the records of a labelled set, and say what is known of each pair.

    Learned from: pairs judged the same or distinct, and those of the closed set that nobody judged the same. Two records of a list with official
    ids are two places whatever their score: they teach nothing.
    """
    compared = compare(truth.records)
    columns = score.amounts(compared.found)
    names = [name for name in score.weights().worth if name in columns]
    table = np.stack([np.ones(len(compared.pairs)), *(columns[name] for name in names)], axis=1)
    couples = compared.ids(compared.pairs)
    told = [truth.labels.get(one) for one in couples]
    official = verdicts.vetoes(compared.rows, compared.pairs, compared.found) == verdicts.VETOES.index(Veto.OFFICIAL_IDS)
    known = np.array([label in (MATCH, DISTINCT) or truth.counts(one) for one, label in zip(couples, told, strict=True)], dtype=np.bool_)
    of_records = np.array([commune(record) for record in compared.rows], dtype=np.int64)
    same = np.array([label == MATCH for label in told], dtype=np.bool_)
    return Examples(truth, compared, [BASE, *names], table, known & ~official, same, of_records[compared.pairs])


def commune(record: Normal) -> int:
    """A number for the commune of a record: the same on every day."""
    return int.from_bytes(blake2b((record.insee or record.commune).encode(), digest_size=6).digest(), "big")
