"""Phones, e-mails and sites: several in a cell, repaired when sure, remarked when not, never invented."""

import phonenumbers
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from maillage.directory.people import contacts
from maillage.ingestion.normalisers import emails, phones, urls


def numbers(cell: str, **options: str) -> list[str]:
    return [phone["number"] for phone in phones.phones(cell, **options)[0]]


def rules(remarks: tuple) -> list[str]:  # type: ignore[type-arg]
    return [remark.rule for remark in remarks]


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("05 57 65 75 39", ["+33557657539"]),
        ("05.56.49.54.81", ["+33556495481"]),
        ("05-57-55-45-46", ["+33557554546"]),
        ("+33 (0)5 57 93 63 63", ["+33557936363"]),
        ("0033557936363", ["+33557936363"]),
        ("33782358117", ["+33782358117"]),
        ("05 57 87 02 57 / 05 56 08 98 55", ["+33557870257", "+33556089855"]),
        ("06.29.37.33.67 ET 09.81.82.79.97", ["+33629373367", "+33981827997"]),
        ("04 95 22 35 34\n06 34 46 88 85", ["+33495223534", "+33634468885"]),
        ("0557870257 0556089855", ["+33557870257", "+33556089855"]),
        ("06 09 38 26 16 (SMS)", ["+33609382616"]),
        ("Tél. : 02 41 43 28 13", ["+33241432813"]),
        ("0810 25 33 10", ["+33810253310"]),
        ("02 41 43 28 13 ; 02 41 43 28 13", ["+33241432813"]),
    ],
)
def test_phones_are_read(cell: str, kept: list[str]) -> None:
    assert numbers(cell) == kept


@given(st.from_regex(r"0[1-9][0-9]{8}", fullmatch=True))
@example("0590710000")
def test_a_range_is_given_out_or_not_as_a_whole(number: str) -> None:
    regions = ("FR", phones.OVERSEAS.get(number[:4], "FR"))
    expected = any(phonenumbers.is_valid_number(phonenumbers.parse(number, region)) for region in regions)
    told = [remark.rule for remark in phones.phones(number)[1]]

    assert ("phone_unassigned" not in told) == expected


@pytest.mark.parametrize("cell", ["39 49", "3949", "36.46", "3631", "116117", "119"])
def test_short_numbers_are_numbers(cell: str) -> None:
    assert numbers(cell) == [cell.replace(" ", "").replace(".", "")]


def test_a_lost_zero_is_given_back_and_told() -> None:
    found, remarks = phones.phones("326533780")

    assert found == [{"number": "+33326533780", "contact": "service"}]
    assert rules(remarks) == ["zero_restored"]


def test_an_unassigned_number_is_kept_and_told() -> None:
    found, remarks = phones.phones("07 24 12 12 43")

    assert [phone["number"] for phone in found] == ["+33724121243"]
    assert rules(remarks) == ["phone_unassigned"]


@pytest.mark.parametrize("cell", ["054088085", "02 41 41 5 67", "accueil", "0000000000", "12345678901234567890"])
def test_what_is_no_number_is_remarked(cell: str) -> None:
    found, remarks = phones.phones(cell)

    assert found == []
    assert remarks
    assert set(rules(remarks)) <= {"phone_unreadable", "placeholder"}


@pytest.mark.parametrize(
    ("cell", "departement", "kept"), [("26 40 00", "988", "+687264000"), ("0590 81 55 55", "971", "+590590815555"), ("0262 90 46 46", "974", "+262262904646")]
)
def test_overseas_prefixes_come_from_the_departement(cell: str, departement: str, kept: str) -> None:
    assert numbers(cell, departement=departement) == [kept]


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("Contact@Aicse.fr", ["contact@aicse.fr"]),
        ("mailto:accueil@exemple.fr", ["accueil@exemple.fr"]),
        ("accueil[a]exemple.fr", ["accueil@exemple.fr"]),
        ("contact.pessac@@mldesgraves.fr", ["contact.pessac@mldesgraves.fr"]),
        ("direction@solideria.corsica - animu@portivechju.corsica ", ["direction@solideria.corsica", "animu@portivechju.corsica"]),
        ("a@exemple.fr; b@exemple.fr", ["a@exemple.fr", "b@exemple.fr"]),
        ("a@exemple.fr b@exemple.fr", ["a@exemple.fr", "b@exemple.fr"]),
        ("<accueil@exemple.museum>.", ["accueil@exemple.museum"]),
        ("\xa0accueil@exemple.fr%a0", ["accueil@exemple.fr"]),
    ],
)
def test_emails_are_read(cell: str, kept: list[str]) -> None:
    assert [email["address"] for email in emails.emails(cell)[0]] == kept


