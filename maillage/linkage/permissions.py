"""Knows the answer to "may this person?" about possible duplicates. In pairs: `check_can_review` refuses with a sentence, `can_review` answers yes or no."""

from django.utils.translation import gettext as _

from maillage.accounts import permissions as accounts
from maillage.accounts.enums import Permission, ScopeKind
from maillage.accounts.models import User
from maillage.accounts.permissions import Visitor
from maillage.base.errors import NotAllowed
from maillage.ingestion.permissions import scopes_of
from maillage.territories.selectors import parse_territory
from maillage.territories.values import Area


def check_can_review(visitor: Visitor, area: Area | None) -> None:
    """Refuse unless this person says which records are one place in an area; None = the whole country."""
    if can_review(visitor, area):
        return
    if area is None:
        raise NotAllowed(_("Cette page est celle des personnes qui coordonnent ou modèrent toute l’instance."))
    raise NotAllowed(_("Ces pages sont celles des personnes qui coordonnent ou modèrent ce territoire. Demandez-leur ce rôle si vous en êtes."))


def can_review(visitor: Visitor, area: Area | None) -> bool:
    return accounts.can(visitor, Permission.DECIDE_DUPLICATE, *scopes_of(area.key if area else ""))


def reviewed(user: User) -> list[Area | None]:
    """Areas that a person's roles name and in which they may say which records are one place, the whole country first."""
    keys = sorted({grant.scope_id for grant in user.grants.all() if grant.scope_kind == ScopeKind.TERRITORY})
    areas = [area for key in keys if (area := parse_territory(key)) and can_review(user, area)]
    return [*([None] if can_review(user, None) else []), *areas]
