"""Knows what the answers of several persons about two places amount to. Pure: no model is read."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from maillage.linkage.enums import Choice, Decision, Link

MIRRORED = {Choice.HOSTED_AT: Choice.HOSTS, Choice.HOSTS: Choice.HOSTED_AT}


class Meaning(NamedTuple):
    """What is written of an answer: the decision, and how the two are linked."""

    decision: Decision
    link: Link = Link.NONE
    is_backwards: bool = False


DISPUTED = Meaning(Decision.QUESTION)
MEANS = {
    Choice.SAME: Meaning(Decision.MERGE),
    Choice.DIFFERENT: Meaning(Decision.DIFFERENT),
    Choice.SAME_BUILDING: Meaning(Decision.RELATION, Link.SAME_BUILDING),
    Choice.HOSTED_AT: Meaning(Decision.RELATION, Link.HOSTED_AT),
    Choice.HOSTS: Meaning(Decision.RELATION, Link.HOSTED_AT, True),
}


def outcome(choices: Sequence[Choice]) -> Meaning | None:
    """What follows from the last answer of each person, the oldest first; None when nobody could say.

    One or several: the most numerous of two camps decides, those who see one place and those who see two (issue 4, item 5).
    As many in each: disputed, and the two stay apart until one more person answers. Among those who see two, the most given link
    holds, and of links as often given the one told last.
    """
    said = [choice for choice in choices if choice != Choice.UNSURE]
    same = said.count(Choice.SAME)
    apart = [choice for choice in said if choice != Choice.SAME]
    if not said:
        return None
    if same == len(apart):
        return DISPUTED
    if same > len(apart):
        return MEANS[Choice.SAME]
    told = Counter(reversed(apart))  # of equals, the first met comes first
    return MEANS[told.most_common(1)[0][0]]


def mirrored(choice: Choice) -> Choice:
    """The same answer, the two places taken in the other order."""
    return MIRRORED.get(choice, choice)
