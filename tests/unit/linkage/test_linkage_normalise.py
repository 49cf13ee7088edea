"""What two ways of writing one thing have in common once normalised."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.linkage import normalise
from maillage.linkage.communes import present
from maillage.linkage.records import LinkRecord, from_statement


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("CTRE COM ACTION SOCIALE DE MIRAMAS", "ccas de miramas"),
        ("C.C.A.S. Mont-Dore", "ccas mont dore"),
        ("MSAP LES AIX D'ANGILLON", "france services les aix d angillon"),
        ("Maison de services au public Cussac", "france services cussac"),
        ("Maison France Services d’Avord", "france services d avord"),
        ("COMMUNE DE TRELAZE", "mairie de trelaze"),
        ("Marie d’Artenay", "mairie de artenay"),
        ("M.270", "m270"),
        ("Médiatthèque de Latresne", "bibliotheque de latresne"),
        ("MAISON DE SERVICES de Tardets", "france services de tardets"),
        ("Hôtel de Ville", "mairie"),
        ("Bibl. Mun. Ste-Foy", "bibliotheque municipale sainte foy"),
        ("CSC K'Leidoscope", "centre social k leidoscope"),
        ("CS du Chemillois", "centre social du chemillois"),
        ("PIJ de Montrevault", "information jeunesse de montrevault"),
        ("Association A.L.P.H.A.", "association alpha"),
    ],
)
def test_usual_forms_of_a_name_become_one(received, expected):
    assert normalise.normal_name(received) == expected


@pytest.mark.parametrize(
    ("received", "numbers", "street"),
    [
        ("42, place des Justices", {"42"}, "place justices"),
        ("2/4 PLACE DU MARCHE", {"2", "4"}, "place marche"),
        ("4-6 Pl. Jean Jaurès", {"4", "6"}, "place jean jaures"),
        ("Maison des Associations, 4 Place de l'Hôtel de Ville", {"4"}, "place hotel ville"),
        ("rue du 19 Mars 1962", set(), "rue 19 mars 1962"),
        ("256 RUE HUBERT DELISLE BP 300", {"256"}, "rue hubert delisle"),
        ("16 bis allée des Mimosas 33600 PESSAC", {"16b"}, "allee mimosas"),
        ("4 Avenue Allemagne ZAC Paul Badré Apt 1323", {"4"}, "avenue allemagne"),
        ("25 B rue Basse", {"25b"}, "rue basse"),
        ("25B rue Basse", {"25b"}, "rue basse"),
        ("12 A Casa", {"12"}, "casa"),
        ("Le Bourg", set(), ""),
        ("Mairie", set(), ""),
        ("5 rue petit village", {"5"}, "rue petit village"),
        ("", set(), ""),
    ],
)
def test_house_numbers_are_kept_apart_from_the_street(received, numbers, street):
    doors, found = normalise.normal_street(received, "pessac")
    assert ({f"{number}{letter}" for number, letter in doors}, found) == (numbers, street)


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("+33241397543", "241397543"),
        ("02 41 39 75 43", "241397543"),
        ("+262262123456", "262123456"),
        ("+687334148", "687334148"),
        ("3949", ""),
        ("+687", ""),
        ("", ""),
    ],
)
def test_a_telephone_number_is_its_significant_digits_and_short_ones_identify_nobody(received, expected):
    assert normalise.normal_phone(received) == expected


def test_domains_that_thousands_share_are_not_kept():
    assert normalise.normal_emails(("Accueil@Troismats.fr", "x@orange.fr", "no-address")) == (
        frozenset({"accueil@troismats.fr", "x@orange.fr"}),
        frozenset({"troismats.fr"}),
    )


def test_sites_are_compared_without_scheme_and_platforms_are_dropped():
    assert normalise.normal_site("https://www.Troismats.fr/") == "troismats.fr"
    assert normalise.normal_site("https://facebook.com") == ""


def test_communes_lose_cedex_and_arrondissement():
    assert normalise.normal_commune("BASTIA CEDEX") == normalise.normal_commune("Bastia")
    assert normalise.normal_commune("MARSEILLE 2E ARRONDISSEMENT") == normalise.normal_commune("Marseille")
    assert normalise.normal_commune("St-Étienne") == "saint etienne"


def test_what_names_a_place_is_neither_its_kind_nor_its_commune():
    record = normalise.normalise(LinkRecord("a", "s", "1", name="Médiathèque municipale Jacques Ellul de Pessac", commune="Pessac"))

    assert record.core == ("ellul", "jacques")
    assert record.family == "library"


def test_the_name_tells_the_kind_before_what_the_list_declares():
    record = normalise.normalise(LinkRecord("a", "s", "1", name="Médiathèque de Bassens", kinds=("MUNI", "EPN")))

    assert record.family == "library"
    assert record.families == {"library", "mairie", "public_digital_space"}


def test_a_merged_commune_is_known_by_its_present_code():
    record = LinkRecord("a", "s", "1", insee="49069")

    assert normalise.normalise(record, present).insee == "49126"
    assert normalise.normalise(record).insee == "49069"


def test_a_statement_is_read_with_its_gaps():
    values = {
        "name": "EPN",
        "kinds": {"EPN": True, "BIB": False},
        "phones": [{"number": "+33241397543", "contact": "service"}],
        "emails": None,
        "websites": None,
    }

    record = from_statement("id", "source:corse", "12", values)

    assert (record.name, record.kinds, record.phones, record.emails, record.street) == ("EPN", ("EPN",), ("+33241397543",), (), "")


@settings(deadline=None)  # the machine may be busy
@given(st.text(max_size=60), st.text(max_size=40), st.text(max_size=40))
def test_any_text_is_normalised_and_normalising_twice_changes_nothing(name, street, commune):
    once = normalise.normal_name(name)

    assert normalise.normal_name(once) == once or len(normalise.normal_name(once)) <= len(once)
    assert normalise.normal_commune(normalise.normal_commune(commune)) == normalise.normal_commune(commune)
    assert isinstance(normalise.normal_street(street, commune)[1], str)


CHEMILLE = LinkRecord("a", "source:mcc", "1", "Bibliothèque de St-Lézin", ("BIB",), "", "49120", "Saint-Lézin", "49300")


def test_a_former_commune_is_a_part_of_todays_and_names_its_places():
    found = normalise.normalise(CHEMILLE, present)

    assert (found.insee, found.commune, found.part, found.core) == ("49092", "chemille en anjou", "saint lezin", ("lezin",))


@pytest.mark.parametrize(
    ("name", "complement", "part"),
    [
        ("Bibliothèque du Thoureil", "", "thoureil"),
        ("Médiathèque", "ST MARTIN DE LA PLACE", "saint martin de la place"),
        ("Bibliothèque de Gennes", "Mairie", ""),
    ],
)
def test_a_name_or_an_address_may_tell_the_former_commune(name, complement, part):
    record = LinkRecord("a", "source:x", "1", name, commune="Gennes-Val-de-Loire", insee="49261", complement=complement)

    assert normalise.normalise(record, present).part == part


def test_a_place_without_a_name_of_its_own_is_named_by_its_former_commune():
    assert normalise.normalise(replace(CHEMILLE, name="Bibliothèque municipale"), present).core == ("lezin",)


@pytest.mark.parametrize(("insee", "commune"), [("49092", "Chemillé"), ("49331", "Segré"), ("49092", "CHEMILLE EN ANJOU CEDEX"), ("49092", "")])
def test_a_commune_under_its_older_or_other_name_is_no_part_of_it(insee, commune):
    assert normalise.normalise(replace(CHEMILLE, name="Bibliothèque", insee=insee, commune=commune), present).part == ""


def test_a_commune_that_contradicts_its_code_stays_as_stated():
    found = normalise.normalise(replace(CHEMILLE, commune="Angers"), present)

    assert (found.commune, found.part) == ("angers", "")


@pytest.mark.parametrize(("insee", "postal_code"), [("13214", ""), ("13055", "13014"), ("13055", "")])
def test_three_cities_are_compared_by_arrondissement_where_it_is_known(insee, postal_code):
    found = normalise.normalise(replace(CHEMILLE, insee=insee, postal_code=postal_code, commune="Marseille"), present)

    assert found.insee == ("13214" if insee == "13214" or postal_code else "13055")


def test_without_the_reference_a_commune_is_what_the_record_states():
    assert (normalise.normalise(CHEMILLE).commune, normalise.normalise(CHEMILLE).insee) == ("saint lezin", "49300")
