"""Knows which possible duplicates a person is asked about: of two groups of records, only the surest pair."""

from collections.abc import Callable, Iterable
from uuid import UUID

from maillage.directory.models import Question
from maillage.directory.questions import Asked
from maillage.linkage.clusters import Pair, pair
from maillage.linkage.enums import Decision
from maillage.linkage.verdicts import Judged


def questions(verdicts: Iterable[Judged], leader: Callable[[str], str], by_persons: Iterable[Judged] = ()) -> dict[str, Asked]:
    """Questions to ask, by key. `leader`: one id for all the records of one place.

    `by_persons`: pairs that persons keep apart. Nothing more is asked of their two places, unless persons disagree: then it is that very pair.
    """
    surest: dict[Pair, Judged] = {}
    told = sorted(by_persons, key=lambda one: (one.decision != Decision.QUESTION, one.a, one.b))
    asked = sorted((one for one in verdicts if one.decision == Decision.QUESTION), key=lambda one: (-one.score, one.a, one.b))
    for one in [*told, *asked]:
        places = pair(leader(one.a), leader(one.b))
        if places[0] != places[1]:
            surest.setdefault(places, one)
    return {question.key: question for question in (about(one) for one in surest.values() if one.decision == Decision.QUESTION)}


def about(one: Judged) -> Asked:
    """Are these two the same place?"""
    details = {"score": one.score, "veto": one.veto.value, "contributions": [list(told) for told in one.contributions]}
    return Asked(key(one.a, one.b), Question.Kind.DUPLICATE, UUID(one.a), None, "", details, UUID(one.b))


def key(a: str, b: str) -> str:
    """Natural key of the question about two founding places."""
    return f"{Question.Kind.DUPLICATE}:{UUID(a).hex}:{UUID(b).hex}"
