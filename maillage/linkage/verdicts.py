"""Knows what follows from a score: merge by itself above the high cut and without veto, ask between the cuts, nothing below."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from maillage.linkage import kinds, relations, score
from maillage.linkage.candidates import Pairs
from maillage.linkage.enums import Decision, Link, Veto
from maillage.linkage.features import Features, Flags, Floats
from maillage.linkage.kinds import Likeness
from maillage.linkage.normalise import Normal
from maillage.linkage.relations import Linked
from maillage.linkage.score import Contribution, Rows

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


class Facts(NamedTuple):
    """What decides of one pair besides its score and its veto (see `score`)."""

    together: bool  # one address, or within touching distance
    same_commune: bool
    neighbours: bool
    rounds: bool
    which_one: bool
    two_kinds: bool
    forbidden: bool


def facts(found: Features, together: Flags, rows: Rows) -> Iterator[Facts]:
    """The facts of each of these pairs."""
    columns = (together, found.same_commune, score.neighbours(found), score.rounds(found), score.which_one(found))
    kind = (found.kind >= Likeness.DIFFERENT, found.kind == Likeness.FORBIDDEN)
    return (Facts(*told) for told in zip(*(column[rows].tolist() for column in (*columns, *kind)), strict=True))


def by_score(total: float, veto: Veto, *, together: bool) -> Decision | None:
    """What the score alone tells; None when there is nothing to say."""
    weights = score.weights()
    if veto == Veto.OFFICIAL_IDS:
        return None
    if veto == Veto.KINDS and together and total - weights.worth["kind_different"] >= weights.high:
        return Decision.RELATION
    if total >= weights.high and veto == Veto.NONE:
        return Decision.MERGE
    return Decision.QUESTION if total >= weights.low else None


def decide(told: Decision | None, one: Normal, other: Normal, fact: Facts) -> Decision | None:
    """What to do of a pair of which the score tells this: no question to which everybody gives one answer, none hidden by a relation or a merge."""
    alike = kinds.alike(one.families, other.families)
    decision = told
    if told == Decision.MERGE and fact.which_one:
        decision = Decision.QUESTION
    elif told == Decision.RELATION and alike:
        decision = Decision.QUESTION  # each says of itself what the other is: a label taken over, or two counters
    elif told == Decision.QUESTION and fact.neighbours:
        decision = Decision.RELATION  # two names at one door, and nothing else in common
    elif told == Decision.QUESTION and (fact.rounds or (fact.forbidden and not alike)):
        return None  # sessions of one operator; two kinds that never merge, at two addresses
    return None if decision == Decision.RELATION and relations.has_vehicle(one, other) else decision


def conclude(decision: Decision | None, one: Normal, other: Normal, fact: Facts, linked: Linked | None) -> tuple[Decision | None, Linked | None]:
    """The decision that stands, and how the two are linked when they are not one. `linked`: what their names and addresses say."""
    if decision == Decision.QUESTION and relations.is_among(one, other) and not fact.together:
        decision, aside = None, relations.among(one, other, same_commune=fact.same_commune)
        linked = aside or linked
    how = relations.prevailing(linked, decision, are_two=fact.two_kinds)
    return (Decision.RELATION if how else decision), how


def judge(records: Sequence[Normal], pairs: Pairs, found: Features, totals: Floats) -> tuple[list[Judged], Pairs]:
    """Pairs with something to say, and the pairs that may stand in one cluster."""
    weights = score.weights()
    codes = vetoes(records, pairs, found)
    together = score.same_address(found) | ((found.metres < score.TOUCHING) & ~found.number_conflict)
    worth_saying = (totals >= weights.low) | (together & (totals >= weights.high + weights.worth["kind_different"]))
    linked = relations.links(records, pairs, found)
    stops = relations.stops(records, pairs, together)
    rows = np.union1d(np.flatnonzero(worth_saying & (codes != VETOES.index(Veto.OFFICIAL_IDS)) & ~stops), np.array(list(linked), dtype=np.int64))
    judged, apart = [], stops.copy()
    for row, earned, fact in zip(rows.tolist(), score.contributions(found, rows), facts(found, together, rows), strict=True):
        veto, total = VETOES[codes[row]], float(totals[row])
        one, other = (records[index] for index in pairs[row].tolist())
        told = decide(by_score(total, veto, together=fact.together), one, other, fact)
        decision, how = conclude(told, one, other, fact, linked.get(row))
        apart[row] |= how is not None
        if decision:
            said = (*earned, how.contribution()) if how else earned
            judged.append(Judged(one.id, other.id, total, decision, veto, said, *(how[:2] if how else ())))
    return judged, pairs[(codes == 0) & (totals >= weights.chain) & ~apart]
