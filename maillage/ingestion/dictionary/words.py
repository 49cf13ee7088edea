"""Knows how words of lists and of the dictionary are compared: accents, capitals and plurals apart."""

import re
from functools import lru_cache

from maillage.base.text import fold

PLURAL = re.compile("[sx](?![^ ])(?<=[^ ]{5})")  # of five letters or more: "cas", "bus" and "accès" stay as they are
SHORT = 200  # signs: longer texts seldom come twice, and would fill the memory


def loosen(text: str) -> str:
    """Folded words without plural marks, between spaces: a term stands in it only as whole words ("CAF" is not in "cafés")."""
    return _remembered(text) if len(text) <= SHORT else _loosened(text)


def _loosened(text: str) -> str:
    return f" {PLURAL.sub('', fold(text))} "


_remembered = lru_cache(maxsize=8192)(_loosened)
