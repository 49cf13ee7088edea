"""How one place is said in the columns of the national standard."""

from dataclasses import replace

import pytest

from maillage.opendata.schemas import standard
from tests.factories.opendata import LIBRARY


def test_row_fills_the_columns_of_the_standard():
    cells = standard.row(LIBRARY)

    assert set(cells) < set(standard.NAMES)
    assert cells["services"] == "Accès internet et matériel informatique"
    assert cells["frais_a_charge"] == "Gratuit"
    assert cells["itinerance"] == "Fixe"
    assert cells["date_maj"] == "2026-03-03"
    assert standard.missing(cells) == []


@pytest.mark.parametrize(
    ("identifiers", "expected"),
    [
        ({"siret": "43493312300029"}, "43493312300029"),
        ({"rna": "W332000001"}, "W332000001"),
        ({"siret": "43493312300029", "rna": "W332000001"}, "43493312300029"),
        ({}, "M3F0C9A52"),
    ],
)
def test_pivot_is_a_stated_identifier_or_our_own_code(identifiers, expected):
    assert standard.pivot(replace(LIBRARY, identifiers=identifiers)) == expected


def test_phone_takes_the_first_number_that_the_standard_accepts():
    short_first = ["3949", "+33555000002"]

    assert standard.phone(replace(LIBRARY, phones=short_first)) == "+33555000002"
    assert standard.phone(replace(LIBRARY, phones=short_first[:1])) == ""


def test_labels_of_a_second_level_service_are_those_of_the_first():
    second_level = next(term for term in standard.referentials.vocabulary("services") if term.parent)

    assert standard.labels("services", [second_level.code, second_level.parent]) == standard.labels("services", [second_level.parent])


@pytest.mark.parametrize("column", ["commune", "code_postal", "adresse"])
def test_missing_names_the_required_columns_left_empty(column):
    field = {"commune": "commune", "code_postal": "postal_code", "adresse": "street"}[column]

    assert standard.missing(standard.row(replace(LIBRARY, **{field: ""}))) == [column]
