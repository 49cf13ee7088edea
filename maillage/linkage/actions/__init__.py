"""Knows how verdicts are written and how the base follows them: by the rules for all records at once, by a person for two places."""

from maillage.linkage.actions.deciding import answer, decide, undo
from maillage.linkage.actions.linking import Linked, link

__all__ = ["Linked", "answer", "decide", "link", "undo"]
