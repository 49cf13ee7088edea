"""Knows how verdicts are written and how the base follows them: by the rules for all records at once, by persons for two places."""

from maillage.linkage.actions.deciding import decide, say, undo, withdraw
from maillage.linkage.actions.linking import Linked, link
from maillage.linkage.actions.unrelating import unrelate

__all__ = ["Linked", "decide", "link", "say", "undo", "unrelate", "withdraw"]
