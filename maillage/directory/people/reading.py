"""Knows the words of a text as names are looked for in it: what parts them, which are of a place, which may be of a person."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from maillage.base.text import fold
from maillage.directory.people import contacts
from maillage.directory.people.names import NO_NAMES

DATA = Path(__file__).parent
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
BREAK = re.compile(r"[,;:/|()\[\]<>&+\n\t.!?\"«»]|(?:^|\s)[-–—](?:\s|$)")
PARTICLES = frozenset({"de", "du", "d", "le", "la", "van", "von", "ben", "ibn", "el", "al", "da", "dos"})
REACH = 4  # words, at most, between a cue and the name, or between a place's word and its name


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
    """How the names of those after whom places are named begin, folded."""
    lines = (DATA / "data" / "eponyms.txt").read_text("utf-8").splitlines()
    names = ", ".join(line for line in lines if not line.startswith("#")).split(",")
    return frozenset(beginning(fold(name).split()) for name in names if name.strip())


def beginning(words: list[str]) -> str:
    """Two words of a name, three after a first name in two words: "jean paul sartre", for not every Jean-Paul is."""
    return " ".join(words[: 3 if contacts.first_names().issuperset(words[:2]) else 2])


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
        return self.after_a_place(rank) or (" " in name and f" {name} " in self.ours) or beginning(name.split()) in eponyms()

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

    def elided(self, stop: int) -> int:
        """The rank after a name that an apostrophe parts: "N'Guessan"."""
        if stop >= len(self.words) or len(self.words[stop - 1].group()) > 1 or self.gap(stop) not in ("'", "’"):
            return stop
        return stop + self.is_capital(stop)

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
