"""How people write the names of communes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.territories import codes, names


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("St-Étienne", "saint etienne"),
        ("STE FEYRE", "sainte feyre"),
        ("Villeneuve s/ Lot", "villeneuve sur lot"),
        ("Sts-Geosmes", "saints geosmes"),
        ("L’Haÿ-les-Roses", "l hay les roses"),
    ],
)
def test_fold_name_writes_abbreviations_out(written, folded):
    assert names.fold_name(written) == folded


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("GUERET CEDEX", "gueret"),
        ("Bordeaux Cedex 9", "bordeaux"),
        ("Lyon 3e Arrondissement", "lyon"),
        ("PARIS 13", "paris"),
        ("Marseille 1er", "marseille"),
        ("SOUTERRAINE LA", "la souterraine"),
        ("Souterraine (La)", "la souterraine"),
        ("La Souterraine", "souterraine"),
        ("Château-Chinon (Ville)", "chateau chinon"),
    ],
)
def test_asked_keys_hold_the_plain_name(written, key):
    assert key in names.asked_keys(written)


def test_number_is_kept_when_it_is_not_an_arrondissement():
    assert names.bare("tours 3") == "tours 3"


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text):
    assert names.fold_name(names.fold_name(text)) == names.fold_name(text)


@given(st.text(max_size=40))
def test_asked_keys_are_folded_and_never_empty(text):
    assert all(key and key == names.fold(key) for key in names.asked_keys(text))


@pytest.mark.parametrize(("code", "departement"), [("23096", "23"), ("2A004", "2A"), ("2B033", "2B"), ("97411", "974"), ("98818", "988"), ("75113", "75")])
def test_departement_of_a_code(code, departement):
    assert codes.departement_of(code) == departement


@pytest.mark.parametrize(
    ("postal_code", "departements"),
    [
        ("23011", ("23",)),
        ("20176", ("2A",)),
        ("20412", ("2A", "2B")),
        ("20620", ("2B",)),
        ("97490", ("974",)),
        ("98800", ("988",)),
        ("2300", ()),
        ("", ()),
        ("2A004", ()),
    ],
)
def test_departements_from_the_first_figures(postal_code, departements):
    assert codes.departements_from_prefix(postal_code) == departements
