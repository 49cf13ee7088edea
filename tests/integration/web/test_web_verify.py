"""Anyone tries a list, without an account; nothing of it is kept."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from python_calamine import CalamineWorkbook

from maillage.audit.models import Event
from maillage.ingestion.models import Run, Source
from maillage.web.verify import receiving, views
from tests.integration.web.pages import parse

pytestmark = pytest.mark.django_db
ADDRESS = "/donnees/verifier/"
LIST = (
    "id;nom;commune;code_postal;adresse;telephone;services\n"
    "1;Médiathèque;Guéret;23000;1 rue Haute;zzz;Accès internet et matériel informatique\n"
    "2;<b>;Ahun;23150;;;\n"
)


def posted(client: Client, content: bytes = LIST.encode(), **fields: object) -> HttpResponse:
    return client.post(ADDRESS, {"list": SimpleUploadedFile("Ma liste.csv", content), **fields})  # type: ignore[return-value]


@pytest.mark.parametrize("address", [ADDRESS, f"/en{ADDRESS}"])
def test_the_form_is_open_to_all_and_says_that_nothing_is_kept(client: Client, address: str) -> None:
    page = parse(client.get(address))

    assert page.one("input[type=file]").get("name") == "list"
    assert "sessionid" not in client.cookies


def test_a_list_is_told_on_screen_row_by_row_and_forgotten(client: Client) -> None:
    answer = posted(client)

    text = parse(answer).one("main").text
    assert answer.status_code == 200
    assert "zzz" in text
    assert "Écrire les dix chiffres du numéro." in text
    assert not Source.objects.exists() and not Run.objects.exists() and not Event.objects.exists()
    assert answer["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_the_workbook_holds_the_same(client: Client) -> None:
    answer = posted(client, answer="workbook")

    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert answer["Content-Disposition"] == 'attachment; filename="ma-liste-compte-rendu.xlsx"'
    assert any("zzz" in str(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def test_the_corrected_list_comes_back_in_its_own_columns(client: Client) -> None:
    answer = posted(client, answer="corrected")

    assert answer.content.decode("utf-8-sig").splitlines()[0] == LIST.splitlines()[0]


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "vide"), (b"%PDF-1.4 abc", "PDF"), (b'a;b\n"x;y\n', "guillemet")],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(client: Client, content: bytes, said: str) -> None:
    answer = posted(client, content)

    assert answer.status_code == 422
    assert said in parse(answer).one(".notice").text


def test_no_file_is_said(client: Client) -> None:
    answer = client.post(ADDRESS)

    assert answer.status_code == 422
    assert "Choisissez le fichier" in parse(answer).one(".notice").text


def test_a_file_too_large_for_the_page_is_refused_before_being_read(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "LARGEST", 10)
    answer = posted(client)

    assert answer.status_code == 422
    assert "dépasse" in parse(answer).one(".notice").text


def test_a_list_too_long_for_the_page_is_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MOST_ROWS", 1)

    assert "plus de 1 lignes" in parse(posted(client)).one(".notice").text


def test_a_list_too_slow_to_read_is_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MOST_SECONDS", -1)

    answer = posted(client, LIST.encode() + b"3,,M,Ahun,23150,,,\n" * 200)

    assert "trop longue" in parse(answer).one(".notice").text


def test_nothing_of_the_file_touches_the_disk(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_args: object, **_options: object) -> None:
        raise AssertionError("a temporary file")

    monkeypatch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", refused)

    long_cell = b"3;" + b"x" * 45_000 + b";Ahun;23150;;;\n"
    assert posted(client, LIST.encode() + long_cell * 60).status_code == 200


def test_a_form_from_elsewhere_is_refused() -> None:
    strict = Client(enforce_csrf_checks=True)

    assert posted(strict).status_code == 403


@pytest.mark.parametrize(
    ("mapping", "status"), [(b'[list]\nid="id"\n[fields]\nname="nom"\n', 200), (b"[list]\nid='id'\n[fields]\nnom='nom'\n", 422), (b"\xff\xfe", 422)]
)
def test_a_mapping_may_be_given(client: Client, mapping: bytes, status: int) -> None:
    assert posted(client, mapping=SimpleUploadedFile("m.toml", mapping)).status_code == status


def test_two_lists_are_not_read_at_once(client: Client) -> None:
    with receiving.one_at_a_time() as is_free:
        assert is_free
        answer = posted(client)

    assert answer.status_code == 503
    assert "Réessayez dans une minute" in parse(answer).one(".notice").text
    assert posted(client).status_code == 200


def test_a_list_that_was_refused_leaves_the_page_free(client: Client) -> None:
    posted(client, b"%PDF-1.4")

    assert posted(client).status_code == 200
