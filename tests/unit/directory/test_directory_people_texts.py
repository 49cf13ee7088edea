"""What names a person is taken out; what names a place stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.directory.people.texts import MARK, name_without_persons, url_names_a_person, without_persons
from tests.factories.persons import IN_NAMES, IN_TEXTS, persons

NAMES_OF_PLACES = (
    "Médiathèque Jean Moulin", "Espace Simone Veil", "MEDIATHEQUE MUNICIPALE RENE BLANC", "Germaine Tillion", "Mediatheque Louis - Perceau", "8 rue Madame",
    "1 rue Madame de Sévigné", "Mairie – Madame la Maire", "CENTRE CULTUREL M.P SALONNE", "la M.J.C. de Lyon", "Médi@thèque", "CS Jean Guéguen",
    "France services Colombes - Jules Michelet", "156 RUE PRESIDENT F. MITTERRAND", "Salle Paul Bert", "Maison des Loisirs André Courtiaud",
)  # fmt: skip
TEXTS_OF_PLACES = (
    "Tramway, station Jean Vilar", "Isle Saint Georges, Saint Médard d’Eyrans", "place Eugène Gauthier, dans un pôle", "Luc en Diois, Lus la Croix Haute",
    "La bibliothèque Pierre Veilletet du quartier", "Itinérance sur la Communauté de communes Loir Lucé Bercé", "catégorie B. Prévoir une pièce",
    "contacter la Mairie", "demander le RSA", "Renseignements au 06 59 01 30 40", "accueil@mairie.fr", "Marie-Galante et Pierre-Bénite",
    "Centre Socio-Culturel Paul Faraud", "avec l’association Emmaüs", "un lieu nommé d’après Rosa Parks",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES_OF_PLACES)
def test_a_name_of_a_place_stays(name: str):
    assert name_without_persons(name) == name


@pytest.mark.parametrize("text", TEXTS_OF_PLACES)
def test_a_sentence_about_places_stays(text: str):
    assert without_persons(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Contact : Adrianne - 06.44.66.34.02", ""),
        ("Conférence des Financeurs (à Corinne Hébert): 1.50€", f"Conférence des Financeurs (à {MARK}): 1.50€"),
        ("Karim vous accueille le mardi.", f"{MARK} vous accueille le mardi."),
        ("atelier animé par Yann Le Goff le jeudi", f"atelier animé par {MARK} le jeudi"),
        ("s’adresser à Mme Le Roux, bureau 3", f"s’adresser à {MARK}, bureau 3"),
        ("Tél. 02 41 39 75 43, mail sophie.bernard@mairie.fr", f"Tél. 02 41 39 75 43, mail {MARK}"),
        ("sophie.bernard [at] mairie.fr ou passer", f"{MARK} ou passer"),
    ],
)
def test_the_smallest_part_of_a_sentence_is_taken_out(text: str, left: str):
    assert without_persons(text) == left


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("Mairie de Bar – Mme Durand", "Mairie de Bar"),
        ("Médiathèque (demander Karim)", "Médiathèque"),
        ("Domicile de Mme CUNIER", "Domicile"),
        ("Chez Sophie Bernard, 3 rue des Lilas", "3 rue des Lilas"),
        ("80 avenue de Fossombrone sophie.bernard@live.fr", "80 avenue de Fossombrone"),
    ],
)
def test_no_trace_is_left_in_a_name(name: str, left: str):
    assert name_without_persons(name) == left


def test_two_hundred_persons_in_every_way_are_told():
    for person in persons():
        for pattern in IN_NAMES:
            assert person.first not in name_without_persons(person.told(pattern)).split(), pattern
        for pattern in IN_TEXTS:
            assert person.first not in without_persons(person.told(pattern)).split(), pattern


def test_what_is_ours_or_of_the_service_stays():
    assert without_persons("Sophie Bernard se visite", ours="Musée Sophie Bernard") == "Sophie Bernard se visite"
    assert without_persons("Demander Karim, 06 12 34 56 78 ou passer", known=frozenset({"612345678"})) == f"Demander {MARK}, 06 12 34 56 78 ou passer"


@pytest.mark.parametrize(
    ("url", "names"),
    [
        ("https://www.facebook.com/sophie.bernard.92", True), ("https://www.linkedin.com/in/xx", True), ("https://calendly.com/sophie-bernard/30min", True),
        ("mailto:sophie.bernard@free.fr", True), ("https://wa.me/33612345678", True), ("https://x.example/?m=sophie.bernard@free.fr", True),
        ("https://mediatheque-jean-moulin.fr", False), ("https://facebook.com/mediathequejean", False), ("mailto:accueil@free.fr", False),
        ("http://[", False), ("", False),
    ],
)  # fmt: skip
def test_an_address_of_the_web_names_somebody_or_not(url: str, names: bool):
    assert url_names_a_person(url) is names


@given(st.text(max_size=300))
def test_any_text_is_read(text: str):
    assert isinstance(without_persons(text), str)
    assert isinstance(name_without_persons(text), str)
    assert isinstance(url_names_a_person(text), bool)
