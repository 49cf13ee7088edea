"""The derivation: which point is believed, which hole is true, which package is the right one."""

import pytest

from maillage.territories.build import packages

REASON = "needs the dependency group `geography`"
shapely = pytest.importorskip("shapely", reason=REASON)
tables = pytest.importorskip("maillage.territories.build.tables")
points = pytest.importorskip("maillage.territories.build.points")
outline = pytest.importorskip("maillage.territories.build.outline")

AREA = shapely.box(1.0, 46.0, 1.1, 46.1)


def row(**values):
    return packages.ContourRow(**({"id": "1", "code": "23001", "type": "COM", "parent": "", "contour": "", "town_hall": ""} | values))


@pytest.mark.parametrize(
    ("hall", "expected"),
    [
        (shapely.Point(1.05, 46.05), (46.05, 1.05, "mairie")),
        (shapely.Point(1.104, 46.05), (46.05, 1.104, "mairie")),  # 0.3 km outside: the contour is the older one
        (shapely.Point(1.2, 46.05), (46.05, 1.05, "contour")),
        (shapely.Point(1.05, -46.05), (46.05, 1.05, "contour")),  # sign lost
        (None, (46.05, 1.05, "contour")),
    ],
)
def test_town_hall_is_believed_only_near_its_commune(hall, expected):
    assert points.place(AREA, hall) == pytest.approx(expected)


def test_no_contour_means_no_point():
    assert points.place(None, shapely.Point(1, 46)) == (None, None, "")


def test_missing_contour_is_the_union_of_the_delegated_communes():
    parts = [shapely.box(1, 46, 1.1, 46.1), shapely.box(1.1, 46, 1.2, 46.1)]
    rows = [row(town_hall="0101000000000000000000F87F000000000000F87F")]  # an empty point
    rows += [row(id=str(10 + i), code=f"2300{i + 2}", type="COMD", parent="1", contour=shapely.to_wkb(part, hex=True)) for i, part in enumerate(parts)]

    contour, hall = points.read(rows)["23001"]

    assert contour.area == pytest.approx(0.02)
    assert hall is None


def test_delegated_communes_are_not_communes():
    assert points.read([row(type="COMD", parent="9")]) == {}


def test_hole_without_another_departement_is_filled():
    ring = shapely.box(1.02, 46.02, 1.08, 46.08).exterior
    neighbour = shapely.box(1.02, 46.02, 1.08, 46.08)

    assert outline.is_true_hole(ring, [neighbour])
    assert not outline.is_true_hole(ring, [])
    assert not outline.is_true_hole(ring, [shapely.box(1.02, 46.02, 1.03, 46.03)])


def test_llivia_stays_a_hole():
    assert outline.is_true_hole(outline.LLIVIA.buffer(0.03).exterior, [])


def test_outline_keeps_the_largest_ring_and_drops_islets():
    contours = {
        "23001": (shapely.box(1, 46, 2, 47), None),
        "23002": (shapely.box(3, 46, 3.01, 46.01), None),  # 1 km²
        "87001": (shapely.box(0, 46, 1, 47), None),
    }

    drawing = outline.outline(contours, {"23": ("Creuse", "75"), "87": ("Haute-Vienne", "75")})

    assert [feature["properties"] for feature in drawing["features"]] == [{"code": "23", "name": "Creuse"}, {"code": "87", "name": "Haute-Vienne"}]
    assert {feature["geometry"]["type"] for feature in drawing["features"]} == {"Polygon"}


def test_own_parent_wins_over_a_list_of_former_codes():
    entries = [
        {"code": "60054", "nom": "Beaumont", "type": "commune-actuelle", "anciensCodes": ["60455", "60999"]},
        {"code": "60455", "nom": "La Neuville", "type": "commune-deleguee", "chefLieu": "60694"},
        {"code": "75101", "nom": "Paris 1er", "type": "arrondissement-municipal", "commune": "75056"},
    ]

    former = {item.code: (item.name, item.current) for item in tables.former_communes(entries)}

    assert former == {"60455": ("La Neuville", "60694"), "60999": ("", "60054"), "75101": ("Paris 1er", "75056")}


def test_package_with_other_bytes_is_refused(tmp_path):
    with pytest.raises(packages.WrongPackage, match="missing"):
        packages.check(tmp_path)
    for name in packages.HASHES:
        (tmp_path / name).write_bytes(b"something else")
    with pytest.raises(packages.WrongPackage, match="sha256"):
        packages.check(tmp_path)
