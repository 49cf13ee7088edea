"""Knows how words are looked for in a cell: accents, capitals and plurals apart, whole words only, unless the cell denies them."""

import re

from maillage.ingestion.dictionary import words

YES = frozenset({"oui", "o", "x", "xx", "1", "vrai", "true", "yes", "y", "v", "ok", "disponible"})
NO = frozenset({"non", "n", "0", "faux", "false", "no", "aucun", "aucune", "pas disponible", "indisponible"})
SAYS_NOTHING = NO | {"", "nc", "n c", "na", "n a", "nr", "neant", "null", "none", "nan", "sans", "non renseigne", "non communique", "inconnu", "sans objet"}
DENIALS = frozenset({"pas", "sans", "aucun", "aucune", "ni", "non"})
# Between a denial and what it denies: "pas adaptés aux fauteuils roulants".
LINKS = frozenset({"de", "d", "du", "des", "l", "la", "le", "les", "un", "une", "en", "a", "au", "aux", "acce", "accessible", "adapte", "adaptee", "besoin"})
REACH = 40  # characters before a term in which a denial may stand
# "Non, téléphone" answers, then says something else
AFTER_NO = re.compile(r"(?<=\bnon)(?:[ \t\u00a0]*(?:[^\w\s'’-]|\n)+|\s+[-–—](?=\s))\s*(?=\w)", re.IGNORECASE)
ANSWERED = re.compile(r"([:?]\s*Non)\s+(?=[A-ZÀ-Ý][a-zà-ÿ])")  # "Habiter la commune : Non Adhésion : 6 €"
ANSWERED_NO = re.compile(r"\w* (?:non|indisponible) (?:\||$)")  # "Wifi : non"
TICKED, CROSSED, MARKED = re.compile("[✓✔☑✅]"), re.compile("[✗✘☒❌]"), re.compile("[☑-❌]")  # the last holds all of both


def loosen(text: str) -> str:
    """Folded words without plural marks, between spaces; a bar stands behind an answer "no", which denies nothing of what follows; ticks are words."""
    if not text.isascii() and MARKED.search(text):
        text = CROSSED.sub(" non ", TICKED.sub(" oui ", text))
    if "Non" in text:
        text = ANSWERED.sub(r"\1, ", text)
    elif "non" not in text and "NON" not in text:
        return words.loosen(text)
    return "|".join(map(words.loosen, AFTER_NO.split(text)))


def says(loosened: str, terms: tuple[str, ...], vetoes: tuple[str, ...]) -> bool:
    """Does a loosened cell hold one of these loosened terms, and none of the vetoes? Without terms: is it filled, otherwise than by a no?"""
    if any(veto in loosened for veto in vetoes):
        return False
    return any(term in loosened and stands(loosened, term) for term in terms) if terms else is_filled(loosened)


def is_filled(loosened: str) -> bool:
    """Does a loosened cell say something else than "no" or "none"?"""
    return loosened.strip() not in SAYS_NOTHING


def stands(loosened: str, term: str) -> bool:
    """Does a term stand somewhere without being denied ("pas de wifi", "sans rendez-vous", "wifi : non")?"""
    at, bare = loosened.find(term), term.rstrip()
    while at >= 0:
        if not is_denied(loosened[max(0, at - REACH) : at]) and not ANSWERED_NO.match(loosened, at + len(bare)):
            return True
        at = loosened.find(term, at + 1)
    return False


def is_denied(before: str) -> bool:
    """Do these words deny what follows them?"""
    told = before.split()
    while told and told[-1] in LINKS:
        told.pop()
    return bool(told) and told[-1] in DENIALS and told[-3:-1] != ["avec", "ou"] and told[-2:] != ["ou", "non"]


def answer(loosened: str) -> bool | None:
    """What a cell that answers a question says: yes, no, or neither."""
    word = loosened.strip()
    return True if word in YES else False if word in NO else None
