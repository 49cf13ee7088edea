"""People and roles: each change writes one event, doing it twice does it once."""

from datetime import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from maillage.accounts import actions, selectors
from maillage.accounts.enums import ScopeKind
from maillage.accounts.models import Grant, User
from maillage.accounts.roles import INSTANCE, Coordinator, Role, Scope, TeamMember
from maillage.audit.models import Event
from maillage.base.errors import NotAllowed

CREUSE = Scope(ScopeKind.TERRITORY, "dep:23")
LIBRARY = Scope(ScopeKind.PLACE, "3F0C9A52")


def verbs() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


def test_account_is_opened_once_per_mailbox(driss: User, now: datetime) -> None:
    user = actions.create_user(email=" Zoe@Exemple.FR ", name="Zoé", by=driss, now=now)

    assert selectors.user_by_email("zoe@exemple.fr") == user
    with pytest.raises(NotAllowed, match="déjà un compte"):
        actions.create_user(email="ZOE@exemple.fr", by=driss, now=now)
    assert verbs() == ["person.added"]


def test_account_needs_an_address(driss: User, now: datetime) -> None:
    with pytest.raises(NotAllowed, match="zoe.*n’est pas une adresse"):
        actions.create_user(email="zoe", by=driss, now=now)


def test_role_is_given_once_and_taken_back_once(bruno: User, driss: User, now: datetime) -> None:
    given = actions.grant(user=bruno, role=TeamMember, scope=LIBRARY, by=driss, now=now)
    assert actions.grant(user=bruno, role=TeamMember, scope=LIBRARY, by=driss, now=now) == given
    actions.revoke(grant=given, by=driss, now=now)
    actions.revoke(grant=given, by=driss, now=now)

    assert verbs() == ["role.given", "role.taken_back"]
    assert not bruno.grants.exists()


@pytest.mark.parametrize(("role", "scope"), [(TeamMember, INSTANCE), (TeamMember, CREUSE), (Coordinator, LIBRARY), (Coordinator, Scope(ScopeKind.TERRITORY))])
def test_role_is_refused_where_it_makes_no_sense(bruno: User, now: datetime, role: type[Role], scope: Scope) -> None:
    with pytest.raises(NotAllowed):
        actions.grant(user=bruno, role=role, scope=scope, by=None, now=now)
    assert verbs() == []


def test_closing_an_account_is_written_once(bruno: User, driss: User, now: datetime) -> None:
    actions.set_active(user=bruno, active=False, by=driss, now=now)
    actions.set_active(user=bruno, active=False, by=driss, now=now)
    actions.set_active(user=bruno, active=True, by=driss, now=now)

    assert verbs() == ["person.closed", "person.opened"]


@pytest.mark.parametrize("fields", [{"scope_kind": "instance", "scope_id": "x"}, {"scope_kind": "place", "scope_id": ""}])
def test_grant_names_a_whole_scope(bruno: User, now: datetime, fields: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(user=bruno, role="team", granted_at=now, **fields)


def test_invite_opens_account_and_gives_role(db: None) -> None:
    for _time in range(2):
        call_command("invite", "Driss@exemple.fr", name="Driss", role="coordinator", on="territory:dep:23", stdout=(out := StringIO()))

    user = selectors.user_by_email("driss@exemple.fr")
    assert user and user.grants.get().scope_id == "dep:23"
    assert out.getvalue().strip() == "driss@exemple.fr : coordinator territory:dep:23"
    assert verbs() == ["person.added", "role.given"]


def test_invite_opens_the_administration(db: None) -> None:
    call_command("invite", "eva@exemple.fr", administrator=True, stdout=StringIO())

    assert User.objects.get().is_superuser
    assert verbs() == ["person.added", "person.made_administrator"]


@pytest.mark.parametrize("options", [{"on": "partout", "role": "team"}, {"on": "instance", "role": "team"}])
def test_invite_that_makes_no_sense_writes_nothing(db: None, options: dict[str, str]) -> None:
    with pytest.raises(CommandError):
        call_command("invite", "driss@exemple.fr", **options)
    assert not User.objects.exists()
