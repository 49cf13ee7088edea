"""Knows every way to write in the base of places. Nobody edits a place: one records what is said of it, and the fold chooses."""

from maillage.directory.actions.asking import answer, ask, mark_answered, mark_gone, take_back
from maillage.directory.actions.closing import close, reopen
from maillage.directory.actions.merging import merge, unite, unmerge
from maillage.directory.actions.organising import create_organisation, end_relation, relate
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
    "mark_answered",
    "mark_gone",
    "merge",
    "origin_for",
    "publish",
    "record_statements",
    "refold",
    "relate",
    "reopen",
    "state",
    "take_back",
    "unite",
    "unmerge",
    "unsay",
    "what_stands",
    "withdraw",
]
