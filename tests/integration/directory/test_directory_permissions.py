"""Who may speak of a place, and who may answer about it."""

from datetime import datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from maillage.accounts.actions import grant
from maillage.accounts.enums import ScopeKind
from maillage.accounts.models import User
from maillage.accounts.roles import INSTANCE, Coordinator, Moderator, Role, Scope, TeamMember
from maillage.base.errors import NotAllowed
from maillage.directory import actions, permissions
from maillage.directory.models import Place, Question
from tests.factories.directory import NOW, WHEN, a_list, deliver, place_of, record, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def library() -> Place:
    """A library of Guéret, in the network of the Creuse."""
    deliver(a_list(), record("1", unreadable={"hours": "souvent"}))
    place = place_of(a_list())
    network = actions.create_organisation(origin=a_list(), record_id="reseau", kind="network", name="Réseau", by=None, now=NOW)
    actions.relate(kind="part_of_network", place=place, organisation=network, origin=a_list(), by=None, **WHEN)
    return place


def network_id() -> str:
    return str(Place.objects.get(founding_record="1").relations.get().organisation_id)


@pytest.mark.parametrize(
    ("role", "kind", "where", "edits", "answers"),
    [
        (TeamMember, ScopeKind.PLACE, "here", True, True),
        (TeamMember, ScopeKind.PLACE, "elsewhere", False, False),
        (TeamMember, ScopeKind.NETWORK, "here", True, True),
        (Coordinator, ScopeKind.TERRITORY, "com:23096", True, True),
        (Coordinator, ScopeKind.TERRITORY, "dep:23", True, True),
        (Coordinator, ScopeKind.TERRITORY, "reg:75", True, True),
        (Coordinator, ScopeKind.TERRITORY, "dep:33", False, False),
        (Coordinator, ScopeKind.INSTANCE, "", True, True),
        (Moderator, ScopeKind.TERRITORY, "dep:23", False, True),
    ],
)
def test_roles_give_rights_where_they_are_held(
    library: Place, bruno: User, now: datetime, role: type[Role], kind: ScopeKind, where: str, edits: bool, answers: bool
) -> None:
    here = {ScopeKind.PLACE: library.code, ScopeKind.NETWORK: network_id()}
    elsewhere = told("2").code
    scope = INSTANCE if kind == ScopeKind.INSTANCE else Scope(kind, {"here": here.get(kind, ""), "elsewhere": elsewhere}.get(where, where))
    grant(user=bruno, role=role, scope=scope, by=None, now=now)
    question = Question.objects.get()
    assert (permissions.can_edit(bruno, library), permissions.can_answer(bruno, question)) == (edits, answers)


def test_a_team_speaks_for_the_whole_that_its_place_is_now_a_part_of(library: Place, bruno: User, chloe: User, now: datetime) -> None:
    other = told("2")
    actions.merge([(other.pk, library.pk)], **WHEN)
    grant(user=bruno, role=TeamMember, scope=Scope(ScopeKind.PLACE, other.code), by=None, now=now)
    grant(user=chloe, role=TeamMember, scope=Scope(ScopeKind.PLACE, told("3").code), by=None, now=now)
    pages = [library, Place.objects.get(pk=other.pk)]
    assert [permissions.can_edit(bruno, page) for page in pages] == [True, True]
    assert [permissions.can_edit(chloe, page) for page in pages] == [False, False]
    actions.unmerge([other.pk], **WHEN)
    assert not permissions.can_edit(bruno, library)


def test_nobody_speaks_for_a_place_without_a_role(library: Place, bruno: User, anonymous: AnonymousUser) -> None:
    question = Question.objects.get()
    for visitor in (bruno, anonymous):
        with pytest.raises(NotAllowed):
            permissions.check_can_edit(visitor, library)
        with pytest.raises(NotAllowed):
            permissions.check_can_answer(visitor, question)
