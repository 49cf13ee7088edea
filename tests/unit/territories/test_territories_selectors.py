"""Communes and areas are found as people ask for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.base.geometry import Point, distance_km
from maillage.territories import selectors
from maillage.territories.enums import AreaKind

GUERET = Point(46.1696, 1.8719)


def named(communes):
    return [commune.name for commune in communes]


def test_commune_by_code_has_all_we_ship():
    gueret = selectors.commune("23096")

    assert (gueret.name, gueret.departement, gueret.region, gueret.epci) == ("Guéret", "23", "75", "200034825")
    assert gueret.postal_codes == ("23000",)
    assert gueret.population > 10_000
    assert gueret.point_origin == "mairie"
    assert distance_km(gueret.point, GUERET) < 2


def test_commune_without_point_is_accepted():
    noumea = selectors.commune("98818")

    assert noumea.point is None
    assert selectors.neighbours("98818", 20) == []


@pytest.mark.parametrize(
    ("code", "current"),
    [
        ("23096", "23096"),
        ("75113", "75056"),
        ("69383", "69123"),
        ("13201", "13055"),
        ("50602", "50129"),
        ("01015", "01015"),
        ("60455", "60694"),
        ("99999", None),
        ("", None),
    ],
)
def test_current_code(code, current):
    assert selectors.current_code(code) == current


def test_former_code_is_not_a_commune():
    assert selectors.commune("50602") is None


@pytest.mark.parametrize(
    ("name", "postal_code", "departement", "code"),
    [
        ("Guéret", "", "", "23096"),
        ("GUERET CEDEX", "23011", "", "23096"),
        ("St-Etienne", "42000", "", "42218"),
        ("saint etienne", "42007", "", "42218"),
        ("LA SOUTERRAINE", "23300", "", "23176"),
        ("Souterraine (La)", "", "", "23176"),
        ("souterraine", "", "23", "23176"),
        ("Paris 13e Arrondissement", "75013", "", "75056"),
        ("Cherbourg-Octeville", "50100", "", "50129"),
        ("Saint-Denis", "97400", "", "97411"),
        ("Saint-Denis", "", "93", "93066"),
        ("Ajaccio", "20090", "", "2A004"),
        ("Ajaccio Cedex", "20176", "", "2A004"),
        ("Bastia", "20200", "", "2B033"),
    ],
)
def test_find_commune(name, postal_code, departement, code):
    found = selectors.find_commune(name, postal_code, departement)

    assert found[0].code == code


def test_homonyms_come_most_populated_first():
    found = selectors.find_commune("Saint-Denis")

    assert len(found) > 1
    assert found[0].code == "97411" or found[0].code == "93066"
    assert [commune.population for commune in found] == sorted((commune.population for commune in found), reverse=True)


@pytest.mark.parametrize(("name", "postal_code"), [("Guéret", "33000"), ("Nulle-Part", ""), ("", ""), ("", "23000"), ("CEDEX", "")])
def test_find_commune_gives_nothing_when_name_and_place_disagree(name, postal_code):
    assert selectors.find_commune(name, postal_code) == []


def test_postal_code_of_several_communes():
    found = named(selectors.communes_by_postal_code("23000"))

    assert found[0] == "Guéret"
    assert "Saint-Fiel" in found
    assert selectors.communes_by_postal_code("00000") == []


@pytest.mark.parametrize(("postal_code", "departements"), [("20090", ("2A",)), ("20200", ("2B",)), ("97133", ("977",)), ("23011", ("23",)), ("00000", ())])
def test_departements_of_postal_code(postal_code, departements):
    assert selectors.departements_of_postal_code(postal_code) == departements


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("st et", "Saint-Étienne"),
        ("st", "Strasbourg"),
        ("souterr", "La Souterraine"),
        ("rochelle", "La Rochelle"),
        ("mont mars", "Mont-de-Marsan"),
        ("23000", "Guéret"),
        ("23", "Guéret"),
        ("guer 23", "Guéret"),
        ("Paris 13", "Paris"),
        ("cherbourg oct", "Cherbourg-en-Cotentin"),
        ("PARIS", "Paris"),
    ],
)
def test_suggest_communes(typed, first):
    assert selectors.suggest_communes(typed)[0].name == first


def test_suggestions_are_limited_and_never_repeat():
    found = selectors.suggest_communes("saint", limit=20)

    assert len(found) == len({commune.code for commune in found}) == 20


@given(st.text(max_size=30), st.integers(1, 5))
def test_suggestions_accept_any_text(text, limit):
    assert len(selectors.suggest_communes(text, limit)) <= limit


def test_nearest_communes():
    assert named(selectors.nearest_communes(GUERET, 2))[0] == "Guéret"
    assert len(selectors.nearest_communes(GUERET, 3)) == 3


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_nearest_is_the_first_of_those_near(latitude, longitude):
    point = Point(latitude, longitude)
    nearest = selectors.nearest_communes(point)[0]
    distance = distance_km(point, nearest.point)

    near = selectors.communes_near(point, distance + 0.001)

    assert near[0][1] == pytest.approx(distance, abs=1e-6)


def test_neighbours_cross_borders_and_leave_out_the_commune_itself():
    found = selectors.neighbours("23176", 25)

    assert {commune.departement for commune, _ in found} >= {"23", "36", "87"}
    assert "23176" not in {commune.code for commune, _ in found}
    assert [distance for _, distance in found] == sorted(distance for _, distance in found)


@pytest.mark.parametrize(
    ("text", "key", "path"),
    [
        ("dep:23", "dep:23", "departement-23"),
        ("departement-23", "dep:23", "departement-23"),
        ("dep:2a", "dep:2A", "departement-2A"),
        ("reg:75", "reg:75", "region-75"),
        ("region-75", "reg:75", "region-75"),
        ("epci:200067189", "epci:200067189", "epci-200067189"),
        ("commune-23096", "com:23096", "commune-23096"),
        ("com:50602", "com:50129", "commune-50129"),
    ],
)
def test_parse_territory(text, key, path):
    area = selectors.parse_territory(text)

    assert (area.key, area.path) == (key, path)


@pytest.mark.parametrize("text", ["", "dep:", "dep:99", "23", "canton:2301", "dep:23;drop", "com:00000", "epci-1", "depart-23", "dep:٢٣"])
def test_parse_territory_refuses_what_is_not_one(text):
    assert selectors.parse_territory(text) is None


def test_communes_of_areas():
    creuse = selectors.communes_of(selectors.departement("23"))

    assert len(creuse) == 255
    assert creuse < selectors.communes_of(selectors.region("75"))
    assert selectors.communes_of(selectors.parse_territory("com:23096")) == {"23096"}
    assert "23096" in selectors.communes_of(selectors.epci("200034825"))


def test_areas_of_a_commune_smallest_first():
    assert [area.key for area in selectors.areas_of("23096")] == ["com:23096", "epci:200034825", "dep:23", "reg:75"]
    assert selectors.areas_of("nowhere") == ()
    assert [area.kind for area in selectors.areas_of("98818")] == [AreaKind.COMMUNE, AreaKind.DEPARTEMENT, AreaKind.REGION]


def test_areas_are_listed_by_name():
    departements = selectors.areas(AreaKind.DEPARTEMENT)

    assert departements[0].name == "Ain"
    assert len(departements) == 109
    assert selectors.areas(AreaKind.COMMUNE) == []


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("23096", "Europe/Paris"),
        ("2A004", "Europe/Paris"),
        ("97411", "Indian/Reunion"),
        ("974", "Indian/Reunion"),
        ("98735", "Pacific/Tahiti"),
        ("98731", "Pacific/Marquesas"),
        ("", "Europe/Paris"),
    ],
)
def test_time_zone(code, zone):
    assert selectors.time_zone(code).key == zone


def test_arrondissements():
    assert selectors.arrondissement("75113").name == "Paris 13e Arrondissement"
    assert selectors.arrondissement("75113").point is not None
    assert len(selectors.arrondissements_of("13055")) == 16
    assert selectors.arrondissements_of("23096") == []


def test_attribution_names_the_vintage():
    assert selectors.attribution() == "INSEE COG, La Poste, IGN ADMIN EXPRESS, DILA, Licence Ouverte 2.0 (2026)"
