"""Where a row is: street, commune and point agree, or the disagreement is told and nothing is overwritten."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.base.geometry import Point, distance_km
from maillage.ingestion.normalisers import addresses, communes, points

BORDEAUX = Point(44.8396, -0.5802)


def rules(remarks: tuple) -> list[str]:  # type: ignore[type-arg]
    return [remark.rule for remark in remarks]


@pytest.mark.parametrize(
    ("written", "street", "postal_code", "town"),
    [
        ("8 rue de la Boétie - 33000 Bordeaux", "8 rue de la Boétie", "33000", "Bordeaux"),
        ("1 Rue Professeur Langevin, 51200, Épernay, Marne, Grand Est, FRA", "1 Rue Professeur Langevin", "51200", "Épernay"),
        ("10 Rue des Loriots, 51130, Vertus, Blancs-Coteaux, Marne", "10 Rue des Loriots", "51130", "Vertus"),
        ("Place de la République - BP 40111 - 33160 ST MEDARD EN JALLES", "Place de la République - BP 40111", "33160", "ST MEDARD EN JALLES"),
        ("12 rue Marc DULOUT 33600 PESSAC - 33600 PESSAC", "12 rue Marc DULOUT", "33600", "PESSAC"),
        ("rue Paul Colonna d'Istria - CS30027 - 20181 AJACCIO CEDEX 01", "rue Paul Colonna d'Istria - CS30027", "20181", "AJACCIO CEDEX 01"),
        ("Belle Noue, Épernay, Marne, Grand Est, FRA", "Belle Noue", "", "Épernay"),
    ],
)
def test_town_behind_the_street_is_moved(written: str, street: str, postal_code: str, town: str) -> None:
    found, remarks = addresses.street(written)

    assert found == (street, postal_code, town, "")
    assert rules(remarks) == ["street_tail"]


@pytest.mark.parametrize(
    "written", ["avenue de Bordeaux", "1 Grande Rue", "Hangar 20 - Quai de Bacalan", "Résidence de 33 places", "CS 12345", "11 rue du 8 Mai 1945"]
)
def test_a_street_alone_is_left_alone(written: str) -> None:
    assert addresses.street(written, may_split=True) == ((written, "", "", ""), ())


def test_a_town_without_postal_code_is_cut_behind_a_comma_only() -> None:
    assert addresses.street("1 chemin des Iris, Lormont", commune="Lormont")[0].street == "1 chemin des Iris"
    assert addresses.street("avenue de Lormont", commune="Lormont")[0].street == "avenue de Lormont"


def test_a_town_that_contradicts_the_row_stays_in_the_street() -> None:
    written = "55 avenue de la Marne - 33700 Mérignac"

    assert addresses.street(written, postal_code="69001", commune="Lyon")[0].street == written


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("nc RUE RENE RICHARD", "RUE RENE RICHARD"),
        ("8 rue X -", "8 rue X"),
        ("- Le Bourg", "Le Bourg"),
        ("1 rue\n\nX,", "1 rue X"),
        ("NC NC NC", ""),
        ("0 0 0", ""),
    ],
)
def test_stray_signs_are_trimmed(written: str, kept: str) -> None:
    found, remarks = addresses.street(written)

    assert found.street == kept
    assert remarks


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("12 av. Foch", "12 avenue Foch"),
        ("AV LOUIS CAUVIN", "AVENUE LOUIS CAUVIN"),
        ("40 Bd Aristide Briand", "40 Boulevard Aristide Briand"),
        ("3 bis, pl.de la Mairie", "3 bis, place de la Mairie"),
        ("12-14 imp. des Lilas", "12-14 impasse des Lilas"),
        ("24 r. des Vignes", "24 rue des Vignes"),
        ("lot 12", "lot 12"),
        ("Saint-All le Bourg", "Saint-All le Bourg"),
        ("15,17 rue X", "15,17 rue X"),
        ("207,avenue de la Gare , , BP 12 -", "207, avenue de la Gare, BP 12"),
        ("14 avenue de Verdun Cedex 15", "14 avenue de Verdun"),
        ("Adresse inconnue", ""),
        ("À définir", ""),
    ],
)
def test_short_ways_are_written_in_full_where_they_are_sure(written: str, kept: str) -> None:
    assert addresses.street(written)[0].street == kept


@pytest.mark.parametrize(
    ("written", "street", "complement"),
    [
        ("Bâtiment B, 12 rue Foch", "12 rue Foch", "Bâtiment B"),
        ("12 rue Foch - 1er étage", "12 rue Foch", "1er étage"),
        ("12, rue Foch, bât. C", "12, rue Foch", "bât. C"),
        ("Mairie annexe, 3 place du Marché", "3 place du Marché", "Mairie annexe"),
        ("Le Dôme - 221 avenue de Thouars", "221 avenue de Thouars", "Le Dôme"),
        ("58 boulevard du Doyenné - la cité des associations", "58 boulevard du Doyenné - la cité des associations", ""),
        ("Résidence Napoléon, avenue de la Grande Armée", "Résidence Napoléon, avenue de la Grande Armée", ""),
    ],
)
def test_a_building_beside_a_street_becomes_its_complement(written: str, street: str, complement: str) -> None:
    found, remarks = addresses.street(written, may_split=True)

    assert (found.street, found.complement) == (street, complement)
    assert ("street_split" in rules(remarks)) == bool(complement)
    assert addresses.street(written)[0].street == written, "a row with a complement of its own keeps its street whole"


@settings(deadline=None)  # the first call loads the communes
@given(st.text())
def test_streets_never_raise(written: str) -> None:
    assert len(addresses.street(written)[0].street) <= addresses.LIMIT


@pytest.mark.parametrize(
    ("cell", "kept", "told"),
    [
        ("33000", "33000", []),
        ("1000", "01000", ["zero_restored"]),
        ("60490.0", "60490", []),
        ("33 000", "33000", []),
        ("00000", "", ["placeholder"]),
        ("3300A", "", ["postal_code_unreadable"]),
        ("33000 Bordeaux", "33000", ["postal_code_alone"]),
        ("68100,0", "68100", []),
    ],
)
def test_postal_codes(cell: str, kept: str, told: list[str]) -> None:
    found, remarks = communes.postal_code(cell)

    assert (found, rules(remarks)) == (kept, told)


@pytest.mark.parametrize(("cell", "kept"), [("33063", "33063"), ("1053", "01053"), ("2a004", "2A004"), ("", ""), ("0NULL", ""), ("2C004", "")])
def test_insee_codes(cell: str, kept: str) -> None:
    assert communes.insee(cell)[0] == kept


def test_all_agree_and_the_official_spelling_is_taken() -> None:
    settled = communes.settle("33063", "BORDEAUX", "33000", BORDEAUX)

    assert (settled.insee, settled.commune, settled.postal_code, settled.remarks) == ("33063", "Bordeaux", "33000", ())


def test_name_and_postal_code_give_the_insee_code() -> None:
    settled = communes.settle("", "St Médard en Jalles", "33160", None)

    assert settled.insee == "33449"
    assert rules(settled.remarks) == ["insee_deduced"]


CHANONAT = Point(45.6928, 3.0954)  # its town hall


@pytest.mark.parametrize(
    ("code", "commune", "post", "point", "is_measured", "told", "kept", "rule"),
    [
        # name and postal code agree against the code
        ("64398", "Les Sorinières", "44840", None, True, "", "44198", "insee_contradicted"),
        ("28339", "Saint-Germain-le-Gaillard", "50340", None, True, "", "50480", "insee_contradicted"),  # two communes of that name
        ("18033", "Lyon", "69001", Point(45.76, 4.83), True, "", "69123", "insee_contradicted"),
        # the point of the code's own commune proves nothing, a measured one does
        ("63084", "Le Crest", "63450", CHANONAT, False, "", "63126", "insee_contradicted"),
        ("63084", "Le Crest", "63450", CHANONAT, True, "", "63084", "words_contradicted"),
        # the name of the place is a witness too
        ("63084", "Le Crest", "63450", CHANONAT, True, "Bibliothèque du Crest, Le Crest", "63126", "insee_contradicted"),
        ("10414", "Le Pavillon-Sainte-Julie", "10350", None, True, "Point lecture Villeloup", "10414", "words_contradicted"),
        ("57630", "Buhl-Lorraine", "57400", None, True, "Service du Pays de Sarrebourg", "57119", "insee_contradicted"),
        # nobody agrees: the code stays, and a person is asked
        ("33063", "Lyon", "", None, True, "", "33063", "words_contradicted"),
        # code and postal code agree against the name: no more than a doubt
        ("62060", "Herlin-le-Sec", "62390", None, True, "", "62060", "commune_contradicts"),
        # a name that the commune also bears is no contradiction
        ("63244", "Cellule", "63200", None, True, "", "63244", "commune_contradicts"),
    ],
)
def test_two_communes_in_a_row_are_told_apart_by_what_agrees(
    code: str, commune: str, post: str, point: Point | None, is_measured: bool, told: str, kept: str, rule: str
) -> None:
    settled = communes.settle(code, commune, post, point, is_measured=is_measured, told=told)

    assert (settled.insee, settled.postal_code) == (kept, post)
    assert rule in rules(settled.remarks)


def test_the_point_of_a_refused_code_goes_with_it() -> None:
    settled = communes.settle("63084", "Le Crest", "63450", CHANONAT, is_measured=False)

    assert not settled.is_point_kept
    assert rules(settled.remarks) == ["insee_contradicted", "point_set_aside"]
    assert communes.settle("63084", "Le Crest", "63450", Point(45.687, 3.127)).is_point_kept
    assert not communes.settle("63084", "Le Crest", "63450", Point(45.69, 3.11), told="Bibliothèque, Le Crest").is_point_kept, "nearer to the other"


def test_a_former_code_leads_to_the_commune_of_today() -> None:
    settled = communes.settle("49001", "Les Alleuds", "49320", None)

    assert settled.insee == "49050"  # Brissac Loire Aubance
    assert settled.commune == "Les Alleuds"
    assert rules(settled.remarks) == ["insee_former"]


def test_a_missing_postal_code_is_deduced_when_the_commune_has_one() -> None:
    settled = communes.settle("", "Athis", "", Point(49.0172, 4.1285))

    assert (settled.insee, settled.postal_code) == ("51018", "51150")
    assert "postal_code_deduced" in rules(settled.remarks)


def test_a_missing_postal_code_of_a_large_city_stays_missing() -> None:
    assert communes.settle("33063", "Bordeaux", "", None).postal_code == ""


def test_a_point_alone_gives_the_commune_when_it_is_sure() -> None:
    sure, unsure = communes.settle("", "", "", Point(41.7177, 8.9187)), communes.settle("", "", "", Point(48.80, 2.42))

    assert (sure.insee, rules(sure.remarks)[0]) == ("2A189", "insee_from_point")
    assert unsure.insee == ""


def test_a_postal_code_of_another_departement_is_a_slip_where_the_point_shows_the_commune() -> None:
    there, nowhere, elsewhere = (communes.settle("", "Partinello", "21017", point) for point in (Point(42.31061, 8.68293), None, Point(47.32, 5.04)))

    assert (there.insee, there.postal_code) == ("2A203", "20147")
    assert {"postal_code_elsewhere", "postal_code_deduced"} <= set(rules(there.remarks))
    assert nowhere.postal_code == elsewhere.postal_code == "21017"


def test_a_name_that_begins_with_that_of_a_commune_is_that_commune_where_its_postal_code_and_the_point_agree() -> None:
    point = Point(41.63094, 9.06358)
    settled = communes.settle("", "Foce BILZESE", "20100", point)

    assert (settled.insee, settled.commune, rules(settled.remarks)) == ("2A115", "Foce BILZESE", ["insee_from_point"])
    assert communes.settle("", "Foce BILZESE", "20100", None).insee == ""
    assert communes.settle("", "Foce BILZESE", "20200", point).insee == ""
    assert communes.settle("", "Focette", "20100", point).insee == ""


def test_homonyms_are_told_apart_by_the_point() -> None:
    assert communes.settle("", "Saint-Denis", "", Point(48.936, 2.357)).insee == "93066"
    assert rules(communes.settle("", "Saint-Aubin", "", None).remarks) == ["commune_ambiguous"]


def test_a_wrong_insee_code_harms_nothing_else() -> None:
    good, bad = communes.settle("", "Bordeaux", "33000", None), communes.settle("99999", "Bordeaux", "33000", None)

    assert (good.insee, good.commune, good.postal_code) == (bad.insee, bad.commune, bad.postal_code)
    assert "insee_unreadable" in rules(bad.remarks)


@pytest.mark.parametrize(("point", "told"), [(BORDEAUX, []), (Point(45.2, -0.58), ["point_far"]), (Point(48.85, 2.35), ["point_contradicts"])])
def test_a_point_far_from_its_commune_is_told(point: Point, told: list[str]) -> None:
    assert rules(communes.distance_remarks("33063", point)) == told


@pytest.mark.parametrize(
    ("latitude", "longitude", "told"),
    [
        ("44.839574881764", "-0.58023800736287", []),
        ("44,8395748", "-0,5802380", []),
        ("-0.580238", "44.8395748", ["point_swapped"]),
        ("-21.209", "55.40355", []),
        ("0", "0", ["point_zero"]),
        ("44.8", "", ["point_half"]),
        ("41.93414,8", "8.7555", ["point_rewritten"]),  # both in the first column, cut short
        ("41.93414,9", "8.7555", ["point_unreadable"]),
        ("44.84°", "-0,58 °", []),
        ("999", "2", ["point_unreadable"]),
        ("52.52", "13.405", ["point_outside"]),
        ("1e999", "2", ["point_unreadable"]),
        ("", "", []),
    ],
)
def test_coordinates(latitude: str, longitude: str, told: list[str]) -> None:
    assert rules(points.point(latitude, longitude)[1]) == told


LYON = Point(45.7676, 4.8344)
SAINT_DENIS = Point(-20.8789, 55.4481)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("-0.5802 ", "44,8396"),
        ("44.8396, -0.5802", ""),
        ("", "44,8396 ; -0,5802"),
        ("44,8396 -0,5802", "44,8396 -0,5802"),
        ("44.8396,-0.5802", "-0.5802"),
        ("POINT(-0.5802 44.8396)", ""),
        ("SRID=4326;point z (-0.5802 44.8396 12)", ""),
        ('{"type":"Point","coordinates":[-0.5802,44.8396]}', ""),
        ("44°50'22.56\"N", "0°34'48.7\"O"),
        ("44° 50′ 22,56″ Nord", "0° 34′ 48,7″ Ouest"),
        ("N 44° 50.376'", "W 0° 34.812'"),
        ("0°34'48.7\"W", "44°50'22.56\"N"),
        ("44°50'22.56\"N 0°34'48.7\"W", ""),
        ("44 50 22.56 N", "0 34 48.7 W"),
        ("44:50:22.56", "-0:34:48.7"),
        ("44.8396° N", "0.5802° W"),
    ],
)
def test_every_writing_of_degrees_gives_the_same_point(first: str, second: str) -> None:
    found, remarks = points.point(first, second)

    assert found is not None
    assert distance_km(found, Point(44.8396, -0.5802)) < 0.02
    assert len(remarks) == 1
    assert rules(remarks)[0] in {"point_swapped", "point_rewritten"}


@pytest.mark.parametrize(
    ("east", "north", "near", "departement", "system"),
    [
        ("842 700", "6 519 500", LYON, "69", "Lambert-93"),
        ("6519500,5", "842700,2", LYON, "69", "Lambert-93"),
        ("842700", "6519500", None, "", "Lambert-93"),
        ("1842500", "5174900", LYON, "69", "Lambert CC46"),
        ("1843000", "4286000", LYON, "69", "Lambert CC45"),
        ("794900", "2087700", LYON, "69", "Lambert II étendu"),
        ("538162.0", "5743085.0", LYON, "69", "Web Mercator"),
        ("338600", "7690500", SAINT_DENIS, "974", "UTM 40S"),
    ],
)
def test_metres_become_degrees_where_the_commune_is(east: str, north: str, near: Point | None, departement: str, system: str) -> None:
    found, remarks = points.point(east, north, near=near, departement=departement)

    assert found is not None
    assert distance_km(found, near or LYON) < 6
    assert [(remark.rule, remark.kept) for remark in remarks] == [("point_projected", system)]


def test_metres_that_fall_far_from_the_commune_are_not_kept() -> None:
    assert points.point("842700", "6519500", near=SAINT_DENIS, departement="974")[0] is None


def test_figures_without_their_point_are_read_only_where_the_commune_is() -> None:
    found, remarks = points.point("448396123", "-5802380", near=BORDEAUX)

    assert found is not None
    assert distance_km(found, BORDEAUX) < 0.1
    assert rules(remarks) == ["point_decimals"]
    assert points.point("448396123", "-5802380")[0] is None
    assert points.point("448396123", "-5802380", near=LYON)[0] is None
    assert points.point("448396123", "-0.580238", near=BORDEAUX)[0] == Point(44.8396123, -0.580238)


@settings(deadline=None)  # the first call loads the communes
@given(st.text(max_size=20), st.text(max_size=20))
def test_coordinates_never_raise(latitude: str, longitude: str) -> None:
    found, _remarks = points.point(latitude, longitude)

    assert found is None or (abs(found.latitude) <= 90 and abs(found.longitude) <= 180)


@settings(deadline=None)  # the first call loads the communes
@given(st.floats(41.5, 51), st.floats(-4.5, 8))
def test_degrees_are_kept_as_told(latitude: float, longitude: float) -> None:
    found, remarks = points.point(f"{latitude:.6f}", f"{longitude:.6f}")

    assert found == Point(round(float(f"{latitude:.6f}"), 7), round(float(f"{longitude:.6f}"), 7))
    assert remarks == ()


@pytest.mark.parametrize("written", ["Place de l'église, Le Bourg", "3 rue Haute, Mairie", "Salle 2 - Le Village"])
def test_words_that_mean_nowhere_are_no_town(written: str) -> None:
    assert addresses.street(written, may_split=True) == ((written, "", "", ""), ())
    assert communes.settle("", "Le Bourg", "", None).insee == ""
    assert communes.settle("", "Le Bourg", "", Point(44.7, 2.1)).insee != "46034"  # 20 km away


def test_a_name_alone_is_a_commune_only_where_the_point_is() -> None:
    lyon = Point(45.76, 4.83)

    assert communes.settle("", "Bordeaux", "", BORDEAUX).insee == "33063"
    found = communes.settle("", "Bordeaux", "", lyon)
    assert (found.insee, found.commune, found.postal_code, rules(found.remarks)) == ("", "Bordeaux", "", ["point_contradicts"])


@pytest.mark.parametrize(("cell", "town", "expected"), [("6000", "Nice", "06000"), ("2360", "Boussac", ""), ("1000", "", "01000"), ("1000", "Guéret", "")])
def test_a_zero_is_given_back_only_where_the_town_may_be(cell: str, town: str, expected: str) -> None:
    found, remarks = communes.postal_code(cell, town)

    assert found == expected
    assert remarks


@pytest.mark.parametrize(
    ("cell", "name", "code"),
    [
        ("33000 Bordeaux", "Bordeaux", "33000"),
        ("33000 BORDEAUX CEDEX 9", "BORDEAUX", "33000"),
        ("Bordeaux (33000)", "Bordeaux", "33000"),
        ("Bordeaux (33)", "Bordeaux", ""),
        ("Bordeaux - 33000", "Bordeaux", "33000"),
        ("Paris 12", "Paris 12", ""),
        ("Bordeaux", "Bordeaux", ""),
        ("33000", "", ""),
    ],
)
def test_codes_beside_the_name_of_a_commune(cell: str, name: str, code: str) -> None:
    assert (communes.name(cell), communes.code_in_name(cell)) == (name, code)


@pytest.mark.parametrize(
    ("name", "post", "insee"),
    [("STRASBOUG", "67200", "67482"), ("PORTO-VECHHIO", "20137", "2A247"), ("Saignac", "12000", ""), ("Folelli", "20213", ""), ("Strasboug", "", "")],
)
def test_a_slip_of_the_pen_is_read_within_a_postal_code(name: str, post: str, insee: str) -> None:
    settled = communes.settle("", name, post, None)

    assert settled.insee == insee
    assert rules(settled.remarks)[0] == ("commune_misspelt" if insee else "commune_unknown")
