"""Knows the answer to "may this person?". In pairs: `check_x` refuses with a sentence, `x` answers yes or no."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from maillage.accounts.enums import Permission
from maillage.accounts.models import User
from maillage.accounts.roles import INSTANCE, ROLES, Role, Scope
from maillage.base.errors import NotAllowed

Visitor = User | AnonymousUser


def check_can(visitor: Visitor, permission: Permission, *scopes: Scope) -> None:
    """Refuse unless a role of this person allows this in one of `scopes`, which the caller lists from the place up to the territories around it."""
    if not visitor.is_authenticated:
        raise NotAllowed(_("Connectez-vous d’abord."))
    if permission not in permissions_in(visitor, scopes):
        raise NotAllowed(_("Votre rôle ne permet pas cela ici."))


def can(visitor: Visitor, permission: Permission, *scopes: Scope) -> bool:
    return permission in permissions_in(visitor, scopes)


def check_can_grant(visitor: Visitor, role: type[Role], scope: Scope) -> None:
    """Refuse unless this person manages roles there, and holds all that the role would give: nobody gives more than they hold."""
    check_can(visitor, Permission.MANAGE_GRANTS, scope)
    if not role.permissions <= permissions_in(visitor, [scope]):
        raise NotAllowed(_("Vous ne pouvez pas donner un rôle plus large que le vôtre."))


def can_grant(visitor: Visitor, role: type[Role], scope: Scope) -> bool:
    held = permissions_in(visitor, [scope])
    return Permission.MANAGE_GRANTS in held and role.permissions <= held


def permissions_in(visitor: Visitor, scopes: Iterable[Scope]) -> frozenset[Permission]:
    """All that this person may do in one of these scopes. A role held in the whole instance counts everywhere."""
    if not isinstance(visitor, User) or not visitor.is_active:
        return frozenset()
    if visitor.is_superuser:
        return frozenset(Permission)
    wanted = {(str(scope.kind), scope.id) for scope in [INSTANCE, *scopes]}
    held = [ROLES[grant.role] for grant in visitor.grants.all() if grant.role in ROLES and (grant.scope_kind, grant.scope_id) in wanted]
    return frozenset().union(*(role.permissions for role in held))
