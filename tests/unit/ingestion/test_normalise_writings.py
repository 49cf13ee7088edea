"""The writings that lists use, one by one: what is kept, and which remark tells it."""

from datetime import date

import pytest

from maillage.directory.people import contacts
from maillage.ingestion.normalisers import dates, emails, identifiers, names, phones, text, urls

TODAY = date(2026, 11, 23)


def rules(remarks: tuple) -> str:  # type: ignore[type-arg]
    return " ".join(remark.rule for remark in remarks)


@pytest.mark.parametrize(
    ("cell", "kept", "told"),
    [
        ("3 mars 2024", "2024-03-03", ""),
        ("1er mars 2024", "2024-03-01", ""),
        ("lundi 4 mars 2024", "2024-03-04", ""),
        ("le 3 mars 2024 à 14h05", "2024-03-03", ""),
        ("Mise à jour : 03/03/2024", "2024-03-03", ""),
        ("3-mars-24", "2024-03-03", ""),
        ("03/03/24", "2024-03-03", ""),
        ("03.03.2024 14:05", "2024-03-03", ""),
        ("03032024", "2024-03-03", ""),
        ("20240303T120000Z", "2024-03-03", ""),
        ("2024-03-03T23:30:00+01:00", "2024-03-03", ""),
        ("2024-03-03 00:00:00+00", "2024-03-03", ""),
        ("Mar 3, 2024", "2024-03-03", ""),
        ("06/29/2024", "2024-06-29", "date_american"),
        ("3/14/2024 9:02:00 AM", "2024-03-14", "date_american"),
        ("mars 2024", "2024-03-01", "date_partial"),
        ("Févr. 2024", "2024-02-01", "date_partial"),
        ("2024-03", "2024-03-01", "date_partial"),
        ("03/2024", "2024-03-01", "date_partial"),
        ("2024", "2024-01-01", "date_partial"),
        ("45000", "2023-03-15", "date_counted"),
        ("45000.583", "2023-03-15", "date_counted"),
        ("1709424000000", "2024-03-03", "date_counted"),
        ("1709424000", "2024-03-03", "date_counted"),
        ("02/03/2024 - 10:00", "2024-03-02", ""),
        ("Sat Mar 02 2024 10:00:00 GMT+0100 (CET)", "2024-03-02", ""),
        ("Sat, 02 Mar 2024 10:00:00 GMT", "2024-03-02", ""),
        ("lun. 4 mars 2024", "2024-03-04", ""),
        ("mar. 5 mars 2024", "2024-03-05", ""),
        ("mar. 2024", "2024-03-01", "date_partial"),
        ("/Date(1709337600000)/", "2024-03-02", "date_counted"),
        ("2026-11-24", "", "date_future"),
        ("06/29/8926", "", "date_impossible"),
        ("31/12/1899", "", "date_impossible"),
        ("09/0102023", "", "date_unreadable"),
        ("31/02/2024", "", "date_unreadable"),
        ("1er trimestre 2024", "", "date_unreadable"),
        ("0000-00-00", "", "date_unreadable"),
    ],
)
def test_days(cell: str, kept: str, told: str) -> None:
    found, remarks = dates.day(cell, today=TODAY)

    assert (str(found or ""), rules(remarks)) == (kept, told)


@pytest.mark.parametrize(
    ("cell", "kept", "told"),
    [
        ("02 41 43 28 13 poste 12", "+33241432813", "phone_words"),
        ("Standard 02 41 43 28 13 (le matin)", "+33241432813", "phone_words"),
        ("02 41 43 28 13 demander l’accueil", "+33241432813", "phone_words"),
        ("06 12 34 56 78 06 12 34 56 79 (SMS)", "+33612345678 +33612345679", "phone_words phone_words"),
        ("Appelez le 3949", "3949", "phone_words"),
        ("115 (SAMU social)", "115", "phone_words"),
        ("119", "119", ""),
        ("3646 ou 02 41 43 28 13", "3646 +33241432813", ""),
        ("(05) 57 93 63 63", "+33557936363", ""),
        ("(+33) 5 57 93 63 63", "+33557936363", ""),
        ("+330557936363", "+33557936363", ""),
        ("+33557870257+33556089855", "+33557870257 +33556089855", ""),
        ("02.41.43.28.13/06.01.02.03.04", "+33241432813 +33601020304", ""),
        ("05 57 65 75 39 / 06 12 34 56 78", "+33557657539 +33612345678", ""),
        ("05 57 65 75 39  06 12 34 56 78", "+33557657539 +33612345678", ""),
        ("0 800 123 456", "+33800123456", ""),
        ("05/56/90/00/00", "+33556900000", ""),
        ("05;56;90;00;00", "+33556900000", ""),
        ("05,56,90,00,00,06,12,34,56,78", "+33556900000 +33612345678", ""),
        ("O2 41 43 28 13", "+33241432813", "phone_repaired"),
        ("2.41432813E+8", "+33241432813", "zero_restored"),
        ("2.41E+08", "", "phone_unreadable"),
        ("0590 81 55 55", "+590590815555", ""),  # overseas, though no département is told
        ("0692 12 34 56", "+262692123456", ""),
        ("Tél : 02-41-43-28-13 - Fax : 02-41-43-28-14", "+33241432813", "phone_fax"),
        ("1 place de la Mairie 49000 Angers", "", "phone_unreadable"),
        ("02 41 43 28", "", "phone_unreadable"),
        ("non communiqué", "", "placeholder"),
    ],
)
def test_phones(cell: str, kept: str, told: str) -> None:
    found, remarks = phones.phones(cell)

    assert (" ".join(phone["number"] for phone in found), rules(remarks)) == (kept, told)


