"""Knows how words are looked for in a cell: accents, capitals and plurals apart, whole words only, unless the cell denies them."""

from maillage.ingestion.dictionary.words import loosen as loosen

YES = frozenset({"oui", "o", "x", "xx", "1", "vrai", "true", "yes", "y", "v", "ok", "disponible"})
NO = frozenset({"non", "n", "0", "faux", "false", "no", "aucun", "aucune", "pas disponible", "indisponible"})
SAYS_NOTHING = NO | {"", "nc", "n c", "na", "n a", "nr", "neant", "null", "none", "nan", "sans", "non renseigne", "non communique", "inconnu", "sans objet"}
DENIALS = frozenset({"pas", "sans", "aucun", "aucune", "ni"})
LINKS = frozenset({"de", "d", "du", "des", "l", "la", "le", "les", "un", "une", "en", "a", "acce", "besoin"})  # between a denial and what it denies
REACH = 40  # characters before a term in which a denial may stand


def says(loosened: str, terms: tuple[str, ...], vetoes: tuple[str, ...]) -> bool:
    """Does a loosened cell hold one of these loosened terms, and none of the vetoes? Without terms: is it filled, otherwise than by a no?"""
    if any(veto in loosened for veto in vetoes):
        return False
    return any(term in loosened and stands(loosened, term) for term in terms) if terms else is_filled(loosened)


def is_filled(loosened: str) -> bool:
    """Does a loosened cell say something else than "no" or "none"?"""
    return loosened.strip() not in SAYS_NOTHING


def stands(loosened: str, term: str) -> bool:
    """Does a term stand somewhere without being denied ("pas de wifi", "sans rendez-vous", "aucun ordinateur")?"""
    at = loosened.find(term)
    while at >= 0:
        if not is_denied(loosened[max(0, at - REACH) : at]):
            return True
        at = loosened.find(term, at + 1)
    return False


def is_denied(before: str) -> bool:
    """Do these words deny what follows them?"""
    words = before.split()
    while words and words[-1] in LINKS:
        words.pop()
    return bool(words) and words[-1] in DENIALS and words[-3:-1] != ["avec", "ou"]


def answer(loosened: str) -> bool | None:
    """What a cell that answers a question says: yes, no, or neither."""
    word = loosened.strip()
    return True if word in YES else False if word in NO else None
