"""The page of a place: what it says, what it keeps silent, its one address."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from maillage.directory import actions as directory
from maillage.directory.models import Closure, Place, Relation, Statement
from maillage.directory.values import RecordIn
from tests.factories import web as factory
from tests.integration.web.conftest import NOW
from tests.integration.web.pages import parse

Publish = Callable[[], None]
PROCEDURES = "demarches-administratives"


def url_of(place: Place) -> str:
    return f"/lieux/bibliotheque-municipale-de-gueret-{place.code}/"


def test_it_says_what_one_can_do_when_where_and_how_to_ask(client: Client, published: Publish) -> None:
    place = factory.place(
        "full",
        offers=[(PROCEDURES, {"costs": ["gratuit"]}), "demarches-argent-impots"],
        facets={"costs": ["payant"], "care": ["illettrisme"]},
        services_denied=["securite"],
        emails=[{"address": "bib@exemple.fr", "contact": "service"}],
        websites=["https://www.exemple.fr/bib/"],
        complement="Premier étage",
        summary="Une salle au calme.",
    )
    published()
    page = parse(client.get(url_of(place)))
    assert page.one("h1").text == "Bibliothèque municipale de Guéret"
    assert [offer.text for offer in page.all("ul.gestures h3")] == ["Faire une démarche en ligne", "Faire une démarche en ligne : impôts et argent"]
    assert "Gratuit" in page.one("ul.gestures li").text
    assert page.one("ul.not li").text == "Se protéger des arnaques et des piratages"
    assert "Je lis difficilement" in page.text and "llettrisme" not in page.text
    assert page.one("address").text == "2 rue du Vieux Château Premier étage 23000 Guéret".replace(" Premier", "Premier").replace(" 23000", "23000")
    assert page.one("a.button-main").get("href") == "tel:+33555640012"
    assert {link.get("href") for link in page.all("a.line")} >= {"mailto:bib@exemple.fr", "https://www.exemple.fr/bib/"}
    assert "Une salle au calme." in page.text


def test_hours_begin_by_today_with_the_state_of_the_moment(client: Client, published: Publish) -> None:
    place = factory.place("hours")
    published()
    page = parse(client.get(url_of(place)))
    assert "Ouvert jusqu’à 12 h." in page.one("header p.now").text
    rows = [row.text for row in page.all("table.hours tr")]
    assert rows[0] == "Aujourd’hui, lundi9 h 30 – 12 h, 14 h – 18 h"
    assert rows[-1] == "dimanchefermé"


def test_both_dates_are_told_apart(client: Client, published: Publish) -> None:
    place = factory.place("dates", checked_on=date(2026, 3, 3), changed_on=date(2026, 3, 1))
    published()
    said = parse(client.get(url_of(place))).text
    assert "vérifié le 3 mars 2026 par « Liste du Département »" in said
    assert "Modifié le 1er mars 2026." in said


def test_what_is_not_known_is_said(client: Client, published: Publish) -> None:
    place = factory.place("silent", hours="", phones=[], street="", precision="commune")
    published()
    said = parse(client.get(url_of(place))).text
    for sentence in (
        "Nous ne savons pas encore ce que ce lieu propose.",
        "Nous ne connaissons pas ses horaires.",
        "Nous n’avons pas de numéro de téléphone.",
        "Nous ne connaissons que la commune, pas l’adresse exacte.",
        "Si l’on peut entrer en fauteuil",
    ):
        assert sentence in said


def test_a_named_person_is_not_shown(client: Client, published: Publish) -> None:
    place = factory.place(
        "person",
        phones=[{"number": "+33612345678", "contact": "person"}],
        emails=[{"address": "prenom.nom@exemple.fr", "contact": "person"}],
    )
    published()
    content = client.get(url_of(place)).content.decode()
    assert "612345678" not in content.replace(" ", "") and "prenom.nom" not in content


def test_a_hidden_address_stays_hidden(client: Client, published: Publish) -> None:
    place = factory.place("hidden", visibility="address_hidden")
    published()
    page = parse(client.get(url_of(place)))
    assert page.one("address").text == "23000 Guéret"
    assert "Vieux Château" not in page.text
    assert not [link for link in page.all("a") if (link.get("href") or "").startswith("geo:")]


def test_a_hidden_address_is_not_told_by_those_who_gave_it(client: Client, published: Publish) -> None:
    values = {"name": "Foyer", "insee": "23096", "commune": "Guéret", "postal_code": "23000", "street": "12 rue Secrète", "address_hidden": True}
    directory.record_statements(factory.origin(), [RecordIn("1", values)], today=NOW.date(), now=NOW)
    published()
    response = client.get(f"/lieux/{Place.objects.get().code}/", follow=True)
    assert response.status_code == 200 and "Secrète" not in response.content.decode()


def test_old_hours_carry_their_warning_on_paper_too(client: Client, published: Publish) -> None:
    place = factory.place("old", checked_on=date(2021, 5, 1))
    published()
    page = parse(client.get(url_of(place)))
    assert "Horaires notés en 2021" in page.one("header p.now").text
    assert "Horaires notés en 2021" in page.one(".practical p.paper-only").text


def test_hours_in_words_are_shown_as_received(client: Client, published: Publish) -> None:
    place = factory.place("words", hours="", hours_words="Le mardi, ou sur rendez-vous")
    published()
    page = parse(client.get(url_of(place)))
    assert "Le mardi, ou sur rendez-vous" in page.one(".practical").text
    assert not page.all("header p.now")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil.example"])
def test_a_received_address_that_is_not_of_the_web_is_no_link(client: Client, published: Publish, url: str) -> None:
    place = factory.place("trap", websites=[url], appointment_url=url, access_url=url)
    published()
    assert url not in [link.get("href") for link in parse(client.get(url_of(place))).all("a")]


def test_a_closure_is_told_and_closes(client: Client, published: Publish) -> None:
    place = factory.place("closure")
    Closure.objects.create(place=place, origin=place.founding_origin, first_day=NOW.date(), last_day=NOW.date() + timedelta(days=4), reason="congés")
    published()
    page = parse(client.get(url_of(place)))
    assert page.one(".notice h2").text == "Fermé du lundi 23 novembre au vendredi 27 novembre"
    assert "Fermé jusqu’au vendredi 27 novembre" in page.one("header p.now").text


def test_neighbours_help_with_the_rest(client: Client, published: Publish) -> None:
    place = factory.place("here", offers=[PROCEDURES])
    factory.place("same", name="La même chose", offers=[PROCEDURES])
    factory.place("rest", name="Le reste", offers=["securite", PROCEDURES])
    factory.place("silent", name="Muette")
    published()
    neighbours = parse(client.get(url_of(place))).all("ul.neighbours li")
    assert [item.one("a").text for item in neighbours] == ["Le reste"]
    assert "Aide à : se protéger des arnaques et des piratages" in neighbours[0].text


def test_a_place_in_the_same_building_is_told_once(client: Client, published: Publish) -> None:
    place = factory.place("here", offers=[PROCEDURES])
    linked = factory.place("linked", name="Le service accueilli", offers=["securite"])
    factory.place("rest", name="Le reste", offers=["securite"])
    Relation.objects.create(kind=Relation.Kind.HOSTED_AT, place=linked, other=place, origin=factory.origin(), since=NOW.date())
    published()

    page = parse(client.get(url_of(place)))

    assert [item.one("a").text for item in page.all("ul.neighbours li")] == ["Le reste"]
    assert "Le service accueilli" in page.text


def test_why_tells_who_says_so_and_who_says_otherwise(client: Client, published: Publish) -> None:
    today = NOW.date()
    listed = factory.origin("source:bibliotheques", "Annuaire des bibliothèques")
    other = factory.origin("source:departement", "Liste du Département")
    values = {"name": "Bibliothèque municipale", "insee": "23096", "commune": "Guéret", "postal_code": "23000"}
    numbers = {origin.key: [{"number": number, "contact": "service"}] for origin, number in ((listed, "+33555640012"), (other, "+33555640099"))}
    for origin, day in ((listed, date(2026, 3, 3)), (other, date(2021, 3, 3))):
        record = RecordIn("1", {**values, "phones": numbers[origin.key], "services": {PROCEDURES: True}}, as_of=day)
        directory.record_statements(origin, [record], today=today, now=NOW)
    first, second = Place.objects.order_by("founding_origin__key")
    directory.merge([(second.pk, first.pk)], today=today, now=NOW)
    published()
    page = parse(client.get(url_of(first)))
    whys = {why.one("summary").text: why.text for why in page.all("details.why")}
    assert "« Annuaire des bibliothèques » le dit (3 mars 2026)." in whys["Pourquoi cette valeur ? – téléphone"]
    assert "« Liste du Département » dit autre chose (3 mars 2021) : 05 55 64 00 99." in whys["Pourquoi cette valeur ? – téléphone"]
    assert "faire une démarche en ligne" in whys["Pourquoi cette valeur ? – ce qu’on peut y faire"]
    assert Statement.objects.count() == 2
    assert client.get(url_of(second)).headers["Location"] == url_of(first)


@pytest.mark.parametrize("path", ["/lieux/{code}/", "/lieux/autre-nom-{code}/", "/lieux/{lower}/", "/lieux/BIBLIOTHEQUE-{code}/"])
def test_any_other_address_leads_to_the_one_address(client: Client, published: Publish, path: str) -> None:
    place = factory.place("one")
    published()
    response = client.get(path.format(code=place.code, lower=place.code.lower()))
    assert (response.status_code, response.headers["Location"]) == (301, url_of(place))


@pytest.mark.parametrize("fields", [{"withheld": "nameless"}, {"visibility": "professionals"}])
def test_what_is_not_for_residents_is_not_found(client: Client, published: Publish, fields: dict[str, str]) -> None:
    place = factory.place("withheld", **fields)
    published()
    assert client.get(url_of(place)).status_code == 404
    assert client.get("/lieux/nom-00000000/").status_code == 404


def test_what_was_never_for_residents_is_not_named_when_it_is_gone(client: Client, published: Publish) -> None:
    place = factory.place("office", state="gone", visibility="professionals")
    published()
    assert client.get(f"/lieux/{place.code}/").status_code == 404


def test_a_hidden_address_is_not_told_by_who_hosts_it(client: Client, published: Publish) -> None:
    refuge, library = factory.place("refuge", name="Refuge", visibility="address_hidden"), factory.place("library", name="Médiathèque Louise-Michel")
    refuge.relations.create(kind="hosted_at", other=library, origin=refuge.founding_origin, since=factory.TODAY)
    published()
    for place, other in ((refuge, "Louise-Michel"), (library, "Refuge")):
        page = client.get(f"/lieux/{place.code}/", follow=True)
        assert "Accueill" not in page.content.decode(), other


def test_relations_read_as_sentences_from_both_ends(client: Client, published: Publish) -> None:
    point, centre, network = (
        factory.place("point", name="Relais Tire-Lire"),
        factory.place("centre", name="Centre social Horizon"),
        factory.place("network", name="Réseau Volcans"),
    )
    for kind, other in (("hosted_at", centre), ("part_of_network", network)):
        point.relations.create(kind=kind, other=other, origin=point.founding_origin, since=factory.TODAY)
    published()
    Place.objects.filter(pk=network.pk).update(visibility=Place.Visibility.PROFESSIONALS)

    page = client.get(f"/lieux/{point.code}/", follow=True)
    told = "".join(parse(page).text.split())  # titles and values are parted by markup only
    assert "AccueilliàCentresocialHorizon" in told
    assert "FaitpartieduréseauRéseauVolcans" in told
    assert network.code not in page.content.decode()
    assert "AccueilleRelaisTire-Lire" in "".join(parse(client.get(f"/lieux/{centre.code}/", follow=True)).text.split())


def test_what_is_gone_says_so(client: Client, published: Publish) -> None:
    place = factory.place("gone", state="gone")
    published()
    response = client.get(url_of(place))
    assert response.status_code == 410
    assert "Bibliothèque municipale de Guéret n’existe plus" in parse(response).text


def test_what_is_closed_for_good_keeps_its_page_and_its_neighbours(client: Client, published: Publish) -> None:
    place = factory.place("closed", state="closed", offers=[PROCEDURES])
    factory.place("other", name="Ailleurs", offers=["securite"])
    published()
    page = parse(client.get(url_of(place)))
    assert page.one(".notice h2").text == "Ce lieu a fermé définitivement"
    assert not page.all("p.now") and "Ailleurs" in page.text


def test_it_costs_few_queries_and_no_session(client: Client, creuse: None, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    place = Place.objects.filter(offers__isnull=False).order_by("pk").first()
    assert place
    url = client.get(f"/lieux/{place.code}/").headers["Location"]
    with django_assert_max_num_queries(22):  # six of them for what search engines read
        response = client.get(url)
    assert response.status_code == 200 and not response.cookies


def test_what_its_texts_let_infer_is_said_apart_to_be_confirmed(client: Client, published: Publish) -> None:
    list_ = directory.origin_for("source", "source:creuse", label="Liste du Département")
    guess = {"services:demarches-administratives": True, "costs:gratuit": True, "kinds:BIB": True}
    values = {"name": "Le Local", "commune": "Guéret", "insee": "23096", "latitude": 46.17, "longitude": 1.87, "inferred": guess}
    directory.record_statements(list_, [RecordIn("1", values, date(2026, 3, 3))], today=NOW.date(), now=NOW)
    directory.publish(now=NOW)
    place = Place.objects.get()
    published()
    page = parse(client.get(f"/lieux/le-local-{place.code}/"))

    assert not page.all("ul.gestures"), "nothing is stated"
    section = page.one("section[aria-labelledby=deduit]")
    assert section.one("h2").text == "D’après sa description, à confirmer"
    assert [line.text for line in section.all("ul.not-known li")] == ["Faire une démarche en ligne"]
    assert [fact.text for fact in section.all("dl.facts dd")] == ["Bibliothèque", "Gratuit"]
    assert section.one("details.why li").text == "Déduit du nom et des textes donnés par « Liste du Département » (3 mars 2026) : personne ne le dit."

    found = parse(client.get("/lieux/?quoi=demarche&ou=Guéret"))
    assert "1 lieu, d’après sa description, à confirmer." in found.text
    assert found.one("article.card p.guess strong").text == "Faire une démarche en ligne"
    assert not found.all("article.card ul.can")


def test_open_now_trusts_the_check_of_the_hours_not_that_of_the_place(client: Client, published: Publish) -> None:
    place = factory.place("old-hours", hours_checked_on=date(2024, 1, 1))
    published()
    assert "Ouvert" not in parse(client.get(url_of(place))).one("header p.now").text


def test_what_was_received_in_words_stands_under_the_table(client: Client, published: Publish) -> None:
    place = factory.place("1", hours_words="Uniquement sur rendez-vous en août.")
    published()

    text = parse(client.get(f"/lieux/{place.code}/", follow=True)).one("main").text

    assert "9 h 30" in text
    assert "Uniquement sur rendez-vous en août." in text
