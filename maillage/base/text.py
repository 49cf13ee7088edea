"""Knows how words are compared: one folding for the whole product."""

import re
import unicodedata

NOT_A_WORD = re.compile(r"[^0-9a-z]+")
LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "’": "'", "ʼ": "'"})
IDEOGRAMS = 0x2E80  # from here on, too many signs to remember them


class _Folded(dict[int, str]):
    """What becomes of each sign, worked out the first time it is met: a text is folded in one pass."""

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFKD", chr(code).translate(LIGATURES))
        bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
        folded = NOT_A_WORD.sub(" ", bare.lower())
        if code < IDEOGRAMS:
            self[code] = folded
        return folded


FOLDED = _Folded()


def fold(text: str) -> str:
    """Lower-case, without accents, words of letters and digits parted by one space ("Médiathèque d’Uzès" -> "mediatheque d uzes")."""
    return " ".join(text.translate(FOLDED).split())


def slug(text: str) -> str:
    """Folded words joined by hyphens, for addresses of pages."""
    return fold(text).replace(" ", "-")
