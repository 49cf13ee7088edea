"""Knows how a whole list is read without the database: open, choose the plan, survey, read each row, count."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from maillage.ingestion.formats.opening import open_table
from maillage.ingestion.formats.table import Reading, Table
from maillage.ingestion.identity import Seen, repeated, survey, without_personal
from maillage.ingestion.mapping.guarding import bound_to
from maillage.ingestion.mapping.lint import column_warnings
from maillage.ingestion.mapping.plan import Cells, Plan
from maillage.ingestion.normalisers import dates
from maillage.ingestion.remarks import Remark
from maillage.ingestion.rows import Draft, RowReader

Progress = Callable[[int, int], None]  # rows done, rows in all
SHORT = 13  # figures of a hash kept beside a day, in the same 24 signs


@dataclass
class Delivery:
    """A list opened and surveyed: what it holds is known, nothing is read into values yet."""

    table: Table
    plan_as_written: Plan
    plan: Plan  # bound to the columns of the file
    warnings: list[str]
    rows: list[Seen]
    shared_bases: Counter[str]

    def cells(self) -> Iterator[dict[str, Any]]:
        """Rows in the order of the file, without the columns that name persons."""
        for _line, cells in self.table.rows():
            yield without_personal(cells, self.plan)

    def identity_remarks(self, place: int, *, first_of_base: bool) -> list[Remark]:
        """What there is to say of how a row is recognised."""
        row = self.rows[place]
        remarks = []
        if self.plan.record_id and not row.has_own_id:
            remarks.append(Remark("id_missing", column=self.plan.record_id[0]))
        if self.shared_bases[row.base] > 1 and not first_of_base:
            own = Remark("id_repeated", raw=row.base, column=next(iter(self.plan.record_id), ""))
            remarks.append(own if row.has_own_id else Remark("row_repeated"))
        return remarks


def open_delivery(content: bytes, plan_for: Callable[[tuple[str, ...]], Plan], imposed: Reading | None = None) -> Delivery:
    """Open a list and survey it. `plan_for` gives the plan once the columns are known. Raise UnreadableFile, WrongMapping."""
    table = open_table(content, imposed)
    written = plan_for(table.columns)
    plan = bound_to(written, table)
    rows = [survey(line, without_personal(cells, plan), plan) for line, cells in table.rows()]
    return Delivery(table, written, plan, [*written.warnings, *column_warnings(written, table.columns, plan.personal)], rows, repeated(rows))


@dataclass
class Tally:
    """Counts of a reading. `read = kept + set_aside + outside`; the last three are parts of `kept`."""

    read: int = 0
    kept: int = 0
    set_aside: int = 0
    outside: int = 0
    with_remarks: int = 0
    unchanged: int = 0
    usable: int = 0
    rules: Counter[str] = field(default_factory=Counter)  # by rule and field: "phone_unreadable phones"
    unknown_words: Counter[str] = field(default_factory=Counter)

    def add(self, draft: Draft) -> None:
        """Count a row that was read."""
        self._count(kept=draft.names_a_place, has_remarks=asks(draft), usable=is_usable(draft))
        self.note(draft.remarks)

    def add_known(self, *, kept: bool, has_remarks: bool, usable: bool, is_unchanged: bool) -> None:
        """Count a row already stored as it is; `is_unchanged`: since the last delivery, not since this one was interrupted."""
        self._count(kept=kept, has_remarks=has_remarks, usable=usable)
        self.unchanged += kept and is_unchanged

    def add_outside(self) -> None:
        """Count a row that is not of the territory of the list: nothing of it is kept."""
        self.read += 1
        self.outside += 1

    def _count(self, *, kept: bool, has_remarks: bool, usable: bool) -> None:
        self.read += 1
        self.kept += kept
        self.set_aside += not kept
        self.with_remarks += kept and has_remarks
        self.usable += kept and usable

    def note(self, remarks: Iterable[Remark]) -> None:
        """Count remarks by kind, and the words that nobody knows."""
        remarks = list(remarks)
        self.rules.update(f"{remark.rule} {remark.field}".strip() for remark in remarks)
        self.unknown_words.update(f"{remark.field}: {remark.raw}" for remark in remarks if remark.rule == "word_unknown")

    def counts(self) -> dict[str, int]:
        """As printed by `--json`."""
        return {name: getattr(self, name) for name in ("read", "kept", "set_aside", "outside", "with_remarks", "unchanged", "usable")}


def asks(draft: Draft) -> bool:
    """Does any remark ask that somebody looks at the row?"""
    return any(remark.asks for remark in draft.remarks)


def is_usable(draft: Draft) -> bool:
    """May someone be sent there? A name, a commune, hours or a phone, and a service that the list states (what was inferred does not count)."""
    values = draft.values
    located = values.get("commune") or values.get("insee")
    reached = values.get("hours") or values.get("hours_words") or values.get("phones")
    return bool(values.get("name") and located and reached and any((values.get("services") or {}).values()))


def mark_of(row_hash: str, cells: Cells, draft: Draft, plan: Plan) -> str:
    """The mark by which this row will be known to be unchanged. A row that bears a date to come is to be read again that day: its mark tells the day."""
    take = plan.takes.get("as_of")
    if draft.as_of is not None or take is None:
        return row_hash
    to_come, _remarks = dates.day(take.read(cells)[0], today=date.max)
    return f"{row_hash[:SHORT]}@{to_come.isoformat()}" if to_come else row_hash


def says_the_same(mark: str, row_hash: str, today: date) -> bool:
    """Is a stored mark that of this row, with nothing more to read in it today?"""
    return mark == row_hash or (mark[SHORT : SHORT + 1] == "@" and mark[:SHORT] == row_hash[:SHORT] and today.isoformat() < mark[SHORT + 1 :])


@dataclass(frozen=True)
class CheckedRow:
    """A row as it would be staged."""

    line: int
    record_base: str
    draft: Draft


def read_all(delivery: Delivery, *, today: date, progress: Progress | None = None) -> Iterator[CheckedRow]:
    """Read every row, without the database."""
    reader, seen = RowReader(delivery.plan, today), set[str]()
    for place, (row, cells) in enumerate(zip(delivery.rows, delivery.cells(), strict=True)):
        draft = reader.read(cells)
        draft.remarks += delivery.identity_remarks(place, first_of_base=row.base not in seen)
        seen.add(row.base)
        yield CheckedRow(row.line, row.base, draft)
        if progress and (place + 1) % 100 == 0:
            progress(place + 1, len(delivery.rows))
    if progress:
        progress(len(delivery.rows), len(delivery.rows))
