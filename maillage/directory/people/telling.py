"""Knows where a text names a person: after which words, beside which others, and never after those of a place."""

import re
from collections.abc import Iterator
from functools import cache

from maillage.base.text import fold
from maillage.directory.people import contacts
from maillage.directory.people.reading import PARTICLES, REACH, Reading, Span, is_of_a_place, words_of

CIVIL = frozenset({"m", "mr", "mm", "mme", "mmes", "mlle", "mlles", "madame", "monsieur", "mademoiselle"})
PLURALS = frozenset({"mm", "mmes", "mlles"})
JOINING = frozenset({",", "&", "/", "+"})
LADIES = frozenset({"mme", "mmes", "mlle", "mlles"})  # told even in small letters: they are no other word
SENTENCE_END = re.compile(r"[.;!?\n]")
BEFORE_A_MOBILE = re.compile(r"(?:\s*\([^()\d]{,30}\))?[\s,:()–—-]*(?:au\s)?(?:(?:\+33|0033|0)\s?[67])")
AFTER_A_MOBILE = re.compile(r"(?:(?:\+33|0033|0)\s?[67](?:[\s.-]?\d\d){4})[\s,:/(–—-]*$")

# In the names and addresses of places, persons are told only beside one of these: most names need no reading.
TELLING = ("asking", "functions", "with")


@cache
def telling_words() -> re.Pattern[str]:
    """A word that announces a person, or a contact."""
    words = sorted(CIVIL.union(*map(words_of, TELLING)), key=len, reverse=True)
    plain = "|".join(words).replace("e", "[eéèê]")
    return re.compile(rf"(?<!\w)(?:{plain})(?!\w)|@|arobase|[\[(]at?[\])]|[67](?:[\s.-]?\d\d){{4}}", re.IGNORECASE)


def persons_in(text: str, *, ours: str = "", prose: bool = True) -> Iterator[Span]:
    """Where a text names persons. `ours`: names of the place itself, that are nobody's. `prose`: sentences, not the name or address of a place."""
    if not prose and not telling_words().search(text):
        return
    reading = Reading(text, ours)
    rank = 0
    while rank < len(reading.words):
        begin, stop = person_at(reading, rank, prose=prose)
        if stop == rank:
            rank += 1
        while stop > rank:
            rank = reading.elided(stop)
            yield reading.span(begin, rank)
            begin, stop = joined(reading, begin, rank)


def person_at(reading: Reading, rank: int, *, prose: bool) -> tuple[int, int]:
    """Ranks of the first word of a name told at this word, and of the word after it; (rank, rank) when none is."""
    if stop := after_civility(reading, rank):
        return rank, stop
    if is_cue(reading, rank) and (found := after_cue(reading, rank)):
        return found
    if prose and (stop := bare_name(reading, rank) or unknown_name(reading, rank) or alone(reading, rank)):
        return rank, stop
    if not prose and (stop := beside_a_function(reading, rank)):
        return rank, stop
    return rank, rank


def joined(reading: Reading, begin: int, stop: int) -> tuple[int, int]:
    """Ranks of the name that is joined to the one before ("Séverine et Karim", "Sarah B., Enzo T.", "Mmes Durand et Petit"); (stop, stop) when none is."""
    if stop >= len(reading.words):
        return stop, stop
    is_worded = reading.folded[stop] in ("et", "ou") and not reading.is_parted(stop)
    follows = stop + is_worded
    if not is_worded and reading.gap(stop).strip(" .") not in JOINING or (is_worded and reading.is_parted(follows)) or not reading.is_capital(follows):
        return stop, stop
    if reading.is_initial(follows) and reading.is_capital(follows + 1):
        return follows, follows + 2
    are_many = reading.folded[begin] in PLURALS and not is_of_a_place(reading.folded[follows])
    if not are_many and (not reading.is_first_name(follows) or begins_a_commune(reading, follows)):
        return stop, stop
    after = reading.name_stop(follows)
    return (stop, stop) if reading.is_a_place_s_name(follows, after) else (follows, after)


def after_civility(reading: Reading, rank: int) -> int:
    """The rank after "Mme Durand", "M. J. Dupont"; 0 for "Madame la Maire", "rue Monsieur le Prince", "M.J.C."."""
    if reading.folded[rank] not in CIVIL or not reading.is_capital(rank) and len(reading.folded[rank]) < 3:
        return 0
    begin = rank + 1
    between = reading.text[reading.words[rank].end() : reading.words[begin].start()] if begin < len(reading.words) else "("
    if between.strip() not in ("", ".") or (reading.folded[rank] in ("m", "mm") and not between.strip() and not is_sir(reading, rank)):
        return 0
    if reading.folded[rank] in LADIES and (stop := in_small_letters(reading, begin)):
        return stop
    while reading.is_initial(begin) and between != ".":
        begin += 1
    stop = begin + 2 if has_article(reading, begin) else begin + 1
    if not reading.is_capital(stop - 1) or len(reading.folded[stop - 1]) < 2 or reading.folded[stop - 1] in words_of("titles"):
        return 0
    # not « domicile de Mme Durand », nor « Bibliothèque – M. Durand »
    names_a_place = not reading.is_parted(rank) and reading.folded[rank - 1] not in PARTICLES and reading.after_a_place(rank)
    return 0 if names_a_place else max(stop, reading.name_stop(begin), after_a_saint(reading, begin))


