"""Two values side by side: what only one of them has is marked, and nothing is lost; two points drawn to scale."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.directory.models import Place
from maillage.web.duplicates.shown import Line, Piece, compared_codes, compared_names, compared_words, lines, two_distances
from maillage.web.duplicates.sketch import HEIGHT, WIDTH, Sketch, Spot, frame_of, length, point_of, said


def marks(pieces: list[list[Piece]]) -> list[str]:
    return [piece.text for line in pieces for piece in line if piece.is_alone]


def text(pieces: list[list[Piece]]) -> str:
    return "".join(piece.text for line in pieces for piece in line)


@pytest.mark.parametrize(
    ("one", "other", "state", "left", "right"),
    [
        ("Médiathèque Simone Veil", "MEDIATHEQUE SIMONE-VEIL", "same", [], []),
        ("Bibliothèque multimédia de Guéret", "Médiathèque Simone Veil de Guéret", "differs", ["Bibliothèque multimédia"], ["Médiathèque Simone Veil"]),
        ("a b c d", "b d", "differs", ["a", "c"], []),
        ("« A ! »", "B", "differs", ["A"], ["B"]),
        ("", "B", "one", [], []),
        ("", "", "none", [], []),
    ],
)
def test_words_of_one_side_are_marked(one: str, other: str, state: str, left: list[str], right: list[str]) -> None:
    line = compared_words("Nom", one, other)

    assert (line.state, marks(line.a), marks(line.b)) == (state, left, right)  # type: ignore[arg-type]


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_word_is_lost(one: str, other: str) -> None:
    line = compared_words("Nom", one, other)

    assert (text(line.a), text(line.b)) == (one.replace("'", "’"), other.replace("'", "’"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "state", "left"),
    [(["a"], ["a"], "same", []), (["a", "b"], ["b"], "partly", ["a"]), (["a"], ["b"], "differs", ["a"]), (["a"], [], "one", []), ([], [], "none", [])],
)
def test_lists_are_compared_by_what_they_hold(one: list[str], other: list[str], state: str, left: list[str]) -> None:
    line = compared_codes("Type", one, other, list)

    assert (line.state, marks(line.a)) == (state, left)  # type: ignore[arg-type]


def address(one: str, other: str) -> Line:
    here, there = (Place(name="X", street=street, commune="Guéret", insee="23096") for street in (one, other))
    return next(line for line in lines(here, there) if line.label == "Adresse")


@pytest.mark.parametrize(
    ("one", "other", "state"),
    [
        ("6 av Fayolle", "6 avenue Fayolle", "same"),
        ("6 avenue Fayolle", "8 avenue Fayolle", "differs"),
        ("Le Bourg", "Le Bourg", "same"),
        ("", "1 rue", "one"),
        ("avenue Fayolle", "6 avenue Fayolle", "partly"),
        ("6 avenue Fay", "6 avenue Fayolle", "partly"),
    ],
)
def test_one_street_written_in_two_ways_is_the_same(one: str, other: str, state: str) -> None:
    assert address(one, other).state == state


@pytest.mark.parametrize(
    ("one", "other", "state"),
    [
        ("Bibliothèque municipale d’Ajain", "Bibliothèque d’Ajain", "partly"),
        ("Bibl. Camille-Claudel", "Bibliothèque Camille-Claudel", "partly"),
        ("Bibliothèque municipale d’Ajain", "Bibliothèque Camille-Claudel", "differs"),
        ("Mairie de Guéret", "CCAS de Guéret", "differs"),
        ("Mairie de Guéret", "MAIRIE DE GUERET", "same"),
        ("", "Mairie", "one"),
    ],
)
def test_names_that_share_most_of_their_words_are_alike_in_part(one: str, other: str, state: str) -> None:
    assert compared_names(one, other).state == state


@pytest.mark.parametrize(
    ("other", "state"),
    [({"insee": "23008", "commune": "Aubusson"}, "differs"), ({"insee": "", "commune": "Aubusson"}, "differs"), ({"insee": "23096"}, "same")],
)
@pytest.mark.parametrize("street", ["place de la Mairie", "pl. de la Mairie"])
def test_one_name_of_street_in_two_communes_is_not_one_address(street: str, other: dict[str, str], state: str) -> None:
    here = Place(name="X", street="place de la Mairie", commune="Guéret", insee="23096")

    line = next(line for line in lines(here, Place(name="X", street=street, **other)) if line.label == "Adresse")

    assert line.state == state


@pytest.mark.parametrize(
    ("other", "state"),
    [
        ({"commune": "Guéret", "postal_code": "23000", "insee": "23096"}, "same"),
        ({"commune": "Gueret Cedex", "postal_code": "23011", "insee": "23096"}, "partly"),
        ({"commune": "Aubusson", "postal_code": "23200", "insee": "23008"}, "differs"),
    ],
)
def test_one_commune_told_in_two_ways_is_alike_in_part(other: dict[str, str], state: str) -> None:
    here = Place(name="X", commune="Guéret", postal_code="23000", insee="23096")

    assert next(line for line in lines(here, Place(name="X", **other)) if line.label == "Commune").state == state


def drawing(a: Spot, b: Spot, centre: Spot | None, metres: float = 52.0) -> Sketch:
    return Sketch(a=a, b=b, around=[], centre=centre, scale=80, scale_label="50 m", distance="52 m", metres=metres, said=[])


@pytest.mark.parametrize(
    ("told", "is_said"),
    [([("near", 0.4, 132), ("name", -0.2, 48)], True), ([("near", 0.4, 52)], False), ([("name", 0.4, 48)], False), ([("kind_equal", 1.0, None)], False)],
)
def test_two_distances_on_one_page_are_explained(told: list[tuple[str, float, int | None]], is_said: bool) -> None:
    drawn = drawing(Spot(44, 168), Spot(276, 56), None)

    assert bool(two_distances(told, drawn)) == is_said
    assert two_distances(told, None) == ""


@pytest.mark.parametrize(("centre", "is_named"), [(Spot(160, 30), True), (Spot(270, 50), False), (Spot(60, 150), False), (Spot(40, 190), False)])
def test_the_name_of_the_commune_covers_nothing(centre: Spot, is_named: bool) -> None:
    assert drawing(Spot(44, 168), Spot(276, 56), Spot(centre.x, centre.y, "Ajain")).is_centre_named == is_named


@pytest.mark.parametrize(("b", "far"), [(Spot(276, 56), Spot(160, 112)), (Spot(84, 150), Spot(64, 196))])
def test_the_distance_stands_between_two_points_or_under_them(b: Spot, far: Spot) -> None:
    assert drawing(Spot(44, 168), b, None).far == far


@pytest.mark.parametrize(("metres", "words"), [(0.4, "0 m"), (184.3, "184 m"), (1000, "1 km"), (2345, "2,3 km")])
def test_lengths_are_said(metres: float, words: str) -> None:
    assert length(metres).replace("\u202f", " ") == words


@given(st.floats(41, 51), st.floats(-5, 9), st.floats(-0.5, 0.5), st.floats(-0.5, 0.5))
def test_both_points_are_in_the_frame_and_north_is_up(latitude: float, longitude: float, north: float, east: float) -> None:
    here, there = (Place(latitude=latitude + step * north, longitude=longitude + step * east) for step in (0, 1))
    points = point_of(here), point_of(there)
    assert points[0] and points[1]
    frame = frame_of(points[0], points[1])

    one, other = frame.spot(points[0]), frame.spot(points[1])

    assert all(0 <= spot.x <= WIDTH and 0 <= spot.y <= HEIGHT for spot in (one, other))
    assert (other.y <= one.y) if north >= 0 else (other.y >= one.y)
    assert (other.x >= one.x) if east >= 0 else (other.x <= one.x)


def test_a_vague_point_is_said() -> None:
    here, there = Place(commune="Guéret", precision="commune"), Place(commune="Aubusson", precision="place")

    assert said(here, there, 30_000) == [
        "Guéret et Aubusson.",
        "A et B sont à 30 km l’un de l’autre.",
        "A est placé au milieu de sa commune\u202f: son point est approximatif.",
    ]
