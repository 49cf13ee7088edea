"""Knows what is written in a row so that it says what was confirmed: a writing is kept only when the row, read again, says it, and says nothing else anew.

Nothing is invented: what no writing of the list says for sure is left to a person, with its columns.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from maillage.directory.confirmed import CONTACTS, HOURS, NAMED, POINT, Confirmed, Difference, agrees, facts, is_list
from maillage.directory.fields import FIELDS, Shape
from maillage.ingestion.mapping.plan import Cells
from maillage.ingestion.normalisers.text import as_text
from maillage.ingestion.returning import choosing, opening, taking
from maillage.ingestion.returning.taking import Written
from maillage.ingestion.returning.ways import Ways
from maillage.ingestion.rows import RowReader

MOST_TRIED = 60  # writings tried for one subject
ADDRESS = ("street", "complement", "postal_code", "commune", "insee", POINT)  # written together: they must agree


@dataclass(frozen=True)
class Correction:
    """One subject of a row. `cells`: what to write, by column, with nothing left to guess; empty when it is left to a person. `columns`: where it stands."""

    difference: Difference
    cells: Written
    columns: tuple[str, ...]

    @property
    def by_hand(self) -> bool:
        return not self.cells


@dataclass
class Row:
    """A row being corrected."""

    ways: Ways
    reader: RowReader
    received: Cells
    held: Mapping[str, Confirmed]  # all that persons hold of its place
    cells: dict[str, Any] = field(init=False)
    stated: dict[str, Any] = field(init=False)  # facts of the cells as they are now

    def __post_init__(self) -> None:
        self.cells = dict(self.received)
        self.stated = self.read(self.cells)

    def read(self, cells: Cells) -> dict[str, Any]:
        """What cells say, by subject."""
        return facts(self.reader.read(cells).values)

    def try_all(self, found: Iterator[Written], wanted: Sequence[Difference]) -> Written:
        """The first writing that says all that is wanted and breaks nothing, now written; nothing when there is none."""
        for tried, written in enumerate(found):
            if tried >= MOST_TRIED:
                break
            changed = {column: text for column, text in written.items() if text != as_text(self.cells.get(column)).strip()}
            if changed and self._holds({**self.cells, **changed}, changed, wanted):
                return changed
        return {}

    def _holds(self, cells: dict[str, Any], changed: Written, wanted: Sequence[Difference]) -> bool:
        after = self.read(cells)
        if not all(agrees(one.subject, one.confirmed.value, after) for one in wanted):
            return False
        asked = {one.subject for one in wanted}
        for subject in (self.stated.keys() | after.keys()) - asked:
            if self.stated.get(subject) != after.get(subject) and not self._may_change(subject, changed, after):
                return False
        self.cells, self.stated = cells, after
        return True

    def _may_change(self, subject: str, changed: Written, after: Mapping[str, Any]) -> bool:
        """What follows may become what persons hold too; what is only deduced from a text changes with the text."""
        if subject in self.held:
            return agrees(subject, self.held[subject].value, after)
        if subject == NAMED:
            return False
        name, _colon, code = subject.partition(":")
        deduced = {one.name for one in choosing.columns_of(self.ways, name, code.split("|")[0])} if code else set[str]()
        return bool(deduced & changed.keys() & self.ways.texts)


def corrections(ways: Ways, today: date, received: Cells, differences: Sequence[Difference], held: Mapping[str, Confirmed]) -> list[Correction]:
    """What to write in one row, subject by subject; `received`: its cells. What follows from the others, and has no column of its own, is left out."""
    row = Row(ways, RowReader(ways.plan, today), received, held)
    # a row read by a mapping that has changed since may say it already
    left = [one for one in differences if not agrees(one.subject, one.confirmed.value, row.stated)]
    written = _address(row, [one for one in left if one.subject in ADDRESS])
    for one in sorted(left, key=_order):
        if one.subject not in written:
            written[one.subject] = row.try_all(_candidates(row, one), [one])
    # a cell in which several subjects are written is told whole in each
    final = {subject: {column: as_text(row.cells[column]) for column in cells} for subject, cells in written.items()}
    found = [Correction(one, final[one.subject], columns_of(ways, one.subject)) for one in left]
    return [one for one in found if one.cells or not _is_idle(one, row.stated)]


def _is_idle(one: Correction, stated: Mapping[str, Any]) -> bool:
    """Nothing to say to the list: it has no column for it, and does not contradict it any more."""
    held = one.difference.held
    return agrees(one.difference.subject, one.difference.confirmed.value, stated) or (not one.columns and (held is None or held == {}))


def _order(one: Difference) -> tuple[int, bool, str]:
    """Texts first, codes after, those to take away before those to add."""
    return ":" in one.subject, bool(one.confirmed.value), one.subject


def _address(row: Row, wanted: list[Difference]) -> dict[str, Written]:
    """The fields of an address written together; nothing when they cannot be, each is then tried alone."""
    told = [one for one in wanted if columns_of(row.ways, one.subject)]
    if len(told) < 2:
        return {}
    whole: Written = {}
    parts: dict[str, Written] = {}
    for one in sorted(told, key=lambda one: ADDRESS.index(one.subject)):
        parts[one.subject] = next(_candidates(row, one, {**row.cells, **whole}), {})
        whole |= parts[one.subject]
    changed = row.try_all(iter([whole]), wanted) or row.try_all(iter([whole]), told)
    return {subject: {column: text for column, text in part.items() if column in changed} for subject, part in parts.items()} if changed else {}


def _candidates(row: Row, one: Difference, cells: Cells | None = None) -> Iterator[Written]:
    subject, value, ways, cells = one.subject, one.confirmed.value, row.ways, cells or row.cells
    name, _colon, code = subject.partition(":")
    if subject == POINT:
        return taking.points(ways, cells, value)
    if subject == HOURS:
        return opening.candidates(ways, cells, value)
    if code:
        concept, *provider = code.split("|")
        return choosing.candidates(ways, cells, choosing.columns_of(ways, name, concept, tuple(provider)), state=bool(value))
    if FIELDS[subject].shape is Shape.FLAG:
        return choosing.flags(ways, cells, choosing.columns_of(ways, subject, ""), state=value) if value is not None else iter(())
    if subject == "state" and value:
        return choosing.candidates(ways, cells, choosing.columns_of(ways, subject, value), state=True)
    if _holds_persons(row, subject):
        return iter(())
    return taking.candidates(ways, cells, subject, value, row.stated.get(subject))


def _holds_persons(row: Row, subject: str) -> bool:
    """Does the cell hold contacts of persons? It is then not written over: they are not ours to take away."""
    key = CONTACTS.get(FIELDS[subject].shape)
    return any(key in contact for contact in row.stated.get(NAMED, ()))


def columns_of(ways: Ways, subject: str) -> tuple[str, ...]:
    """The columns of the file that hold a subject."""
    name, _colon, code = subject.partition(":")
    if subject == POINT:
        return tuple(dict.fromkeys(column for axis in ("latitude", "longitude") if (take := ways.plan.takes.get(axis)) for column in take.named()))
    if subject == HOURS:
        return ways.plan.hours.named() if ways.plan.hours else ()
    if code or is_list(subject) or subject not in ways.plan.takes:
        concept, *provider = code.split("|")
        return tuple(dict.fromkeys(one.name for one in choosing.columns_of(ways, name, concept, tuple(provider))))
    return ways.plan.takes[subject].named()
