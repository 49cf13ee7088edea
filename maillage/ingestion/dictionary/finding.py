"""Knows which entries of the dictionary a text tells: one pass over its words, whole words only, denials heard."""

from collections.abc import Iterator
from functools import cache, lru_cache

from maillage.directory.fields import FIELDS
from maillage.ingestion.dictionary.loading import COLUMN, Entry, entries
from maillage.ingestion.dictionary.words import SHORT, loosen
from maillage.referentials.selectors import vocabulary

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
SHORTEST_FORM = 4  # signs of a word of a vocabulary looked for within a text
VAGUE = ("services", "costs")  # fields of which a single word ("Santé", "Gratuit") is heard by the files of the dictionary only, with what forbids it
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


_remembered = lru_cache(maxsize=8192)(_found)


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
    return not any(map(loosened.__contains__, vetoes))


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


def stated(text: str, field: str) -> tuple[str, ...]:
    """Codes of a field that a text tells, when it stands in a column that is about that field: services, costs, equipment…"""
    return tuple(dict.fromkeys(entry.code for entry in found(with_words(text), COLUMN) if entry.field == field))


def mentions(text: str, field: str) -> bool:
    """Does a text of such a column hold a word of the field at all, even denied?"""
    words, known = loosen(with_words(text)).split(), index(COLUMN)
    return any(
        entry.field == field
        for position, word in enumerate(words)
        if word in known
        for length in known[word][0]
        for entry in known[word][1].get(tuple(words[position : position + length]), ())
    )


def with_words(text: str) -> str:
    """A text whose signs that count are words."""
    return text.replace("€", " euros ")


def of_vocabularies() -> Iterator[Entry]:
    """The words of the vocabularies themselves: in a column about a field, its own labels tell it, but for single words that say too little."""
    for name, known in FIELDS.items():
        for term in vocabulary(known.vocabulary) if known.vocabulary else ():
            words = tuple(dict.fromkeys(loosen(form) for form in term.forms() if len(form) >= SHORTEST_FORM and (" " in form or name not in VAGUE)))
            yield Entry(name, term.code, words, places=(COLUMN,))


@cache
def index(place: str) -> dict[str, Phrases]:
    """First word -> the phrases that begin with it."""
    holders: dict[tuple[str, ...], dict[Entry, None]] = {}
    for entry in (*entries(), *(of_vocabularies() if place == COLUMN else ())):
        if place in entry.places:
            for words in entry.words:
                holders.setdefault(tuple(words.split()), {})[entry] = None
    by_first: dict[str, Holders] = {}
    for phrase, told in holders.items():
        by_first.setdefault(phrase[0], {})[phrase] = tuple(told)
    return {word: (tuple(sorted({len(phrase) for phrase in known}, reverse=True)), known) for word, known in by_first.items()}
