"""Files made to harm are refused in words, or read for what little they say. Time and memory are measured by hand: `docs/figures.md`."""

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import xlsxwriter

from maillage.ingestion.errors import UnreadableFile
from maillage.ingestion.formats import table
from maillage.ingestion.formats.opening import load, open_table
from maillage.ingestion.formats.table import MAX_BYTES, MAX_COLUMNS, MAX_LINE
from maillage.ingestion.formats.workbook import archive

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LAUGHS = "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True))
ENTITIES = f'<!DOCTYPE x [<!ENTITY a "ha">{LAUGHS}]>'
CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row>'
Members = dict[str, bytes]


def zipped(members: Iterable[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members:
            made.writestr(name, content)
    return buffer.getvalue()


def workbook(change: Callable[[Members], Members]) -> bytes:
    """A small sound workbook, some members of which are replaced."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as made:
        made.add_worksheet("Lieux").write_row(0, 0, ["nom", "commune"])
    with zipfile.ZipFile(buffer) as sound:
        members = {name: sound.read(name) for name in sound.namelist()}
    return zipped(change(members).items())


def sheet(rows: str, *, before: str = "") -> bytes:
    text = f'<?xml version="1.0"?>{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    return workbook(lambda members: members | {SHEET: text.encode()})


def named_sheets(count: int) -> bytes:
    names = "".join(f'<sheet name="s{rank}" sheetId="{rank}" r:id="rId1"/>' for rank in range(2, count)).encode()
    return workbook(lambda members: members | {"xl/workbook.xml": members["xl/workbook.xml"].replace(b"</sheets>", names + b"</sheets>")})


def before_root(name: str, entities: str) -> bytes:
    return workbook(lambda members: members | {name: members[name].replace(b"?>", b"?>" + entities.encode(), 1)})


def lying() -> bytes:
    """An archive that says its sheet is small."""
    content = bytearray(sheet("<row/>" * 3_000_000))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as made:
        about = made.getinfo(SHEET)
    true = about.file_size.to_bytes(4, "little")
    return bytes(content).replace(true, (1000).to_bytes(4, "little"))


def ods(body: str) -> bytes:
    spaces = "".join(f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text"))
    inner = f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
    text = f'<?xml version="1.0"?><office:document-content{spaces}>{inner}</office:document-content>'
    return zipped([("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("META-INF/manifest.xml", b"<manifest/>"), ("content.xml", text.encode())])


ONE_CELL = (
    '<table:table table:name="A"><table:table-row{}>'
    '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell></table:table-row></table:table>'
)
ENDLESS = ' table:number-rows-repeated="999999999"'
FROM_A_FILE = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
TWO_ENDS = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "zip bomb": (lambda: workbook(lambda members: members | {"xl/media/image.png": bytes(archive.MAX_UNPACKED)}), "démesuré une fois déplié"),
    "very good compression": (lambda: sheet("<row/>" * 4_000_000), "démesuré une fois déplié"),
    "zip bomb that lies": (lying, "incomplet ou abîmé"),
    "nested zips": (lambda: zipped([("a.zip", zipped([("b.zip", zipped([("c.csv", b"a;b")]))]))]), "archive ou un document"),
    "20,000 members": (lambda: zipped((f"m{rank}", b"") for rank in range(20_000)), "trop de fichiers"),
    "20,000 members in a workbook": (lambda: workbook(lambda members: members | {f"m{rank}": b"" for rank in range(20_000)}), "trop de fichiers"),
    "sheets beyond count": (lambda: named_sheets(3_000), "plus de 200 feuilles"),
    "a plan of a million sheets": (lambda: named_sheets(100_000), "démesuré une fois déplié"),
    "billion laughs in the plan": (lambda: before_root("xl/workbook.xml", ENTITIES), "entités XML"),
    "billion laughs in a sheet": (lambda: sheet(CELL.format("&i;"), before=ENTITIES), "incomplet ou abîmé"),
    "an entity that reads a file": (lambda: sheet(CELL.format("&x;"), before=FROM_A_FILE), "incomplet ou abîmé"),
    "a cell at each end of a sheet": (lambda: sheet(TWO_ENDS), "trop de mémoire"),
    "100,000 columns in a sheet": (lambda: sheet('<row r="1">' + "<c><v>1</v></c>" * 100_000 + "</row>"), "milliers de colonnes"),
    "an ods row repeated for ever": (lambda: ods(ONE_CELL.format(ENDLESS, "x")), "abîmé|mémoire"),
    "billion laughs in an ods": (lambda: ods(ENTITIES + ONE_CELL.format("", "&i;")), "en-tête|abîmé"),
    "a truncated workbook": (lambda: sheet("")[:-100], "incomplet ou abîmé"),
    "an old workbook of nothing": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100_000), "incomplet ou abîmé"),
    "too large": (lambda: bytes(MAX_BYTES + 1), "la limite est de 40 Mo"),
    "one endless line": (lambda: b"nom;commune\n" + b"x" * (MAX_LINE + 1), "Ligne 2.*pas une ligne de tableau"),
    "one endless line of separators": (lambda: b";" * (MAX_LINE + 1), "Ligne 1.*pas une ligne de tableau"),
    "a quotation mark never closed": (lambda: b'nom;commune\n"A;B\n' + b"C;D\n" * 100_000, "Ligne 2.*guillemet"),
    "nothing but nulls": (lambda: bytes(100_000), "pas un texte"),
    "nulls everywhere": (lambda: b"nom;commune\n" + b"A\0;B\0\n" * 1000, "pas un texte"),
    "100,000 columns in a CSV": (lambda: ";".join(f"c{rank}" for rank in range(100_000)).encode(), "100000 colonnes"),
    "100,000 columns in a JSON": (lambda: json.dumps([{f"c{rank}": rank for rank in range(100_000)}]).encode(), "trop grand"),
    "new columns in each row": (lambda: json.dumps([{f"c{rank}": 1} for rank in range(MAX_COLUMNS + 1)]).encode(), "501 colonnes"),
    "100,000 brackets": (lambda: b"[" * 100_000, "trop de niveaux"),
    "100,000 braces": (lambda: b'{"a":' * 100_000, "trop de niveaux"),
    "a number of a million digits": (lambda: b'[{"nom": "A", "n": ' + b"9" * 900_000 + b"}]", "démesuré"),
    "one object of the size of a list": (lambda: b"[{" + b'"a":1,' * 400_000 + b'"b":1}]', "trop grand"),
    "a truncated JSON": (lambda: json.dumps([{"nom": "A", "commune": "B"}] * 50).encode()[:-9], "Ligne 1, signe .*téléchargement est complet"),
    "a truncated UTF-16": (lambda: "nom;commune\nA;B\n".encode("utf-16")[:-1], "Ligne 2.*utf-16"),
    "foreign bytes": (lambda: b"nom;commune\n" + b"\xe9\xff;\x81\n" * 1000, "texte|encodage"),
}
READ: dict[str, tuple[Callable[[], bytes], list[dict[str, object]] | None]] = {
    "an empty ods": (lambda: ods('<table:table table:name="A"/>'), None),
    "a CSV named as a workbook": (lambda: b"nom;commune\nA;B\n", [{"nom": "A", "commune": "B"}]),
    "lone surrogates": (lambda: b'[{"nom": "A\\ud800", "commune": "\\udfffB"}]', [{"nom": "A", "commune": "B"}]),
    "an infinite number": (lambda: b'[{"nom": "A", "n": 1e999}]', [{"nom": "A", "n": None}]),
    "a few nulls": (lambda: b"nom;commune\nMairie\0 de Gien;Gien\n", [{"nom": "Mairie de Gien", "commune": "Gien"}]),
}  # None: nothing to read, which is refused


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_harm_is_refused_in_words(name: str) -> None:
    make, told = REFUSED[name]

    with pytest.raises(UnreadableFile, match=told):
        list(open_table(make()).rows())


@pytest.mark.parametrize("content", [b"nom;commune\n" + b";\n" * 3000, b"nom;commune\n" + b"\n" * 3000, b"[" + b"{}," * 3000 + b"{}]", b'{"a": 1}\n' * 3000])
def test_rows_are_counted_even_when_they_say_nothing(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MAX_ROWS", 100)

    with pytest.raises(UnreadableFile, match="plus de 100 lignes"):
        list(open_table(content).rows())


@pytest.mark.parametrize("name", READ)
def test_what_only_looks_harmful_is_read_for_what_it_says(name: str) -> None:
    make, rows = READ[name]

    if rows is None:
        with pytest.raises(UnreadableFile, match="en-tête"):
            open_table(make())
    else:
        assert [cells for _line, cells in open_table(make()).rows()] == rows


def test_a_workbook_damaged_anywhere_is_known_or_refused() -> None:
    sound = workbook(lambda members: members)

    kinds = set()
    for place in range(0, len(sound), 5):
        damaged = bytearray(sound)
        damaged[place] ^= 0xFF
        try:
            kinds.add(archive.check(bytes(damaged)))
        except UnreadableFile as refusal:
            kinds.add(str(refusal)[:11])
    assert kinds >= {"xlsx", "Ce classeur"}


def test_a_gigabyte_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "liste.csv"
    with path.open("wb") as stream:
        stream.truncate(1_000_000_000)
    monkeypatch.setattr("pathlib.Path.read_bytes", lambda _path: pytest.fail("read"))

    with pytest.raises(UnreadableFile, match="1000 Mo, la limite est de 40 Mo"):
        load(path)
