"""Knows what a column of a list looks like: how it is named, how often it is filled, of what its cells are made."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property

from maillage.base.text import fold
from maillage.directory.fields import FIELDS, Shape
from maillage.directory.hours import osm
from maillage.directory.people.names import holds_a_name
from maillage.ingestion.dictionary import finding
from maillage.ingestion.dictionary.loading import NAME, TEXTS
from maillage.ingestion.formats.table import Table
from maillage.ingestion.mapping.keywords import NO, YES, loosen, stands
from maillage.ingestion.mapping.lint import code_of
from maillage.ingestion.mapping.persons import PARTED, share_of_persons
from maillage.ingestion.normalisers import dates, emails, hours, identifiers, phones, points, urls
from maillage.ingestion.normalisers.text import as_text, is_placeholder
from maillage.referentials.selectors import vocabulary
from maillage.territories.selectors import communes_by_postal_code, current_code, find_commune

SHORTEST_FORM = 4  # letters of a word looked for within a text
SHORTEST_CUT = 20  # signs of a text that may be the beginning of a longer one
SAMPLE = 150  # different cells looked at, the most frequent first
VOCABULARIES = tuple(name for name, known in FIELDS.items() if known.shape is Shape.ELEMENTS and known.vocabulary)
TIMES = re.compile(r"\b[0-2]?\d\s*(?:h|H|:)\s*(?:[0-5]\d)?\b")
DAY_WORDS = re.compile(r"\b(?:lun|mar|mer|jeu|ven|sam|dim)(?:\.|di|redi|credi|dredi|anche|edi)?\b|\b(?:Mo|Tu|We|Th|Fr|Sa|Su)\b|24/7", re.IGNORECASE)
STREET = re.compile(
    r"^\s*\d+\b|\b(?:rue|r|place|pl|avenue|av|ave|boulevard|bd|chemin|route|rte|impasse|allees?|quai|square|cours|bourg|passage|esplanade|lotissement"
    r"|zone|za|mail|hameau|lieu dit)\b"
)
PLAIN_ANSWERS = frozenset({"oui", "non", "x", "vrai", "faux", "true", "false", "yes", "no"})  # figures alone may count something
LONGEST_COUNT = 3  # figures of a number of things
PAIRED = (",", ";", "|", " ")
SEPARATORS = ("|", ";", ",", "/", "\n")
TODAY = date.max  # a date to come is a date all the same


@dataclass
class Profile:
    """One column: its different cells with how often they come."""

    name: str
    rows: int
    cells: Counter[str]
    _shares: dict[str, float] = field(default_factory=dict)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Words of the name; "codePostal__1" is "code postal"."""
        return tuple(fold(PARTED.sub(" ", re.sub(r"__\d+$", "", self.name))).split())

    @cached_property
    def filled(self) -> int:
        return sum(self.cells.values())

    @cached_property
    def sample(self) -> list[str]:
        return [cell for cell, _count in self.cells.most_common(SAMPLE)]

    def examples(self) -> list[str]:
        return [" ".join(cell.split())[:50] for cell in self.sample[:3]]

    @property
    def is_unique(self) -> bool:
        return self.filled == self.rows == len(self.cells)

    @property
    def variety(self) -> float:
        """Share of filled cells that differ."""
        return len(self.cells) / self.filled if self.filled else 0.0

    @property
    def length(self) -> float:
        """Usual length of a cell."""
        return sum(map(len, self.sample)) / len(self.sample) if self.sample else 0.0

    def share(self, kind: str) -> float:
        """Share of the cells looked at that are of a kind; 0 when the column is empty."""
        if kind not in self._shares:
            self._shares[kind] = sum(map(KINDS[kind], self.sample)) / len(self.sample) if self.sample else 0.0
        return self._shares[kind]

    @property
    def answers(self) -> bool:
        """Do its cells only say yes or no?"""
        folded = {fold(cell) for cell in self.cells} - {""}
        return folded <= YES | NO and (bool(folded & PLAIN_ANSWERS) or folded == {"0", "1"})

    @property
    def marks(self) -> bool:
        """Is it filled by one same value, or left empty?"""
        return len({fold(cell) for cell in self.cells}) == 1 and 0 < self.filled < self.rows

    @property
    def counts(self) -> bool:
        """Do its cells say how many there are, or that there is none?"""
        folded = {fold(cell) for cell in self.cells} - {""}
        counted = [cell for cell in folded if cell.isdigit() and len(cell) <= LONGEST_COUNT]
        return 2 * len(counted) > len(folded) and all(cell in counted or cell in NO | YES for cell in folded)

    @cached_property
    def persons(self) -> float:
        """Share of its cells that name a person, or give an address that is one's."""
        return share_of_persons(dict(self.cells.most_common(SAMPLE)))

    @cached_property
    def names(self) -> float:
        """Share of its cells that hold the name of a person, whatever stands beside."""
        return share_of_persons(dict(self.cells.most_common(SAMPLE)), holds_a_name)

    def heard(self, vocab: str) -> float:
        """Share of its cells in which the dictionary hears something of a field."""
        known = self.cells.most_common(SAMPLE)
        total = sum(count for _cell, count in known)
        return sum(count for cell, count in known if finding.stated(cell, vocab) or code_of(vocab, cell)) / total if total else 0.0

    @cached_property
    def separators(self) -> str:
        """The signs that part several values in one cell, if any."""
        return "".join(sign for sign in SEPARATORS if sum(sign in cell.strip() for cell in self.sample) >= max(1, len(self.sample) // 25))

    @cached_property
    def pair(self) -> tuple[str, int]:
        """How its pairs of coordinates are parted, and which half is the latitude."""
        separator = max(PAIRED, key=lambda sign: sum(latitude_rank(cell, sign) is not None for cell in self.sample))
        ranks = [rank for cell in self.sample if (rank := latitude_rank(cell, separator)) is not None]
        return separator, int(2 * sum(ranks) > len(ranks))

    def parts(self, separators: str) -> Counter[str]:
        """The different values of the cells, once parted."""
        found = Counter[str]()
        for cell, count in self.cells.most_common(SAMPLE * 2):
            pieces = [cell]
            for sign in separators:
                pieces = [part for piece in pieces for part in piece.split(sign)]
            found.update({word: count for piece in pieces if (word := piece.strip()) and not is_placeholder(word)})
        return found


def profiles(table: Table) -> list[Profile]:
    """Every column of a list, in its order."""
    cells = {name: Counter[str]() for name in table.columns}
    rows = 0
    for _line, row in table.rows():
        rows += 1  # noqa: SIM113 the count outlives the loop
        for name, seen in cells.items():
            if text := as_text(row.get(name)).strip():
                seen[text] += 1
    return [Profile(name, rows, seen) for name, seen in cells.items()]


def codes_told(text: str, vocab: str = "") -> list[tuple[str, str]]:
    """(vocabulary, code) that a short text tells: by the vocabulary itself, else by the shared dictionary, else by a word of the vocabulary within it."""
    names = (vocab,) if vocab else VOCABULARIES
    if found := codes_exact(text, names) or codes_begun(text, names):
        return found
    told = [(entry.field, entry.code) for place in (TEXTS, NAME) for entry in finding.found(text, place) if entry.field in names]
    return list(dict.fromkeys(told)) or codes_within(text, names)


def codes_exact(text: str, names: Iterable[str] = VOCABULARIES) -> list[tuple[str, str]]:
    """(vocabulary, code) of a text that is a word of the vocabulary itself."""
    return [(name, code) for name in names if (code := code_of(name, text))]


def codes_begun(text: str, names: Iterable[str]) -> list[tuple[str, str]]:
    """The code whose word a text begins: surveys cut their choices at thirty signs."""
    begun = fold(text)
    if len(begun) < SHORTEST_CUT:
        return []
    found = {(name, code) for name in names for form, code in vocabulary(name).by_key.items() if form.startswith(begun)}
    return list(found) if len(found) == 1 else []


def codes_within(text: str, names: Iterable[str]) -> list[tuple[str, str]]:
    """The codes whose longest word of the vocabulary stands in a text."""
    loosened = loosen(text)
    held = [(len(word), name, code) for name in names for word, code in _forms(name) if word in loosened and stands(loosened, word)]
    longest = max((size for size, _name, _code in held), default=0)
    return list(dict.fromkeys((name, code) for size, name, code in held if size == longest))


@cache
def _forms(vocab: str) -> tuple[tuple[str, str], ...]:
    """Loosened words of a vocabulary that may be looked for within a text."""
    return tuple((loosen(form), term.code) for term in vocabulary(vocab) for form in term.forms() if len(form) >= SHORTEST_FORM)


def _number(cell: str) -> float | None:
    return points.number(cell.strip())


def _within(low: float, high: float) -> Callable[[str], bool]:
    def check(cell: str) -> bool:
        value = _number(cell)
        return value is not None and low <= value <= high

    return check


def _pair(cell: str) -> bool:
    return _number(cell) is None and any(latitude_rank(cell, sign) is not None for sign in PAIRED)


def latitude_rank(cell: str, separator: str) -> int | None:
    """Which half of a cell is a latitude, when the other is a longitude; None when it is no such pair."""
    halves = [_number(part) for part in cell.strip().split(separator)]
    if len(halves) != 2 or None in halves:
        return None
    return next((rank for rank in (0, 1) if 41 <= (halves[rank] or 0) <= 51.6 and -5.7 <= (halves[1 - rank] or 0) <= 9.8), 0)


def _is_elsewhere(cell: str) -> bool:
    """Is it an address on the network, or an instant?"""
    return "@" in cell or "://" in cell or "www." in cell or dates.day(cell, today=TODAY)[0] is not None


def _is_town(cell: str) -> bool:
    return not cell.replace(" ", "").isdigit() and bool(find_commune(cell))


def _figures(cell: str, least: int) -> str:
    bare = cell.removesuffix(".0").replace(" ", "")
    return bare.zfill(5) if least <= len(bare) <= 5 else ""


KINDS: dict[str, Callable[[str], bool]] = {
    "number": lambda cell: _number(cell) is not None,
    "phones": lambda cell: bool(phones.phones(cell)[0]),
    "emails": lambda cell: "@" in cell and bool(emails.emails(cell)[0]),
    "websites": lambda cell: "." in cell and "@" not in cell and _number(cell) is None and bool(urls.urls(cell)[0]),
    "identifiers": lambda cell: bool(identifiers.identifiers(cell)[0]),
    "postal_code": lambda cell: (code := _figures(cell, 4)).isdigit() and bool(communes_by_postal_code(code)),
    "insee": lambda cell: (code := _figures(cell, 4)) != "" and current_code(code) is not None,
    "commune": _is_town,
    "date": lambda cell: len(cell) >= 6 and dates.day(cell, today=TODAY)[0] is not None,
    "hours": lambda cell: bool(TIMES.search(cell) or hours.from_osm(cell).osm) and not _is_elsewhere(cell),
    "days": lambda cell: bool(DAY_WORDS.search(cell)) and not _is_elsewhere(cell),
    "osm": lambda cell: osm.check(cell).value is not None,
    "street": lambda cell: bool(STREET.search(fold(cell))),
    "latitude": _within(41, 51.6),
    "longitude": _within(-5.7, 9.8),
    "north": _within(6_000_000, 7_200_000),  # Lambert-93
    "east": _within(90_000, 1_300_000),
    "pair": _pair,
}
