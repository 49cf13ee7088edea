"""Keys of the API are given, told and revoked: by the command and in the administration, which show the key once."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from maillage.accounts.keys import find
from maillage.accounts.models import ApiKey, User
from maillage.base import clock

pytestmark = pytest.mark.django_db


def run(*words: str) -> Any:
    out = StringIO()
    call_command("apikey", *words, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_the_command_gives_tells_and_revokes() -> None:
    given = run("create", "Ville de Guéret", "--scope", "propose", "--until", "2999-12-31")
    found = find(given["key"], today=clock.today())
    assert found is not None
    assert (found.label, found.scopes) == ("Ville de Guéret", {"propose"})

    told = run("list")["keys"]
    assert [(key["prefix"], key["label"], key["expires_on"]) for key in told] == [(given["prefix"], "Ville de Guéret", "2999-12-31")]
    assert given["key"] not in str(told)

    assert run("revoke", given["prefix"])["revoked_at"]
    assert find(given["key"], today=clock.today()) is None


@pytest.mark.parametrize("words", [("create", " "), ("create", "Ville", "--until", "2020-01-01"), ("revoke", "00000000")])
def test_the_command_refuses_with_a_sentence(words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match=r"\.$|montre\.$"):
        run(*words)
    assert not ApiKey.objects.exists()


def test_the_administration_shows_a_key_once(client: Client, eva: User) -> None:
    User.objects.filter(pk=eva.pk).update(is_staff=True, is_superuser=True)
    client.force_login(eva)

    page = client.post("/admin/accounts/apikey/add/", {"label": "Département", "scopes": ["read-more"], "_save": "1"}, follow=True).content.decode()

    key = ApiKey.objects.get()
    assert key.created_by == eva
    assert f"maillage_{key.prefix}_" in page
    assert f"maillage_{key.prefix}_" not in client.get(f"/admin/accounts/apikey/{key.pk}/change/").content.decode()

    client.post("/admin/accounts/apikey/", {"action": "revoke", "_selected_action": [key.pk]})
    key.refresh_from_db()
    assert key.revoked_at is not None
