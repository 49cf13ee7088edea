"""Knows whether a text names a person, whatever stands beside. Careful: in doubt about a name, it says person; the name of a place is none."""

import re
from functools import lru_cache

from maillage.base.text import fold
from maillage.directory.people import contacts

MOBILE = re.compile(r"(?<![\d.])(?:\+33\s?\(?0?\)?|0033|0)\s?[67](?:[\s.-]?\d{2}){4}(?!\d)")
CIVIL = re.compile(r"^(?:mr?\.\s*|(?:mr|mme|mlle|madame|monsieur)\s+)[^\W\d_]{3,}", re.IGNORECASE)
NUMBER = re.compile(r"[+(]?\d[\d\s().-]*")
EMAIL = re.compile(r"[\w.+'-]+@[\w.-]+")
ASIDE = re.compile(r"\([^)]*\)")
PIECES = re.compile(r"[,;/|\n\t]+|\s[-–—]\s|:| (?:et|ou|and|&) ")
CIVILITY = re.compile(
    r"""(?:^|[\s,;:/(-])(?:(?:M|Mr|MM)\.\s*|(?:M|Mr|MR|Mmes?|MME|Mlles?|MLLE|[Mm]onsieur|[Mm]adame|[Mm]ademoiselle|MONSIEUR|MADAME)\s+)
        [A-ZÀ-Þ](?:[\w'’-]+|\.?(?=$|\W))""",
    re.VERBOSE,
)
INITIAL = re.compile(r"^[A-ZÀ-Þ](?:[.-][A-ZÀ-Þ])?\.\s?[A-ZÀ-Þ][\w'’-]{2,}$")
# Words that stand before the name of a person, not of a place: "vu avec Sophie Bernard", "conseillère numérique Lucie M.".
_BEFORE = """
a adjoint adjointe agent animateur animatrice aupres avec benevole bibliothecaire chef cheffe conseiller conseillere contact contacter coordinateur
coordinatrice de demander directeur directrice du est formateur formatrice gestionnaire interlocuteur interlocutrice la le maire mediateur mediatrice
mobile mon notre numerique par port portable president presidente referent referente rempli responsable saisi secretaire service signe tel telephone
tresorier valide voir votre vu
"""
BEFORE = frozenset(_BEFORE.split())
NO_NAMES = frozenset({"france"})  # first names that are far more often something else


def names_someone(cell: str) -> bool:
    """Does a cell name a person, or give an address that is one's?"""
    return holds_a_name(cell) or ("@" in cell and any(contacts.of_email(address) == "person" for address in EMAIL.findall(cell)))


@lru_cache(maxsize=4096)
def holds_a_name(cell: str) -> bool:
    """Does a cell hold the name of a person, whatever stands beside: "Sophie Bernard 06 12 34 56 78", "Mme Durand (accueil)"?"""
    if not any(sign.isalpha() for sign in cell):
        return False
    bare = NUMBER.sub(" ", EMAIL.sub(" ", ASIDE.sub(" ", cell)))
    pieces = [piece.split() for piece in PIECES.split(bare) if piece.strip()]
    return bool(CIVIL.match(cell) or CIVILITY.search(cell)) or any(map(_is_a_name, pieces)) or (bool(MOBILE.search(cell)) and any(map(_may_be_a_name, pieces)))


def _is_a_name(words: list[str]) -> bool:
    """A first name and another word in capitals, an initial and a name, or a first name alone; not after the word of a place."""
    words = _from_the_name(words)
    if not words:
        return False
    if INITIAL.match(" ".join(words[:2])) or INITIAL.match(words[0]):
        return True
    if _is_first_name(words[0]):
        return len(words) == 1 or (words[1][:1].isupper() and not _is_of_a_service(words[1]))
    return len(words) == 2 and words[0].isupper() and words[0].isalpha() and len(words[0]) > 2 and _is_first_name(words[1]) and not _is_of_a_service(words[0])


def _may_be_a_name(words: list[str]) -> bool:
    """Words in capitals that are of no service: beside a mobile number, they are a name."""
    words = _from_the_name(words)
    return bool(words) and words[0][:1].isupper() and words[0][:2].isalpha() and not any(map(_is_of_a_service, words))


def _from_the_name(words: list[str]) -> list[str]:
    """The words without those that may stand before a name."""
    start = next((rank for rank, word in enumerate(words) if fold(word) and fold(word) not in BEFORE), len(words))
    return words[start:]


def _is_first_name(word: str) -> bool:
    folded = fold(word)
    known = contacts.first_names() - NO_NAMES
    return word[:1].isupper() and bool(folded) and (folded in known or ("-" in word and all(part in known for part in folded.split())))


def _is_of_a_service(word: str) -> bool:
    folded = fold(word)
    return folded in contacts.WORDS or folded.rstrip("s") in contacts.WORDS or bool(contacts.STEMS.search(folded))


def gives_a_mobile_of_ones_own(cell: str) -> bool:
    """Does a cell give a mobile number beside the name of a person: a number of one's own, not of the place?"""
    return bool(MOBILE.search(cell)) and holds_a_name(cell)
