"""Knows how words are compared: one folding for the whole product."""

import re
import unicodedata

NOT_A_WORD = re.compile(r"[^0-9a-z]+")
LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "’": "'", "ʼ": "'"})


def fold(text: str) -> str:
    """Lower-case, without accents, words of letters and digits parted by one space ("Médiathèque d’Uzès" -> "mediatheque d uzes")."""
    if not text.isascii():  # two names in three are: folding them costs half
        decomposed = unicodedata.normalize("NFKD", text.translate(LIGATURES))
        text = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return NOT_A_WORD.sub(" ", text.lower()).strip()


def slug(text: str) -> str:
    """Folded words joined by hyphens, for addresses of pages."""
    return fold(text).replace(" ", "-")
