"""Knows the corrected copy of a list: its own rows and columns, each repaired cell as it was understood, every other cell as received.

A cell is changed only when its repair was told (a remark of gravity "repaired"), and when the column serves that field alone. The copy reads again as the same
values; nothing that was doubtful or lost is touched: that is for the owner of the list.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from xlsxwriter.worksheet import Worksheet

from maillage.base.cells import safe
from maillage.ingestion.checking import Checked
from maillage.ingestion.formats.table import SURPLUS
from maillage.ingestion.mapping.plan import JOIN, SPLIT, Plan
from maillage.ingestion.normalisers.text import as_text
from maillage.ingestion.remarks import Severity
from maillage.ingestion.report.cells import cell
from maillage.ingestion.report.workbook import Styles, open_book
from maillage.ingestion.rows import Draft, RowReader

NUMBER = re.compile(r"[+-][\d .,()/+-]*\Z")  # "-0,57", "+33 2 41…": no spreadsheet runs it as a formula that does harm
# A leading zero, five figures or many: not a number but a code (postal code, SIRET), which stays a text.
PLAIN_NUMBER = re.compile(r"(?!\d{5}\Z)-?(?:0|[1-9]\d{0,8})(?:\.\d{1,12})?\Z", re.ASCII)
DAY = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])\Z", re.ASCII)
UNTOUCHED = {"placeholder", "summary_cut", "text_cut"}  # nothing to write, or something would be lost
# Fields that a repair is about, when it is not the field it was remarked on.
ABOUT = {
    "insee_deduced": ("insee",),
    "insee_former": ("insee",),
    "insee_from_point": ("insee",),
    "postal_code_deduced": ("postal_code",),
    "commune_deduced": ("commune",),
    "street_tail": ("street", "postal_code", "commune"),
    "point_swapped": ("latitude", "longitude"),
}


@dataclass(frozen=True)
class CorrectedRow:
    """A row of the copy; `changed`: the columns whose cell is not as received."""

    cells: dict[str, str]
    changed: frozenset[str]


def columns_of_fields(plan: Plan) -> Mapping[str, str]:
    """Each field that has one column to itself, and that column."""
    simple = {name: take.columns[0] for name, take in plan.takes.items() if len(take.named()) == 1 and take.how not in (JOIN, SPLIT) and not take.constant}
    served = Counter(column for take in plan.takes.values() for column in take.named())
    served.update(plan.hours.named() if plan.hours else ())
    return {name: column for name, column in simple.items() if served[column] == 1}


def corrected_rows(checked: Checked) -> Iterator[CorrectedRow]:
    """The rows of the list in their order, corrected."""
    own, reader = columns_of_fields(checked.delivery.plan), RowReader(checked.delivery.plan, checked.today)
    for (_line, received), row in zip(checked.delivery.table.rows(), checked.rows, strict=True):
        cells = {column: as_text(value) for column, value in received.items() if column != SURPLUS}
        fixed = {column: text for column, text in corrections(row.draft, own).items() if text != cells.get(column, "")}
        if fixed and reader.read({**received, **fixed}).values != row.draft.values:
            fixed = {}  # better an uncorrected row than one that would say something else
        yield CorrectedRow({**cells, **fixed}, frozenset(fixed))


def corrections(draft: Draft, own: Mapping[str, str]) -> dict[str, str]:
    """Column -> text of the repaired value."""
    told = [remark for remark in draft.remarks if remark.severity is Severity.REPAIRED and remark.rule not in UNTOUCHED]
    repaired = {name for remark in told for name in _fields_of(remark.rule, remark.field)}
    unsure = {name for remark in draft.remarks if remark.severity is not Severity.REPAIRED for name in _fields_of(remark.rule, remark.field)}
    return {own[name]: text for name in sorted(repaired - unsure) if name in own and (text := cell(name, draft.values.get(name)))}


def _fields_of(rule: str, name: str) -> tuple[str, ...]:
    about = ABOUT.get(rule, (name,))
    return ("latitude", "longitude") if "latitude" in about else about


def as_csv(checked: Checked) -> bytes:
    """The copy as CSV, with the list's own delimiter."""
    text = io.StringIO(newline="")
    columns = checked.delivery.table.columns
    writer = csv.writer(text, delimiter=checked.reading.delimiter or ";", lineterminator="\r\n")
    writer.writerow([harmless(column) for column in columns])
    writer.writerows([harmless(row.cells.get(column, "")) for column in columns] for row in corrected_rows(checked))
    return text.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """A cell that no spreadsheet runs as a formula; a number, or a telephone, as it stands."""
    return text if NUMBER.match(text) else safe(text) if text.strip() else ""


def as_xlsx(checked: Checked) -> bytes:
    """The copy as a workbook, where the corrected cells have a colour. Numbers and days are written as such; titles and merged cells are not written again."""
    buffer = io.BytesIO()
    book = open_book(buffer)
    styles = Styles(book)
    sheet = book.add_worksheet(_sheet_name(checked.reading.sheet))
    columns = checked.delivery.table.columns
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column, styles.head)
    for number, row in enumerate(corrected_rows(checked), start=1):
        for place, column in enumerate(columns):
            if text := row.cells.get(column, ""):
                _write(sheet, styles, (number, place), text, is_changed=column in row.changed)
    sheet.set_column(0, max(0, len(columns) - 1), 20)
    sheet.freeze_panes(1, 0)
    book.close()
    return buffer.getvalue()


def _write(sheet: Worksheet, styles: Styles, at: tuple[int, int], text: str, *, is_changed: bool) -> None:
    """One cell, of the type it shows: a postal code or a telephone stays a text, with its zero."""
    if is_changed:
        sheet.write_string(*at, text, styles.by_severity[Severity.REPAIRED])
    elif DAY.match(text):
        sheet.write_datetime(*at, datetime.fromisoformat(text), styles.day)
    elif PLAIN_NUMBER.match(text):
        sheet.write_number(*at, float(text))
    else:
        sheet.write_string(*at, text)


def _sheet_name(received: str) -> str | None:
    """The name of the sheet that was read, when a workbook may bear it."""
    name = re.sub(r"[\[\]:*?/\\']", " ", received).strip()[:31]
    return name or None