@pytest.mark.parametrize(
    ("cell", "kept", "told"),
    [
        ("accueil @exemple.fr", "accueil@exemple.fr", "email_repaired"),
        ("accueil@ exemple.fr", "accueil@exemple.fr", "email_repaired"),
        ("accueil@exemple. fr", "accueil@exemple.fr", "email_repaired"),
        ("accueil@exemple,fr", "accueil@exemple.fr", "email_repaired"),
        ("accueil@exemple.fr.", "accueil@exemple.fr", "email_repaired"),
        ("accueil(at)exemple.fr", "accueil@exemple.fr", "email_repaired"),
        ("accueil [at] exemple [dot] fr", "accueil@exemple.fr", "email_repaired"),
        ("accueil arobase exemple.fr", "accueil@exemple.fr", "email_repaired"),
        ("Contact : accueil@exemple.fr", "accueil@exemple.fr", "email_repaired"),
        ("Accueil <accueil@exemple.fr>", "accueil@exemple.fr", "email_repaired"),
        ("<a@exemple.fr>", "a@exemple.fr", "email_repaired"),  # no tag, though it begins like one
        ("accueil@exemple.fr (le matin)", "accueil@exemple.fr", "email_repaired"),
        ("mailto:accueil@exemple.fr?subject=Bonjour", "accueil@exemple.fr", "email_repaired"),
        ('<a href="mailto:accueil@exemple.fr">Écrire</a>', "accueil@exemple.fr", "email_repaired"),
        ("médiathèque@exemple.fr", "mediatheque@exemple.fr", "email_accents"),
        ("a@exemple.fr - b@exemple.corsica", "a@exemple.fr b@exemple.corsica", ""),
        ("A@EXEMPLE.FR et b@exemple.fr", "a@exemple.fr b@exemple.fr", ""),
        ("a@exemple.fr / https://exemple.fr/contact", "a@exemple.fr", "url_moved"),
        ("maison des services@exemple.fr", "", "email_unreadable"),
        ("accueil@ville exemple.fr", "", "email_unreadable"),
        ("NC", "", "placeholder"),
    ],
)
def test_emails(cell: str, kept: str, told: str) -> None:
    found, remarks = emails.emails(cell)

    assert (" ".join(email["address"] for email in found), rules(remarks)) == (kept, told)


@pytest.mark.parametrize(
    ("cell", "kept", "told"),
    [
        ("www exemple.fr", "http://www.exemple.fr", "url_repaired"),
        ("wwww.exemple.fr", "http://www.exemple.fr", "url_repaired"),
        ("http//exemple.fr/A", "http://exemple.fr/A", "url_repaired"),
        ("https:/exemple.fr", "https://exemple.fr", "url_repaired"),
        ("https ://exemple.fr", "https://exemple.fr", "url_repaired"),
        ("ttp://exemple.fr", "http://exemple.fr", "url_repaired"),
        ("http://https://exemple.fr", "https://exemple.fr", "url_repaired"),
        ("https://exemple.fr.", "https://exemple.fr", "url_repaired"),
        ("https://exemple.fr/a, https://b.fr", "https://exemple.fr/a https://b.fr", ""),
        ("https://a.frhttps://b.fr", "https://a.fr https://b.fr", ""),
        ("exemple.fr;autre.fr", "http://exemple.fr http://autre.fr", ""),
        ("WWW.EXEMPLE.FR/Abc", "http://www.exemple.fr/Abc", ""),
        ("exemple.fr/?utm_source=a&b=C", "http://exemple.fr/?utm_source=a&b=C", ""),
        ("https://archive.org/web/2020/http://exemple.fr", "https://archive.org/web/2020/http://exemple.fr", ""),
        ("<a href='https://exemple.fr/Y'>site</a>", "https://exemple.fr/Y", ""),
        ("Mairie sur exemple.fr", "http://exemple.fr", "url_repaired"),
        ("Le Fil.Rouge sur Instagram", "", "url_unreadable"),
        ("www.exemple.fr/page d accueil", "", "url_unreadable"),
        ("Facebook : MaisonNumerique", "https://www.facebook.com/MaisonNumerique", "url_of_page"),
        ("Facebook : Maison Numérique", "", "url_unreadable"),
        ("accueil@exemple.fr", "", "email_moved"),
        ("javascript:alert(1)", "", "url_unreadable"),
        ("ftp://exemple.fr", "", "url_unreadable"),
    ],
)
def test_sites(cell: str, kept: str, told: str) -> None:
    found, remarks = urls.urls(cell)

    assert (" ".join(found), rules(remarks)) == (kept, told)


