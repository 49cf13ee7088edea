"""What people write when asked where."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.web.resident import where


@pytest.mark.parametrize(
    "typed",
    ["Guéret", "gueret", "Guéret 23000", "23000 guéret", "Guéret (23)", "Guéret 23", "Guéret, Creuse", "23096", "com:23096", "GUERET CEDEX"],
)
def test_a_commune_however_written(typed: str) -> None:
    found = where.resolve(typed)
    assert (found.label, found.phrase, found.territories) == ("Guéret (23)", "près de Guéret", ())
    assert found.near


@pytest.mark.parametrize(
    ("typed", "territory", "label"),
    [
        ("23", "dep:23", "Creuse (23)"),
        ("Creuse", "dep:23", "Creuse (23)"),
        ("Creuse (23)", "dep:23", "Creuse (23)"),
        ("département de la Creuse", "dep:23", "Creuse (23)"),
        ("2a", "dep:2A", "Corse-du-Sud (2A)"),
        ("bretagne", "reg:53", "Bretagne"),
        ("dep:23", "dep:23", "Creuse (23)"),
        ("departement-23", "dep:23", "Creuse (23)"),
        ("CA du Grand Guéret", "epci:200034825", "CA du Grand Guéret"),
    ],
)
def test_an_area_however_written(typed: str, territory: str, label: str) -> None:
    found = where.resolve(typed)
    assert (found.territories, found.label, found.near) == ((territory,), label, None)


def test_what_is_written_back_means_the_same() -> None:
    for typed in ("Guéret", "Creuse", "Bretagne", "75011", "Paris 13e", "69003", "Le Mans", "L'Haÿ-les-Roses", "23000", "Marseille 1er"):
        once = where.resolve(typed)
        again = where.resolve(once.label)
        assert (again.label, again.near, again.territories) == (once.label, once.near, once.territories)


def test_a_departement_wins_over_a_village_of_the_same_name_which_stays_proposed() -> None:
    assert [where.label_of(commune) for commune in where.resolve("creuse").others] == ["Creuse (80)"]


def test_paris_is_a_commune_to_search_from() -> None:
    found = where.resolve("Paris")
    assert found.near and found.label == "Paris (75)"


@pytest.mark.parametrize(
    ("typed", "label"), [("75011", "Paris 11e arrondissement (75)"), ("Lyon 3", "Lyon 3e arrondissement (69)"), ("13002", "Marseille 2e arrondissement (13)")]
)
def test_an_arrondissement_is_searched_from_its_own_point(typed: str, label: str) -> None:
    assert where.resolve(typed).label == label


def test_a_postal_code_of_several_communes_is_searched_from_the_largest() -> None:
    found = where.resolve("23000")
    assert (found.label, found.phrase) == ("23000", "autour de 23000 Guéret")


def test_homonyms_are_a_choice_and_each_choice_leads_somewhere() -> None:
    found = where.resolve("Saint-Sulpice")
    assert len(found.choices) > 5 and not found.is_found
    assert all(where.resolve(where.typed_for(commune)).is_found for commune in found.choices)


def test_a_former_commune_leads_to_the_one_of_today() -> None:
    found = where.resolve("Blaudeix")
    assert (found.label, found.now_part_of) == ("Parsac (23)", "Parsac")


@pytest.mark.parametrize("typed", ["st etienne", "Saint-Etienne", "souterraine", "La Souterraine"])
def test_another_spelling_is_not_a_former_commune(typed: str) -> None:
    assert where.resolve(typed).now_part_of == ""


def test_what_we_do_not_know_is_said_with_what_looks_like_it() -> None:
    found = where.resolve("Royère")
    assert found.unknown and "Royère-de-Vassivière" in [commune.name for commune in found.guesses]


@given(st.text(max_size=120))
@settings(deadline=None)  # the first one loads the communes
def test_any_text_is_read_without_fault(typed: str) -> None:
    where.resolve(typed)
