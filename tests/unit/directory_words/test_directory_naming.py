"""Names are shown so that one can tell a place from another, and nobody shouts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.base.text import fold
from maillage.directory.naming import display_name, of


@pytest.mark.parametrize(
    ("name", "kinds", "commune", "shown"),
    [
        ("Bibliothèque municipale", ["BIB"], "Uzès", "Bibliothèque municipale d’Uzès"),
        ("BIBLIOTHEQUE", ["BIB"], "Le Havre", "Bibliothèque du Havre"),
        ("Médiathèque", ["BIB"], "Les Mureaux", "Médiathèque des Mureaux"),
        ("POINT LECTURE", [], "La Rochelle", "Point lecture de La Rochelle"),
        ("Bibliotheque  Municipale", ["BIB"], "L'Haÿ-les-Roses", "Bibliothèque municipale de L’Haÿ-les-Roses"),
        ("Mairie", ["MUNI"], "Lyon", "Mairie de Lyon"),
        ("FRANCE SERVICES", ["RFS"], "Yvetot", "France services d’Yvetot"),
        ("CCAS", ["CCAS"], "Arles", "CCAS d’Arles"),
        ("Mission Locale", ["ML"], "Gap", "Mission locale de Gap"),
        ("Mairie - Bibliothèque", ["BIB"], "Die", "Mairie - bibliothèque de Die"),
        ("MEDIATHEQUE DEPARTEMENTALE", ["BIB"], "FOIX", "Médiathèque départementale (Foix)"),
    ],
)
def test_a_name_that_says_only_what_it_is_gets_its_commune(name, kinds, commune, shown):
    assert display_name(name, kinds, commune) == shown


@pytest.mark.parametrize(
    ("name", "kinds", "commune", "shown"),
    [
        ("Mairie", ["BIB"], "LA CHAPELLE PALLUAU", "Bibliothèque de La Chapelle Palluau (mairie)"),
        ("Ecole", ["BIB"], "Gap", "Bibliothèque de Gap (école)"),
        ("Bouconvillers", ["RFS"], "Bouconvillers", "France services de Bouconvillers"),
        ("LE GRAND PRESSIGNY", ["BIB"], "Le Grand-Pressigny", "Bibliothèque du Grand-Pressigny"),
        ("Bouconvillers", [], "Bouconvillers", "Bouconvillers"),
    ],
)
def test_a_name_that_says_only_where_it_is_gets_what_it_is(name, kinds, commune, shown):
    assert display_name(name, kinds, commune) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Médiathèque François Mitterrand", "Médiathèque François Mitterrand"),
        ("Centre social Le Point du Jour", "Centre social Le Point du Jour"),
        ("Mediatheque Municipale Louis Aragon", "Médiathèque municipale Louis Aragon"),
        ("MEDIATHEQUE L'ODYSSEE", "Médiathèque L’Odyssee"),
        ("MEDIATHEQUE DE L'ODYSSEE", "Médiathèque de l’Odyssee"),
        ("BIBLIOTHEQUE DE SAINT MAURICE LES CHATEAUNEUF", "Bibliothèque de Saint Maurice les Chateauneuf"),
        ("Médiatheque ANDRE MALRAUX", "Médiathèque Andre Malraux"),
        ("CCAS DE SAINT-MALO", "CCAS de Saint-Malo"),
        ("MEDIATHEQUE DE LA CA2BM", "Médiathèque de la CA2BM"),
        ("Association ACSO", "Association ACSO"),
        ("Mairie D'asson", "Mairie d’Asson"),
        ("Bibliothèque De Saint-Pardoux", "Bibliothèque de Saint-Pardoux"),
        ("bibliothèque de Céré-la-Ronde", "Bibliothèque de Céré-la-Ronde"),
        ("L'Espace", "L’Espace"),
        ("", ""),
    ],
)
def test_other_names_keep_their_words_with_sober_capitals(name, shown):
    assert display_name(name, [], "Ailleurs") == shown


@pytest.mark.parametrize(
    ("commune", "said"),
    [
        ("Lyon", "de Lyon"),
        ("Uzès", "d’Uzès"),
        ("Étampes", "d’Étampes"),
        ("Œuilly", "d’Œuilly"),
        ("Hyères", "d’Hyères"),
        ("Houilles", "de Houilles"),
        ("Hauteluce", "de Hauteluce"),
        ("Yvetot", "d’Yvetot"),
        ("Yutz", "de Yutz"),
        ("Le Havre", "du Havre"),
        ("Les Abymes", "des Abymes"),
        ("La Rochelle", "de La Rochelle"),
        ("L'Aigle", "de L’Aigle"),
        ("Lelling", "de Lelling"),
        ("SAINT-PIERRE-DES-CORPS", "de Saint-Pierre-des-Corps"),
        ("Paris 12e Arrondissement", "de Paris 12e"),
        ("VILLIERS-SUR-MARNE CEDEX", "de Villiers-sur-Marne"),
    ],
)
def test_of_speaks_french(commune, said):
    assert of(commune) == said


@given(st.text(max_size=40), st.lists(st.sampled_from(["BIB", "MUNI", "CCAS", "unheard-of"]), max_size=2), st.text(max_size=20))
def test_any_name_is_shown_and_keeps_its_words(name, kinds, commune):
    shown = display_name(name, kinds, commune)

    assert set(fold(name).split()) <= set(fold(shown).split()) | set(fold(commune).split())
    assert display_name(name, kinds, commune) == shown


def test_no_commune_leaves_the_name_alone():
    assert display_name("BIBLIOTHEQUE", ["BIB"], "") == "Bibliothèque"
