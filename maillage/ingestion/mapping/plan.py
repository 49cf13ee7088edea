"""Knows the plan that every mapping is compiled into, and how it takes texts and choices from a row."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import translate
from functools import lru_cache
from typing import Any

from maillage.base.text import fold
from maillage.ingestion.mapping.keywords import answer, says
from maillage.ingestion.mapping.persons import names_person
from maillage.ingestion.normalisers.text import as_text, is_placeholder

Cells = Mapping[str, Any]
Taken = tuple[str, str]  # text, column
NOTHING: Taken = ("", "")
FIRST, JOIN, ALL, SPLIT = "first", "join", "all", "split"


@lru_cache(maxsize=16_384)
def is_like(text: str, patterns: tuple[str, ...]) -> bool:
    """Does the folded text look like one of the patterns ("nc", "rue *")?"""
    return bool(patterns) and bool(_any_of(patterns).match(fold(text)))


@lru_cache(maxsize=1024)
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(translate, patterns)))


@dataclass(frozen=True)
class Completion:
    """A second column that completes the first, when the first is general and the second is not one of some words."""

    columns: tuple[str, ...]
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True)
class Take:
    """How one text is taken from a row: first filled column, all of them, a join, a part, or a constant."""

    columns: tuple[str, ...] = ()
    how: str = FIRST
    separator: str = " "
    part: int = 0
    constant: str = ""
    skip: tuple[str, ...] = ()  # folded patterns of cells that say nothing
    complete: Completion | None = None
    otherwise: "Take | None" = None
    contact: str = ""  # service | person: what these contacts are, when the column tells

    def read(self, cells: Cells) -> Taken:
        """The text and the column it comes from; ("", "") when the row has none."""
        text, column = self._text(cells)
        if text and self.complete:
            text = _completed(text, self.complete, cells)
        if not text and self.otherwise:
            return self.otherwise.read(cells)
        return text, column

    def reader(self) -> Callable[[Cells], Taken]:
        """What reads it row after row: one column taken as it is, or but for the words to skip, as most are, in half the time."""
        simple = (FIRST, ALL) if self.skip else (FIRST, JOIN, ALL)
        if len(self.columns) != 1 or self.how not in simple or self.constant or self.complete or self.otherwise:
            return self.read
        column, skip = self.columns[0], self.skip

        def read(cells: Cells) -> Taken:
            value = cells.get(column)
            text = (value if type(value) is str else as_text(value)).strip()
            return (text, column) if text and not (skip and is_like(text, skip)) else NOTHING

        return read

    def _text(self, cells: Cells) -> Taken:
        if self.constant:
            return self.constant, ""
        if self.how == SPLIT:
            return self._part(cells)
        if self.how == FIRST:
            empty = NOTHING
            for column in self.columns:
                if text := self._cell(cells, column):
                    if len(self.columns) == 1 or not is_placeholder(text):
                        return text, column
                    empty = empty if empty[0] else (text, column)
            return empty
        filled = ((text, column) for column in self.columns if (text := self._cell(cells, column)) and not (self.how == JOIN and _is_nothing(text)))
        text, column = next(filled, NOTHING)
        texts = [text, *(more for more, _column in filled)]
        return self.separator.join(map(_whole, texts)) if self.how == JOIN else "\n".join(texts), column

    def _part(self, cells: Cells) -> Taken:
        for column in self.columns:
            if text := self._cell(cells, column):
                apart = text if self.separator in text else text.replace("|", self.separator)  # a list within JSON is told with bars
                parts = apart.split(self.separator)
                return (parts[self.part].strip() if -len(parts) <= self.part < len(parts) else ""), column
        return NOTHING

    def _cell(self, cells: Cells, column: str) -> str:
        value = cells.get(column)
        text = (value if type(value) is str else as_text(value)).strip()
        return "" if text and self.skip and is_like(text, self.skip) else text

    def bound(self, columns: "Columns") -> "Take":
        """The same, naming the columns as the file does."""
        complete = self.complete and replace(self.complete, columns=columns.find(self.complete.columns))
        return replace(self, columns=columns.find(self.columns), complete=complete, otherwise=self.otherwise and self.otherwise.bound(columns))

    def named(self) -> tuple[str, ...]:
        """Every column that this rule names."""
        return (*self.columns, *(self.complete.columns if self.complete else ()), *(self.otherwise.named() if self.otherwise else ()))


def _is_nothing(text: str) -> bool:
    """Does a part of a join only hold the place of one ("NC", "0", "0.0")? The only column of a join is left to its field."""
    return is_placeholder(text) or text in ("0.0", "0,0")


def _whole(text: str) -> str:
    """A number that a spreadsheet gave decimals: "12.0 rue Haute" is at 12."""
    return text[:-2] if text[-2:] in (".0", ",0") and text[:-2].isdecimal() else text


def _completed(text: str, complete: Completion, cells: Cells) -> str:
    more = next((found for column in complete.columns if (found := as_text(cells.get(column)).strip())), "")
    if not more or is_placeholder(more) or (complete.when and not is_like(text, complete.when)) or is_like(more, complete.unless):
        return text
    return text if fold(more) in fold(text) else f"{text} {more}"


@dataclass(frozen=True)
class Detail:
    """What a choice of offer says besides its service: by whom, in which role, at what cost…"""

    provider: str = ""
    variant: str = ""
    role: str = ""
    facets: tuple[tuple[str, tuple[str, ...]], ...] = ()  # ("costs", codes)
    area: tuple[str, ...] = ()  # columns that say where it is given at a distance


@dataclass(frozen=True)
class Choice:
    """When some columns hold some words, the place has this code. No columns: always. No terms: when a column is filled."""

    field: str
    code: str
    columns: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()  # loosened
    vetoes: tuple[str, ...] = ()  # loosened; within the same cell
    state: bool = True
    needs_support: str = ""  # only if this support was chosen too
    noes: tuple[str, ...] = ()  # loosened; words that say the contrary
    answers: bool = False  # the cell answers yes or no
    detail: Detail | None = None  # of an offer
    written: tuple[str, ...] = ()  # terms, then noes, as the mapping writes them

    def named(self) -> tuple[str, ...]:
        """Every column that this rule names."""
        return (*self.columns, *(self.detail.area if self.detail else ()))

    def says(self, loosened: str) -> bool | None:
        """What one loosened cell says of this code: it has it, it has not, or nothing."""
        if self.answers:
            found = answer(loosened)
            return None if found is None else found is self.state
        for no in self.noes:
            if no in loosened:
                rest = loosened.replace(no, " ")
                return self.state if self.terms and says(rest, self.terms, self.vetoes) else not self.state
        return self.state if says(loosened, self.terms, self.vetoes) else None


@dataclass(frozen=True)
class ValueTable:
    """A column whose whole cells (or each of their parts) are listed, with what each one means."""

    field: str
    columns: tuple[str, ...]
    table: Mapping[str, tuple[tuple[str, bool], ...]]  # folded cell -> codes and what is said of them
    separators: str = ""


@dataclass(frozen=True)
class Words:
    """A column whose words are those of the vocabulary itself; or, by the shared dictionary, free text about the field."""

    field: str
    columns: tuple[str, ...]
    separators: str = "|;"
    skip: tuple[str, ...] = ()
    dictionary: bool = False


@dataclass(frozen=True)
class HoursRule:
    """Where the hours are: a column a day, OSM syntax, or free words; and the column that tells odd or even weeks."""

    days: tuple[tuple[str, tuple[str, ...]], ...] = ()  # ("mo", columns)
    osm: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    weeks: tuple[str, ...] = ()
    value: str = ""  # what every row says, when no column says better

    def named(self) -> tuple[str, ...]:
        return (*(column for _day, columns in self.days for column in columns), *self.osm, *self.words, *self.weeks)


@dataclass(frozen=True)
class PrecisionRule:
    """Two columns of coordinates that say the same point tell how precise it is."""

    one: str
    other: str
    code: str


@dataclass(frozen=True)
class Plan:
    """A whole mapping. `version` changes when anything that could change a value does."""

    name: str
    version: str
    about: Mapping[str, Any] = field(default_factory=dict)  # label, licence, url, attests, authoritative_for
    record_id: tuple[str, ...] = ()
    fingerprint: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    known: tuple[str, ...] = ()  # columns deliberately not turned into values: kept in the raw row
    takes: Mapping[str, Take] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    words: tuple[Words, ...] = ()
    tables: tuple[ValueTable, ...] = ()
    hours: HoursRule | None = None
    precision: tuple[PrecisionRule, ...] = ()
    recognised_by: tuple[str, ...] = ()  # columns that mark a known format
    statement: str = ""  # column that holds a whole statement, in our own form
    warnings: tuple[str, ...] = ()

    def named(self) -> tuple[str, ...]:
        """Every column the mapping names, once."""
        return tuple(dict.fromkeys((*self.used(), *self.personal, *self.known)))

    def used(self) -> tuple[str, ...]:
        """Every column that a value or an identity comes from, once."""
        sources: list[Iterable[str]] = [self.record_id, self.fingerprint]
        sources += [take.named() for take in self.takes.values()]
        sources += [choice.named() for choice in self.choices]
        sources += [*(words.columns for words in self.words), *(table.columns for table in self.tables)]
        sources += [self.hours.named()] if self.hours else []
        sources += [(rule.one, rule.other) for rule in self.precision]
        sources += [(self.statement,)] if self.statement else []
        return tuple(dict.fromkeys(column for names in sources for column in names))


OF_A_FEATURE = "properties."  # what the national tool writes before the columns of a GeoJSON, which our reader gives bare


class Columns:
    """Columns of a file, found by the name a mapping gives them: exactly, or with other accents, capitals and signs."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        self.by_fold: dict[str, list[str]] = {}
        for name in self.names:
            self.by_fold.setdefault(fold(name), []).append(name)

    def find(self, wanted: Iterable[str]) -> tuple[str, ...]:
        """The file's own names, in the order of the mapping; twins that differ by a sign come together. Absent ones are left out."""
        found: list[str] = []
        for written in wanted:
            name = self._bare(written)
            exact = [name] if name in self.names else []
            found += exact + [twin for twin in self.by_fold.get(fold(name), ()) if twin != name and fold(name)]
        return tuple(dict.fromkeys(found))

    def within(self, wanted: Iterable[str]) -> tuple[str, ...]:
        """The same, with every column nested in them ("Contact" also means "Contact.nom") or like them ("Contact*")."""
        names = tuple(wanted)
        folded = {fold(name) for name in names}
        patterns = folded_patterns(name for name in names if "*" in name)
        nested = (name for name in self.names if any(fold(name[:at]) in folded for at, sign in enumerate(name) if sign == "."))
        like = (name for name in self.names if patterns and is_like(name, patterns))
        return tuple(dict.fromkeys((*self.find(name for name in names if "*" not in name), *nested, *like)))

    def _bare(self, name: str) -> str:
        return name if name in self.names or fold(name) in self.by_fold else name.removeprefix(OF_A_FEATURE)

    def has(self, written: str) -> bool:
        name = self._bare(written)
        return name in self.names or fold(name) in self.by_fold or ("*" in name and bool(self.within((name,))))