def test_a_second_address_where_one_is_wanted_is_told() -> None:
    found, remarks = urls.url("https://a.fr | https://b.fr")

    assert (found, rules(remarks)) == ("https://a.fr", "url_second")


@pytest.mark.parametrize(
    ("cell", "kept", "told"),
    [
        ("SIRET : 211 300 017 00012", {"siret": "21130001700012"}, ""),
        ("211-300-017-00012", {"siret": "21130001700012"}, ""),
        ("21130001700012.0", {"siret": "21130001700012"}, ""),
        ("2.1130001700012E+13", {"siret": "21130001700012"}, ""),
        ("732829320 / W131004321", {"siren": "732829320", "rna": "W131004321"}, ""),
        ("21130001700012 ; 35600000049837", {"siret": "21130001700012"}, "identifier_second"),
        ("2.113E+13", {}, "identifier_rounded"),
        ("21130001700013", {}, "identifier_unreadable"),
        ("00000000000000", {}, "placeholder"),
        ("XXXXXXXXXXXXXX", {}, "placeholder"),
    ],
)
def test_identifiers(cell: str, kept: dict[str, str], told: str) -> None:
    found, remarks = identifiers.identifiers(cell)

    assert (found, rules(remarks)) == (kept, told)


@pytest.mark.parametrize(
    ("cell", "kept", "told"),
    [
        ("« Le Fil »", "Le Fil", "name_trimmed"),
        ('"Médiathèque"', "Médiathèque", "name_trimmed"),
        ('Centre "Le Fil"', 'Centre "Le Fil"', ""),
        ("- Mairie -", "Mairie", "name_trimmed"),
        ("Mairie,", "Mairie", "name_trimmed"),
        ("Le Fil, , café", "Le Fil, café", "name_trimmed"),
        ("Bibliothèque Tardy.", "Bibliothèque Tardy", "name_trimmed"),
        ("Fil S.A.R.L.", "Fil S.A.R.L.", ""),
        ("MÉDIATHÈQUE\nJEAN  MACÉ", "MÉDIATHÈQUE JEAN MACÉ", ""),
        ("M&eacute;diath&egrave;que", "Médiathèque", ""),
        ("M\ufffddiath\ufffdque", "M\ufffddiath\ufffdque", "text_damaged"),
        ("NC", "", "placeholder"),
        ("...", "", ""),
        ("Ελλάς", "Ελλάς", ""),
    ],
)
def test_names(cell: str, kept: str, told: str) -> None:
    found, remarks = names.name(cell, limit=300)

    assert (found, rules(remarks)) == (kept, told)


@pytest.mark.parametrize(
    ("address", "contact"),
    [
        ("val.notre-dame@ville-exemple.fr", "service"),
        ("la.ferte@france-services.gouv.fr", "service"),
        ("fs_molsheim.blf@exemple.fr", "service"),
        ("m.locale.libourne@exemple.fr", "service"),
        ("centre.jean-vilar@ville-exemple.fr", "service"),
        ("f.services@exemple.fr", "service"),
        ("mairiedelyon@orange.fr", "service"),
        ("assobidule@gmail.com", "service"),
        ("lorient@exemple.fr", "service"),
        ("m.lecentre@ville-exemple.fr", "person"),
        ("m.drouot@exemple.fr", "person"),  # "mdr" is within, and no service
        ("c.nom-fs@exemple.fr", "person"),
        ("p.nom.ccas@ville-exemple.fr", "person"),
        ("claire.pontet@mairie-exemple.fr", "person"),
        ("villeneuve.marie@mairie-exemple.fr", "person"),
        ("gwenaelle@exemple.fr", "person"),
        ("nom-p@exemple.fr", "person"),
        ("jantoine@exemple.fr", "person"),
        ("massot@gmail.com", "person"),
    ],
)
def test_service_or_person(address: str, contact: str) -> None:
    assert contacts.of_email(address) == contact


@pytest.mark.parametrize(("written", "figures"), [("8.00123E+13", None), ("8.00123E+5", "800123"), ("1,5e1", "15"), ("3949", "3949"), ("E5", "E5")])
def test_rounded_figures_are_not_made_up(written: str, figures: str | None) -> None:
    assert text.as_whole_number(written) == figures


@pytest.mark.parametrize(("written", "is_so"), [("TOTAL : 25 lieux", True), ("Sous-total 12", True), ("Total Énergies", False), ("Le Total des lieux", False)])
def test_a_total_under_a_table_is_no_place(written: str, is_so: bool) -> None:
    assert names.is_about_the_list(written) is is_so
