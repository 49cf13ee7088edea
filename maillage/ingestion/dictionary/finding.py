"""Knows which entries of the dictionary a text tells: one pass over its words, whole words only, denials heard."""

from functools import cache, lru_cache

from maillage.ingestion.dictionary.loading import Entry, entries
from maillage.ingestion.dictionary.words import SHORT, loosen

Holders = dict[tuple[str, ...], tuple[Entry, ...]]  # phrase -> entries it tells
Phrases = tuple[tuple[int, ...], Holders]  # how many words they have, the most first

DENIALS = frozenset({"pas", "sans", "aucun", "aucune", "ni", "non", "sauf", "hors", "excepte", "jamais", "nul", "nulle"})
DENIED_AFTER = frozenset({"non", "indisponible", "absent", "absente", "neant"})
# Words that may stand between a denial and what it denies: "n’est pas un service de…", "plus de wifi".
LINKS = frozenset(
    {"de", "d", "du", "des", "l", "la", "le", "les", "un", "une", "en", "a", "au", "aux", "par", "pour", "encore", "etre", "acces", "accessible", "ouvert"}
    | {"adapte", "adaptee"}
    | {"service", "besoin", "possibilite", "aide", "accueil", "atelier", "cours", "formation", "accompagnement", "permanence"}
    | {"proposer", "propose", "proposons", "proposon", "fait", "faisons", "faison", "faire", "dispose", "offre"}
)
REACH = 6  # words looked at before a phrase


def found(text: str, place: str) -> tuple[Entry, ...]:
    """Entries that this text tells, in the order of its words, each once; those that want to be alone last."""
    return _remembered(text, place) if len(text) <= SHORT else _found(text, place)


def _found(text: str, place: str) -> tuple[Entry, ...]:
    loosened, known = loosen(text), index(place)
    words = loosened.split()
    told: dict[Entry, None] = {}
    for position, word in enumerate(words):
        if word in known:
            for entry in _at(words, position, known[word]):
                if entry not in told and _is_free(loosened, entry.unless):
                    told[entry] = None
    return tuple(sorted(told, key=_wants_to_be_alone)) if len(told) > 1 else tuple(told)


_remembered = lru_cache(maxsize=32_768)(_found)


def _at(words: list[str], position: int, phrases: Phrases) -> list[Entry]:
    """Entries of the phrases that stand here, the longest first: a longer one of the same field hides those it begins with."""
    fields: set[str] = set()
    told: list[Entry] = []
    lengths, known = phrases
    for length in lengths:
        stop = position + length
        if holders := known.get(tuple(words[position:stop])):
            fresh = [entry for entry in holders if entry.field not in fields and not (entry.begins and position)]
            fields.update([entry.field for entry in holders])
            if fresh and not is_denied(words, position, stop):
                told += fresh
    return told


def _is_free(loosened: str, vetoes: tuple[str, ...]) -> bool:
    return all(veto not in loosened for veto in vetoes)


def _wants_to_be_alone(entry: Entry) -> bool:
    return entry.alone


def is_denied(words: list[str], start: int, stop: int) -> bool:
    """Do the words around deny what stands between?"""
    if stop < len(words) and words[stop] in DENIED_AFTER:
        return True
    at = start - 1
    while at >= max(0, start - REACH) and words[at] in LINKS:
        at -= 1
    if at < 0:
        return False
    if words[at] == "plu" or words[at] == "plus":  # "n’a plus de wifi", not "plus de 60 ans", which is a phrase of its own
        return at > 0 and words[max(0, at - 2) : at][:1] == ["n"]
    return words[at] in DENIALS and words[max(0, at - 2) : at] != ["avec", "ou"]


@cache
def index(place: str) -> dict[str, Phrases]:
    """First word -> the phrases that begin with it."""
    holders: dict[tuple[str, ...], dict[Entry, None]] = {}
    for entry in entries():
        if place in entry.places:
            for words in entry.words:
                holders.setdefault(tuple(words.split()), {})[entry] = None
    by_first: dict[str, Holders] = {}
    for phrase, told in holders.items():
        by_first.setdefault(phrase[0], {})[phrase] = tuple(told)
    return {word: (tuple(sorted({len(phrase) for phrase in known}, reverse=True)), known) for word, known in by_first.items()}
