"""One who looks after a territory speaks for it alone: neither for the lists known to all, nor with more weight than others."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from maillage.accounts import actions as accounts
from maillage.accounts.models import User
from maillage.accounts.roles import INSTANCE, Coordinator
from maillage.base import clock
from maillage.ingestion import actions
from maillage.ingestion.models import Source
from tests.integration.web.pages import parse

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_var(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path


@pytest.fixture
def creuse() -> Source:
    return declared("creuse", "dep:23")


def declared(key: str, scope: str) -> Source:
    return actions.create_source(key, scope=scope, by=None, today=clock.today(), now=clock.now())


@pytest.mark.parametrize("key", ["bibliotheques-publiques", "france-services", "gironde", "nouvelle"])
def test_a_list_known_to_all_is_not_for_one_territory_to_declare(coordinator: Client, key: str) -> None:
    answer = coordinator.post("/listes/nouvelle/", {"key": key, "scope": "dep:23"})

    assert answer.status_code == 422
    assert not Source.objects.exists()


@pytest.mark.parametrize(("gesture", "given"), [("adresse/", {"url": "https://exemple.fr/l.csv", "every": "daily"}), ("correspondance/", {"text": "[list]"})])
def test_nor_to_change_where_another_will_follow_it(coordinator: Client, gesture: str, given: dict[str, str]) -> None:
    declared("france-services", "dep:23")

    answer = coordinator.post(f"/listes/france-services/{gesture}", given)

    assert answer.status_code == 422
    assert Source.objects.get().url == ""


SAID = '[list]\nid = "id"\nlabel = "{label}"\n{more}\n[fields]\nname = "nom"\n'


@pytest.mark.parametrize(
    ("label", "more", "told"),
    [
        ("Mairies", 'authoritative_for = ["phones"]', "fait foi"),
        ("Mairies", "attests = true", "fait foi"),
        ("France Services", "", "nom d’une autre liste"),
        ("Ministère de la Culture", "", "nom d’une autre liste"),
    ],
)
def test_a_coordinator_gives_a_list_neither_authority_nor_the_name_of_another(
    coordinator: Client, creuse: Source, driss: User, label: str, more: str, told: str
) -> None:
    text = SAID.format(label=label, more=more)

    answer = coordinator.post("/listes/creuse/correspondance/", {"text": text})

    assert answer.status_code == 422
    assert told in parse(answer).one("main").text
    assert coordinator.post("/listes/creuse/correspondance/", {"text": SAID.format(label="Mairies de la Creuse", more="attests = false")}).status_code == 302
    accounts.grant(user=driss, role=Coordinator, scope=INSTANCE, by=None, now=clock.now())
    assert coordinator.post("/listes/creuse/correspondance/", {"text": text}).status_code == 302


def test_a_coordinator_keeps_the_authority_that_a_list_was_given(coordinator: Client, creuse: Source) -> None:
    text = SAID.format(label="Mairies", more='authoritative_for = ["phones"]')
    actions.set_mapping(creuse, text, by=None, today=clock.today(), now=clock.now())

    assert coordinator.post("/listes/creuse/correspondance/", {"text": f'{text}phones = "tel"\n'}).status_code == 302
