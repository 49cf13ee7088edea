"""A correction is written in the file of its owner, whatever its format; all the rest stays as received."""

import json
from io import BytesIO

import pytest
from xlsxwriter import Workbook

from maillage.ingestion.errors import UnreadableFile
from maillage.ingestion.formats.opening import open_table
from maillage.ingestion.mapping.loading import compile_text
from maillage.ingestion.returning.files.applying import apply_to_file
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
