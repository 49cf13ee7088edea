"""A correction is written in the file of its owner, whatever its format; all the rest stays as received."""

import csv
import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from maillage.ingestion.errors import UnreadableFile
from maillage.ingestion.formats.opening import open_table
from maillage.ingestion.mapping.loading import compile_text
from maillage.ingestion.returning.files.applying import apply_to_file
from maillage.ingestion.returning.files.delimited import _cells
from maillage.ingestion.returning.taking import Written

MAPPING = '[list]\nlabel = "x"\nid = "id"\n[fields]\nname = "nom"\nphones = "tel"\nlatitude = "latitude"\nlongitude = "longitude"\nstreet = "adresse.rue"\n'


def applied(content: bytes, **cells: Written) -> bytes:
    return apply_to_file(content, lambda _columns: compile_text(MAPPING, name="x"), {record[1:]: written for record, written in cells.items()}).content


@pytest.mark.parametrize(
    ("before", "written", "after"),
    [
        ("id;nom;tel\r\n1;A;01\r\n2;B;02\r\n", {"tel": "03"}, "id;nom;tel\r\n1;A;03\r\n2;B;02\r\n"),
        ('id,nom,tel\n1,"A, b",\n2,"C ""d""","02"\n', {"tel": "03"}, 'id,nom,tel\n1,"A, b",03\n2,"C ""d""","02"\n'),
        ('"id","nom","tel"\n"1","A","01"\n"2","B","02"\n', {"tel": 'a "b"'}, '"id","nom","tel"\n"1","A","a ""b"""\n"2","B","02"\n'),
        ('"id","nom","tel"\n"1","A",\n"2","B","02"\n', {"tel": "03"}, '"id","nom","tel"\n"1","A","03"\n"2","B","02"\n'),
        ('id;nom;tel\n1;"A\nsuite";01\n2;B;02\n', {"tel": "03"}, 'id;nom;tel\n1;"A\nsuite";03\n2;B;02\n'),
        ("id;nom;tel\n1;A\n2;B;02\n", {"tel": "03"}, "id;nom;tel\n1;A;03\n2;B;02\n"),
        ("id;nom;tel\n1;A;01\n2;B;02", {"tel": "a;b"}, 'id;nom;tel\n1;A;"a;b"\n2;B;02'),
        ('id; "no;m"; tel\n1; "A;B"; 01\n', {'"no': "Z"}, 'id; "no;m"; tel\n1;Z;B"; 01\n'),
        ('id;nom;tel\n1;"A" x "b;c";01\n', {"nom": "Z"}, 'id;nom;tel\n1;"Z";c";01\n'),
        ("id;nom;tel\n1;A;01\n", {"nom": '=HYPERLINK("x")'}, 'id;nom;tel\n1;"\'=HYPERLINK(""x"")";01\n'),
        ("id;nom;tel\n1;A;01\n", {"nom": "@SOMME(1)", "tel": "+33 5 55 52 00 01"}, "id;nom;tel\n1;'@SOMME(1);+33 5 55 52 00 01\n"),
        ("id\tnom\ttel\n1\tA\t01\n2\tB\t02\n", {"tel": ""}, "id\tnom\ttel\n1\tA\t\n2\tB\t02\n"),
    ],
)
def test_a_cell_of_a_csv(before: str, written: Written, after: str) -> None:
    assert applied(before.encode(), _1=written).decode() == after


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_keeps_its_encoding(encoding: str) -> None:
    before = "id;nom;tel\n1;Médiathèque à l’été;01\n2;Mairie de Guéret;02\n"

    assert applied(before.encode(encoding), _1={"tel": "03"}) == before.replace(";01", ";03").encode(encoding)


def test_a_word_that_the_encoding_cannot_hold_makes_it_utf8() -> None:
    before = "id;nom;tel\n1;Médiathèque à l’été;01\n"

    assert applied(before.encode("cp1252"), _1={"nom": "Łódź"}) == before.replace("Médiathèque à l’été", "Łódź").encode("utf-8-sig")


