"""Knows the answer to "may this person?" about lists. In pairs: `check_can_manage` refuses with a sentence, `can_manage` answers yes or no."""

from functools import lru_cache

from maillage.accounts import permissions as accounts
from maillage.accounts.enums import Permission, ScopeKind
from maillage.accounts.permissions import Visitor
from maillage.accounts.roles import INSTANCE, Scope
from maillage.territories import selectors as territories


def check_can_manage(visitor: Visitor, territory: str) -> None:
    """Refuse unless this person looks after the lists of a territory ("dep:23"); "" = a list of the whole instance."""
    accounts.check_can(visitor, Permission.IMPORT_LIST, *scopes_of(territory))


def can_manage(visitor: Visitor, territory: str) -> bool:
    return accounts.can(visitor, Permission.IMPORT_LIST, *scopes_of(territory))


@lru_cache(maxsize=256)
def scopes_of(territory: str) -> tuple[Scope, ...]:
    """Where a role gives rights on the lists of a territory: itself, and every area that holds the whole of it."""
    area = territories.parse_territory(territory)
    if area is None:
        return (INSTANCE,)
    around = [{other.key for other in territories.areas_of(code)} for code in territories.communes_of(area)]
    return tuple(Scope(ScopeKind.TERRITORY, key) for key in sorted(set.intersection(*around) | {area.key} if around else {area.key}))
