"""JSON in its shapes: nested, wrapped, by lines, with points. Each row keeps its place."""

import json
from typing import Any

import pytest

from maillage.ingestion.errors import UnreadableFile
from maillage.ingestion.formats.objects import scanning
from maillage.ingestion.formats.opening import open_table
from maillage.ingestion.formats.table import Reading
from maillage.ingestion.mapping.plan import Columns

A, B = {"nom": "A", "commune": "Évry"}, {"nom": "B", "commune": "Gien"}


def rows(document: Any, key: str = "") -> list[tuple[int, dict[str, Any]]]:
    return [*open_table(json.dumps(document).encode(), Reading(key=key)).rows()]


@pytest.mark.parametrize(
    ("document", "key"),
    [
        ([A, B], ""),
        ({"total": 2, "results": [A, B]}, ""),
        ({"meta": {"pages": [1, 2]}, "data": {"items": [A, B], "next": None}}, ""),
        ({"lieux": [A, B], "communes": [{"code": "1"}]}, "lieux"),
        ({"data": {"lieux": [A, B], "communes": [{"code": "1"}]}}, "data.lieux"),
    ],
)
def test_the_list_is_found_wherever_it_is(document: Any, key: str) -> None:
    assert rows(document, key) == [(1, A), (2, B)]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        *(({"next": 2}, "annonce une suite"), ({"meta": {"nextPageToken": "b1"}}, "annonce une suite"), ({"links": {"next": "/b"}}, "annonce une suite")),
        *(({"links": [{"rel": "next", "href": "/b"}]}, "annonce une suite"), ({"numberMatched": 500}, "annonce 500 lignes et en contient 2")),
        *(({"meta": {"total_count": "500"}}, "annonce 500 lignes"), ({"total": 2, "next": None, "links": [{"rel": "self", "href": "/"}]}, "")),
    ],
)
def test_a_list_that_says_that_it_goes_on_is_read_with_a_note(more: dict[str, Any], told: str) -> None:
    table = open_table(json.dumps({"lieux": [A, B]} | more).encode())

    assert [*table.rows()] == [(1, A), (2, B)]
    assert [told in note for note in table.reading.notes] == [True] * bool(told)


@pytest.mark.parametrize(("key", "told"), [("", "Choisissez.*a.*b.c"), ("d", "pas de liste.*d.*a.*b.c")])
def test_which_list_is_asked_when_there_are_several(key: str, told: str) -> None:
    with pytest.raises(UnreadableFile, match=told):
        rows({"a": [A], "b": {"c": [B]}}, key)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n", " "])
def test_json_lines_are_numbered_as_the_file_is(end: str) -> None:
    content = end.join(json.dumps(each, ensure_ascii=False) for each in (A, B | {"note": {"wifi": True}}, A)).encode()

    table = open_table(content)

    assert table.reading.format == "jsonl"
    assert table.columns == ("nom", "commune", "note.wifi")
    lines = {"\n": [1, 2, 3], "\r\n": [1, 2, 3], "\n\n": [1, 3, 5], " ": [1, 1, 1]}[end]
    assert [(line, cells["nom"]) for line, cells in table.rows()] == [*zip(lines, "ABA", strict=True)]


def test_a_broken_line_is_named() -> None:
    with pytest.raises(UnreadableFile, match="Ligne 3, signe 9"):
        open_table(b'{"nom": "A"}\n{"nom": "B"}\n{"nom": oups}\n')


def feature(geometry: Any, **more: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"nom": "A", "lieu": {"étage": 2}}, "geometry": geometry, **more}


def test_features_give_their_properties_and_their_point() -> None:
    point = feature({"type": "Point", "coordinates": [4.03, 49.25]}, id=7)
    table = open_table(json.dumps({"type": "FeatureCollection", "features": [point, feature(None)]}).encode())

    assert table.reading.format == "geojson"
    assert not table.reading.notes
    assert [*table.rows()] == [(1, {"nom": "A", "lieu.étage": 2, "id": 7, "longitude": 4.03, "latitude": 49.25}), (2, {"nom": "A", "lieu.étage": 2})]


