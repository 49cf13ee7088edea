"""Knows every way to write in the base of places. Nobody edits a place: one records what is said of it, and the fold chooses."""

from maillage.directory.actions.asking import answer, ask, mark_answered, mark_gone, take_back
from maillage.directory.actions.closing import close, reopen
from maillage.directory.actions.merging import merge, unite, unmerge
from maillage.directory.actions.organising import Related, create_organisation, end_relation, end_relations, relate, related, state_relations
from maillage.directory.actions.origins import delivered, origin_for
from maillage.directory.actions.publishing import apply_lapses, publish
from maillage.directory.actions.recording import Written, record_statements
from maillage.directory.actions.refolding import Refolded, refold
from maillage.directory.actions.stating import check, state, withdraw
from maillage.directory.actions.unsaying import Standing, unsay, what_stands
from maillage.directory.questions import Asked
from maillage.directory.values import RecordIn, WrongValue

__all__ = [
    "Asked",
    "RecordIn",
    "Refolded",
    "Related",
    "Standing",
    "Written",
    "WrongValue",
    "answer",
    "apply_lapses",
    "ask",
    "check",
    "close",
    "create_organisation",
    "delivered",
    "end_relation",
    "end_relations",
    "mark_answered",
    "mark_gone",
    "merge",
    "origin_for",
    "publish",
    "record_statements",
    "refold",
    "relate",
    "related",
    "reopen",
    "state",
    "state_relations",
    "take_back",
    "unite",
    "unmerge",
    "unsay",
    "what_stands",
    "withdraw",
]
