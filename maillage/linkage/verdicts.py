"""Knows what follows from a score: merge by itself above the high cut and without veto, ask between the cuts, nothing below."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maillage.linkage import kinds, relations, score
from maillage.linkage.candidates import Pairs
from maillage.linkage.enums import Decision, Link, Veto
from maillage.linkage.features import Features, Floats
from maillage.linkage.kinds import Likeness
from maillage.linkage.normalise import Normal
from maillage.linkage.score import Contribution

VETOES = (Veto.NONE, Veto.TWO_NAMES, Veto.TWO_POINTS, Veto.KINDS, Veto.OFFICIAL_IDS)  # the last that applies counts


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules make of one pair of records; `a` < `b`. Contributions are name, worth and the likeness that earned it.

    `link`: how `a` is linked to `b`, or `b` to `a` when `is_backwards`, for two that are not one.
    """

    a: str
    b: str
    score: float
    decision: Decision
    veto: Veto
    contributions: tuple[Contribution, ...]
    link: Link = Link.NONE
    is_backwards: bool = False


def vetoes(records: Sequence[Normal], pairs: Pairs, found: Features) -> NDArray[np.int8]:
    """Index in `VETOES` of what forbids each pair to merge by itself."""
    official = np.array([record.source in score.weights().official_sources for record in records], dtype=np.bool_)
    conditions = (
        found.same_source & ~score.one_name(found),
        found.same_source & score.two_points(found),
        found.kind >= Likeness.DIFFERENT,
        found.same_source & official[pairs[:, 0]],
    )
    code = np.zeros(len(pairs), dtype=np.int8)
    for number, condition in enumerate(conditions, start=1):
        code[condition] = number
    return code


def decide(total: float, veto: Veto, *, same_place: bool) -> Decision | None:
    """What to do of a pair; None when there is nothing to say. `same_place`: the two stand at one address."""
    weights = score.weights()
    if veto == Veto.OFFICIAL_IDS:
        return None
    if veto == Veto.KINDS and same_place and total - weights.worth["kind_different"] >= weights.high:
        return Decision.RELATION
    if total >= weights.high and veto == Veto.NONE:
        return Decision.MERGE
    return Decision.QUESTION if total >= weights.low else None


def worth_asking(decision: Decision | None, one: Normal, other: Normal, *, neighbours: bool, rounds: bool, forbidden: bool) -> Decision | None:
    """A decision, without the questions to which everybody gives one answer, and with one where a relation would hide a double."""
    alike = kinds.alike(one.families, other.families)
    if decision == Decision.RELATION and alike:
        decision = Decision.QUESTION  # each says of itself what the other is: a label taken over, or two counters
    elif decision == Decision.QUESTION and neighbours:
        decision = Decision.RELATION  # two names at one door, and nothing else in common
    elif decision == Decision.QUESTION and (rounds or (forbidden and not alike)):
        return None  # sessions of one operator; two kinds that never merge, at two addresses
    return None if decision == Decision.RELATION and relations.has_vehicle(one, other) else decision


def judge(records: Sequence[Normal], pairs: Pairs, found: Features, totals: Floats) -> tuple[list[Judged], Pairs]:
    """Pairs with something to say, and the pairs that may stand in one cluster."""
    weights = score.weights()
    codes = vetoes(records, pairs, found)
    together = score.same_address(found) | ((found.metres < score.TOUCHING) & ~found.number_conflict)
    worth_saying = (totals >= weights.low) | (together & (totals >= weights.high + weights.worth["kind_different"]))
    linked = relations.links(records, pairs, found)
    stops = relations.stops(records, pairs, together)
    neighbours, rounds, which_one, forbidden = score.neighbours(found), score.rounds(found), score.which_one(found), found.kind == Likeness.FORBIDDEN
    rows = np.union1d(np.flatnonzero(worth_saying & (codes != VETOES.index(Veto.OFFICIAL_IDS)) & ~stops), np.array(list(linked), dtype=np.int64))
    judged, apart = [], stops.copy()
    for row, told in zip(rows.tolist(), score.contributions(found, rows), strict=True):
        veto, total = VETOES[codes[row]], float(totals[row])
        one, other = (records[index] for index in pairs[row].tolist())
        decision = decide(total, veto, same_place=bool(together[row]))
        decision = worth_asking(decision, one, other, neighbours=neighbours[row], rounds=rounds[row], forbidden=forbidden[row])
        if decision == Decision.MERGE and which_one[row]:
            decision = Decision.QUESTION
        aside = None
        if decision == Decision.QUESTION and relations.is_among(one, other) and not together[row]:
            decision, aside = None, relations.among(one, other, same_commune=bool(found.same_commune[row]))
        how = aside or relations.prevailing(linked.get(row), decision, are_two=found.kind[row] >= Likeness.DIFFERENT)
        if how:
            decision, told, apart[row] = Decision.RELATION, (*told, how.contribution()), True
        if decision:
            judged.append(Judged(one.id, other.id, total, decision, veto, told, *(how[:2] if how else ())))
    return judged, pairs[(codes == 0) & (totals >= weights.chain) & ~apart]
