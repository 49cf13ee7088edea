"""Knows how to open a workbook and write one of its sheets as JSON lines. Runs alone in its own process: a hostile workbook can only exhaust this one.

Reads the workbook on its standard input; the arguments are the sheet wanted ("" to choose) and the limits. Writes first what the workbook holds
(`{"sheets": […], "sheet": "…", "start": 1}`), then each row that holds something: its line from 1, and its texts (`[3,["Mairie",""]]`).
Imports nothing of the product.
"""

import datetime
import json
import re
import resource
import sys
from collections.abc import Callable
from io import BytesIO
from typing import Any

MEMORY = 240_000_000  # bytes of addresses; what is really used is less
PROCESSOR = 10  # seconds
ODS, CELLS = b"opendocument.spreadsheet", "content.xml"
NEEDED = ("mimetype", "META-INF/manifest.xml", CELLS)
LINE_BREAK = re.compile(rb"<text:line-break\s*(?:/>|>\s*</text:line-break\s*>)")
MAX_MENDED = 30_000_000  # bytes of cells: a larger sheet would not fit twice in memory
TOO_LARGE, NO_SHEET, LOCKED, TOO_MANY_SHEETS, TOO_WIDE = 10, 11, 12, 13, 14


def main(wanted: str, max_output: int, max_sheets: int, max_columns: int, max_cells: int, max_rows: int) -> int:
    """Write the chosen sheet; the code tells what is wrong."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR, PROCESSOR))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import python_calamine as calamine

    try:
        workbook = calamine.load_workbook(BytesIO(with_breaks(sys.stdin.buffer.read())))
    except calamine.PasswordError:
        return LOCKED
    names = workbook.sheet_names
    if len(names) > max_sheets:
        return TOO_MANY_SHEETS
    name = wanted if wanted in names else "" if wanted else fullest(workbook, calamine)
    if not name:
        say({"sheets": names})
        return NO_SHEET
    sheet = workbook.get_sheet_by_name(name)
    if sheet.total_width > max_columns * 4:
        return TOO_WIDE
    if sheet.height * sheet.width > max_cells:
        return TOO_LARGE
    say({"sheets": names, "sheet": name})
    return write(sheet, max_output, max_rows)


def with_breaks(content: bytes) -> bytes:
    """An ODS whose breaks within a paragraph are signs of the text: the library would glue the words beside them."""
    if ODS not in content[:200]:
        return content
    import zipfile

    with zipfile.ZipFile(BytesIO(content)) as archive:
        known = {member.filename: member.file_size for member in archive.infolist()}
        if not 0 < known.get(CELLS, 0) < MAX_MENDED or b"line-break" not in (cells := archive.read(CELLS)):
            return content
        mended = BytesIO()
        with zipfile.ZipFile(mended, "w") as copy:
            for name in (name for name in NEEDED if name in known):
                copy.writestr(name, LINE_BREAK.sub(b"&#10;", cells) if name == CELLS else archive.read(name))
    return mended.getvalue()


def say(about: dict[str, Any]) -> None:
    """Write what the workbook holds, on the first line."""
    sys.stdout.buffer.write(json.dumps(about).encode() + b"\n")


def fullest(workbook: Any, calamine: Any) -> str:
    """The sheet with the most filled rows, among those that are shown unless none is."""
    worksheets = [about for about in workbook.sheets_metadata if about.typ == calamine.SheetTypeEnum.WorkSheet]
    shown = [about.name for about in worksheets if about.visible == calamine.SheetVisibleEnum.Visible]
    names = shown or [about.name for about in worksheets]
    if len(names) == 1:
        return str(names[0])
    return max(names, key=lambda name: filled_rows(workbook.get_sheet_by_name(name)), default="")


def filled_rows(sheet: Any) -> int:
    """Rows that hold something."""
    return sum(any(cell != "" for cell in row) for row in sheet.iter_rows())


def write(sheet: Any, max_output: int, max_rows: int) -> int:
    """Rows that hold something, with their line: a lone cell at the end of a sheet does not cost the million before it."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    out, written, filled, before = sys.stdout.buffer, 0, 0, [""] * (sheet.start[1] if sheet.start else 0)
    empty = [""] * sheet.width
    for line, row in enumerate(sheet.iter_rows(), start=1):
        if row == empty:
            continue
        texts = [cell if type(cell) is str else AS_TEXT.get(type(cell), str)(cell) for cell in row]
        told = encode([line, before + texts]).encode("utf-8", "replace") + b"\n"
        written += len(told)
        filled += 1
        if written > max_output or filled > max_rows:
            return TOO_LARGE
        out.write(told)
    return 0


def number(cell: float) -> str:
    """A number, whole ones without decimals."""
    return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)


def moment(cell: datetime.datetime) -> str:
    """A day, with its hour when it has one."""
    return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ", "minutes")


def duration(cell: datetime.timedelta) -> str:
    """Hours and minutes."""
    minutes = round(cell.total_seconds() / 60)
    return f"{minutes // 60:02}:{minutes % 60:02}"


# A cell as a person reads it in the sheet.
AS_TEXT: dict[type, Callable[[Any], str]] = {
    str: str,
    bool: lambda cell: "Oui" if cell else "Non",
    float: number,
    datetime.date: datetime.date.isoformat,
    datetime.datetime: moment,
    datetime.time: lambda cell: cell.isoformat("seconds" if cell.second else "minutes"),
    datetime.timedelta: duration,
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *map(int, sys.argv[2:])))
