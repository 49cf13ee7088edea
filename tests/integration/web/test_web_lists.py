"""Coordinators look after the lists of their territory; those of others do not exist for them."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from maillage.accounts import actions as accounts
from maillage.accounts.enums import ScopeKind
from maillage.accounts.models import User
from maillage.accounts.roles import Scope, TeamMember
from maillage.audit.models import Event
from maillage.base import clock
from maillage.ingestion import actions
from maillage.ingestion.models import Run, Source
from tests.integration.web.pages import parse

pytestmark = pytest.mark.django_db
HEAD = "id,pivot,nom,commune,code_postal,adresse,date_maj,services,telephone\n"
LIST = f"{HEAD}1,,Médiathèque,Guéret,23000,1 rue Haute,2026-05-01,Accès internet et matériel informatique,05 55 52 00 00\n"
PAGES = ["", "correspondance/", "compte-rendu.xlsx"]
GESTURES = ["deposer/", "relire/", "annuler/", "adresse/", "correspondance/"]


@pytest.fixture(autouse=True)
def own_var(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def creuse() -> Source:
    return declared("creuse", "dep:23")


def declared(key: str, scope: str) -> Source:
    return actions.create_source(key, scope=scope, by=None, today=clock.today(), now=clock.now())


def read_once(source: Source, text: str = LIST) -> Run:
    return actions.import_list(source.key, content=text.encode(), today=clock.today(), now=clock.now())


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_is_asked_to_sign_in(client: Client, creuse: Source, page: str) -> None:
    answer = client.get(f"/listes/creuse/{page}")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/connexion/")


def test_a_visitor_sees_no_list_at_all(client: Client) -> None:
    assert client.get("/listes/").status_code == 302


@pytest.mark.parametrize("page", [*PAGES, *GESTURES])
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_list_of_another_territory_does_not_exist(coordinator: Client, page: str, method: str) -> None:
    declared("gironde", "dep:33")
    declared("pays", "")

    for key in ("gironde", "pays", "absente"):
        assert getattr(coordinator, method)(f"/listes/{key}/{page}").status_code in {404, 405}


def test_a_librarian_has_no_lists(client: Client, bruno: User, creuse: Source) -> None:
    accounts.grant(user=bruno, role=TeamMember, scope=Scope(ScopeKind.PLACE, "3F0C9A52"), by=None, now=clock.now())
    client.force_login(bruno)

    assert client.get("/listes/").status_code == 403
    assert client.get("/listes/creuse/").status_code == 404


def test_a_coordinator_sees_where_each_list_stands(coordinator: Client, creuse: Source) -> None:
    read_once(creuse)

    text = parse(coordinator.get("/listes/")).one("main").text

    assert "100 %" in text
    assert "Creuse" in text


def test_an_empty_territory_says_how_to_begin(coordinator: Client) -> None:
    assert "Aucune liste pour l’instant" in parse(coordinator.get("/listes/")).one("main").text


def test_a_list_is_declared_in_ones_own_territory_only(coordinator: Client) -> None:
    assert coordinator.post("/listes/nouvelle/", {"key": "mairies", "scope": "dep:23"}).status_code == 302
    assert Source.objects.get(key="mairies").scope == "dep:23"
    assert coordinator.post("/listes/nouvelle/", {"key": "pays", "scope": ""}).status_code == 422
    assert coordinator.post("/listes/nouvelle/", {"key": "gironde", "scope": "dep:33"}).status_code == 422
    assert coordinator.post("/listes/nouvelle/", {"key": "mairies", "scope": "dep:23"}).status_code == 422
    assert coordinator.post("/listes/nouvelle/", {"key": "Mairies !", "scope": "dep:23"}).status_code == 422
    assert list(Source.objects.values_list("key", flat=True)) == ["mairies"]


def test_a_file_is_deposited_then_read_by_the_worker(coordinator: Client, creuse: Source, driss: User) -> None:
    answer = coordinator.post("/listes/creuse/deposer/", {"file": SimpleUploadedFile("mairies.csv", LIST.encode())}, follow=True)

    page = parse(answer)
    assert "« mairies.csv » est reçu" in page.one(".notice").text
    run = Run.objects.get()
    assert (run.state, run.kept, run.file_name) == (Run.State.DONE, 1, "mairies.csv")
    assert Event.objects.filter(verb="source.imported", actor__isnull=False).exists()


def test_a_file_that_stops_says_why_on_the_page(coordinator: Client, creuse: Source) -> None:
    answer = coordinator.post("/listes/creuse/deposer/", {"file": SimpleUploadedFile("image.csv", b"%PDF-1.4")}, follow=True)

    assert "PDF" in parse(answer).one("main").text


def test_no_file_is_refused_with_the_page(coordinator: Client, creuse: Source) -> None:
    answer = coordinator.post("/listes/creuse/deposer/", {})

    assert answer.status_code == 422
    assert "Choisissez le fichier" in parse(answer).one("main").text


def test_the_last_reading_is_undone_once(coordinator: Client, creuse: Source) -> None:
    run = read_once(creuse)

    coordinator.post("/listes/creuse/annuler/", {"run": run.pk})
    run.refresh_from_db()
    assert run.state == Run.State.UNDONE

    text = parse(coordinator.post("/listes/creuse/annuler/", {"run": run.pk}, follow=True)).one("main").text
    assert "ne peut plus être annulée" in text


@pytest.mark.parametrize(
    ("given", "status"),
    [({"url": "https://exemple.fr/l.csv", "every": "weekly"}, 302), ({"url": "", "every": "daily"}, 422), ({"url": "zzz", "every": ""}, 422)],
)
def test_an_address_and_a_rhythm_are_kept_or_refused(coordinator: Client, creuse: Source, given: dict[str, str], status: int) -> None:
    assert coordinator.post("/listes/creuse/adresse/", given).status_code == status
    creuse.refresh_from_db()
    assert (creuse.every == "weekly") is (status == 302)


def test_a_mapping_is_kept_with_its_former_version_or_refused_with_its_faults(coordinator: Client, creuse: Source) -> None:
    for label in ("Un", "Deux"):
        text = f'[list]\nlabel = "{label}"\nid = "id"\n[fields]\nname = "nom"\n'
        assert coordinator.post("/listes/creuse/correspondance/", {"text": text}).status_code == 302

    page = parse(coordinator.get("/listes/creuse/correspondance/"))
    assert '"Deux"' in page.one("textarea").text
    assert '"Un"' in page.one("pre").text
    answer = coordinator.post("/listes/creuse/correspondance/", {"text": '[list]\nid = "id"\n[fields]\nnom = "nom"\n'})
    assert answer.status_code == 422
    assert "« nom »" in parse(answer).one(".notice").text


UNKNOWN = "Nom du lieu;Ville;Téléphone;Horaires\nMédiathèque;Guéret;05 55 52 00 00;lundi 9h-12h\n".encode()


def test_a_mapping_is_proposed_from_a_file_and_tried_and_nothing_is_kept(coordinator: Client, creuse: Source) -> None:
    answer = coordinator.post("/listes/creuse/correspondance/", {"file": SimpleUploadedFile("m.csv", UNKNOWN)})

    page = parse(answer)
    assert 'name = "Nom du lieu"' in page.one("textarea").text
    assert "gardées" in page.one(".trial").text
    creuse.refresh_from_db()
    assert creuse.mapping_text == ""
    assert not Run.objects.exists()


def test_a_deposit_without_a_mapping_is_read_once_its_proposal_is_kept(coordinator: Client, creuse: Source) -> None:
    page = parse(coordinator.post("/listes/creuse/deposer/", {"file": SimpleUploadedFile("m.csv", UNKNOWN)}))
    hidden = {str(field.get("name")): str(field.get("value")) for field in page.all("input[type=hidden]") if field.get("name") != "csrfmiddlewaretoken"}
    text = page.one("textarea").text_as_written

    tried = coordinator.post("/listes/creuse/correspondance/", {**hidden, "text": text, "gesture": "try"})
    assert "gardées" in parse(tried).one(".trial").text
    assert not Run.objects.exists()

    kept = coordinator.post("/listes/creuse/correspondance/", {**hidden, "text": text}, follow=True)
    assert "« m.csv » est reçu" in parse(kept).one(".notice").text
    assert Run.objects.get().kept == 1


def test_a_wrong_mapping_tried_on_a_file_says_its_faults(coordinator: Client, creuse: Source) -> None:
    page = parse(coordinator.post("/listes/creuse/deposer/", {"file": SimpleUploadedFile("m.csv", UNKNOWN)}))
    token = page.one("input[name=token]").get("value")

    answer = coordinator.post("/listes/creuse/correspondance/", {"token": token, "text": "[list]\n", "gesture": "try"})

    assert answer.status_code == 422
    assert "[fields]" in parse(answer).one(".notice").text


def test_a_file_that_cannot_be_read_proposes_nothing(coordinator: Client, creuse: Source) -> None:
    refused = coordinator.post("/listes/creuse/correspondance/", {"file": SimpleUploadedFile("m.csv", b"%PDF-1.4")})

    assert (refused.status_code, "PDF" in parse(refused).one("main").text) == (422, True)


def test_what_waits_for_the_worker_is_said(coordinator: Client, creuse: Source, settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    read_once(creuse)
    coordinator.post("/listes/creuse/deposer/", {"file": SimpleUploadedFile("m.csv", LIST.encode())})

    text = parse(coordinator.get("/listes/creuse/")).one("main").text

    assert "un fichier à lire" in text
    assert "Annuler la lecture" not in text


@pytest.mark.parametrize("form", ["xlsx", "html", "csv", "json"])
def test_the_report_of_the_last_reading_is_downloaded(coordinator: Client, creuse: Source, form: str) -> None:
    assert coordinator.get(f"/listes/creuse/compte-rendu.{form}").status_code == 404
    read_once(creuse)

    answer = coordinator.get(f"/listes/creuse/compte-rendu.{form}")

    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]


def test_quality_over_time_is_drawn_and_said(coordinator: Client, creuse: Source) -> None:
    read_once(creuse, LIST.replace("05 55 52 00 00", ""))
    read_once(creuse)

    answer = coordinator.get("/listes/creuse/")

    figure = parse(answer).one("figure")
    assert "0 au début, 100 maintenant, en 2 lectures." in figure.text
    assert answer.content.count(b"<rect") == 4
