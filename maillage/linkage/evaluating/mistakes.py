"""Knows each mistake of an outcome, and what a person is left to read: both names, the score, and what made it in words."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from maillage.linkage.clusters import Pair
from maillage.linkage.evaluating.comparing import Compared, Outcome, explained
from maillage.linkage.evaluating.labelled import Labelled
from maillage.linkage.wording import say


@dataclass(frozen=True)
class Told:
    """A pair as it is shown. `label` is empty when nobody judged it."""

    id_a: str
    id_b: str
    name_a: str
    name_b: str
    commune_a: str
    commune_b: str
    label: str
    compared: bool
    score: float
    contributions: str


@dataclass(frozen=True)
class Mistakes:
    """Pairs wrongly put in one place, true pairs that nobody would ever see, and pairs that a person reads. The surest first."""

    wrong: Sequence[Told]
    missed: Sequence[Told]
    to_read: Sequence[Told]

    def to_json(self) -> dict[str, Any]:
        """For a machine."""
        parts = {"wrong_merges": self.wrong, "missed_pairs": self.missed, "review": self.to_read}
        return {name: [asdict(one) for one in pairs] for name, pairs in parts.items()}


def mistakes(truth: Labelled, compared: Compared, outcome: Outcome) -> Mistakes:
    """All of them."""
    true = truth.true_pairs()
    wrong = truth.counted(outcome.merged) - true
    missed = true - outcome.merged - outcome.asked
    told = _told(truth, compared, wrong | missed | outcome.asked)
    return Mistakes(*(sorted((told[one] for one in pairs), key=_surest_first) for pairs in (wrong, missed, outcome.asked)))


def _told(truth: Labelled, compared: Compared, pairs: Collection[Pair]) -> dict[Pair, Told]:
    records = {record.id: record for record in truth.records}
    met, told = set(compared.ids(compared.pairs)), {}
    for one, (score, contributions) in explained(compared, pairs).items():
        a, b = (records[end] for end in one)
        told[one] = Told(a.id, b.id, a.name, b.name, a.commune, b.commune, truth.labels.get(one, ""), one in met, score, say(contributions))
    return told


def _surest_first(one: Told) -> tuple[float, str, str]:
    return -one.score, one.id_a, one.id_b