def is_sir(reading: Reading, rank: int) -> bool:
    """Is this "M", without its point, before a name ("par M Durand"), and not a letter ("bâtiment M Nord")?"""
    name = reading.words[rank + 1].group()
    return reading.is_capital(rank) and name[0].isupper() and len(name) > 2 and not is_of_a_place(reading.folded[rank + 1]) and not reading.text.isupper()


def in_small_letters(reading: Reading, begin: int) -> int:
    """The rank after "barbotin", "julie barbotin", that follow "mme"; 0 when no such name does."""
    last = begin + reading.is_first_name(begin, whatever_case=True)
    if last >= len(reading.words) or reading.is_capital(last) or (last > begin and reading.is_parted(last)):
        return 0
    word = reading.folded[last]
    is_a_name = len(word) > 2 and not is_of_a_place(word) and word not in words_of("titles") and word not in words_of("between")
    return last + 1 if is_a_name else 0


def after_a_saint(reading: Reading, begin: int) -> int:
    """The rank after "Yvette Saint-Amans", told to be a person's; 0 otherwise."""
    last = begin + 1
    is_one = reading.is_first_name(begin) and reading.is_capital(last) and not reading.is_parted(last)
    return last + 1 if is_one and reading.folded[last].startswith(("saint-", "sainte-")) else 0


def has_article(reading: Reading, rank: int) -> bool:
    """Does a surname begin here with an article: "Le Goff"?"""
    return reading.is_capital(rank) and reading.folded[rank] in ("le", "la") and reading.is_capital(rank + 1) and not reading.is_parted(rank + 1)


def is_cue(reading: Reading, rank: int) -> bool:
    return any(reading.folded[rank] in words_of(kind) for kind in TELLING)


def after_cue(reading: Reading, rank: int) -> tuple[int, int] | None:
    """A known name or an initial and a name soon after "contact :", "demander", "conseillère numérique"."""
    asks = reading.folded[rank] in words_of("asking")
    begin = announced(reading, rank)
    if begin >= len(reading.words) or re.search(r"[.;!?\n)]\s", reading.gap(begin)) or (not asks and reading.after_a_place(rank)):
        return None
    if stop := told_without_first_name(reading, begin, asks=asks):
        return begin, stop
    if not reading.is_first_name(begin, whatever_case=asks):
        return None
    stop = reading.name_stop(begin)
    if (
        asks
        and not reading.is_capital(begin)
        and stop == begin + 1
        and not reading.ends_piece(begin)
        and (reading.folded[stop] not in words_of("between") or reading.folded[stop] in ("le", "la"))
    ):
        stop += 2 if reading.folded[stop] in PARTICLES and not reading.ends_piece(stop) else 1
    is_whole = stop > begin + 1 or asks or reading.ends_piece(begin) or not reading.is_capital(stop)
    return (begin, stop) if is_whole and not reading.is_a_place_s_name(begin, stop) else None


def announced(reading: Reading, rank: int) -> int:
    """The rank of what a cue announces: "la référente numérique, Mme Durand" -> "Mme"."""
    begin, last = rank + 1, min(len(reading.words), rank + 1 + REACH)
    while begin < last and reading.folded[begin] in words_of("between") and not reading.is_initial(begin) and not after_civility(reading, begin):
        begin += 1
    return begin


def told_without_first_name(reading: Reading, begin: int, *, asks: bool) -> int:
    """The rank after "Mme Durand", "L. Le Goff", "BERNARD Sophie", or a word before a mobile number; 0 otherwise."""
    if stop := after_civility(reading, begin):
        return stop
    if reading.is_initial(begin) and has_article(reading, begin + 1):
        return begin + 3
    if reading.is_initial(begin) and reading.is_capital(begin + 1) and not is_of_a_place(reading.folded[begin + 1], after_a_first_name=True):
        return begin + 2
    if surname_first(reading, begin) or capital_surname(reading, begin):
        return begin + 2
    return begin + 1 if asks and surname_alone(reading, begin) else 0


def surname_alone(reading: Reading, rank: int) -> bool:
    """A word in capitals of no place, followed by a mobile number: "contact : Adrianne - 06 44…"."""
    if not reading.is_capital(rank) or is_of_a_place(reading.folded[rank]):
        return False
    return is_before_a_mobile(reading, rank + 1)


def surname_first(reading: Reading, rank: int) -> bool:
    """Are these a surname and a first name, alone: "contact : Lefebvre Patricia"?"""
    if not reading.is_capital(rank) or reading.is_first_name(rank) or is_of_a_place(reading.folded[rank], after_a_first_name=True):
        return False
    return reading.is_first_name(rank + 1) and not reading.is_parted(rank + 1) and reading.ends_piece(rank + 1)


