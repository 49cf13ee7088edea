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
from tests.factories import web as factory

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
        call_command("invite", "Driss@exemple.fr", name="Driss", role="coordinator", on="dep:23", stdout=(out := StringIO()))

    user = selectors.user_by_email("driss@exemple.fr")
    assert user and user.grants.get().scope_id == "dep:23"
    told = out.getvalue()
    assert "driss@exemple.fr\u202f: coordination, Creuse (dep:23)." in told
    assert "/connexion/" in told
    assert "/listes/" in told
    assert verbs() == ["person.added", "role.given"]


def test_invite_opens_the_administration(db: None) -> None:
    call_command("invite", "eva@exemple.fr", administrator=True, stdout=StringIO())

    assert User.objects.get().is_superuser
    assert verbs() == ["person.added", "person.made_administrator"]


@pytest.mark.parametrize(("on", "kept"), [("territory:dep:23", "dep:23"), ("23", "dep:23"), ("com:23096", "com:23096"), ("departement-23", "dep:23")])
def test_invite_reads_a_territory_as_people_write_it(db: None, on: str, kept: str) -> None:
    call_command("invite", "driss@exemple.fr", role="coordinator", on=on, stdout=StringIO())

    assert Grant.objects.get().scope_id == kept


def test_invite_reads_the_code_of_a_place(db: None) -> None:
    place = factory.place("1")

    call_command("invite", "driss@exemple.fr", role="team", on=place.code.lower(), stdout=StringIO())

    assert (Grant.objects.get().scope_kind, Grant.objects.get().scope_id) == ("place", place.code)


@pytest.mark.parametrize(
    "options",
    [
        {"on": "partout", "role": "team"},
        {"on": "instance", "role": "team"},
        {"on": "dep:99", "role": "coordinator"},
        {"on": "territory:dep:", "role": "coordinator"},
        {"on": "place:00000000", "role": "team"},
    ],
)
def test_invite_that_makes_no_sense_writes_nothing(db: None, options: dict[str, str]) -> None:
    with pytest.raises(CommandError):
        call_command("invite", "driss@exemple.fr", **options)
    assert not User.objects.exists()
