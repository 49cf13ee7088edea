"""Knows the workbook that the owner of a list receives: what to do first, each remark in its row, kinds of remarks, words unknown. No cell is a formula."""

import io
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from maillage.ingestion.remarks import Severity
from maillage.ingestion.report.content import Report, as_row, counted, heads, read_as

INK, BRAND, LINE = "#1b1f24", "#0f5c5c", "#d9d4c9"
FILLS = {Severity.BLOCKING: "#f6d9cf", Severity.LOST: "#f9e6d3", Severity.DOUBT: "#fdf3d1", Severity.REPAIRED: "#e3f0e6"}
WIDTHS = [7, 32, 22, 30, 30, 14, 46, 44, 26]
MOST_ROWS = 200_000  # of remarks: a sheet holds a million, nobody reads them


def as_xlsx(report: Report) -> bytes:
    """Bytes of the workbook."""
    buffer = io.BytesIO()
    book = open_book(buffer)
    styles = Styles(book)
    _first_sheet(book.add_worksheet(_("À lire d’abord")), styles, report)
    _remarks(book.add_worksheet(_("Remarques")), styles, report)
    _kinds(book.add_worksheet(_("Par sorte")), styles, report)
    if report.columns:
        _columns(book.add_worksheet(_("Colonnes")), styles, report)
    if report.unknown_words:
        _words(book.add_worksheet(_("Mots inconnus")), styles, report)
    book.close()
    return buffer.getvalue()


def open_book(buffer: io.BytesIO) -> Workbook:
    """A workbook in memory whose texts stay texts: no formula, no link, no number made of a postal code."""
    return Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})


class Styles:
    """The formats of a workbook, made once."""

    def __init__(self, book: Workbook) -> None:
        base: dict[str, Any] = {"font_name": "Calibri", "font_size": 11, "font_color": INK, "valign": "top"}
        self.title = book.add_format({**base, "bold": True, "font_size": 18, "font_color": BRAND})
        self.head = book.add_format({**base, "bold": True, "bg_color": BRAND, "font_color": "#ffffff", "text_wrap": True, "border": 1, "border_color": LINE})
        self.text = book.add_format({**base, "text_wrap": True})
        self.strong = book.add_format({**base, "bold": True, "text_wrap": True})
        self.number = book.add_format({**base, "num_format": "# ##0", "align": "right"})
        self.day = book.add_format({**base, "num_format": "dd/mm/yyyy"})
        self.cell = book.add_format({**base, "text_wrap": True, "border": 1, "border_color": LINE})
        self.by_severity = {
            severity: book.add_format({**base, "text_wrap": True, "border": 1, "border_color": LINE, "bg_color": fill}) for severity, fill in FILLS.items()
        }


def _first_sheet(sheet: Worksheet, styles: Styles, report: Report) -> None:
    sheet.set_column(0, 0, 58)
    sheet.set_column(1, 1, 14)
    sheet.hide_gridlines(2)
    rows: list[tuple[str, int | str, Any]] = [
        (report.title, "", styles.title),
        (_("Compte rendu de lecture du %(day)s") % {"day": report.day.strftime("%d/%m/%Y")}, "", styles.text),
        (_("Fichier : %(name)s") % {"name": report.file}, "", styles.text),
        (_("Lu comme : %(how)s") % {"how": read_as(report)}, "", styles.text),
        (_("Correspondance des colonnes : %(name)s") % {"name": report.mapping}, "", styles.text),
        ("", "", styles.text),
        *((words, count, styles.text) for words, count in counted(report)),
        (_("utilisables : un nom, une commune, des horaires ou un téléphone, un service dit par la liste"), report.counts["usable"], styles.strong),
        (_("soit, sur cent lignes"), round(100 * report.usable_share), styles.strong),
        ("", "", styles.text),
        (_("Aucune ligne n’a été jetée, aucune valeur n’a été inventée."), "", styles.strong),
        (_("Feuille « Remarques » : ce qui a été fait de chaque case, et comment la corriger dans votre propre fichier."), "", styles.text),
        (_("Feuille « Par sorte » : les mêmes, comptées. Une seule correction à la source en règle souvent des dizaines."), "", styles.text),
        (_("La copie corrigée ne change que ce qui est sûr : ce qui est à vérifier y reste, c’est à vous de le dire."), "", styles.text),
        *((words, "", styles.text) for words in [*report.reading.notes, *report.warnings]),
    ]
    for number, (words, count, style) in enumerate(rows):
        sheet.write_string(number, 0, words, style)
        if count != "":
            sheet.write_number(number, 1, int(count), styles.number)


def _remarks(sheet: Worksheet, styles: Styles, report: Report) -> None:
    _table(sheet, styles, heads(), WIDTHS)
    lines = report.lines[:MOST_ROWS]
    for number, line in enumerate(lines, start=1):
        cells = as_row(line)
        sheet.write_number(number, 0, line.row, styles.cell)
        for column, text in enumerate(cells[1:], start=1):
            sheet.write_string(number, column, text, styles.by_severity[line.severity] if column == 5 else styles.cell)
    sheet.autofilter(0, 0, max(1, len(lines)), len(WIDTHS) - 1)


def _kinds(sheet: Worksheet, styles: Styles, report: Report) -> None:
    _table(sheet, styles, [_("combien"), _("ce qui a été fait"), _("colonne"), _("pourquoi"), _("que faire"), _("exemple")], [10, 16, 26, 56, 46, 34])
    for number, kind in enumerate(report.kinds(), start=1):
        sheet.write_number(number, 0, kind.count, styles.cell)
        for column, text in enumerate((kind.outcome, kind.column, kind.why, kind.remedy, kind.example), start=1):
            sheet.write_string(number, column, text, styles.by_severity[kind.severity] if column == 1 else styles.cell)


def _columns(sheet: Worksheet, styles: Styles, report: Report) -> None:
    _table(sheet, styles, [_("colonne"), _("ce que nous y lisons")], [46, 80])
    for number, column in enumerate(report.columns, start=1):
        sheet.write_string(number, 0, column.column, styles.cell)
        sheet.write_string(number, 1, column.said, styles.cell)


def _words(sheet: Worksheet, styles: Styles, report: Report) -> None:
    _table(sheet, styles, [_("mot reçu"), _("combien de fois")], [70, 18])
    for number, (word, count) in enumerate(report.unknown_words, start=1):
        sheet.write_string(number, 0, word, styles.cell)
        sheet.write_number(number, 1, count, styles.cell)


def _table(sheet: Worksheet, styles: Styles, names: list[str], widths: list[int]) -> None:
    """Heads that stay in sight, on paper too."""
    for column, (name, width) in enumerate(zip(names, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, styles.head)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
