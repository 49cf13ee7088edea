"""Knows how words of lists and of the dictionary are compared: accents, capitals and plurals apart."""

from functools import lru_cache

from maillage.base.text import fold

SHORTEST_PLURAL = 5  # letters: "cas", "bus" and "accès" stay as they are


@lru_cache(maxsize=32_768)
def loosen(text: str) -> str:
    """Folded words without plural marks, between spaces: a term stands in it only as whole words ("CAF" is not in "cafés")."""
    return f" {' '.join(map(_singular, fold(text).split()))} "


def _singular(word: str) -> str:
    return word[:-1] if len(word) >= SHORTEST_PLURAL and word[-1] in "sx" else word
