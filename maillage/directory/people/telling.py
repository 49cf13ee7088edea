"""Knows where a text names a person: after which words, beside which others, and never after those of a place."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from maillage.base.text import fold
from maillage.directory.people import contacts
from maillage.directory.people.names import NO_NAMES

DATA = Path(__file__).parent
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
BREAK = re.compile(r"[,;:/|()\[\]\n\t.!?\"«»]|(?:^|\s)[-–—](?:\s|$)")
CIVIL = frozenset({"m", "mr", "mm", "mme", "mmes", "mlle", "mlles", "madame", "monsieur", "mademoiselle"})
PARTICLES = frozenset({"de", "du", "d", "le", "la", "van", "von", "ben", "ibn", "el", "al", "da", "dos"})
REACH = 4  # words, at most, between a cue and the name, or between a place's word and its name


# In the names and addresses of places, persons are told only beside one of these: most names need no reading.
TELLING = ("asking", "functions", "with")


class Span(NamedTuple):
    """Part of a text: from this sign, to before that one."""

    start: int
    stop: int


@cache
def words_of(kind: str) -> frozenset[str]:
    """A list of `words.toml`."""
    return frozenset(tomllib.loads((DATA / "words.toml").read_text("utf-8"))[kind].split())


@cache
def eponyms() -> frozenset[str]:
    """Two first words of the names of those after whom places are named, folded."""
    lines = (DATA / "data" / "eponyms.txt").read_text("utf-8").splitlines()
    names = ", ".join(line for line in lines if not line.startswith("#")).split(",")
    return frozenset(" ".join(fold(name).split()[:2]) for name in names if name.strip())


@cache
def telling_words() -> re.Pattern[str]:
    """A word that announces a person, or a contact."""
    words = sorted(CIVIL.union(*map(words_of, TELLING)), key=len, reverse=True)
    plain = "|".join(words).replace("e", "[eéèê]")
    return re.compile(rf"(?<!\w)(?:{plain})(?!\w)|@|arobase|[\[(]at?[\])]|[67](?:[\s.-]?\d\d){{4}}", re.IGNORECASE)


class Reading:
    """The words of a text, and what parts them."""

    def __init__(self, text: str, ours: str = "") -> None:
        self.text, self.ours = text, f" {fold(ours)} "
        self.words = list(WORD.finditer(text))
        self.folded = [fold(word.group()).replace(" ", "-") for word in self.words]

    def gap(self, rank: int) -> str:
        """What stands between a word and the one before."""
        return self.text[self.words[rank - 1].end() if rank else 0 : self.words[rank].start()]

    def is_parted(self, rank: int) -> bool:
        """Does something part this word from the one before?"""
        return rank == 0 or bool(BREAK.search(self.gap(rank)))

    def is_capital(self, rank: int) -> bool:
        return rank < len(self.words) and self.words[rank].group()[0].isupper()

    def ends_piece(self, rank: int) -> bool:
        """Is this word the last one of its piece?"""
        return rank + 1 >= len(self.words) or self.is_parted(rank + 1) or any(sign.isdigit() for sign in self.gap(rank + 1))

    def is_first_name(self, rank: int, *, whatever_case: bool = False) -> bool:
        if rank >= len(self.words) or not (self.is_capital(rank) or (whatever_case and self.folded[rank] not in words_of("also_words"))):
            return False
        known, parts = contacts.first_names(), self.folded[rank].split("-")
        return all(part in known and part not in NO_NAMES for part in parts)

    def is_surname(self, rank: int) -> bool:
        """May this word be the second one of a person's name?"""
        return self.is_capital(rank) and not self.is_parted(rank) and not is_of_a_place(self.folded[rank], after_a_first_name=True)

    def is_initial(self, rank: int) -> bool:
        """Is it "S." or "J-P."?"""
        if rank >= len(self.words):
            return False
        word = self.words[rank]
        return word.group().isupper() and all(len(part) == 1 for part in word.group().split("-")) and self.text[word.end() : word.end() + 1] == "."

    def after_a_place(self, rank: int) -> bool:
        """Does the name that begins here follow the word of a place ("médiathèque municipale Louis Aragon")?"""
        for before in range(rank - 1, max(-1, rank - 1 - REACH), -1):
            if re.search(r"[,;:()\n!?»]", self.gap(before + 1)):
                return False
            if self.folded[before].split("-")[0] in words_of("places"):
                return True
            if not words_of("qualities").issuperset(self.folded[before].split("-")):
                return False
        return False

    def is_a_place_s_name(self, rank: int, stop: int) -> bool:
        """Is a name that of a place: after its word, ours, or of somebody after whom places are named?"""
        name = " ".join(self.folded[rank:stop]).replace("-", " ")
        return self.after_a_place(rank) or (" " in name and f" {name} " in self.ours) or " ".join(name.split()[:2]) in eponyms()

    def name_stop(self, rank: int) -> int:
        """The rank after the name that begins at this word: first names, particles, one or two words in capitals."""
        stop = rank + 1
        while stop < len(self.words) and not self.is_parted(stop) and self.is_first_name(stop):
            stop += 1
        after = stop
        while after < len(self.words) and after - stop < 2 and not self.is_parted(after) and self.folded[after] in PARTICLES:
            after += 1
        is_noble = after > stop and self.is_capital(after) and not self.is_parted(after) and self.folded[after] not in contacts.WORDS
        if not self.is_surname(after) and not is_noble:
            return stop
        return after + 2 if self.is_surname(after + 1) and self.words[after + 1].group().isupper() == self.words[after].group().isupper() else after + 1

    def span(self, rank: int, stop: int) -> Span:
        end = self.words[stop - 1].end()
        return Span(self.words[rank].start(), end + 1 if self.text[end : end + 1] == "." and len(self.words[stop - 1].group()) == 1 else end)