def test_a_mapping_written_for_raw_features_finds_their_columns() -> None:
    columns = Columns(["nom", "lieu.étage", "latitude"])

    assert columns.find(["properties.Nom", "properties.lieu.étage", "latitude"]) == ("nom", "lieu.étage", "latitude")
    assert columns.has("properties.nom")
    assert not columns.has("properties.autre")
    assert Columns(["properties.nom", "nom"]).find(["properties.nom"]) == ("properties.nom",)


@pytest.mark.parametrize(
    ("geometry", "middle"),
    [
        ({"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [4, 2], [0, 2], [0, 0]]]}, (2, 1)),
        ({"type": "LineString", "coordinates": [[0, 0, 100], [4, 2, 100]]}, (2, 1)),
        ({"type": "MultiPoint", "coordinates": [[0, 0], [4, 2]]}, (2, 1)),
        ({"type": "MultiPolygon", "coordinates": [[[[0, 0], [4, 0], [4, 2], [0, 2], [0, 0]]]]}, (2, 1)),
        ({"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [2, 1]}]}, (2, 1)),
    ],
)
def test_other_shapes_give_the_middle_of_their_vertices_and_say_so(geometry: Any, middle: tuple[float, float]) -> None:
    table = open_table(json.dumps([feature(geometry)]).encode())

    cells = next(table.rows())[1]
    assert (cells["longitude"], cells["latitude"]) == middle
    assert cells["geometry.type"] == geometry["type"]
    assert table.reading.notes[0].endswith(": 1.")


@pytest.mark.parametrize(
    "geometry", [{"type": "Point", "coordinates": []}, {"type": "Point", "coordinates": ["a", "b"]}, {"type": "Point"}, 3, {"coordinates": [[[]]]}]
)
def test_a_shape_that_says_nothing_costs_nothing(geometry: Any) -> None:
    assert "latitude" not in rows([feature(geometry)])[0][1]


def test_a_coordinate_that_the_properties_give_is_not_replaced() -> None:
    given = {"type": "Feature", "properties": {"nom": "A", "latitude": "48,5"}, "geometry": {"type": "Point", "coordinates": [1, 2]}}

    assert rows([given])[0][1]["latitude"] == "48,5"


@pytest.mark.parametrize("start", ["[Ancien] nom", "[1] nom", '["nom"] x', "{nom}", "[nom", "{1}"])
def test_a_csv_that_begins_with_a_bracket_is_a_csv(start: str) -> None:
    table = open_table(f"{start};commune\nA;Évry\n".encode())

    assert table.reading.format == "csv"
    assert table.columns[1] == "commune"


def test_objects_larger_than_the_window_are_told_and_those_across_it_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "WINDOW", 100)
    many = [{"nom": "x" * size, "n": size} for size in range(70)]

    assert [cells["n"] for _rank, cells in rows({"page": 1, "items": many})] == list(range(70))
    with pytest.raises(UnreadableFile, match="trop grand"):
        rows([{"nom": "x" * 150}])
    with pytest.raises(UnreadableFile, match="mal formé"):
        open_table(b'[{"nom": "' + b"x" * 80 + b'"}, oups, ' + b'{"a": 1},' * 50 + b"{}]")


def test_numbers_too_large_for_a_base_become_text() -> None:
    assert rows([{"nom": "A", "n": 10**30, "m": -(2**63), "p": 2**63}])[0][1] == {"nom": "A", "n": str(10**30), "m": -(2**63), "p": str(2**63)}


@pytest.mark.parametrize(
    "content", [b"[{}] x", b'{"a": [{"x": 1}]} {', b'{"a" [{"x": 1}]}', b'{a: [{"x": 1}]}', b'[{"x": 1} {"x": 2}]', b'[{"x": 1}', b'{"a": [{"x": 1}]']
)
def test_what_is_malformed_is_told_with_its_place(content: bytes) -> None:
    with pytest.raises(UnreadableFile, match="Ligne 1, signe .*mal formé|en-tête"):
        open_table(content, Reading("json"))
