"""Pure functions that everything stands on."""

import gc
import math
import unicodedata
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.base import identifiers
from maillage.base.geometry import Point, bounding_box, distance_km
from maillage.base.memory import SELDOM, collecting_seldom
from maillage.base.text import fold, slug

points = st.builds(Point, st.floats(-89, 89), st.floats(-180, 180))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Médiathèque d’Uzès", "mediatheque d uzes"),
        ("CŒUR-de-ville", "coeur de ville"),
        ("  L'Haÿ--les-Roses ", "l hay les roses"),
        ("Œuvre Æther", "oeuvre aether"),
        ("№ 12ᵉ", "no 12e"),
        ("", ""),
        ("—", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(text)

    assert fold(once) == once
    assert once.isascii()
    assert once == " ".join(once.split())


@given(st.text())
def test_accents_fall_sign_by_sign_as_they_do_in_the_whole_text(text: str) -> None:
    decomposed = unicodedata.normalize("NFKD", text)

    assert fold(text) == fold("".join(sign for sign in decomposed if not unicodedata.combining(sign)))


def test_slug() -> None:
    assert slug("Espace numérique “L’Étoile”") == "espace-numerique-l-etoile"


def test_distance_from_paris_to_gueret() -> None:
    assert distance_km(Point(48.8566, 2.3522), Point(46.1697, 1.8722)) == pytest.approx(301, abs=1)


@given(points, points)
def test_distance_is_a_distance(a: Point, b: Point) -> None:
    assert distance_km(a, b) == pytest.approx(distance_km(b, a))
    assert 0 <= distance_km(a, b) <= math.pi * 6371.01


@given(points, st.floats(0.1, 500), st.floats(0, 2 * math.pi))
def test_box_holds_its_circle(center: Point, radius: float, bearing: float) -> None:
    box = bounding_box(center, radius)
    lat, lon, angle = math.radians(center.latitude), math.radians(center.longitude), radius * 0.999 / 6371.0088
    on_circle = math.asin(math.sin(lat) * math.cos(angle) + math.cos(lat) * math.sin(angle) * math.cos(bearing))
    east = lon + math.atan2(math.sin(bearing) * math.sin(angle) * math.cos(lat), math.cos(angle) - math.sin(lat) * math.sin(on_circle))
    latitude, longitude = math.degrees(on_circle), (math.degrees(east) + 180) % 360 - 180

    assert box.south <= latitude <= box.north
    inside = box.west <= longitude <= box.east if box.west <= box.east else longitude >= box.west or longitude <= box.east
    assert inside


def test_identity_is_derived_and_fixed_for_ever() -> None:
    identity = identifiers.place_id("source:corse", "2A-12")

    assert identity == identifiers.place_id("source:corse", "2A-12")
    assert identity != identifiers.place_id("source:corse", "2A-13")
    assert identity != identifiers.place_id("source:autre", "2A-12")
    assert str(identity) == "1b44e55a-d64c-50e4-8bc5-c2a2a4485a68"


@given(st.uuids())
def test_public_codes_are_short_and_read_back(identity: UUID) -> None:
    codes = identifiers.public_codes(identity)

    assert len(codes) == 3
    assert all(len(code) == 8 and set(code) <= set(identifiers.CROCKFORD) for code in codes)
    assert [identifiers.read_code(code) for code in codes] == codes


@pytest.mark.parametrize("typed", ["3f0c 9a52", "3F0C-9A52", " 3fOc9a52 "])
def test_code_is_read_as_people_type_it(typed: str) -> None:
    assert identifiers.read_code(typed) == "3F0C9A52"


def test_letters_like_digits_are_read_as_digits() -> None:
    assert identifiers.read_code("ilO") == "110"


def test_cycles_are_looked_for_as_usual_after_a_work_that_fails() -> None:
    usual = gc.get_threshold()

    with pytest.raises(ValueError), collecting_seldom():
        assert gc.get_threshold() == SELDOM
        raise ValueError

    assert gc.get_threshold() == usual