def is_of_a_place(folded: str, *, after_a_first_name: bool = False) -> bool:
    """Is a word one of services, of places, of days: no surname?"""
    if after_a_first_name and folded in words_of("also_surnames"):
        return False
    parts = folded.split("-")
    singular = parts[0].rstrip("s")
    if parts[0] in contacts.WORDS or singular in contacts.WORDS or contacts.STEMS.search(folded.replace("-", "")):
        return True
    return any(part in words_of("places") or part in words_of("not_surnames") or part in words_of("functions") for part in parts)


def persons_in(text: str, *, ours: str = "", prose: bool = True) -> Iterator[Span]:
    """Where a text names persons. `ours`: names of the place itself, that are nobody's. `prose`: sentences, not the name or address of a place."""
    if not prose and not telling_words().search(text):
        return
    reading = Reading(text, ours)
    rank = 0
    while rank < len(reading.words):
        begin, stop = person_at(reading, rank, prose=prose)
        if stop > rank:
            yield reading.span(begin, stop)
        rank = max(stop, rank + 1)


def person_at(reading: Reading, rank: int, *, prose: bool) -> tuple[int, int]:
    """Ranks of the first word of a name told at this word, and of the word after it; (rank, rank) when none is."""
    if stop := after_civility(reading, rank):
        return rank, stop
    if is_cue(reading, rank) and (found := after_cue(reading, rank)):
        return found
    if prose and (stop := bare_name(reading, rank)):
        return rank, stop
    if not prose and (stop := beside_a_function(reading, rank)):
        return rank, stop
    return rank, rank


def after_civility(reading: Reading, rank: int) -> int:
    """The rank after "Mme Durand", "M. J. Dupont"; 0 for "Madame la Maire", "rue Monsieur le Prince", "M.J.C."."""
    if reading.folded[rank] not in CIVIL or not reading.is_capital(rank) and len(reading.folded[rank]) < 3:
        return 0
    begin = rank + 1
    between = reading.text[reading.words[rank].end() : reading.words[begin].start()] if begin < len(reading.words) else "("
    if between.strip() not in ("", ".") or (reading.folded[rank] in ("m", "mm") and not between.strip()):
        return 0
    while reading.is_initial(begin) and between != ".":
        begin += 1
    stop = begin + 2 if has_article(reading, begin) else begin + 1
    if not reading.is_capital(stop - 1) or len(reading.folded[stop - 1]) < 2 or reading.folded[stop - 1] in words_of("titles"):
        return 0
    # not « domicile de Mme Durand », nor « Bibliothèque – M. Durand »
    names_a_place = not reading.is_parted(rank) and reading.folded[rank - 1] not in PARTICLES and reading.after_a_place(rank)
    return 0 if names_a_place else max(stop, reading.name_stop(begin))


def has_article(reading: Reading, rank: int) -> bool:
    """Does a surname begin here with an article: "Le Goff"?"""
    return reading.is_capital(rank) and reading.folded[rank] in ("le", "la") and reading.is_capital(rank + 1) and not reading.is_parted(rank + 1)


def is_cue(reading: Reading, rank: int) -> bool:
    return any(reading.folded[rank] in words_of(kind) for kind in TELLING)


def after_cue(reading: Reading, rank: int) -> tuple[int, int] | None:
    """A known name or an initial and a name soon after "contact :", "demander", "conseillère numérique"."""
    asks = reading.folded[rank] in words_of("asking")
    begin = rank + 1
    while begin < min(len(reading.words), rank + 1 + REACH) and reading.folded[begin] in words_of("between") and not reading.is_initial(begin):
        begin += 1
    if begin >= len(reading.words) or re.search(r"[.;!?\n)]\s", reading.gap(begin)) or (not asks and reading.after_a_place(rank)):
        return None
    if reading.is_initial(begin) and has_article(reading, begin + 1):
        return begin, begin + 3
    if reading.is_initial(begin) and reading.is_capital(begin + 1) and not is_of_a_place(reading.folded[begin + 1], after_a_first_name=True):
        return begin, begin + 2
    if capital_surname(reading, begin) or (asks and surname_alone(reading, begin)):
        return begin, begin + 2 if capital_surname(reading, begin) else begin + 1
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


def surname_alone(reading: Reading, rank: int) -> bool:
    """A word in capitals of no place, followed by a mobile number: "contact : Adrianne - 06 44…"."""
    if not reading.is_capital(rank) or is_of_a_place(reading.folded[rank]):
        return False
    return bool(re.match(r"[\s,:()–—-]*(?:au\s)?(?:(?:\+33|0033|0)\s?[67])", reading.text[reading.words[rank].end() :]))


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
    return reading.is_first_name(rank + 1) and not reading.words[rank + 1].group().isupper()


def bare_name(reading: Reading, rank: int) -> int:
    """The rank after "Sophie Bernard", "Sophie B.", "BERNARD Sophie", "Karim vous accueille"; 0 when it may be a place's name."""
    if capital_surname(reading, rank) and not reading.is_a_place_s_name(rank, rank + 2):
        return rank + 2
    if reading.is_initial(rank) and reading.is_parted(rank) and reading.is_capital(rank + 1) and reading.ends_piece(rank + 1):
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
    is_welcoming = follows in words_of("welcoming") or (follows in ("et", "ou") and reading.is_first_name(stop + 1))
    return stop if is_welcoming or beside_a_function(reading, rank) else 0


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
