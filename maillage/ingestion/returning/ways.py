"""Knows how a list writes, learned from its own cells: of the writings that we know, the one that would have written most of them as they are."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar

from maillage.ingestion.mapping.plan import Cells, Plan
from maillage.ingestion.normalisers.text import as_text, is_placeholder

Writer = TypeVar("Writer")
Known = TypeVar("Known")
Row = tuple[Cells, Mapping[str, Any]]  # as received, as understood
LONGEST_WORD = 120  # signs of a cell that may be a word of the list; a longer one is free text
SEPARATORS = (" / ", " | ", "|", " ; ", "; ", ";", ", ", ",", "\n")
LISTED = 0.05  # share of filled cells in which a separator stands, for the column to hold lists
LEAST_LISTS = 3  # different cells with it: « Bibliothèque / Médiathèque » alone is one word
MOST_WORDS = 80  # different words of a column of lists; more are free text


class Ways:
    """The ways of one list. `rows`: a sample of it, with the values read in each by this plan, bound to its columns."""

    def __init__(self, plan: Plan, rows: Iterable[Row]) -> None:
        self.plan = plan
        self.rows = list(rows)
        self._cells: dict[str, Counter[str]] = {}
        self._separators: dict[str, str] = {}
        self._known: dict[str, Any] = {}

    @cached_property
    def texts(self) -> frozenset[str]:
        """Columns that hold a value of their own, or free text: no word of a list is written there."""
        own = {column for take in self.plan.takes.values() for column in take.named()}
        return frozenset(own | set(self.plan.hours.named() if self.plan.hours else ()))

    def cells(self, column: str) -> Counter[str]:
        """Different cells of a column, and how often each comes."""
        if column not in self._cells:
            self._cells[column] = Counter(text for cells, _values in self.rows if (text := as_text(cells.get(column)).strip()))
        return self._cells[column]

    def separator(self, column: str) -> str:
        """The sign between the words of a column of lists; "" when its cells hold one word each."""
        if column not in self._separators:
            self._separators[column] = self._separator(column)
        return self._separators[column]

    def _separator(self, column: str) -> str:
        cells = self.cells(column)
        total = sum(cells.values())
        for sign in SEPARATORS:
            lists = [text for text in cells if sign in text]
            if len(lists) >= LEAST_LISTS and sum(cells[text] for text in lists) >= LISTED * total:
                words = {word for text in cells for word in text.split(sign)}
                return sign if len(words) <= MOST_WORDS and max(map(len, words)) <= LONGEST_WORD else ""
        return ""

    def words(self, column: str, sign: str) -> list[str]:
        """The words that a column is made of, parted by a sign ("": each cell is one), the most used first."""
        counted = Counter[str]()
        for text, count in self.cells(column).items():
            for word in text.split(sign) if sign else (text,):
                counted[word.strip()] += count
        return [word for word, _count in counted.most_common(MOST_WORDS) if word and len(word) <= LONGEST_WORD]

    def silent(self, column: str) -> list[str]:
        """What a column writes to say nothing, the most used first: "-", "NC", or an empty cell."""
        said = [text for text, _count in self.cells(column).most_common() if is_placeholder(text)]
        empty = sum(not as_text(cells.get(column)).strip() for cells, _values in self.rows)
        return sorted(dict.fromkeys([*said, ""]), key=lambda text: -(self.cells(column)[text] if text else empty))

    def once(self, name: str, work: Callable[[], Known]) -> Known:
        """What was worked out under this name, once for the list."""
        if name not in self._known:
            self._known[name] = work()
        found: Known = self._known[name]
        return found

    def usual(self, writers: Sequence[Writer], told: Iterable[tuple[Any, Any]], is_so: Callable[[Writer, Any, Any], bool]) -> list[Writer]:
        """Writers, those first that explain most of what is told (a value, and how it is written)."""
        pairs = list(told)
        return sorted(writers, key=lambda writer: -sum(is_so(writer, value, cell) for value, cell in pairs))