def folded_patterns(written: Iterable[str]) -> tuple[str, ...]:
    """Folded patterns; a star stands for any words."""
    return tuple("*".join(_folded_part(part) for part in pattern.split("*")) for pattern in written)


def _folded_part(part: str) -> str:
    """A folded piece of a pattern, keeping the space that stands beside its star."""
    before, after = part[:1].isspace(), part[-1:].isspace()
    return f"{' ' * before}{fold(part)}{' ' * after}" if part.strip() else part


def bind(plan: Plan, names: Iterable[str]) -> Plan:
    """The plan with columns named as the file names them."""
    columns = Columns(names)
    find = columns.find
    hours = plan.hours and replace(
        plan.hours,
        days=tuple((day, find(wanted)) for day, wanted in plan.hours.days),
        osm=find(plan.hours.osm),
        words=find(plan.hours.words),
        weeks=find(plan.hours.weeks),
    )
    return replace(
        plan,
        record_id=find(plan.record_id),
        fingerprint=find(plan.fingerprint),
        personal=(*columns.within(plan.personal), *unread_persons(plan, columns.names)),
        known=columns.within(plan.known),
        takes={name: take.bound(columns) for name, take in plan.takes.items()},
        choices=tuple(bound for choice in plan.choices if (bound := _bound_choice(choice, columns))),
        words=tuple(replace(words, columns=find(words.columns)) for words in plan.words),
        tables=tuple(replace(table, columns=find(table.columns)) for table in plan.tables),
        hours=hours,
    )


def unread_persons(plan: Plan, names: Sequence[str]) -> tuple[str, ...]:
    """Columns that plainly name a person, that no rule reads and that the mapping does not know."""
    return tuple(filter(names_person, unread(plan, names)))


def unread(plan: Plan, names: Sequence[str]) -> tuple[str, ...]:
    """Columns that no rule of a plan, bound or not, reads or knows."""
    columns = Columns(names)
    read = {*columns.find(plan.used()), *columns.within((*plan.known, *plan.personal))}
    return tuple(name for name in names if name not in read)


def _bound_choice(choice: Choice, columns: Columns) -> Choice | None:
    """None when the choice speaks only of absent columns: it must not become one that always holds."""
    detail = choice.detail and replace(choice.detail, area=columns.find(choice.detail.area))
    if not choice.columns:
        return replace(choice, detail=detail)
    found = columns.find(choice.columns)
    return replace(choice, columns=found, detail=detail) if found else None
