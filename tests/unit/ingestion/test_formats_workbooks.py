"""Workbooks are read as a person sees them, and say which sheet was read."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from time import monotonic
from typing import Any

import pytest
import xlsxwriter

from maillage.ingestion.errors import UnreadableFile
from maillage.ingestion.formats.opening import open_table
from maillage.ingestion.formats.table import SURPLUS, Reading
from maillage.ingestion.formats.workbook import worker

ODS_START = (
    '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    "<office:body><office:spreadsheet>"
)
ODS_END = "</office:spreadsheet></office:body></office:document-content>"


def xlsx(build: Callable[[Any], None]) -> bytes:
    """A workbook as `build` fills it."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        build(workbook)
    return buffer.getvalue()


def sheets(**rows_of: list[list[Any]]) -> bytes:
    """A workbook of plain cells, by sheet."""

    def build(workbook: Any) -> None:
        for name, rows in rows_of.items():
            sheet = workbook.add_worksheet(name)
            for rank, row in enumerate(rows):
                sheet.write_row(rank, 0, row)

    return xlsx(build)


def ods(body: str, *, manifest: str = "<manifest/>") -> bytes:
    """A workbook of LibreOffice."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", ODS_START + body + ODS_END)
    return buffer.getvalue()


def test_cells_are_read_as_they_are_seen() -> None:
    def build(workbook: Any) -> None:
        sheet, formats = workbook.add_worksheet("Lieux"), {code: workbook.add_format({"num_format": code}) for code in ("dd/mm/yyyy", "hh:mm", "[h]:mm")}
        sheet.write_row(0, 0, ["nom", "tél", "siret", "latitude", "maj", "vu", "ouvre", "durée", "wifi", "accès", "calcul", "erreur"])
        sheet.write_row(1, 0, ["Médiathèque d’Évry", 241397543, 43493312300029, 47.4784])
        sheet.write_datetime(1, 4, datetime(2024, 1, 5), formats["dd/mm/yyyy"])
        sheet.write_datetime(1, 5, datetime(2024, 1, 5, 14, 30), formats["dd/mm/yyyy"])
        sheet.write_datetime(1, 6, time(9, 30), formats["hh:mm"])
        sheet.write_number(1, 7, 1.5, formats["[h]:mm"])
        sheet.write_boolean(1, 8, True)
        sheet.write_boolean(1, 9, False)
        sheet.write_formula(1, 10, '="a"&"b"', None, "ab")
        sheet.write_formula(1, 11, "=1/0", None, "#DIV/0!")

    table = open_table(xlsx(build))

    assert [*table.rows()] == [
        (
            2,
            {
                "nom": "Médiathèque d’Évry",
                "tél": "241397543",
                "siret": "43493312300029",
                "latitude": "47.4784",
                "maj": "2024-01-05",
                "vu": "2024-01-05 14:30",
                "ouvre": "09:30",
                "durée": "36:00",
                "wifi": "Oui",
                "accès": "Non",
                "calcul": "ab",
                "erreur": "",
            },
        )
    ]
    assert table.reading == Reading("xlsx", sheet="Lieux")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (1e20, "1e+20"),
        (-0.5, "-0.5"),
        (date(2024, 2, 1), "2024-02-01"),
        (datetime(2024, 2, 1, 8, 5, 9), "2024-02-01 08:05"),
        (time(9, 30, 15), "09:30:15"),
        (timedelta(hours=9, minutes=5), "09:05"),
    ],
)
def test_rarer_cells(cell: Any, text: str) -> None:
    assert worker.AS_TEXT[type(cell)](cell) == text


def test_rows_keep_their_number_below_titles_and_empty_rows() -> None:
    rows = [["Liste des lieux au 12/03/2024"], [], ["nom", "commune", "note"], ["A", "Évry", "x"], [], ["", "", ""], ["B", "Gien", "y"]]

    table = open_table(sheets(Lieux=rows))

    assert [(line, cells["nom"]) for line, cells in table.rows()] == [(4, "A"), (7, "B")]
    assert "Liste des lieux au 12/03/2024" in table.reading.notes[0]


def test_a_lone_cell_at_the_end_of_a_sheet_costs_itself() -> None:
    def build(workbook: Any) -> None:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["nom", "ville"])
        sheet.write(1_048_575, 1, 0)

    start = monotonic()
    table = open_table(xlsx(build))

    assert [*table.rows()] == [(1_048_576, {"nom": "", "ville": "0"})]
    assert monotonic() - start < 4


def test_columns_begin_where_the_sheet_begins() -> None:
    def build(workbook: Any) -> None:
        sheet = workbook.add_worksheet()
        sheet.write_row(3, 2, ["nom", "commune"])
        sheet.write_row(4, 2, ["A", "Évry"])

    (row,) = open_table(xlsx(build)).rows()

    assert row == (5, {"colonne 1": "", "colonne 2": "", "nom": "A", "commune": "Évry"})


def test_the_fullest_sheet_is_read_and_the_others_are_named() -> None:
    content = sheets(Lisez_moi=[["Bonjour"]], Lieux=[["nom", "commune"], ["A", "X"], ["B", "Y"]], Codes=[["code"], ["1"]])

    table = open_table(content)

    assert table.columns == ("nom", "commune")
    assert table.reading.sheet == "Lieux"
    assert "Lieux" in table.reading.notes[0]
    assert "Lisez_moi, Codes" in table.reading.notes[1]


def test_a_hidden_sheet_is_read_only_when_asked() -> None:
    def build(workbook: Any) -> None:
        workbook.add_worksheet("Lieux").write_column(0, 0, ["nom", "A"])
        hidden = workbook.add_worksheet("Cachée")
        hidden.write_column(0, 0, ["code", "1", "2", "3"])
        hidden.hide()

    content = xlsx(build)

    assert open_table(content).columns == ("nom",)
    assert open_table(content, Reading(sheet="Cachée")).columns == ("code",)
    with pytest.raises(UnreadableFile, match="pas de feuille.*Autre.*Lieux, Cachée"):
        open_table(content, Reading(sheet="Autre"))


def test_repeated_and_empty_headers_and_cells_in_excess_lose_nothing() -> None:
    table = open_table(sheets(Lieux=[["nom", "nom", "", "note"], ["A", "B", "c", "d", "e"]] * 1 + [["F", "", "", ""]] * 70 + [["G", "", "", "", "", "tard"]]))

    rows = [cells for _line, cells in table.rows()]
    assert rows[0] == {"nom": "A", "nom__1": "B", "colonne 3": "c", "note": "d", "colonne 5": "e"}
    assert rows[-1][SURPLUS] == "tard"


def test_merged_cells_come_as_they_are() -> None:
    def build(workbook: Any) -> None:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["nom", "commune"])
        sheet.merge_range(1, 1, 2, 1, "Évry")
        sheet.write_column(1, 0, ["A", "B"])

    assert [cells["commune"] for _line, cells in open_table(xlsx(build)).rows()] == ["Évry", ""]


def test_an_ods_is_read() -> None:
    def row(*cells: str) -> str:
        return (
            "<table:table-row>"
            + "".join(f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in cells)
            + "</table:table-row>"
        )

    flag = '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
    day = '<table:table-cell office:value-type="date" office:date-value="2024-01-05"/>'
    name = '<table:table-cell office:value-type="string"><text:p>Élan</text:p></table:table-cell>'
    lines = f"{row('nom', 'wifi', 'maj')}<table:table-row>{name}{flag}{day}</table:table-row>"
    body = f'<table:table table:name="Lieux">{lines}</table:table>'

    table = open_table(ods(body))

    assert [*table.rows()] == [(2, {"nom": "Élan", "wifi": "Oui", "maj": "2024-01-05"})]
    assert table.reading.format == "ods"


def test_a_break_within_a_cell_of_an_ods_glues_no_words() -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = ("nom", "Lundi<text:line-break/>Mardi<text:line-break></text:line-break>Jeudi")
    body = "".join(f"<table:table-row>{cell.format(text)}</table:table-row>" for text in rows)

    table = open_table(ods(f'<table:table table:name="Lieux">{body}</table:table>'))

    assert [*table.rows()] == [(2, {"nom": "Lundi\nMardi\nJeudi"})]


def test_a_password_is_told() -> None:
    old_container = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    for content in (old_container, ods("", manifest="<manifest:encryption-data/>")):
        with pytest.raises(UnreadableFile, match="mot de passe"):
            open_table(content)


def test_what_is_no_workbook_is_told() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("liste.csv", "nom;commune\nA;B\n")

    with pytest.raises(UnreadableFile, match="archive ou un document"):
        open_table(buffer.getvalue())
    with pytest.raises(UnreadableFile, match="n’est pas un classeur"):
        open_table(b"nom;commune\nA;B\n", Reading("xlsx"))


def test_the_end_of_a_file_tells_more_than_its_name() -> None:
    assert open_table(sheets(Lieux=[["nom"], ["A"]]), Reading("csv")).reading.format == "xlsx"