@pytest.mark.parametrize(
    ("before", "written", "after"),
    [
        ('[{"id": 1, "nom": "A", "tel": "01"}, {"id": 2, "nom": "B"}]', {"tel": "03"}, '[{"id": 1, "nom": "A", "tel": "03"}, {"id": 2, "nom": "B"}]'),
        ('[{"id":1,"nom":"A"},{"id":2,"nom":"B"}]', {"tel": "03"}, '[{"id":1,"nom":"A","tel":"03"},{"id":2,"nom":"B"}]'),
        ('[\n{\n"id": 1,\n"nom": "A"\n},\n{"id": 2,  "nom": "B"}\n]', {"nom": "Z"}, '[\n{\n"id": 1,\n"nom": "Z"\n},\n{"id": 2,  "nom": "B"}\n]'),
        ('[\n  {\n    "id": 1,\n    "nom": "A"\n  }\n]\n', {"nom": "Z"}, '[\n  {\n    "id": 1,\n    "nom": "Z"\n  }\n]\n'),
        ('{"a": [1], "data": {"items": [{"id": 1, "nom": "A"}]}, "z": 1}', {"nom": "Z"}, '{"a": [1], "data": {"items": [{"id": 1, "nom": "Z"}]}, "z": 1}'),
        ('{"id": 1, "nom": "A"}\n{"id": 2,"nom":"B"}\n', {"nom": "Z"}, '{"id": 1, "nom": "Z"}\n{"id": 2,"nom":"B"}\n'),
        ('[{"id": 1, "nom": "A", "adresse": {"rue": "x"}}]', {"adresse.rue": "y"}, '[{"id": 1, "nom": "A", "adresse": {"rue": "y"}}]'),
        ('[{"id": 1, "nom": "A", "latitude": 46.1, "tel": null}]', {"latitude": "46.2", "tel": ""}, '[{"id": 1, "nom": "A", "latitude": 46.2, "tel": null}]'),
        ('[{"id": 1, "nom": "A", "tel": ["01", "02"]}]', {"tel": "03|04"}, '[{"id": 1, "nom": "A", "tel": ["03", "04"]}]'),
    ],
)
def test_a_value_of_a_json(before: str, written: Written, after: str) -> None:
    assert applied(before.encode(), _1=written).decode() == after


def test_the_point_of_a_geojson_feature() -> None:
    feature = {"type": "Feature", "properties": {"id": 1, "nom": "A"}, "geometry": {"type": "Point", "coordinates": [1.87, 46.17]}}
    content = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()

    (told,) = json.loads(applied(content, _1={"latitude": "46.2", "longitude": "1.9", "nom": "Z"}))["features"]

    assert told == {**feature, "properties": {"id": 1, "nom": "Z"}, "geometry": {"type": "Point", "coordinates": [1.9, 46.2]}}


def workbook() -> bytes:
    buffer = BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    book.add_worksheet("Lisez-moi").write_string(0, 0, "rien")
    sheet = book.add_worksheet("Lieux & co")
    for row, cells in enumerate([("id", "nom", "tel", "latitude"), (1, "A & B", "01", 46.17), (2, "C", None, 46.2), (3, "D", "04", 46.3)]):
        for column, cell in enumerate(cells):
            if cell is not None:
                sheet.write(row, column, cell)
    book.close()
    return buffer.getvalue()


def test_cells_of_a_workbook() -> None:
    content = applied(workbook(), _1={"tel": "<05> & 06", "latitude": "46.5"}, _2={"tel": "07"}, _3={"tel": ""})

    rows = [cells for _line, cells in open_table(content).rows()]
    assert [tuple(row.values()) for row in rows] == [("1", "A & B", "<05> & 06", "46.5"), ("2", "C", "07", "46.2"), ("3", "D", "", "46.3")]
    assert open_table(content).reading.sheet == "Lieux & co"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\x89PNG\r\n"])
def test_what_is_no_list_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        applied(content, _1={"tel": "03"})


def test_twins_are_told_apart_by_what_they_said() -> None:
    before = "id;nom;tel\n1;A;01\n1;A;02\n"
    assert applied(before.encode(), **{"_1-2": {"tel": "03"}}).decode() == "id;nom;tel\n1;A;01\n1;A;03\n"


def test_a_guarded_cell_reads_again_as_it_was_said() -> None:
    (row,) = [cells for _line, cells in open_table(applied(b"id;nom;tel\n1;A;01\n", _1={"nom": "=1+1", "tel": "-"})).rows()]

    assert (row["nom"], row["tel"]) == ("=1+1", "-")


def test_a_column_that_the_file_no_longer_has_is_not_written() -> None:
    before = b"id;nom\n1;A\n2;B\n"
    found = apply_to_file(before, lambda _columns: compile_text(MAPPING, name="x"), {"1": {"tel": "03"}, "2": {"nom": "Z"}})

    assert (found.content, found.records, found.moved) == (b"id;nom\n1;A\n2;Z\n", {"2"}, {"1"})


