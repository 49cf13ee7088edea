"""Those who look after a territory see its possible doubles one at a time, answer, take back, and see what the rules did."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from maillage.accounts.enums import ScopeKind
from maillage.accounts.models import User
from maillage.accounts.roles import INSTANCE, Coordinator, Moderator, Role, Scope, TeamMember
from maillage.base import clock
from maillage.directory.models import Place, Question
from maillage.linkage import actions
from maillage.linkage.enums import Choice, Decision
from maillage.linkage.models import Opinion, Verdict
from tests.factories.duplicates import AUBUSSON, CREUSE, PESSAC, Doubles
from tests.integration.web.pages import Node, parse

pytestmark = pytest.mark.django_db

HOME = "/territoires/departement-23/doublons/"


def pair_url(question: Question, home: str = HOME) -> str:
    assert question.other
    return f"{home}{question.place.code}-{question.other.code}/"


def main(browser: Client, path: str = HOME) -> Node:
    return parse(browser.get(path, follow=True)).one("main")


def answer(browser: Client, question: Question, choice: str, **more: str) -> Node:
    return parse(browser.post(pair_url(question), {"choice": choice, **more}, follow=True)).one("main")


# Who


PAGES = ["", "liste/", "decisions/"]


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_is_asked_to_sign_in(client: Client, page: str) -> None:
    found = client.get(f"{HOME}{page}")

    assert found.status_code == 302
    assert found["Location"].startswith("/connexion/")


@pytest.mark.parametrize(
    ("role", "scope", "path", "status"),
    [
        (Coordinator, CREUSE, "departement-23", 200),
        (Moderator, CREUSE, "departement-23", 200),
        (Coordinator, CREUSE, "commune-23096", 200),
        (Coordinator, Scope(ScopeKind.TERRITORY, "com:23096"), "departement-23", 403),
        (Coordinator, CREUSE, "region-75", 403),
        (Coordinator, CREUSE, "departement-33", 403),
        (Coordinator, CREUSE, "france", 403),
        (Coordinator, INSTANCE, "france", 200),
        (Moderator, INSTANCE, "epci-200067189", 200),
        (Coordinator, Scope(ScopeKind.TERRITORY, "reg:75"), "departement-23", 200),
        (TeamMember, Scope(ScopeKind.PLACE, "3F0C9A52"), "departement-23", 403),
        (Coordinator, INSTANCE, "departement-99", 404),
        (Coordinator, INSTANCE, "ailleurs", 404),
    ],
)
@pytest.mark.parametrize("page", PAGES)
def test_only_those_who_look_after_a_territory_see_its_doubles(
    client: Client, bruno: User, doubles: Doubles, role: type[Role], scope: Scope, path: str, status: int, page: str
) -> None:
    doubles.grant(bruno, scope, role)
    client.force_login(bruno)

    found = client.get(f"/territoires/{path}/doublons/{page}")

    assert found.status_code == status
    if status == 403:
        assert "coordonnent ou modèrent" in parse(found).text


def test_an_administrator_sees_everything(client: Client, bruno: User) -> None:
    bruno.is_superuser = True
    bruno.save()
    client.force_login(bruno)

    assert client.get("/territoires/france/doublons/").status_code == 200


def test_pairs_of_elsewhere_are_neither_shown_nor_answered(coordinator: Client, doubles: Doubles) -> None:
    question = doubles.asked(where=PESSAC)

    assert "Plus rien à regarder" in main(coordinator).text
    assert coordinator.get(pair_url(question)).status_code == 404
    assert coordinator.post(pair_url(question), {"choice": "same"}).status_code == 404
    assert coordinator.post(f"{pair_url(question)}annuler/").status_code == 404
    assert not Opinion.objects.exists()


def test_two_places_that_nobody_compared_make_no_page(coordinator: Client, doubles: Doubles) -> None:
    question = doubles.asked()
    stranger = doubles.tell("autre", "1", AUBUSSON, {"name": "Mairie"})

    assert coordinator.get(f"{HOME}{question.place.code}-{stranger.code}/").status_code == 404
    assert coordinator.get(f"{HOME}{question.place.code}-ZZZZZZZZ/").status_code == 404
    assert coordinator.get(f"{HOME}{question.place.code}-{question.place.code}/").status_code == 404


# One pair


def test_a_pair_is_shown_side_by_side_with_its_differences(coordinator: Client, doubles: Doubles) -> None:
    doubles.asked(latitude=46.17, longitude=1.87, precision="place")

    page = main(coordinator)

    rows = {row.one("th").text: row for row in page.all("table tbody tr")}
    assert rows["Nom"].one(".sign").text == "= pareil"
    assert rows["Adresse"].one(".sign").text == "≠ différent"
    assert "rue Neuve" in " ".join(mark.text for mark in rows["Adresse"].all("mark")) or rows["Adresse"].all("mark")
    assert rows["Téléphone"].one(".sign").text == "= pareil"
    assert rows["Horaires"].all("td")[0].text == "non dit"
    assert "1 paire à regarder" in page.text
    assert "même téléphone" in page.text
    assert page.one("[role=img]").get("aria-label") == "Guéret. A et B sont au même point."
    assert [button.get("value") for button in page.all("form.replies button")] == list(Choice.values)


def test_what_is_missing_is_said(coordinator: Client, doubles: Doubles) -> None:
    doubles.asked()

    page = main(coordinator)

    assert not page.all("[role=img]")
    assert "Ni A ni B n’a de point" in page.text


@pytest.mark.parametrize("choice", Choice.values)
def test_an_answer_is_kept_and_the_next_pair_comes_with_a_way_back(coordinator: Client, doubles: Doubles, driss: User, choice: str) -> None:
    first, second = doubles.asked("Association Alpha"), doubles.asked("Association Bêta")
    shown = main(coordinator)
    asked = first if pair_url(first) in str(shown.one("form.replies").get("action")) else second

    page = answer(coordinator, asked, choice)

    assert Opinion.objects.get().choice == choice
    assert Opinion.objects.get().by == driss
    other = second if asked == first else first
    assert page.one("form.replies").get("action") == pair_url(other)
    assert page.one(".last form").get("action") == f"{pair_url(asked)}annuler/"
    assert "1 réponse de vous aujourd’hui" in page.text


def test_the_last_answer_is_taken_back(coordinator: Client, doubles: Doubles) -> None:
    question = doubles.asked()
    answer(coordinator, question, "same")
    assert Place.objects.current().count() == 1

    page = parse(coordinator.post(f"{pair_url(question)}annuler/", follow=True)).one("main")

    assert "Votre réponse est annulée" in page.text
    assert page.one("form.replies").get("action") == pair_url(question)
    assert Place.objects.current().count() == 2
    again = parse(coordinator.post(f"{pair_url(question)}annuler/", follow=True)).one("main")
    assert "pas de réponse à annuler" in again.text


@pytest.mark.parametrize("given", [{}, {"choice": ""}, {"choice": "peut-être"}, {"choice": "same", "seen": "x"}, {"choice": "same", "back": "//ailleurs"}])
def test_an_answer_that_does_not_read_is_refused_with_the_page(coordinator: Client, doubles: Doubles, given: dict[str, str]) -> None:
    question = doubles.asked()

    found = coordinator.post(pair_url(question), given)

    assert found.status_code == 422
    assert parse(found).all("form.replies button")
    assert not Opinion.objects.exists()


def test_an_empty_territory_says_what_comes_next(coordinator: Client) -> None:
    page = main(coordinator)

    assert "Plus rien à regarder" in page.text
    assert page.one("a.button-main").get("href") == f"{HOME}decisions/"


# Several persons


def test_what_one_answered_is_not_asked_of_another_but_a_disagreement_calls_a_third(
    coordinator: Client, other_browser: Client, doubles: Doubles, chloe: User
) -> None:
    question = doubles.asked()
    answer(coordinator, question, "same")
    assert "Plus rien" in main(other_browser).text

    page = answer(other_browser, question, "different")

    assert "troisième personne décidera" in page.text
    for browser in (coordinator, other_browser):
        assert "1 paire attend encore la réponse d’une autre personne" in main(browser).text
    third = Client()
    third.force_login(doubles.grant(chloe))
    assert "Deux personnes ont répondu différemment" in main(third).text
    assert "Plus rien" in answer(third, question, "different").text
    assert Verdict.objects.get().decision == Decision.DIFFERENT


def test_a_pair_that_another_answered_meanwhile_is_said_and_kept(coordinator: Client, other_browser: Client, doubles: Doubles) -> None:
    question = doubles.asked()
    seen = str(main(coordinator).one("input[name=seen]").get("value"))
    answer(other_browser, question, "same")

    page = answer(coordinator, question, "same", seen=seen)

    assert "en même temps que vous" in page.text
    assert Opinion.objects.count() == 2
    assert Verdict.objects.get().decision == Decision.MERGE


# What comes first


def order(browser: Client) -> list[str]:
    return [row.one("a.names").text.split(" B ")[0] for row in main(browser, f"{HOME}liste/").all("ol.rows li")]


def test_disagreements_then_what_people_find_then_the_likeliest_come_first_and_what_three_could_not_say_last(
    coordinator: Client, doubles: Doubles, driss: User, eva: User, chloe: User, bruno: User
) -> None:
    plain, tired, disputed = (doubles.asked(f"Association {name}") for name in ("Plaine", "Lasse", "Discutée"))
    useful = doubles.asked("Association Utile", hours="Mo 09:00-12:00")
    when = {"today": clock.today(), "now": clock.now()}
    for person in (bruno, eva, chloe):
        actions.say(tired.place, tired.other, Choice.UNSURE, by=person, **when)  # type: ignore[arg-type]
    actions.say(disputed.place, disputed.other, Choice.SAME, by=bruno, **when)  # type: ignore[arg-type]
    actions.say(disputed.place, disputed.other, Choice.DIFFERENT, by=eva, **when)  # type: ignore[arg-type]

    assert [name.removeprefix("A Association ") for name in order(coordinator)] == ["Discutée", "Utile", "Plaine", "Lasse"]
    assert str(main(coordinator).one("form.replies").get("action")) == pair_url(disputed)
    assert useful.state == plain.state == Question.State.OPEN


def test_a_long_list_comes_by_pages(coordinator: Client, doubles: Doubles) -> None:
    question = doubles.asked()
    places = [doubles.tell("longue", str(number), AUBUSSON, {"name": f"Lieu {number}"}) for number in range(61)]
    Question.objects.bulk_create(
        Question(key=f"duplicate:test:{number}", kind="duplicate", place=question.place, other=place, raised_on=clock.today())
        for number, place in enumerate(places)
    )

    first, last = main(coordinator, f"{HOME}liste/"), main(coordinator, f"{HOME}liste/?page=99")

    assert (len(first.all("ol.rows li")), len(last.all("ol.rows li"))) == (50, 12)
    assert first.one("a[rel=next]").get("href") == "?page=2"
    assert not last.all("a[rel=next]")


# What is decided


def test_what_the_rules_united_is_seen_and_separated(coordinator: Client, doubles: Doubles) -> None:
    one, other = doubles.united()
    page = main(coordinator, f"{HOME}decisions/?vue=regles")
    assert "Réunis : même lieu" in page.text
    assert "les règles" in page.text
    assert "même nom propre" in page.text

    form = next(form for form in page.all("form") if form.all("button[name=choice]"))
    found = coordinator.post(str(form.get("action")), {"choice": "different", "back": "decisions"})

    assert (found.status_code, found["Location"]) == (302, f"{HOME}decisions/")
    assert Place.objects.current().count() == 2
    assert "Séparés : lieux différents" in main(coordinator, f"{HOME}decisions/?vue=separes").text
    assert "Rien de tel" in main(coordinator, f"{HOME}decisions/?vue=regles").text
    assert "Annuler ma réponse" in main(coordinator, f"{HOME}decisions/?vue=moi").text
    assert {one.code, other.code} == set(Place.objects.current().values_list("code", flat=True))


def test_two_records_that_are_one_place_are_compared_as_each_list_tells_them(coordinator: Client, doubles: Doubles) -> None:
    doubles.united()
    verdict = Verdict.objects.get()

    page = main(coordinator, f"{HOME}{verdict.place_a.code}-{verdict.place_b.code}/?retour=decisions")

    phones = next(row for row in page.all("table tbody tr") if row.one("th").text == "Téléphone")
    assert {cell.text for cell in phones.all("td[data-letter]")} == {"05 55 52 00 00", "non dit"}
    assert page.one("input[name=back]").get("value") == "decisions"
    assert "réuni avec l’autre" in page.text.lower()


def test_names_are_shown_and_addresses_never(coordinator: Client, other_browser: Client, doubles: Doubles, driss: User) -> None:
    answer(coordinator, doubles.asked(), "same")

    page = main(other_browser, f"{HOME}decisions/")
    assert "Driss Benali : même lieu" in page.text
    assert driss.email not in page.text

    driss.name = ""
    driss.save()
    assert driss.email not in main(other_browser, f"{HOME}decisions/").text


@pytest.mark.parametrize("view", ["", "regles", "personnes", "separes", "lies", "desaccords", "moi", "inconnue"])
def test_every_view_of_decisions_answers(coordinator: Client, doubles: Doubles, view: str) -> None:
    doubles.united()
    answer(coordinator, doubles.asked(), "hosts")

    assert coordinator.get(f"{HOME}decisions/?vue={view}").status_code == 200


@pytest.mark.parametrize(
    ("choice", "told"),
    [("same_building", "Liés : A dans le même bâtiment que B"), ("hosted_at", "Liés : A accueilli à B"), ("hosts", "Liés : B accueilli à A")],
)
def test_a_link_is_told_in_its_direction(coordinator: Client, doubles: Doubles, choice: str, told: str) -> None:
    answer(coordinator, doubles.asked(), choice)

    assert told in main(coordinator, f"{HOME}decisions/?vue=lies").text


# Around


def test_a_person_arrives_at_their_territories(coordinator: Client, doubles: Doubles) -> None:
    doubles.asked()

    page = main(coordinator, "/territoires/")

    links = {link.get("href"): link.text for link in page.all(".ways a")}
    assert links[HOME] == "Doublons possibles : Creuse1 paire à regarder"
    assert "/listes/" in links


def test_one_without_territory_is_told_so(client: Client, bruno: User) -> None:
    client.force_login(bruno)

    assert "Aucun territoire ne vous est confié" in main(client, "/territoires/").text


def test_the_lists_lead_to_the_doubles(coordinator: Client) -> None:
    assert any(link.get("href") == "/territoires/" for link in main(coordinator, "/listes/").all("a"))


def test_answers_of_yesterday_are_not_of_today(coordinator: Client, doubles: Doubles, monkeypatch: pytest.MonkeyPatch) -> None:
    question = doubles.asked()
    answer(coordinator, question, "unsure")
    tomorrow: datetime = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)

    page = main(coordinator)

    assert "réponse de vous" not in page.text or "0 réponse" in page.text
    assert not page.all(".last")


@pytest.mark.parametrize(("page", "most"), [("", 40), ("liste/", 25), ("decisions/", 25)])
def test_pages_ask_a_bounded_number_of_queries(
    coordinator: Client, doubles: Doubles, page: str, most: int, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    doubles.united()
    for name in ("Un", "Deux", "Trois"):
        doubles.asked(f"Association {name}")

    with django_assert_max_num_queries(most):  # type: ignore[operator]
        coordinator.get(f"{HOME}{page}")
