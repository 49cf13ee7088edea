"""Knows the answer to "may this person?" about places. In pairs: `check_can_x` refuses with a sentence, `can_x` answers yes or no."""

from maillage.accounts import permissions as accounts
from maillage.accounts.enums import Permission, ScopeKind
from maillage.accounts.permissions import Visitor
from maillage.accounts.roles import Scope
from maillage.directory.models import Place, Question
from maillage.directory.selectors import current, records_of, relations_of
from maillage.territories.selectors import areas_of


def check_can_edit(visitor: Visitor, place: Place) -> None:
    """Refuse unless this person speaks for the place: its team, its network, or the coordination of a territory that holds it."""
    accounts.check_can(visitor, Permission.EDIT_PLACE, *scopes_of(place))


def can_edit(visitor: Visitor, place: Place) -> bool:
    return accounts.can(visitor, Permission.EDIT_PLACE, *scopes_of(place))


def check_can_answer(visitor: Visitor, question: Question) -> None:
    """Refuse unless this person may decide about the place that the question is about."""
    accounts.check_can(visitor, Permission.ANSWER_QUESTION, *scopes_of(question.place))


def can_answer(visitor: Visitor, question: Question) -> bool:
    return accounts.can(visitor, Permission.ANSWER_QUESTION, *scopes_of(question.place))


def scopes_of(place: Place) -> list[Scope]:
    """Where a role gives rights on a place: all those it is one with, its networks, the territories around it, from the smallest up."""
    shown = current(place)
    codes = Place.objects.filter(pk__in=records_of(shown)).order_by("code").values_list("code", flat=True)
    networks = [link.relation.organisation_id for link in relations_of(shown) if link.relation.kind == "part_of_network" and link.outward]
    return [
        *(Scope(ScopeKind.PLACE, code) for code in codes),
        *(Scope(ScopeKind.NETWORK, str(network)) for network in networks if network is not None),
        *(Scope(ScopeKind.TERRITORY, area.key) for area in areas_of(shown.insee)),
    ]
