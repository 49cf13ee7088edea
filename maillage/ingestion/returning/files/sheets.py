"""Knows how cells of an XLSX are replaced: within the sheet that was read, everything else of the workbook as received."""

import re
from collections.abc import Mapping
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils.translation import gettext as _

from maillage.ingestion.errors import UnreadableFile
from maillage.ingestion.formats.table import Table

NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?")
WORKBOOK, RELATIONS, TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
CELL = r"<c\b[^>]*?\br=\"{name}\"[^>]*?(?:/>|>.*?</c>)"
PLACELESS = re.compile(r"<c\b(?![^>]*\br=)")
SHARED = re.compile(r"<f\b[^>]*\bref=")  # a formula by which other cells are computed
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # signs that no XML holds
CHAIN, TOLD_CHAIN = "xl/calcChain.xml", re.compile(r'<(?:Override|Relationship)\b[^>]*calcChain\.xml"[^>]*/>')  # which cells are computed, and where it is told
COMPUTED = re.compile(r"<calcPr\b(?![^>]*fullCalcOnLoad)")
ANY_CELL = re.compile(r"<c\b[^>]*?\br=\"([A-Z]+)\d+\"[^>]*?(?:/>|>.*?</c>)", re.DOTALL)


def written(content: bytes, table: Table, changes: Mapping[int, Mapping[str, str]]) -> bytes:
    """The workbook with these cells, by line and column."""
    with ZipFile(BytesIO(content)) as book:
        name = _part_of(book, table.reading.sheet)
        sheet = book.read(name).decode("utf-8")
        for line, cells in changes.items():
            sheet = _with_row(sheet, line, {letters(table.columns.index(column)): text for column, text in cells.items()})
        copied = BytesIO()
        with ZipFile(copied, "w", ZIP_DEFLATED) as copy:
            for member in book.infolist():
                if member.filename != CHAIN:  # a spreadsheet works it out again
                    copy.writestr(member, sheet.encode("utf-8") if member.filename == name else _recomputed(member.filename, book.read(member)))
    return copied.getvalue()


def _recomputed(name: str, part: bytes) -> bytes:
    """A part of the workbook, that asks for its formulas to be computed anew: what they read may have changed."""
    if name == WORKBOOK:
        return COMPUTED.sub('<calcPr fullCalcOnLoad="1"', part.decode("utf-8")).encode("utf-8")
    return TOLD_CHAIN.sub("", part.decode("utf-8")).encode("utf-8") if name in (RELATIONS, TYPES) else part


def _part_of(book: ZipFile, sheet: str) -> str:
    """The part of the workbook that holds a sheet."""
    told = re.findall(r"<sheet\b[^>]*>", book.read(WORKBOOK).decode("utf-8"))
    named = next((tag for tag in told if f'name="{escape(sheet, {chr(34): "&quot;"})}"' in tag), "")
    relation = re.search(r'\br:id="([^"]+)"', named)
    tags = re.findall(r"<Relationship\b[^>]*>", book.read(RELATIONS).decode("utf-8"))
    target = next((found[1] for tag in tags if relation and f'Id="{relation[1]}"' in tag and (found := re.search(r'Target="([^"]+)"', tag))), "")
    part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    if not target or part not in book.namelist():
        raise UnreadableFile(_("La feuille « %(name)s » n’est pas là où le classeur la dit. Enregistrez la liste en CSV.") % {"name": sheet})
    return part


def letters(place: int) -> str:
    """Name of a column: A, B… Z, AA…"""
    name, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _with_row(sheet: str, line: int, cells: Mapping[str, str]) -> str:
    row = re.search(rf'(<row\b[^>]*?\br="{line}"[^>]*?>)(.*?)(</row>)', sheet, re.DOTALL)
    if row is None or PLACELESS.search(row[2]):
        raise UnreadableFile(_("Ligne %(line)s : le classeur n’est pas écrit comme attendu. Enregistrez la liste en CSV.") % {"line": line})
    inside = row[2]
    for column, text in cells.items():
        inside = _with_cell(inside, column, line, text)
    return sheet[: row.start(2)] + inside + sheet[row.end(2) :]


def _with_cell(row: str, column: str, line: int, text: str) -> str:
    old = re.search(CELL.format(name=f"{column}{line}"), row, re.DOTALL)
    if old and SHARED.search(old.group()):
        told = _("Ligne %(line)s, colonne %(column)s : d’autres cases se calculent par la formule de celle-ci. Enregistrez la liste en CSV.")
        raise UnreadableFile(told % {"line": line, "column": column})
    if old:
        return row[: old.start()] + _cell(column, line, text, old.group()) + row[old.end() :]
    after = next((cell.start() for cell in ANY_CELL.finditer(row) if (len(cell[1]), cell[1]) > (len(column), column)), len(row))
    return row[:after] + _cell(column, line, text, "") + row[after:]


def _cell(column: str, line: int, text: str, old: str) -> str:
    style = re.search(r'\bs="\d+"', old)
    opening = f'<c r="{column}{line}"' + (f" {style.group()}" if style else "")
    if not text:
        return f"{opening}/>"
    if old and "<v>" in old and not re.search(r"<c\b[^>]*\bt=", old) and NUMBER.fullmatch(text):
        return f"{opening}><v>{text}</v></c>"
    return f'{opening} t="inlineStr"><is><t xml:space="preserve">{escape(ILLEGAL.sub("", text))}</t></is></c>'
