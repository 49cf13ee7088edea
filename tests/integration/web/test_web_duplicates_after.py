"""What follows an answer about two places: told once, undone where it was given, seen as one row, and said by nobody too early."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from maillage.accounts.models import User
from maillage.base import clock
from maillage.directory.models import Place, Question
from maillage.linkage.enums import By, Decision
from maillage.linkage.models import Opinion, Verdict
from tests.factories.duplicates import AUBUSSON, GUERET, PESSAC, PHONE, Doubles
from tests.integration.web.pages import parse
from tests.integration.web.test_web_duplicates import HOME, answer, main, pair_url

pytestmark = pytest.mark.django_db

HERE: dict[str, Any] = {**GUERET, **PHONE, "name": "Association Alpha"}


@pytest.fixture
def groups(doubles: Doubles) -> str:
    """The page of a pair of places, each of two lists: four pairs of records."""
    for source, record, street in (
        ("creuse", "1", "2 rue Pasteur"),
        ("insertion", "1", "2 rue Pasteur"),
        ("creuse", "2", "9 rue Neuve"),
        ("mairie", "2", "9 rue Neuve"),
    ):
        doubles.tell(source, record, HERE, {"street": street})
    doubles.link()
    one, other = Place.objects.current().order_by("pk")
    verdict = Verdict.objects.filter(decision=Decision.QUESTION).order_by("pk").first()
    assert verdict and one.pk != other.pk
    return f"{HOME}{verdict.place_a.code}-{verdict.place_b.code}/"


def test_the_next_page_of_a_view_keeps_the_view(coordinator: Client, doubles: Doubles) -> None:
    places = [doubles.tell("longue", str(number), AUBUSSON, {"name": f"Lieu {number}"}) for number in range(52)]
    first, *rest = sorted(places, key=lambda place: place.pk)
    told = {"decision": Decision.MERGE, "decided_by": By.MACHINE, "decided_on": clock.today()}
    Verdict.objects.bulk_create(Verdict(place_a=first, place_b=place, **told) for place in rest)

    following = main(coordinator, f"{HOME}decisions/?vue=regles").one("a[rel=next]").get("href")

    assert following == "?vue=regles&page=2"
    assert len(main(coordinator, f"{HOME}decisions/{following}").all("ol.rows li")) == 1


def test_one_answer_about_groups_of_records_is_one_row(coordinator: Client, other_browser: Client, groups: str) -> None:
    coordinator.post(groups, {"choice": "same"})
    assert Opinion.objects.count() > 1

    for view in ("moi", "personnes", ""):
        rows = [row for row in main(coordinator, f"{HOME}decisions/?vue={view}").all("ol.rows li") if "vous" in row.text]
        assert len(rows) == 1
        assert f"une réponse pour {Opinion.objects.count()} paires d’enregistrements" in rows[0].text
    coordinator.post(str(rows[0].one("form").get("action")))
    assert not Opinion.objects.exists()


def test_a_pair_of_which_nothing_is_known_once_undone_leads_to_what_is_decided(coordinator: Client, groups: str) -> None:
    coordinator.post(groups, {"choice": "same"})
    opinion = Opinion.objects.order_by("pk")[0]
    verdict = Verdict.objects.get(place_a=opinion.place_a, place_b=opinion.place_b)
    Question.objects.filter(place=verdict.place_a, other=verdict.place_b).delete()
    Verdict.objects.filter(pk=verdict.pk).update(score=None)

    found = coordinator.post(f"{HOME}{verdict.place_a.code}-{verdict.place_b.code}/annuler/", follow=True)

    assert not Verdict.objects.filter(pk=verdict.pk).exists()
    assert found.status_code == 200
    assert "Votre réponse est annulée" in parse(found).text


def test_who_said_what_of_a_pair_in_dispute_is_told_to_those_who_took_a_side(coordinator: Client, other_browser: Client, doubles: Doubles, chloe: User) -> None:
    question = doubles.asked()
    answer(coordinator, question, "same")
    answer(other_browser, question, "different")
    third = Client()
    third.force_login(doubles.grant(chloe))

    def told(browser: Client) -> bool:
        pages = [main(browser, path).text for path in (f"{HOME}decisions/", f"{HOME}decisions/?vue=desaccords", f"{pair_url(question)}?retour=decisions")]
        return any("Driss Benali" in page or "même lieu, " in page for page in pages)

    assert not told(third)
    answer(third, question, "unsure")
    assert not told(third)
    assert told(other_browser)


def test_the_last_answer_is_offered_back_on_the_next_page_of_its_territory_only(coordinator: Client, doubles: Doubles, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = doubles.asked("Association Alpha"), doubles.asked("Association Bêta")
    answer(coordinator, first, "different")

    assert not main(coordinator, "/territoires/commune-23096/doublons/").all(".last")
    assert main(coordinator).all(".last")
    later = clock.now() + timedelta(minutes=6)
    with monkeypatch.context() as patch:
        patch.setattr(clock, "now", lambda: later)
        assert not main(coordinator).all(".last")
    main(coordinator, f"{HOME}decisions/")
    assert not main(coordinator).all(".last")
    assert pair_url(second) == main(coordinator).one("form.replies").get("action")


def test_an_answered_pair_has_one_notice(coordinator: Client, doubles: Doubles) -> None:
    question = doubles.asked()
    answer(coordinator, question, "different")

    notices = main(coordinator, pair_url(question)).all(".notice")

    assert len(notices) == 1
    assert "Séparés" in notices[0].text and "Annuler ma réponse" in notices[0].text


def test_the_list_names_places_as_the_page_of_the_pair(coordinator: Client, groups: str) -> None:
    Place.objects.current().update(name="Le nom de la fiche", postal_code="23001")

    row = main(coordinator, f"{HOME}liste/").one("ol.rows li")

    assert row.text.count("Le nom de la fiche") == 2
    assert "23001" in row.text
    assert main(coordinator, groups).text.count("Le nom de la fiche") >= 2


def test_an_answer_that_could_not_be_given_is_counted_and_found_again(coordinator: Client, doubles: Doubles) -> None:
    question = doubles.asked()
    doubles.asked("Association Bêta")
    answer(coordinator, question, "unsure")

    assert "1 paire à regarder" in main(coordinator).text
    listed = main(coordinator, f"{HOME}liste/").text
    assert "2 paires" in listed and "À 1 d’entre elles, vous avez déjà répondu" in listed
    mine = main(coordinator, f"{HOME}decisions/?vue=moi").one("ol.rows li").text
    assert "Pas décidé" in mine and "vous : je ne peux pas le dire" in mine and "les règles" not in mine
    assert not main(coordinator, f"{HOME}decisions/").all("ol.rows li")


def test_separating_is_confirmed_and_keeps_the_view(coordinator: Client, doubles: Doubles) -> None:
    doubles.united()
    form = next(form for form in main(coordinator, f"{HOME}decisions/?vue=regles").all("form") if form.all("button[name=choice]"))
    given = {str(field.get("name")): str(field.get("value")) for field in form.all("input") if field.get("name") in ("back", "view")}

    found = coordinator.post(str(form.get("action")), {"choice": "different", **given}, follow=True)

    assert found.redirect_chain == [(f"{HOME}decisions/?vue=regles", 302)]
    assert "Votre réponse : Lieux différents. Médiathèque Jacques Ellul" in parse(found).one(".notice").text


def test_a_view_that_does_not_exist_is_not_kept(coordinator: Client, doubles: Doubles) -> None:
    question = doubles.asked()

    found = coordinator.post(pair_url(question), {"choice": "same", "back": "decisions", "view": "&x=//ailleurs"})

    assert (found.status_code, found["Location"]) == (302, f"{HOME}decisions/")


def test_nothing_that_waits_is_not_counted(coordinator: Client) -> None:
    page = main(coordinator, f"{HOME}liste/").text

    assert "Plus rien à regarder ici" in page
    assert "0 paire" not in page


def test_one_who_is_signed_in_is_not_told_to_sign_in(coordinator: Client) -> None:
    for path in (HOME, "/listes/", "/territoires/"):
        assert "me connecter" not in parse(coordinator.get(path)).text
    assert "me connecter" in parse(coordinator.get("/")).text


def test_a_page_refused_is_information_without_a_traceback(coordinator: Client, doubles: Doubles, caplog: pytest.LogCaptureFixture) -> None:
    doubles.asked(where=PESSAC)

    with caplog.at_level(logging.INFO, "django.request"):
        assert coordinator.get("/territoires/departement-33/doublons/").status_code == 403

    line = next(record for record in caplog.records if record.name == "django.request")
    assert (line.levelname, line.exc_info) == ("INFO", None)
