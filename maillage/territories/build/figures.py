"""Knows the figures that the exact versions of the two packages must give; a build that differs is refused."""

from collections import Counter
from typing import Any

from maillage.territories.files import Tables

EXPECTED: dict[str, Any] = {
    "communes": 34_969,
    "points": {"mairie": 33_046, "contour": 1_825, "": 98},
    "population": 68_952_941,
    "without population": 6,
    "without postal code": 5,
    "with several postal codes": 387,
    "without EPCI": 98,
    "arrondissements": 45,
    "former codes": 4_869,
    "former codes that are current": 584,
    "epcis": 1_255,
    "departements": 109,
    "regions": 26,
    "Brest": (48.3917, -4.4845),
    "Saint-Denis": (-20.8790, 55.4486),
}
EXPECTED_OUTLINE: dict[str, Any] = {
    "features": 101,
    "polygons": 119,
    "holes": {"26": 1, "60": 1, "62": 1, "64": 2, "66": 1},  # Valréas, Aisne in Oise, Nord in Pas-de-Calais, two of Hautes-Pyrénées, Llívia
}


def of_tables(tables: Tables) -> dict[str, Any]:
    """The same figures, counted."""
    communes = {commune.code: commune for commune in tables.communes}
    return {
        "communes": len(communes),
        "points": dict(Counter(commune.point_origin for commune in communes.values())),
        "population": sum(commune.population or 0 for commune in communes.values()),
        "without population": sum(commune.population is None for commune in communes.values()),
        "without postal code": sum(not commune.postal_codes for commune in communes.values()),
        "with several postal codes": sum(len(commune.postal_codes) > 1 for commune in communes.values()),
        "without EPCI": sum(not commune.epci for commune in communes.values()),
        "arrondissements": len(tables.arrondissements),
        "former codes": len({former.code for former in tables.former}),
        "former codes that are current": len({former.code for former in tables.former} & set(communes)),
        "epcis": len(tables.epcis),
        "departements": len(tables.departements),
        "regions": len(tables.regions),
        "Brest": communes["29019"].point,
        "Saint-Denis": communes["97411"].point,
    }


def of_outline(outline: dict[str, Any]) -> dict[str, Any]:
    """Counts of features, polygons and inner rings."""
    polygons: list[tuple[str, Any]] = []
    for feature in outline["features"]:
        geometry = feature["geometry"]
        shapes = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
        polygons += [(feature["id"], rings) for rings in shapes]
    holes = Counter(code for code, rings in polygons for _ in rings[1:])
    return {"features": len(outline["features"]), "polygons": len(polygons), "holes": dict(holes)}


def differences(found: dict[str, Any], expected: dict[str, Any]) -> list[str]:
    """One sentence per figure that is not the expected one."""
    return [f"{name}: {found.get(name)}, expected {value}" for name, value in expected.items() if found.get(name) != value]
