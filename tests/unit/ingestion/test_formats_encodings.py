"""One list, written in every way a spreadsheet or a town hall may write it: the right text, or a clear refusal with the line. Never mojibake."""

import itertools

import pytest

from maillage.ingestion.errors import UnreadableFile
from maillage.ingestion.formats.opening import open_table

ROWS = [
    ["nom", "commune", "horaires", "note"],
    ["Médiathèque de l’Œuvre", "Saint-Étienne", "9h–12h", "10 € l’année, à côté du cœur de ville"],
    ["Café « Çà et là »", "Bégard", "lundi", "même où ça chauffe"],
    ["ÉCOLE DES MÛRIERS", "Évry", "jeudi", "Noël à Haÿ"],
]
OLD = str.maketrans({"’": "'", "Œ": "OE", "œ": "oe", "€": "euros", "–": "-", "«": '"', "»": '"', "ÿ": "y"})  # what code page 850 lacks
LATIN_1 = str.maketrans({"’": "'", "Œ": "OE", "œ": "oe", "€": "euros", "–": "-"})
LATIN_9 = str.maketrans({"’": "'", "–": "-"})
ENCODINGS = {
    "utf-8": {},
    "utf-8-sig": {},
    "utf-16": {},
    "utf-16-le": {},
    "utf-16-be": {},
    "utf-32": {},
    "utf-32-le": {},
    "utf-32-be": {},
    "windows-1252": {},
    "mac-roman": {},
    "iso-8859-1": LATIN_1,
    "iso-8859-15": LATIN_9,
    "cp850": OLD,
    "cp437": OLD | {ord("É"): "E", ord("Û"): "U"},
}
DELIMITERS = ";,\t|:^~"
ENDS = {"LF": ("\n",), "CRLF": ("\r\n",), "CR": ("\r",), "mixed": ("\r\n", "\n", "\r", "\n")}


def written(rows: list[list[str]], delimiter: str, ends: tuple[str, ...]) -> str:
    """The rows as CSV, quoted only where needed."""

    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in (delimiter, '"')) else text

    lines = (delimiter.join(map(cell, row)) for row in rows)
    return "".join(line + end for line, end in zip(lines, itertools.cycle(ends), strict=False))


@pytest.mark.parametrize("ends", ENDS)
@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_list_is_read_right_whatever_it_is_written_in(encoding: str, delimiter: str, ends: str) -> None:
    rows = [[cell.translate(ENCODINGS[encoding]) for cell in row] for row in ROWS]

    table = open_table(written(rows, delimiter, ENDS[ends]).encode(encoding))

    assert [list(table.columns), *(list(cells.values()) for _line, cells in table.rows())] == rows
    assert table.reading.delimiter == delimiter


@pytest.mark.parametrize("encoding", ["windows-1252", "mac-roman", "cp850", "utf-8"])
@pytest.mark.parametrize("name", ["Médiathèque", "Café", "Bibliothèque", "à côté", "Haÿ-les-Roses où ça"])
def test_one_accent_in_a_list_is_enough(encoding: str, name: str) -> None:
    if encoding == "cp850" and "ÿ" in name:
        name = name.replace("ÿ", "y")

    assert next(open_table(f"nom;commune\n{name};Orleans\n".encode(encoding)).rows())[1]["nom"] == name


@pytest.mark.parametrize("encoding", ["windows-1252", "mac-roman", "cp850"])
@pytest.mark.parametrize("names", [("MÉDIATHÈQUE", "HÔTEL DE VILLE", "ÎLE-DE-RÉ"), ("ÉCOLE",), ("MAIRIE D'ÉTÉ",), ("FORÊT", "CHÂTEAU"), ("Straßbourg Müller",)])
def test_capitals_and_neighbouring_languages_are_read_too(encoding: str, names: tuple[str, ...]) -> None:
    table = open_table("".join(f"{name}\n" for name in ("NOM", *names)).encode(encoding))

    assert [cells["NOM"] for _line, cells in table.rows()] == [*names]


def test_two_encodings_that_would_do_as_well_are_told_with_a_line_to_look_at() -> None:
    notes = open_table("NOM;VILLE\nMAIRIE;GUERET\nCRÈCHE;GUERET\n".encode("cp850")).reading.notes

    assert "incertain" in notes[0]
    assert "cp850" in notes[0]
    assert "ligne 3" in notes[0]
    assert not open_table("NOM;VILLE\nMédiathèque;Guéret\n".encode("cp1252")).reading.notes


@pytest.mark.parametrize("stranger", ["windows-1252", "mac-roman"])
@pytest.mark.parametrize("mark", ["utf-8", "utf-8-sig"])
def test_a_line_pasted_from_elsewhere_is_read_and_said(mark: str, stranger: str) -> None:
    lines = [f"école {number};Bégard".encode() for number in range(9)]
    content = b"\n".join(["nom;commune".encode(mark), *lines, "Médiathèque;Béziers".encode(stranger)])

    table = open_table(content)

    assert [*table.rows()][-1][1] == {"nom": "Médiathèque", "commune": "Béziers"}
    assert stranger in table.reading.notes[0]
    assert "Lignes 11" in table.reading.notes[0]


@pytest.mark.parametrize("text", ["Médiathèque à Évry", "l’œuvre", "10 €", "Noël à l’Haÿ", "À Œuilly"])
@pytest.mark.parametrize("codec", ["cp1252", "latin-1"])
def test_an_encoding_done_twice_is_undone_and_said(text: str, codec: str) -> None:
    twice = text.encode().decode(codec, errors="ignore")
    if twice.encode(codec) != text.encode():
        pytest.skip("Windows-1252 has no sign for one of these bytes")

    table = open_table(f"nom;commune\n{twice};X\n".encode())

    assert next(table.rows())[1]["nom"] == text
    assert "deux fois" in table.reading.notes[0]


def test_what_only_looks_encoded_twice_is_left_alone() -> None:
    table = open_table("nom;commune\nÃ©cole;Évry\n".encode())

    assert next(table.rows())[1] == {"nom": "Ã©cole", "commune": "Évry"}  # the cell's own normaliser judges it
    assert not table.reading.notes


def test_signs_lost_before_us_are_counted_with_their_line() -> None:
    notes = open_table(("nom;commune\n" + "Mairie;Paris\n" * 50 + "M\ufffddiath\ufffdque;Paris\n").encode()).reading.notes

    assert ": 2, le premier" in notes[0]
    assert "ligne 52" in notes[0]


@pytest.mark.parametrize("text", ["nom;commune\nБиблиотека;Москва\n", "nom;commune\nΒιβλιοθήκη;Αθήνα\n"])
@pytest.mark.parametrize("encoding", ["koi8-r", "cp1251", "iso-8859-7", "cp1253"])
def test_an_alphabet_we_cannot_tell_is_refused_with_its_line(text: str, encoding: str) -> None:
    content = text.encode(encoding, errors="ignore")
    if content.isascii():
        pytest.skip("this encoding cannot write it")

    with pytest.raises(UnreadableFile, match="Ligne 2.*UTF-8"):
        open_table(content)
