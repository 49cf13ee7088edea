"""Knows how words are compared: one folding for the whole product."""

import re
import unicodedata

NOT_A_WORD = re.compile(r"[^0-9a-z]+")
LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "’": "'", "ʼ": "'"})
IDEOGRAMS = 0x2E80  # from here on, too many signs to remember them


class _Bare(dict[int, str]):
    """Each sign without its accents, worked out the first time it is met: a text is bare in one pass."""

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFKD", chr(code).translate(LIGATURES))
        bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
        if code < IDEOGRAMS:
            self[code] = bare
        return bare


BARE = _Bare()


def fold(text: str) -> str:
    """Lower-case, without accents, words of letters and digits parted by one space ("Médiathèque d’Uzès" -> "mediatheque d uzes")."""
    if not text.isascii():  # two names in three are
        text = text.translate(BARE)
    return NOT_A_WORD.sub(" ", text.lower()).strip()


def slug(text: str) -> str:
    """Folded words joined by hyphens, for addresses of pages."""
    return fold(text).replace(" ", "-")
