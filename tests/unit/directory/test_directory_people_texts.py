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
    "Centre Socio-Culturel Paul Faraud", "avec l’association Emmaüs", "Bâtiment M, salle 3", "Salle Jean-Paul Sartre", "Mme la Maire vous accueille",
    "Avec Emmaüs Connect et le Secours Catholique",
    "Cours avec Word & Excel, animateurs formés", "Collège Jean-Baptiste Corot & Lycée Marie Curie", "Centre Louise Michel Bordeaux, ateliers",
    "Le Bus passe à Saint-Paul, Sainte-Rose et Le Tampon", "un lieu nommé d’après Rosa Parks",
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
        ("Contacter M. Abdelkrim Ouazzani pour toute inscription.", f"Contacter {MARK} pour toute inscription."),
        ("Président : M. Gérard Vieillefond, à Guéret", f"Président : {MARK}, à Guéret"),
        ("Bibliothécaire : Mme Yvette Saint-Amans le lundi", f"Bibliothécaire : {MARK} le lundi"),
        ("Tenu bénévolement par M Cazalbou et son épouse", f"Tenu bénévolement par {MARK} et son épouse"),
        ("voir la tutrice, Mme Wendy N'Guessan", f"voir la tutrice, {MARK}"),
        ("rdv à prendre au 0633445566 mme barbotin", f"rdv à prendre au {MARK}"),
        ("Réservation auprès de Jean-Paul Trichet au comptoir", f"Réservation auprès de {MARK} au comptoir"),
        ("MM. Hennebelle et Wozniak assurent la permanence.", f"{MARK} et {MARK} assurent la permanence."),
        ("Le bus passe avec à son bord Séverine et Karim, vos médiateurs.", f"Le bus passe avec à son bord {MARK} et {MARK}, vos médiateurs."),
        ("Nos médiateurs : Sarah B., Enzo T. et Lina M. à la mairie", f"Nos médiateurs : {MARK} et {MARK} à la mairie"),
        ("Tiers-lieu porté par Romane Lachièze & Simon Ortolan", f"Tiers-lieu porté par {MARK}"),
        ("A. Bertaud et C. Lhomme – animateurs du lieu", f"{MARK} et {MARK} – animateurs du lieu"),
        ("Atelier construit avec Nguyen Thi Lan, écrivaine publique.", f"Atelier construit avec {MARK}, écrivaine publique."),
        ("Accompagnement par notre CNFS Hippolyte Gaudron", f"Accompagnement par notre CNFS {MARK}"),
        ("Le Fablab ouvre quand Éric Martel est là ; l'appeler avant au 0612345699.", f"Le Fablab ouvre quand {MARK} est là ; l'appeler avant au {MARK}."),
        ("Contact direct : 06 84 75 21 03 / Fabien, au lycée", f"Contact direct : {MARK}, au lycée"),
        ("Portable de Paulo : 0610101010, le mardi", f"Portable de {MARK}, le mardi"),
        ("Ouvert le samedi matin (Bruno)", f"Ouvert le samedi matin ({MARK})"),
        ("Pour les pass numériques, c'est Djamila qui s'en occupe.", f"Pour les pass numériques, c'est {MARK} qui s'en occupe."),
        ("Merci d'écrire à Loïc via loic_pennec35@gmail.com", f"Merci d'écrire à {MARK} via {MARK}"),
        ("conseil et aide : gaetan lemarchal gaetan.lemarchal@conseiller-numerique.fr", f"conseil et aide : {MARK}"),
        ("Contact : Lefebvre Patricia, à l’accueil du lieu-dit", f"Contact : {MARK}, à l’accueil du lieu-dit"),
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