def features(geometry: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"id": 1, "nom": "A"}, "geometry": geometry}]}).encode()


@pytest.mark.parametrize(
    ("geometry", "cells", "after"),
    [
        ({"type": "Point", "coordinates": [1.8, 46.1]}, {"latitude": "", "longitude": ""}, None),
        ({"type": "Point", "coordinates": [1.8, 46.1]}, {"latitude": "46,2", "longitude": "1,9"}, {"type": "Point", "coordinates": [1.9, 46.2]}),
        (None, {"latitude": "46.2", "longitude": "1.9"}, {"type": "Point", "coordinates": [1.9, 46.2]}),
        ({"type": "Polygon", "coordinates": [[[1, 46], [1, 47], [2, 47], [1, 46]]]}, {"latitude": "46.2", "longitude": "1.9"}, "same"),
        ({"type": "Point", "coordinates": [1.8, 46.1]}, {"latitude": "ici", "longitude": "1.9"}, {"type": "Point", "coordinates": [1.9, 46.1]}),
    ],
)
def test_the_geometry_of_a_feature(geometry: object, cells: Written, after: object) -> None:
    (told,) = json.loads(applied(features(geometry), _1=cells))["features"]

    assert told["geometry"] == (geometry if after == "same" else after)
    assert told["properties"].keys() == {"id", "nom"}


def test_half_a_sign_in_a_json_is_told_as_it_was() -> None:
    before = b'[{"id": 1, "nom": "A \\ud800", "tel": "01"}]'

    assert applied(before, _1={"tel": "03"}) == before.replace(b"01", b"03")


SHEET = "xl/worksheets/sheet2.xml"


def rewritten(content: bytes, part: str, old: str, new: str, **more: str) -> bytes:
    """The workbook, one part of which is written otherwise. `more`: parts that it holds besides, in `xl`."""
    copied = BytesIO()
    with ZipFile(BytesIO(content)) as book, ZipFile(copied, "w") as copy:
        assert old in book.read(part).decode()
        for name in book.namelist():
            copy.writestr(name, book.read(name).decode().replace(old, new) if name == part else book.read(name))
        for name, text in more.items():
            copy.writestr(f"xl/{name}.xml", text)
    return copied.getvalue()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<c r="C2"', "<c"),  # where it stands is not written: one would write beside it
        ('<c r="D2"><v>46.17</v></c>', '<c r="D2"><f t="shared" ref="D2:D4" si="0">1</f><v>1</v></c>'),  # other cells are computed from it
    ],
)
def test_a_workbook_that_would_be_broken_is_refused(old: str, new: str) -> None:
    with pytest.raises(UnreadableFile, match="CSV"):
        applied(rewritten(workbook(), SHEET, old, new), _1={"latitude": "46.5"})


def test_a_computed_cell_becomes_what_is_written_and_the_others_are_computed_again() -> None:
    content = rewritten(workbook(), SHEET, '<c r="D2"><v>46.17</v></c>', '<c r="D2"><f>40+6</f><v>46</v></c>')
    content = rewritten(content, "xl/workbook.xml", ' fullCalcOnLoad="1"', "", calcChain='<calcChain><c r="D2" i="2"/></calcChain>')
    chain = '<Relationship Id="rId9" Type="t/calcChain" Target="calcChain.xml"/>'
    content = rewritten(content, "xl/_rels/workbook.xml.rels", "</Relationships>", f"{chain}</Relationships>")

    with ZipFile(BytesIO(applied(content, _1={"latitude": "46.5"}))) as book:
        assert b"<f>" not in book.read(SHEET)
        assert b'fullCalcOnLoad="1"' in book.read("xl/workbook.xml")
        assert "xl/calcChain.xml" not in book.namelist()
        assert b"calcChain" not in book.read("xl/_rels/workbook.xml.rels")


def test_no_sign_that_a_workbook_cannot_hold_is_written() -> None:
    content = applied(workbook(), _1={"tel": "a\x0bb\ufffe\ud800c"})

    with ZipFile(BytesIO(content)) as book:
        assert '<t xml:space="preserve">abc</t>' in book.read(SHEET).decode()


@given(st.lists(st.text(alphabet='a;" ,\t', max_size=6), min_size=1, max_size=6).map(";".join))
def test_cells_are_parted_as_they_are_read(record: str) -> None:
    assert len(_cells(record, ";")) == len(next(csv.reader([record], delimiter=";"), [""]) or [""])
