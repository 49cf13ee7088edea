"""The list of results: what it finds, what it says of what it does not know, what it costs."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from maillage.search import engine
from tests.factories import web as factory
from tests.integration.web.pages import parse, text_of

PROCEDURES = "demarches-administratives"
FREE = {"costs": ["gratuit"]}

Publish = Callable[[], None]


def test_a_visitor_costs_no_query_and_gets_no_session(
    client: Client, creuse: None, django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine._engine, "clock", lambda: 0.0)  # between two looks at the version of the base, one second apart
    client.get("/lieux/", {"ou": "Guéret"})
    with django_assert_num_queries(0):
        response = client.get("/lieux/", {"ou": "Guéret", "quoi": "impôts", "cout": "gratuit"})
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_only_a_stated_offer_answers_and_the_unknown_stay_apart(client: Client, published: Publish) -> None:
    factory.place("stated", name="Médiathèque des Tilleuls", offers=[PROCEDURES])
    factory.place("silent", name="Bibliothèque du Bourg")
    factory.place("other", name="Cyberespace", offers=["securite"])
    published()
    page = parse(client.get("/lieux/", {"ou": "Guéret", "quoi": "impôts"}))
    assert [text_of(title) for title in page.all("article h3")] == ["Médiathèque des Tilleuls"]
    apart = page.one("section.unknown")
    assert "Bibliothèques proches : nous ne savons pas encore ce qu’elles proposent" in text_of(apart)
    assert "Bibliothèque du Bourg" in text_of(apart) and "05 55 64 00 12" in text_of(apart)
    assert "Cyberespace" not in page.text


def test_other_kinds_of_places_are_not_called_libraries(client: Client, published: Publish) -> None:
    factory.place("silent", name="Mairie", kinds=["MUNI"])
    published()
    page = parse(client.get("/lieux/", {"ou": "Guéret"}))
    assert "Lieux proches : nous ne savons pas encore ce qu’ils proposent" in page.text


def test_a_card_says_what_matches_when_how_much_and_since_when(client: Client, published: Publish) -> None:
    factory.place("stated", offers=[(PROCEDURES, FREE | {"who_may_come": ["tout-le-monde"]}), ("securite", {})])
    published()
    card = parse(client.get("/lieux/", {"ou": "Guéret", "besoin": "demarche"})).one("article")
    said = text_of(card)
    assert "Bibliothèque municipale de Guéret" in said
    assert text_of(card.one("strong")) == "Faire une démarche en ligne"
    assert "Gratuit · Ouvert à tout le monde" in said
    assert "Ouvert jusqu’à 12 h." in said
    assert "à moins de 100 m" in said
    assert "À jour" in said and "vérifié le 24 octobre 2026" in said
    assert card.one("a.call").get("href") == "tel:+33555640012"


def test_old_hours_are_never_open(client: Client, published: Publish) -> None:
    factory.place("old", offers=[PROCEDURES], checked_on=factory.TODAY.replace(year=2021))
    published()
    said = text_of(parse(client.get("/lieux/", {"ou": "Guéret"})).one("article"))
    assert "Horaires notés en 2021 : appelez avant de venir." in said
    assert "Ouvert" not in said.replace("Ouvert à tout le monde", "")


def test_a_place_closed_for_the_week_is_not_said_to_be_open(client: Client, published: Publish) -> None:
    place = factory.place("closed", offers=[PROCEDURES])
    place.closures.create(origin=place.founding_origin, first_day=factory.TODAY, last_day=factory.TODAY + timedelta(days=6), reason="Inventaire")
    published()
    said = text_of(parse(client.get("/lieux/", {"ou": "Guéret"})).one("article"))
    assert "Fermé" in said
    assert "Ouvert jusqu" not in said


def test_a_place_without_hours_nor_phone_says_so(client: Client, published: Publish) -> None:
    factory.place("mute", offers=[PROCEDURES], hours="", phones=[])
    published()
    assert "Ni horaires ni téléphone connus." in text_of(parse(client.get("/lieux/", {"ou": "Guéret"})).one("article"))


def test_a_named_persons_phone_is_not_shown(client: Client, published: Publish) -> None:
    factory.place("person", offers=[PROCEDURES], phones=[{"number": "+33612345678", "contact": "person"}])
    published()
    assert "06 12 34 56 78" not in parse(client.get("/lieux/", {"ou": "Guéret"})).text


def test_filters_hold_within_one_offer_and_can_be_taken_off(client: Client, published: Publish) -> None:
    factory.place("both", name="Les deux", offers=[(PROCEDURES, FREE)])
    factory.place("apart", name="Chacun de son côté", offers=[(PROCEDURES, {"costs": ["payant"]}), ("securite", FREE)])
    published()
    page = parse(client.get("/lieux/", {"ou": "Guéret", "service": PROCEDURES, "cout": "gratuit"}))
    assert [text_of(title) for title in page.all("article h3")] == ["Les deux"]
    tags = {text_of(tag): tag.get("href") for tag in page.all("a.tag")}
    assert tags["Retirer : Gratuit"] == "/lieux/?ou=Gu%C3%A9ret&service=demarches-administratives"
    free = next(box for box in page.all("label.choice") if "Gratuit" in text_of(box))
    assert free.one("input").get("checked") is not None and text_of(free.one("span.count")) == "1"


def test_nothing_found_proposes_wider_questions_with_their_number(client: Client, published: Publish) -> None:
    factory.place("far", commune="23008", offers=[PROCEDURES])  # Aubusson, some 30 km away
    published()
    page = parse(client.get("/lieux/", {"ou": "Guéret", "besoin": "demarche"}))
    assert "Nous n’avons rien trouvé à moins de 20 km." in page.text
    way = page.one("ul.ways a")
    assert text_of(way) == "Élargir à 50 km1 lieu"
    assert "rayon=50" in (way.get("href") or "")
    assert "Bibliothèque municipale d’Aubusson" in parse(client.get(way.get("href"))).text


def test_the_neighbours_of_a_territory_are_proposed(client: Client, published: Publish) -> None:
    factory.place("far", commune="23008", offers=[PROCEDURES])
    published()
    page = parse(client.get("/lieux/", {"ou": "CA du Grand Guéret", "besoin": "demarche"}))
    way = page.one("ul.ways a")
    assert text_of(way) == "Élargir à 50 km1 lieu"
    assert "Bibliothèque municipale d’Aubusson" in parse(client.get(way.get("href"))).text


@pytest.mark.parametrize("key", ["besoin=equipement", "cout=payant", "quoi=zorglub", "acces=telephoner&besoin=demarche"])
@pytest.mark.parametrize("where", ["Gu%C3%A9ret", "CA+du+Grand+Gu%C3%A9ret"])
def test_every_way_out_finds_something(client: Client, creuse: None, where: str, key: str) -> None:
    page = parse(client.get(f"/lieux/?ou={where}&rayon=5&{key}"))
    for way in page.all("ul.ways a"):
        assert parse(client.get(way.get("href"))).all("article")


def test_words_are_told_how_they_were_understood(client: Client, creuse: None) -> None:
    page = parse(client.get("/lieux/", {"quoi": "impôts"}))
    assert "« impôts » : nous avons compris « Faire une démarche en ligne »." in page.text
    word = next(link for link in page.all("a") if text_of(link) == "Chercher plutôt ce mot")
    assert text_of(parse(client.get(word.get("href"))).one("h1")) == "« impôts »"


def test_words_of_several_needs_are_asked_again(client: Client, creuse: None) -> None:
    notice = parse(client.get("/lieux/", {"quoi": "ordinateur"})).one(".notice")
    assert "peut vouloir dire" in text_of(notice)
    assert [link.get("href") for link in notice.all("a")] == ["/lieux/?besoin=apprendre", "/lieux/?besoin=utiliser-sur-place", "/lieux/?besoin=equipement"]


def test_a_printer_is_not_promised_by_those_who_only_lend_computers(client: Client, published: Publish) -> None:
    factory.place("computers", name="Cyberespace", offers=["acces-internet-materiel"])
    published()
    page = parse(client.get("/lieux/", {"quoi": "imprimer", "ou": "Guéret"}))
    assert text_of(page.one("h1")) == "Utiliser un ordinateur ou Internet sur place, près de Guéret"
    assert "demandez-leur" in page.text


def test_places_that_say_they_have_a_printer_answer_alone(client: Client, published: Publish) -> None:
    factory.place("computers", name="Cyberespace", offers=["acces-internet-materiel"])
    factory.place("printer", name="Reprographie", offers=["acces-internet-materiel"], facets={"equipment": ["imprimante"]})
    published()
    page = parse(client.get("/lieux/", {"besoin": "imprimer", "ou": "Guéret"}))
    assert text_of(page.one("h1")) == "Imprimer ou scanner un document, près de Guéret"
    assert [text_of(title) for title in page.all("article h3")] == ["Reprographie"]


def test_a_service_that_nobody_states_is_answered_by_its_parent_under_its_own_name(client: Client, published: Publish) -> None:
    factory.place("procedures", offers=[PROCEDURES])
    published()
    page = parse(client.get("/lieux/", {"quoi": "carte grise"}))
    assert text_of(page.one("h1")) == "Faire une démarche en ligne"
    assert "Aucun lieu proche ne précise" in page.text


def test_homonyms_are_a_choice_page(client: Client, creuse: None) -> None:
    page = parse(client.get("/lieux/", {"ou": "Saint-Sulpice", "quoi": "impôts"}))
    assert "Plusieurs communes portent ce nom." in page.text
    assert not page.all("article")
    assert all("quoi=imp%C3%B4ts" in (link.get("href") or "") for link in page.all("ul.ways a"))


def test_an_unknown_where_says_what_to_write(client: Client, creuse: None) -> None:
    page = parse(client.get("/lieux/", {"ou": "Zorglub"}))
    assert text_of(page.one("h1")) == "Nous ne connaissons pas « Zorglub »"
    assert "Écrivez le nom d’une commune, un code postal comme 23000, ou un département comme Creuse." in page.text


def test_an_area_lists_by_name_without_distance(client: Client, creuse: None) -> None:
    page = parse(client.get("/lieux/", {"ou": "Creuse"}))
    assert text_of(page.one("h1")) == "Lieux qui aident avec le numérique – Creuse (23)"
    names = [text_of(title) for title in page.all("article h3")]
    assert names == sorted(names) and not page.all(".distance")


def test_pages_follow_each_other_without_losing_the_question(client: Client, creuse: None) -> None:
    seen: list[str] = []
    url: str | None = "/lieux/?ou=Creuse&service=demarches-administratives&service=securite"
    while url:
        page = parse(client.get(url))
        seen += [link.get("href") or "" for link in page.all("article h3 a")]
        url = next((link.get("href") for link in page.all("a[rel=next]")), None)
    assert len(seen) == len(set(seen)) > 10
    assert parse(client.get("/lieux/?ou=Creuse&page=999")).one("h1")


def test_unchanged_results_answer_304(client: Client, creuse: None) -> None:
    etag = client.get("/lieux/", {"ou": "Guéret"}).headers["ETag"]
    assert client.get("/lieux/", {"ou": "Guéret"}, headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "%s {x} {}", "'; DROP TABLE x;--"])
@pytest.mark.parametrize("name", ["quoi", "ou"])
def test_typed_text_stays_text(client: Client, creuse: None, name: str, text: str) -> None:
    response = client.get("/lieux/", {name: text})
    assert response.status_code == 200
    page = parse(response)
    assert not page.all("script") and not page.all("img[onerror]")


def test_only_reading_is_allowed(client: Client, creuse: None) -> None:
    assert client.post("/lieux/").status_code == 405


def test_every_facet_filters_is_shown_and_can_be_taken_off(client: Client, published: Publish) -> None:
    facets = {"support": ["atelier-collectif"], "level": ["debutant"], "languages": ["en"], "who_may_come": ["tous"]}
    factory.place("rich", offers=[("securite", facets)], facets={"programmes": ["france-services"], "equipment": ["ordinateur"]})
    factory.place("plain", name="Mairie de Guéret", kinds=["MUNI"], offers=["securite"])
    published()
    filters = ["accompagnement=atelier-collectif", "niveau=debutant", "langue=en", "dispositif=france-services", "par=own", "fraicheur=up-to-date"]
    page = parse(client.get(f"/lieux/?ou=Gu%C3%A9ret&{'&'.join(filters)}"))

    assert [text_of(title) for title in page.all("article h3")] == ["Bibliothèque municipale de Guéret"]
    assert len(page.all("a.tag")) == len(filters)
    assert len([box for box in page.all("input") if box.get("type") == "checkbox" and box.get("checked") is not None]) == len(filters)
    assert page.one("details.more").get("open") is not None


def test_a_box_of_the_fold_alone_opens_it(client: Client, published: Publish) -> None:
    factory.place("plain", offers=["securite"])
    published()

    assert parse(client.get("/lieux/?ou=Gu%C3%A9ret")).one("details.more").get("open") is None
    assert parse(client.get("/lieux/?ou=Gu%C3%A9ret&par=own")).one("details.more").get("open") is not None


def test_places_open_at_a_moment_are_those_whose_hours_say_so(client: Client, published: Publish) -> None:
    factory.place("week", name="Bibliothèque de semaine", offers=["securite"], hours="Mo-Fr 09:00-19:00")
    factory.place("saturday", name="Bibliothèque du samedi", kinds=["MUNI"], offers=["securite"], hours="Sa 10:00-12:00")
    factory.place("old", name="Bibliothèque ancienne", kinds=["ASSO"], offers=["securite"], hours="Mo-Su 09:00-20:00", hours_checked_on=None)
    published()

    def found(when: str) -> list[str]:
        return [text_of(title) for title in parse(client.get(f"/lieux/?ou=Gu%C3%A9ret&ouvert={when}")).all("article h3")]

    assert found("maintenant") == found("soir") == found("mercredi") == ["Bibliothèque de semaine"]
    assert found("samedi") == ["Bibliothèque du samedi"]
    assert len(found("")) == 3


def test_nothing_open_then_proposes_another_moment(client: Client, published: Publish) -> None:
    factory.place("week", offers=["securite"], hours="Mo-Fr 09:00-19:00")
    published()
    page = parse(client.get("/lieux/?ou=Gu%C3%A9ret&ouvert=samedi"))

    assert "ouvert=samedi" not in {link.get("href") or "" for link in page.all("ul.ways a")} and "À n’importe quel moment" in page.text


def test_a_word_with_one_wrong_letter_is_read_as_the_one_meant_and_said(client: Client, published: Publish) -> None:
    factory.place("one", name="Médiathèque Ellul", offers=["securite"])
    published()
    page = parse(client.get("/lieux/?quoi=mediatheqe+ellul"))

    assert [text_of(title) for title in page.all("article h3")] == ["Médiathèque Ellul"]
    assert "mediatheque ellul" in page.text
