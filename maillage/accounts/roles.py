"""Knows the roles: what each allows, and where it may be held. A role is a class, so that reading one is reading all it does."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _

from maillage.accounts.enums import Permission, ScopeKind

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Scope:
    """Somewhere: a place by its code, a network by its id, a territory ("dep:23"), or the whole instance."""

    kind: ScopeKind
    id: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}" if self.id else str(self.kind)


INSTANCE = Scope(ScopeKind.INSTANCE)


class Role:
    """Base of the roles below."""

    key: ClassVar[str]
    label: ClassVar["StrOrPromise"]
    scopes: ClassVar[frozenset[ScopeKind]]
    permissions: ClassVar[frozenset[Permission]]


class TeamMember(Role):
    """Works in a place, or in a network of places: says what is true there."""

    key = "team"
    label = _("équipe")
    scopes = frozenset({ScopeKind.PLACE, ScopeKind.NETWORK})
    permissions = frozenset({Permission.EDIT_PLACE, Permission.ANSWER_QUESTION})


class Coordinator(Role):
    """Looks after the places of a territory, and brings their lists in."""

    key = "coordinator"
    label = _("coordination")
    scopes = frozenset({ScopeKind.TERRITORY, ScopeKind.INSTANCE})
    permissions = frozenset({Permission.EDIT_PLACE, Permission.ANSWER_QUESTION, Permission.DECIDE_DUPLICATE, Permission.IMPORT_LIST, Permission.MANAGE_GRANTS})


class Moderator(Role):
    """Reads what the public sends, decides what becomes of it, and which records are one place."""

    key = "moderator"
    label = _("modération")
    scopes = frozenset({ScopeKind.TERRITORY, ScopeKind.INSTANCE})
    permissions = frozenset({Permission.ANSWER_QUESTION, Permission.DECIDE_DUPLICATE})


ROLES: dict[str, type[Role]] = {role.key: role for role in (TeamMember, Coordinator, Moderator)}
