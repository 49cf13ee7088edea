"""The pages of the referentials show every term, with its words for each reader and each neighbouring system."""

import pytest
from django.test import Client

from maillage.referentials import selectors as referentials
from tests.integration.web.pages import parse

pytestmark = pytest.mark.django_db


def test_every_vocabulary_is_listed_and_leads_to_its_page(client: Client) -> None:
    page = parse(client.get("/referentiels/"))
    addresses = {link.get("href") for link in page.all("main a")}

    assert addresses >= {f"/referentiels/{name}/" for name in referentials.vocabularies()}


@pytest.mark.parametrize("name", referentials.vocabularies())
@pytest.mark.parametrize("language", ["", "/en"])
def test_every_term_has_its_line_and_its_address(client: Client, name: str, language: str) -> None:
    page = parse(client.get(f"{language}/referentiels/{name}/"))

    assert [row.get("id") for row in page.all("tbody tr")] == [row.code for row in _in_order(name)]


def _in_order(name: str) -> list[object]:
    vocabulary = referentials.vocabulary(name)
    return [term for first in vocabulary if not first.parent for term in (first, *vocabulary.children(first.code))]


def test_a_term_is_said_in_the_words_of_each(client: Client) -> None:
    row = client.get("/referentiels/services/").content.decode().split('id="sante-en-ligne"')[1].split("</tr>")[0]

    assert "Faire ses démarches de santé en ligne" in row and "Doctolib" in row and "La Coop" in row


def test_an_unknown_vocabulary_is_404(client: Client) -> None:
    assert client.get("/referentiels/zorglub/").status_code == 404
