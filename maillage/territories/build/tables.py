"""Knows how the two packages become our tables: today's communes with their point, and the codes of yesterday."""

from typing import Any

from maillage.territories.build import packages, points
from maillage.territories.files import Tables
from maillage.territories.values import Arrondissement, Commune, Former

Entry = dict[str, Any]
ATTRIBUTION = "INSEE COG, La Poste, IGN ADMIN EXPRESS, DILA, Licence Ouverte 2.0"
VINTAGE = "2026"


def derive(decoupage: dict[str, list[Entry]], contours: points.Contours) -> Tables:
    """The tables, in the order of their codes."""
    entries = decoupage["communes"]
    epci_of = {member["code"]: epci["code"] for epci in decoupage["epci"] for member in epci["membres"]}
    current = [entry for entry in entries if entry["type"] == "commune-actuelle"]
    return Tables(
        communes=[_commune(entry, epci_of.get(entry["code"], ""), contours) for entry in current],
        arrondissements=[_arrondissement(entry, contours) for entry in entries if entry["type"] == "arrondissement-municipal"],
        former=former_communes(entries),
        regions={entry["code"]: entry["nom"] for entry in decoupage["regions"]},
        departements={entry["code"]: (entry["nom"], entry["region"]) for entry in decoupage["departements"]},
        epcis={entry["code"]: entry["nom"] for entry in decoupage["epci"]},
        origin={
            "attribution": ATTRIBUTION,
            "vintage": VINTAGE,
            "sources": [f"{packages.DECOUPAGE} {packages.DECOUPAGE_VERSION}", f"{packages.FRANCE} {packages.FRANCE_VERSION}"],
        },
    )


def former_communes(entries: list[Entry]) -> list[Former]:
    """Codes of associated and delegated communes, of arrondissements, and those a commune lists as its own former ones.

    An entry's own parent wins over such a list: two codes stand in both, with two answers.
    """
    listed = {code: Former(code, "", entry["code"]) for entry in entries for code in entry.get("anciensCodes", ())}
    own = {entry["code"]: Former(entry["code"], entry["nom"], parent) for entry in entries if (parent := entry.get("chefLieu") or entry.get("commune"))}
    return list((listed | own).values())


def _commune(entry: Entry, epci: str, contours: points.Contours) -> Commune:
    return Commune(entry["code"], entry["nom"], *_located(entry, contours), entry["departement"], entry["region"], epci)


def _arrondissement(entry: Entry, contours: points.Contours) -> Arrondissement:
    return Arrondissement(entry["code"], entry["nom"], *_located(entry, contours), entry["commune"])


def _located(entry: Entry, contours: points.Contours) -> tuple[tuple[str, ...], int | None, float | None, float | None, str]:
    contour, town_hall = contours.get(entry["code"], (None, None))
    return tuple(entry.get("codesPostaux", ())), entry.get("population"), *points.place(contour, town_hall)
