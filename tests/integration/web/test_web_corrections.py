"""A coordinator sees what a list has to correct and what it took, takes the sheet, and has the list's own file corrected."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from maillage.base import clock
from maillage.base.identifiers import place_id
from maillage.directory.models import Place
from maillage.ingestion import actions
from maillage.ingestion.formats.opening import open_table
from maillage.ingestion.formats.table import Reading
from maillage.ingestion.models import Source
from maillage.linkage import chain
from maillage.web import words
from maillage.web.resident import provenance
from tests.factories.directory import say
from tests.integration.web.pages import parse

pytestmark = pytest.mark.django_db
MAPPING = """
[list]
label = "Ville de Guéret"
id = "id"
[fields]
name = "Nom"
street = "Adresse"
commune = "Commune"
postal_code = "CP"
phones = "Tél"
description = "Texte"
[[audiences]]
code = "seniors"
columns = ["Texte"]
terms = ["seniors"]
"""
FILE = "id;Nom;Adresse;CP;Commune;Tél;Texte\n1;Médiathèque;1 rue Haute;23000;Guéret;05 55 52 00 01;Accueil de tous\n2;Mairie;2 rue Haute;23000;Guéret;;\n"
PAGE = "/listes/ville/corrections/"
SECOND = [{"number": "+33555529999", "contact": "service"}]


@pytest.fixture(autouse=True)
def own_var(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path


@pytest.fixture
def ville() -> Source:
    actions.create_source("ville", scope="dep:23", by=None, today=clock.today(), now=clock.now())
    return bring(FILE)


def bring(text: str) -> Source:
    chain.import_list("ville", content=text.encode(), mapping=MAPPING, today=clock.today(), now=clock.now())
    return Source.objects.select_related("origin").get(key="ville")


@pytest.fixture
def confirmed(ville: Source) -> Place:
    place = Place.objects.get(pk=place_id(ville.origin.key, "1"))
    say(place, today=clock.today(), phones=SECOND, audiences={"seniors": True})
    return place


def text_of(client: Client) -> str:
    return str(parse(client.get(PAGE)).one("main").text)


def test_nothing_is_to_correct_at_first(coordinator: Client, ville: Source) -> None:
    assert "Rien n’a été envoyé" in text_of(coordinator)


def test_the_sheet_is_made_when_asked(coordinator: Client, confirmed: Place) -> None:
    answer = coordinator.post(f"{PAGE}preparer/", follow=True)

    text = parse(answer).one("main").text
    assert "La feuille est prête : 2 corrections." in parse(answer).one("body").text
    for told in ("05 55 52 00 01", "05 55 52 99 99", "l’équipe du lieu", "Tél", "à la main", "Texte"):
        assert told in text
    assert "1 sur" not in text


def test_what_the_list_took_is_told_on_each_page(coordinator: Client, confirmed: Place) -> None:
    coordinator.post(f"{PAGE}preparer/")
    bring(FILE.replace("05 55 52 00 01", "0555529999"))

    assert "Reprises" in text_of(coordinator)
    assert "(50 %)" in text_of(coordinator)
    assert "1 sur 2" in parse(coordinator.get("/listes/")).one("main").text
    assert "Envoyées : 2. Reprises : 1. En attente : 1." in parse(coordinator.get("/listes/ville/")).one("main").text


def test_the_sheet_is_a_workbook_in_the_columns_of_the_list(coordinator: Client, confirmed: Place) -> None:
    coordinator.post(f"{PAGE}preparer/")

    answer = coordinator.get("/listes/ville/corrections.xlsx")

    assert answer["Content-Disposition"] == 'attachment; filename="ville-corrections.xlsx"'
    table = open_table(answer.content, Reading(sheet="Lignes corrigées"))
    assert [cells["Tél"] for _line, cells in table.rows()] == ["05 55 52 99 99"]


def test_the_file_of_the_list_is_given_back_corrected(coordinator: Client, confirmed: Place) -> None:
    coordinator.post(f"{PAGE}preparer/")

    answer = coordinator.post(f"{PAGE}appliquer/", {"file": SimpleUploadedFile("nos lieux.csv", FILE.encode())})

    assert answer.content.decode() == FILE.replace("05 55 52 00 01", "05 55 52 99 99")
    assert answer["Content-Disposition"] == 'attachment; filename="corrige-nos-lieux.csv"'


@pytest.mark.parametrize("content", [b"", b"id;Nom\n9;Ailleurs\n", b"%PDF-1.7 rien", FILE.replace("\n1;", "\n7;").encode(), b"id;Nom;Adresse\n1;X;Y\n"])
def test_another_file_is_refused_with_a_sentence(coordinator: Client, confirmed: Place, content: bytes) -> None:
    coordinator.post(f"{PAGE}preparer/")

    answer = coordinator.post(f"{PAGE}appliquer/", {"file": BytesIO(content)})

    assert answer.status_code == 422
    assert len(parse(answer).one("[id=erreurs]").text) > len("Rien n’a été changé.")


def test_a_file_that_changed_since_is_not_written_over(coordinator: Client, confirmed: Place) -> None:
    coordinator.post(f"{PAGE}preparer/")

    answer = coordinator.post(f"{PAGE}appliquer/", {"file": BytesIO(FILE.replace("05 55 52 00 01", "05 55 52 77 77").encode())})

    assert answer.status_code == 422
    assert "ont changé depuis la dernière lecture" in parse(answer).one("[id=erreurs]").text


@pytest.mark.parametrize(
    ("method", "page"), [("get", PAGE), ("get", "/listes/ville/corrections.xlsx"), ("post", f"{PAGE}preparer/"), ("post", f"{PAGE}appliquer/")]
)
def test_the_corrections_of_another_territory_do_not_exist(coordinator: Client, ville: Source, method: str, page: str) -> None:
    Source.objects.update(scope="dep:33")

    assert getattr(coordinator, method)(page).status_code == 404


def test_a_visitor_is_asked_to_sign_in(client: Client, ville: Source) -> None:
    assert client.get(PAGE).status_code == 302


def test_the_page_of_a_place_tells_to_which_lists_it_was_sent_and_which_took_it(coordinator: Client, confirmed: Place) -> None:
    coordinator.post(f"{PAGE}preparer/")

    day = words.day(clock.today())
    sent = [f"Envoyé à «\u202fVille de Guéret\u202f» le {day}, pas encore repris."]
    assert provenance.sent_back(confirmed) == {"phones": sent, "facts": sent}
    bring(FILE.replace("05 55 52 00 01", "0555529999"))
    told = provenance.whys(confirmed, today=clock.today())["phones"].lines
    assert told[-1] == f"Envoyé à «\u202fVille de Guéret\u202f» le {day}, repris le {day}."
