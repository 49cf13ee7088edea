"""Knows how words are looked for in a cell: accents, capitals and plurals apart, whole words only, unless the cell denies them."""

import re

from maillage.ingestion.dictionary import words

YES = frozenset({"oui", "o", "x", "xx", "1", "1 0", "vrai", "true", "yes", "y", "v", "ok", "disponible"})
NO = frozenset({"non", "n", "0", "0 0", "faux", "false", "no", "aucun", "aucune", "pas disponible", "indisponible"})
SAYS_NOTHING = NO | {"", "nc", "n c", "na", "n a", "nr", "neant", "null", "none", "nan", "sans", "non renseigne", "non communique", "inconnu", "sans objet"}
# A cell that begins so says that there is nothing, or not yet: "Pas pour le moment", "À venir". Not "Non-voyants", "Pas-de-Calais", "Pas à pas".
DENIED = re.compile(
    r" ?(?:(?:non|aucun|aucune|ne|bientot|jamai|prochainement)\b(?! (?:mal)?(?:voyant|entendant|francophone|lecteur))|pas\b(?! de calai| a pa)|a venir\b"
    r"|en (?:projet|cour)\b|n (?:est|a|ont|existe|y a)\b|[ 0]+$)"
)
DENIALS = frozenset({"pas", "sans", "aucun", "aucune", "ni", "non", "jamai"})
# Between a denial and what it denies: "pas adaptés aux fauteuils roulants".
LINKS = frozenset(
    {"de", "d", "du", "des", "l", "la", "le", "les", "un", "une", "en", "a", "au", "aux", "acce", "accessible", "adapte", "adaptee", "besoin", "encore"}
    | {"connexion", "reseau", "borne", "pour", "moment"}
)
REACH = 40  # characters before a term in which a denial may stand
# "Non, téléphone" answers, then says something else
AFTER_NO = re.compile(r"(?<=\bnon)(?:[ \t\u00a0]*(?:[^\w\s'’-]|\n)+|\s+[-–—](?=\s))\s*(?=\w)", re.IGNORECASE)
ANSWERED = re.compile(r"([:?]\s*Non)\s+(?=[A-ZÀ-Ý][a-zà-ÿ])")  # "Habiter la commune : Non Adhésion : 6 €"
ANSWERED_NO = re.compile(  # "Wifi : non", "Wifi non disponible", "Wifi bientôt"
    r"\w* (?:est )?(?:(?:non|indisponible|aucun|aucune|bientot|a venir|prochainement|en projet|hor service|en panne) (?:\||$)"
    r"|bientot disponible |(?:n est |est |n y est )?(?:non|pas|plu|plus)(?: encore)? (?:disponible|proposee?|prevue?|fournie?|renseigne|communique) )"
)
NO_MORE = re.compile(r"(?:^|\||\bn y a|\bn avon) *plus (?:de|d|du|aucun|aucune)$")  # "Plus de wifi", not "en plus de" nor "plus de 60 ans"
OPEN_YES = re.compile(r" oui (?!.*\b(?:non|ou|pas|plus|jamai|bientot)\b)")  # "oui (2)", "OUI, sur RDV"
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
    return loosened.strip() not in SAYS_NOTHING and not DENIED.match(loosened)


def stands(loosened: str, term: str) -> bool:
    """Does a term stand somewhere without being denied ("pas de wifi", "sans rendez-vous", "wifi : non")?"""
    at, bare = loosened.find(term), term.rstrip()
    while at >= 0:
        before = loosened[max(0, at - REACH) : at]
        if not is_denied(before) and not ANSWERED_NO.match(loosened, at + len(bare)) and not (NO_MORE.search(before) and not bare.strip()[:1].isdigit()):
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
    return True if word in YES or OPEN_YES.match(loosened) else False if word in NO else None
