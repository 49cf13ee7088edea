"""Files are read as their owner meant, or refused with the line and the remedy."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.ingestion.errors import ListRefused, UnreadableFile
from maillage.ingestion.formats import table
from maillage.ingestion.formats.header import name_columns
from maillage.ingestion.formats.opening import open_table
from maillage.ingestion.formats.table import Reading

LINES = ["nom;commune;note", "Médiathèque d’été;Évry;à côté", "Café & Çà;Orléans;« dès 8 h »"]
ROWS = [{"nom": "Médiathèque d’été", "commune": "Évry", "note": "à côté"}, {"nom": "Café & Çà", "commune": "Orléans", "note": "« dès 8 h »"}]


def rows(content: bytes, **imposed: str) -> list[dict[str, object]]:
    return [cells for _line, cells in open_table(content, Reading(**imposed)).rows()]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252"])
def test_encodings_delimiters_and_line_ends_are_detected(encoding: str, delimiter: str, end: str) -> None:
    text = end.join(line.replace(";", delimiter) for line in LINES) + end

    found = open_table(text.encode(encoding))

    assert [cells for _line, cells in found.rows()] == ROWS
    assert found.reading.delimiter == delimiter
    assert found.reading.encoding in {encoding, "utf-8-sig" if encoding == "utf-8" else encoding}


@pytest.mark.parametrize("encoding", ["mac-roman", "cp850"])
def test_older_encodings_are_recognised_by_their_accents(encoding: str) -> None:
    text = "nom;commune\nMédiathèque à côté;Orléans\nÉcole;Béziers\n".encode(encoding)

    assert rows(text)[0] == {"nom": "Médiathèque à côté", "commune": "Orléans"}


def test_mixed_encodings_are_read_line_by_line_and_said() -> None:
    lines = [f"école {number};Orléans".encode() for number in range(9)]
    content = b"\n".join([b"nom;commune", *lines, "Médiathèque;Béziers".encode("windows-1252")])

    found = open_table(content)

    assert [*found.rows()][-1][1] == {"nom": "Médiathèque", "commune": "Béziers"}
    assert found.reading.notes


def test_mixed_line_ends_and_nulls() -> None:
    content = b"nom;commune\r\nA;B\nC\x00;D\rE;F"

    assert [row["nom"] for row in rows(content)] == ["A", "C", "E"]


def test_rows_carry_the_line_where_they_begin() -> None:
    content = b'nom,note\n"A","une\nnote"\nB,x\n\n"C\r\nD",y\n'

    assert [(line, cells["nom"]) for line, cells in open_table(content).rows()] == [(2, "A"), (4, "B"), (6, "C\r\nD")]


def test_rows_can_be_read_again() -> None:
    found = open_table("\n".join(LINES).encode())

    assert [*found.rows()] == [*found.rows()]


@pytest.mark.parametrize(
    ("header", "named"),
    [
        (["nom", "nom", "nom"], ("nom", "nom__1", "nom__2")),
        (["nom", "", ""], ("nom", "colonne 2", "colonne 3")),
        (["a", "a__1", "a"], ("a", "a__1", "a__2")),
        ([" nom ", "deux\nlignes"], ("nom", "deux lignes")),
        (["", ""], ()),
    ],
)
def test_each_column_has_its_own_name(header: list[str], named: tuple[str, ...]) -> None:
    assert name_columns(header) == named


def test_short_and_long_rows_lose_nothing() -> None:
    assert rows(b"a;b;c\n1;2\n1;2;3;4;5\n") == [{"a": "1", "b": "2", "c": ""}, {"a": "1", "b": "2", "c": "3", table.SURPLUS: "4;5"}]


def test_stray_quotation_marks_are_understood() -> None:
    assert rows('nom;ville\nBibliothèque "Plaisir" de lire;Uzès\n"A" B;C\n'.encode())[0]["nom"] == 'Bibliothèque "Plaisir" de lire'


@pytest.mark.parametrize("swallowing", ['A;"ouvert;x\nB;y;z\nC;"cité";t\n', 'A;"ouvert;x\nC;"cité";t\n'])
def test_a_quotation_mark_that_swallows_rows_is_refused_with_its_line(swallowing: str) -> None:
    with pytest.raises(UnreadableFile, match="Ligne 2.*guillemet"):
        rows(f"nom;note;ville\n{swallowing}D;e;f\n".encode())


def test_cells_of_several_lines_may_hold_separators_and_quotations() -> None:
    content = 'nom;note;ville\nA;"un;deux;trois\nquatre;cinq;""six""";X\nB;"il dit\nbonjour" à tous;Y\n'

    assert [row["ville"] for row in rows(content.encode())] == ["X", "Y"]


def test_the_separator_that_excel_writes_is_obeyed() -> None:
    found = open_table(b"sep=,\r\nnom,horaires\r\nA,9h;10h;11h\r\n")

    assert [*found.rows()] == [(3, {"nom": "A", "horaires": "9h;10h;11h"})]


