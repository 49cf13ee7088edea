"""Every permission by every role, in one table; a role counts where it is held and nowhere else."""

from datetime import datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from maillage.accounts import actions, permissions
from maillage.accounts.enums import Permission, ScopeKind
from maillage.accounts.models import User
from maillage.accounts.roles import INSTANCE, ROLES, Coordinator, Moderator, Role, Scope, TeamMember
from maillage.base.errors import NotAllowed

HERE, ELSEWHERE = Scope(ScopeKind.PLACE, "3F0C9A52"), Scope(ScopeKind.PLACE, "7K2M4N6P")
CREUSE, CORSE = Scope(ScopeKind.TERRITORY, "dep:23"), Scope(ScopeKind.TERRITORY, "reg:94")
SCOPE_OF = {TeamMember: HERE, Coordinator: CREUSE, Moderator: CREUSE}

TABLE = {
    Permission.EDIT_PLACE: {TeamMember, Coordinator},
    Permission.ANSWER_QUESTION: {TeamMember, Coordinator, Moderator},
    Permission.DECIDE_DUPLICATE: {Coordinator, Moderator},
    Permission.IMPORT_LIST: {Coordinator},
    Permission.MANAGE_GRANTS: {Coordinator},
}


def test_table_covers_every_permission_and_role() -> None:
    assert set(TABLE) == set(Permission)
    assert set(SCOPE_OF) == set(ROLES.values())


@pytest.mark.parametrize("permission", list(Permission))
@pytest.mark.parametrize("role", list(ROLES.values()))
def test_role_allows_what_the_table_says(bruno: User, now: datetime, role: type[Role], permission: Permission) -> None:
    actions.grant(user=bruno, role=role, scope=SCOPE_OF[role], by=None, now=now)

    assert permissions.can(bruno, permission, HERE, CREUSE) == (role in TABLE[permission])
    assert not permissions.can(bruno, permission, ELSEWHERE, CORSE)


def test_colleague_of_another_place_is_refused_with_a_sentence(bruno: User, chloe: User, now: datetime) -> None:
    actions.grant(user=bruno, role=TeamMember, scope=HERE, by=None, now=now)
    permissions.check_can(bruno, Permission.EDIT_PLACE, HERE)

    with pytest.raises(NotAllowed, match="Votre rôle ne permet pas"):
        permissions.check_can(chloe, Permission.EDIT_PLACE, HERE)


def test_stranger_is_asked_to_sign_in(anonymous: AnonymousUser) -> None:
    with pytest.raises(NotAllowed, match="Connectez-vous"):
        permissions.check_can(anonymous, Permission.EDIT_PLACE, HERE)
    assert not permissions.can(anonymous, Permission.EDIT_PLACE, HERE)


def test_role_in_the_whole_instance_counts_everywhere(driss: User, now: datetime) -> None:
    actions.grant(user=driss, role=Coordinator, scope=INSTANCE, by=None, now=now)

    assert permissions.can(driss, Permission.EDIT_PLACE, ELSEWHERE)


def test_closed_account_may_nothing(eva: User) -> None:
    eva.is_superuser, eva.is_active = True, False

    assert not permissions.can(eva, Permission.EDIT_PLACE, HERE)


def test_administrator_may_everything(eva: User) -> None:
    eva.is_superuser = True

    assert all(permissions.can(eva, permission) for permission in Permission)


def test_nobody_gives_where_they_hold_nothing_nor_more_than_they_hold(driss: User, bruno: User, now: datetime) -> None:
    actions.grant(user=driss, role=Coordinator, scope=CREUSE, by=None, now=now)
    permissions.check_can_grant(driss, Moderator, CREUSE)

    assert permissions.can_grant(driss, Coordinator, CREUSE)
    assert not permissions.can_grant(driss, Coordinator, CORSE)
    assert not permissions.can_grant(bruno, Moderator, CREUSE)
    with pytest.raises(NotAllowed):
        permissions.check_can_grant(bruno, Moderator, CREUSE)