@pytest.mark.parametrize("cell", ["twitter@cpam49", "https://exemple.fr/contact", "mdsba@cc montsdupilat.fr", "@."])
def test_what_is_no_email_is_remarked(cell: str) -> None:
    found, remarks = emails.emails(cell)

    assert found == []
    assert remarks


@pytest.mark.parametrize(
    ("address", "contact"),
    [
        ("contact@anonymal.tv", "service"),
        ("mairiedepiobbeta@orange.fr", "service"),
        ("mairie.poggio.marinaccio@orange.fr", "service"),
        ("saint-trivier-de-courtes@france-services.gouv.fr", "service"),
        ("biblio.ocean@mairie-lacanau.fr", "service"),
        ("amandela@exemple.fr", "service"),
        ("e.nanni@costa-verde.fr", "person"),
        ("bruyere.stephane@exemple.fr", "person"),
        ("marie-andree.marchi@conseiller-numerique.fr", "person"),
        ("jdupont@gmail.com", "person"),
        ("p8e37ad@hotmail.fr", "person"),
    ],
)
def test_named_persons_are_told_from_services(address: str, contact: str) -> None:
    assert contacts.of_email(address) == contact


def test_a_declared_contact_wins() -> None:
    assert emails.emails("contact@exemple.fr", contact="person")[0][0]["contact"] == "person"
    assert phones.phones("0601020304", contact="person")[0][0]["contact"] == "person"


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("abracodabra.fr", ["http://abracodabra.fr"]),
        ("HTTPS://Exemple.fr/Chemin/QuiCompte?A=B", ["https://exemple.fr/Chemin/QuiCompte?A=B"]),
        ("https:/www.exemple.fr", ["https://www.exemple.fr"]),
        ("htpps://exemple.fr", ["https://exemple.fr"]),
        ("http://exemple.fr | https://www.facebook.com/x", ["http://exemple.fr", "https://www.facebook.com/x"]),
        ("Site internet : https://alata.corsica/", ["https://alata.corsica/"]),
        ("facebook.com/lepixel instagram.com/lepixel", ["https://facebook.com/lepixel", "https://instagram.com/lepixel"]),
        ("http://90.84.243.68/opac", ["http://90.84.243.68/opac"]),
        ("https://www.google.fr/url?sa=t&url=https%3A%2F%2Fexemple.fr%2Fa", ["https://exemple.fr/a"]),
    ],
)
def test_sites_are_read(cell: str, kept: list[str]) -> None:
    assert urls.urls(cell)[0] == kept


@pytest.mark.parametrize(
    "cell", ["www.aucun", "@", "58928", "facebook : dynamots LEVS", "accueil@exemple.fr", "http://[", "exemple", "http://a b.fr", "http://x.fr:99999999/"]
)
def test_what_is_no_site_is_remarked(cell: str) -> None:
    found, remarks = urls.urls(cell)

    assert found == []
    assert remarks


@settings(deadline=None)  # the first call loads the communes
@given(st.text())
def test_contacts_never_raise(cell: str) -> None:
    assert all(phone["number"].lstrip("+").isdecimal() for phone in phones.phones(cell)[0])
    assert all("@" in email["address"] for email in emails.emails(cell)[0])
    assert all(address.startswith(("http://", "https://")) for address in urls.urls(cell)[0])


@settings(deadline=None)  # the first call loads the communes
@given(st.lists(st.sampled_from(["0241432813", "05 57 65 75 39", "39 49", "n'importe quoi", ""]), max_size=4))
def test_a_bad_number_costs_no_other(cells: list[str]) -> None:
    good = [cell for cell in cells if cell and cell[0].isdecimal()]

    assert numbers(" / ".join(cells)) == numbers(" / ".join(good))


def test_the_end_of_a_second_number_is_not_an_emergency_number() -> None:
    found, remarks = phones.phones("04 95 11 22 14/15")

    assert [phone["number"] for phone in found] == ["+33495112214"]
    assert rules(remarks) == ["phone_unreadable"]
    assert numbers("15") == ["15"]


def test_and_parts_addresses_only() -> None:
    assert urls.urls("exemple.fr et www.mairie.fr")[0] == ["http://exemple.fr", "http://www.mairie.fr"]
    found, remarks = urls.urls("http://www.x.Mairie et services municipaux49.fr/")
    assert (found, rules(remarks)) == ([], ["url_unreadable"])


@pytest.mark.parametrize(
    ("cell", "contact"),
    [
        ("Sophie Bernard 06 12 34 56 78", "person"),
        ("06 12 34 56 78 (Mme Durand)", "person"),
        ("Sophie Bernard 02 54 08 33 00", "service"),  # a landline is of the place, whoever answers
        ("Accueil : 06 12 34 56 78", "service"),
        ("06 12 34 56 78", "service"),
    ],
)
def test_a_mobile_number_beside_a_name_is_ones_own(cell: str, contact: str) -> None:
    assert [phone["contact"] for phone in phones.phones(cell)[0]] == [contact]