@pytest.mark.parametrize(
    ("above", "told"),
    [
        ("\n\n", ""),
        (";;;\n", ""),
        ("Liste des lieux de Creuse\n", "Liste des lieux de Creuse"),
        ("Liste des lieux;;;\n;;;\nMise à jour;;;\n", "Liste des lieux Mise à jour"),
    ],
)
def test_titles_above_the_header_are_told_and_not_read(above: str, told: str) -> None:
    found = open_table(f"{above}nom;commune;cp;tel\nA;Gien;45500;01\nB;Gien;45500;02\n".encode())

    assert found.columns == ("nom", "commune", "cp", "tel")
    assert [line for line, _cells in found.rows()] == [above.count("\n") + 2, above.count("\n") + 3]
    assert told in " ".join(found.reading.notes)
    assert bool(found.reading.notes) == bool(told)


@pytest.mark.parametrize("text", ["nom\nA, b\nD, e\n", "nom;cp\nA;1\nB;2\n", "nom;x;y;z\nA;;;\nB;1;2;3\n", "code;;;\n1;2;3;4\n5;6;7;8\n"])
def test_a_header_is_not_taken_for_a_title(text: str) -> None:
    found = open_table(text.encode())

    assert found.columns[0] in {"nom", "code"}
    assert not found.reading.notes


def test_empty_columns_at_the_end_are_left_out() -> None:
    assert open_table(b"nom;ville;;;\nA;B;;;\n").columns == ("nom", "ville")
    assert open_table(b"nom;ville;;;\nA;B;c;;\n").columns == ("nom", "ville", "colonne 3")


def test_what_is_imposed_is_not_detected() -> None:
    assert rows(b"a,b;c\n1,2;3\n", delimiter=",") == [{"a": "1", "b;c": "2;3"}]
    assert rows("nom;x\nÉté;y".encode("mac-roman"), encoding="mac-roman")[0]["nom"] == "Été"
    with pytest.raises(UnreadableFile, match="Ligne 2"):
        rows("nom;x\nÉté;y".encode("windows-1252"), encoding="utf-8")
    with pytest.raises(UnreadableFile, match="inconnu"):
        rows(b"a;b\n", encoding="klingon")


def test_json_lists_and_wrapped_lists() -> None:
    objects = [{"nom": "A", "lieu": {"ville": "Évry", "point": {"lat": 1.5}}, "mots": ["x", "y"], "vide": None}, {"nom": "B", "autre": 3}]

    for document in (objects, {"count": 2, "results": objects}):
        found = open_table(json.dumps(document).encode())
        assert found.columns == ("nom", "lieu.ville", "lieu.point.lat", "mots", "vide", "autre")
        assert [*found.rows()][0] == (1, {"nom": "A", "lieu.ville": "Évry", "lieu.point.lat": 1.5, "mots": "x|y", "vide": None})
        assert found.reading.format == "json"


def test_json_holds_nothing_that_a_database_refuses() -> None:
    found = rows(b'[{"a": "x\\u0000y\\ud800", "b": NaN, "c": 1e999, "d": "\xc3\xa9\\udfff"}]')

    assert found == [{"a": "xy", "b": None, "c": None, "d": "é"}]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "vide"),
        (b"PK\x03\x04....", "classeur"),
        (b"%PDF-1.7", "PDF"),
        (b"<!DOCTYPE html><html>", "page web"),
        (b"<?xml version='1.0'?><x/>", "XML"),
        (b"\x1f\x8b\x08", "compress"),
        (bytes(range(256)) * 20, "Ligne 3.*encodage"),
        (b'nom;x\n"ouvert;y\nz;t\n' + b"a;b\n" * 50, "Ligne 2.*guillemet"),
        (b'[{"nom": "A"},', "Ligne 1"),
        (b'{"a": [{"x": 1}], "b": [{"y": 2}]}', "une seule"),
        (b"[1, 2]", "Ligne 1"),
        (b"[]", "aucune ligne"),
        (b"[" * 100_000, "JSON"),
        (b"[" + b"9" * 5000 + b"]", "JSON"),
        (b";;\n1;2;3\n", "en-t"),
        (";".join(f"c{n}" for n in range(600)).encode(), "600 colonnes"),
        (b"nom;note\nA;" + b"x" * 60_000 + b"\n", "Ligne 2.*note"),
    ],
)
def test_what_cannot_be_a_list_is_refused_with_a_remedy(content: bytes, told: str) -> None:
    with pytest.raises(UnreadableFile, match=told):
        list(open_table(content).rows())


def test_giant_files_are_refused_before_being_read() -> None:
    with pytest.raises(UnreadableFile, match="Mo"):
        table.check_size(table.MAX_BYTES + 1)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        found = open_table(content)
        for line, cells in found.rows():
            assert line >= 1
            json.dumps(cells)
    except ListRefused as refusal:
        assert str(refusal)


@given(st.lists(st.lists(st.text(alphabet="abé;,\n\"' ", max_size=8), min_size=2, max_size=2), min_size=1, max_size=6))
def test_quoted_cells_come_back_whole(cells: list[list[str]]) -> None:
    quoted = ["n;v", *(";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in cells)]

    found = rows("\n".join(quoted).encode(), delimiter=";")

    assert [[row["n"], row["v"]] for row in found] == [row for row in cells if any(row)]
