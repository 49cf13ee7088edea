"""The administration: for administrators, and every write leaves its event."""

import pytest
from django.test import Client

from maillage.accounts import actions
from maillage.accounts.models import User
from maillage.accounts.roles import INSTANCE, Coordinator
from maillage.audit.models import Event, Person
from maillage.base import clock

pytestmark = pytest.mark.slow


@pytest.fixture
def administrator(eva: User, client: Client) -> User:
    User.objects.filter(pk=eva.pk).update(is_staff=True, is_superuser=True)
    client.force_login(eva)
    return eva


def test_account_is_opened_in_the_name_of_the_administrator(client: Client, administrator: User) -> None:
    answer = client.post("/admin/accounts/user/add/", {"email": "Zoe@Exemple.fr", "name": "Zoé", "_save": "1"})

    assert answer.status_code == 302
    assert User.objects.get(email="zoe@exemple.fr").name == "Zoé"
    event = Event.objects.get(verb="person.added")
    assert Person.objects.get(pk=event.actor).name == "Eva Rossi"


def test_address_is_taken_once_and_the_refusal_is_shown(client: Client, administrator: User, bruno: User) -> None:
    answer = client.post("/admin/accounts/user/add/", {"email": "BRUNO@exemple.fr", "name": "B"})

    assert "errorlist" in answer.content.decode()
    assert not Event.objects.exists()


def test_account_is_closed_and_nothing_else_can_be_changed(client: Client, administrator: User, bruno: User) -> None:
    actions.grant(user=bruno, role=Coordinator, scope=INSTANCE, by=None, now=clock.now())
    page = client.get(f"/admin/accounts/user/{bruno.pk}/change/")
    assert b"coordinator" in page.content

    client.post(f"/admin/accounts/user/{bruno.pk}/change/", {"email": "pirate@exemple.fr", "is_superuser": "on"} | inline_of(0))

    bruno.refresh_from_db()
    assert (bruno.email, bruno.is_active, bruno.is_superuser) == ("bruno@exemple.fr", False, False)
    assert Event.objects.filter(verb="person.closed").count() == 1


def test_accounts_are_never_deleted(client: Client, administrator: User, bruno: User) -> None:
    assert client.post(f"/admin/accounts/user/{bruno.pk}/delete/", {"post": "yes"}).status_code == 403


def test_rights_come_from_roles_alone(client: Client, administrator: User) -> None:
    assert client.get("/admin/auth/group/").status_code == 404
    assert client.get("/admin/account/emailaddress/").status_code == 404


def inline_of(count: int) -> dict[str, str]:
    return {f"grants-{name}_FORMS": str(count) for name in ("TOTAL", "INITIAL")}