def capital_surname(reading: Reading, rank: int) -> bool:
    """A surname in capitals before a first name that is not: "BERNARD Sophie"."""
    word = reading.words[rank].group()
    if (
        len(word) < 3
        or not word.isupper()
        or is_of_a_place(reading.folded[rank], after_a_first_name=True)
        or rank + 1 >= len(reading.words)
        or reading.is_parted(rank + 1)
    ):
        return False
    return reading.is_first_name(rank + 1) and not reading.words[rank + 1].group().isupper() and not reading.is_surname(rank + 2)


def bare_name(reading: Reading, rank: int) -> int:
    """The rank after "Sophie Bernard", "Sophie B.", "BERNARD Sophie", "Karim vous accueille"; 0 when it may be a place's name."""
    if capital_surname(reading, rank) and not reading.is_a_place_s_name(rank, rank + 2):
        return rank + 2
    if (
        reading.is_initial(rank)
        and reading.is_parted(rank)
        and reading.is_capital(rank + 1)
        and (reading.ends_piece(rank + 1) or joined(reading, rank, rank + 2) != (rank + 2, rank + 2))
    ):
        return 0 if is_of_a_place(reading.folded[rank + 1]) or reading.gap(rank + 1).strip() != "." or len(reading.folded[rank + 1]) < 3 else rank + 2
    if not reading.is_first_name(rank):
        return 0
    stop = reading.name_stop(rank)
    if follows_a_name(reading, rank):
        return 0
    if reading.is_a_place_s_name(rank, stop) or begins_a_commune(reading, rank):
        return 0
    if stop > rank + 1:
        return stop
    follows = reading.folded[stop] if stop < len(reading.words) and not reading.is_parted(stop) else ""
    is_welcoming = follows in words_of("welcoming") or joined(reading, rank, stop) != (stop, stop)
    is_one = (is_welcoming and (reading.is_parted(rank) or reading.folded[rank] not in communes_like_persons())) or is_before_a_mobile(reading, stop)
    return stop if is_one or beside_a_function(reading, rank) else 0


def is_before_a_mobile(reading: Reading, stop: int) -> bool:
    return bool(BEFORE_A_MOBILE.match(reading.text[reading.words[stop - 1].end() :]))


def unknown_name(reading: Reading, rank: int) -> int:
    """The rank after two or three words in capitals, of no place, before what a person does: "avec Nguyen Thi Lan, écrivaine publique"."""
    if not (reading.is_parted(rank) or reading.folded[rank - 1] in words_of("with")):
        return 0
    stop = rank
    while reading.is_capital(stop) and (stop == rank or not reading.is_parted(stop)) and not is_of_a_place(reading.folded[stop], after_a_first_name=True):
        stop += 1
    does_something = (
        stop < len(reading.words) and reading.is_parted(stop) and not SENTENCE_END.search(reading.gap(stop)) and reading.folded[stop] in words_of("functions")
    )
    return stop if does_something and stop - rank in (2, 3) and not reading.is_a_place_s_name(rank, stop) else 0


def alone(reading: Reading, rank: int) -> int:
    """The rank after a first name that is all there is between brackets, or that follows a mobile number: "le samedi (Bruno)", "06 84 75 21 03 / Fabien"."""
    if not reading.is_first_name(rank) or not (rank + 1 == len(reading.words) or reading.is_parted(rank + 1)):
        return 0
    before, after = reading.text[: reading.words[rank].start()], reading.text[reading.words[rank].end() :]
    return rank + 1 if (before.endswith("(") and after.startswith(")")) or AFTER_A_MOBILE.search(before) else 0


def follows_a_name(reading: Reading, rank: int) -> bool:
    """Does another word in capitals stand just before, that announces nobody: "Communauté de communes Loir Lucé Bercé"?"""
    if reading.is_parted(rank) or not reading.is_capital(rank - 1):
        return False
    return not any(reading.folded[rank - 1] in words_of(kind) for kind in (*TELLING, "between"))


def beside_a_function(reading: Reading, rank: int) -> int:
    """The rank after a name that is a piece of its own, before what the person does ("Karim, conseiller numérique") or a number of theirs."""
    if not reading.is_first_name(rank) or not reading.is_parted(rank):
        return 0
    stop = reading.name_stop(rank)
    if reading.is_a_place_s_name(rank, stop):
        return 0
    if stop < len(reading.words) and reading.is_parted(stop) and reading.folded[stop] in words_of("functions"):
        return stop
    after = reading.text[reading.words[stop - 1].end() :]
    return stop if re.match(r"[\s,:()–—-]*(?:(?:\+33|0033|0)\s?[67]|[\w.+-]+@)", after) else 0


@cache
def communes_like_persons() -> frozenset[str]:
    """Two first words of the names of communes that begin like a person's: "Pierre-Bénite", "Marie-Galante"."""
    from maillage.territories import selectors

    pairs = (fold(commune.name).split()[:2] for commune in selectors.communes())
    return frozenset(" ".join(pair) for pair in pairs if pair[0] in contacts.first_names())


def begins_a_commune(reading: Reading, rank: int) -> bool:
    pair = " ".join(reading.folded[rank : rank + 2]).replace("-", " ").split()[:2]
    return " ".join(pair) in communes_like_persons()
