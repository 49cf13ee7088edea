"""Knows the sheet of corrections that the owner of a list receives: its rows in its own columns, corrected cells in colour, and each correction in a line."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from maillage.ingestion.mapping.telling import field_words
from maillage.ingestion.models import Returned, Source
from maillage.ingestion.normalisers.text import as_text
from maillage.ingestion.remarks import Severity
from maillage.ingestion.report.workbook import Styles, open_book
from maillage.ingestion.returning.finding import plan_of
from maillage.ingestion.returning.telling import Line, line

WIDTHS = [7, 18, 32, 30, 30, 34, 34, 12, 18, 14]


def as_xlsx(source: Source, waiting: Sequence[Returned], *, day: date) -> bytes:
    """Bytes of the workbook of these corrections, with their records. Its first sheet has the columns of the list, and is read as the list is."""
    buffer = io.BytesIO()
    book = open_book(buffer)
    styles, told = Styles(book), [line(one) for one in waiting]
    _rows(book.add_worksheet(_("Lignes corrigées")), styles, source, waiting)
    _lines(book.add_worksheet(_("Corrections")), styles, told)
    _about(book.add_worksheet(_("À lire")), styles, source, told, day)
    book.close()
    return buffer.getvalue()


def _rows(sheet: Worksheet, styles: Styles, source: Source, waiting: Sequence[Returned]) -> None:
    """The rows to correct, whole, in the columns of the list; those that name persons were never kept and are not there."""
    columns = source.columns_seen
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column, styles.head)
    changed: dict[int, dict[str, str]] = {}
    rows = {}
    for one in waiting:
        changed.setdefault(one.record_id, {}).update(one.cells)
        rows[one.record_id] = one.record
    for number, (record, row) in enumerate(rows.items(), start=1):
        for place, column in enumerate(columns):
            text = changed[record].get(column, as_text(row.raw.get(column)))
            if column in changed[record]:
                sheet.write_string(number, place, text, styles.by_severity[Severity.REPAIRED])
            elif text:
                sheet.write_string(number, place, text)
    sheet.set_column(0, max(0, len(columns) - 1), 20)
    sheet.freeze_panes(1, 0)


def heads() -> list[str]:
    """Heads of the lines, in the order of their cells."""
    return [
        _("ligne"), _("identifiant"), _("lieu"), _("sujet"), _("colonne"), _("valeur reçue"), _("valeur confirmée"),
        _("à la main"), _("par"), _("le"),
    ]  # fmt: skip


def _lines(sheet: Worksheet, styles: Styles, told: Sequence[Line]) -> None:
    for place, (name, width) in enumerate(zip(heads(), WIDTHS, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, name, styles.head)
    number = 0
    for one in told:
        for column, received, confirmed in _cells(one):
            number += 1
            shown: list[Any] = [one.record, one.place, one.about, column, received, confirmed, _("oui") if one.by_hand else "", one.by]
            sheet.write_number(number, 0, one.line, styles.cell)
            for place, text in enumerate(shown, start=1):
                sheet.write_string(number, place, text, styles.by_severity[Severity.REPAIRED] if place == 6 and not one.by_hand else styles.cell)
            sheet.write_datetime(number, 9, datetime.combine(one.confirmed_on, datetime.min.time()), styles.day)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, number), len(WIDTHS) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def _cells(one: Line) -> list[tuple[str, str, str]]:
    """Column, what it holds, what it is to hold; in words when it is left to a person."""
    if one.by_hand:
        return [(", ".join(one.columns) or _("aucune colonne"), one.received, one.confirmed or one.gesture)]
    return [(column, one.before[column], text or _("(vide)")) for column, text in one.cells.items()]


def _about(sheet: Worksheet, styles: Styles, source: Source, told: Sequence[Line], day: date) -> None:
    sheet.set_column(0, 0, 100)
    sheet.hide_gridlines(2)
    texts = [
        _("Feuille de corrections du %(day)s") % {"day": day.strftime("%d/%m/%Y")},
        _("Chaque valeur a été confirmée par l’équipe du lieu ou par la coordination du territoire : personne n’a besoin de la redemander."),
        _("« Lignes corrigées » : vos lignes, dans vos colonnes ; les cases à changer sont en couleur. Recopiez-les dans votre fichier."),
        _("« Corrections » : les mêmes, une par ligne, avec la valeur reçue. « À la main » : nous ne savons pas l’écrire à votre façon sans rien inventer."),
        _("À la prochaine livraison de votre liste, ce que vous aurez repris sera noté « repris » de lui-même."),
        _("Corrections dans cette feuille : %(count)d, dont %(hand)d à la main.") % {"count": len(told), "hand": sum(one.by_hand for one in told)},
        _("Reconnues à : %(columns)s.") % {"columns": _known_by(source)},
    ]
    sheet.write_string(0, 0, source.origin.label, styles.title)
    for number, text in enumerate(texts, start=1):
        sheet.write_string(number, 0, text, styles.text)


def _known_by(source: Source) -> str:
    plan = plan_of(source)
    return ", ".join(plan.record_id or plan.fingerprint) or field_words("id")
