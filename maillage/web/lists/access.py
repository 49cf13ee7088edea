"""Knows which lists a person looks after. A list that is not theirs does not exist for them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from maillage.accounts.enums import ScopeKind
from maillage.accounts.models import User
from maillage.base.errors import NotAllowed
from maillage.ingestion import selectors
from maillage.ingestion.models import Source
from maillage.ingestion.permissions import can_manage
from maillage.territories.selectors import parse_territory

View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """A page of those who are signed in, kept by no cache."""
    return never_cache(login_required(view))


def of_a_list(view: Callable[..., HttpResponse]) -> View:
    """A page about one list: found by its key, for those who look after it."""

    @wraps(view)
    def found(request: HttpRequest, key: str, **rest: Any) -> HttpResponse:
        source = selectors.sources().filter(key=key).first()
        if source is None or not can_manage(request.user, source.scope):
            raise Http404
        return view(request, source, **rest)

    return private(found)


def managed(user: User) -> list[Source]:
    """The lists that a person looks after, by key."""
    prefetch_related_objects([user], "grants")
    return [source for source in selectors.sources() if can_manage(user, source.scope)]


def scopes_of(user: User) -> list[tuple[str, str]]:
    """Territories in which a person may declare a list, with their names; "" for the whole instance. Raise NotAllowed when there is none."""
    whole = [("", _("toute l’instance"))] if can_manage(user, "") else []
    keys = sorted({grant.scope_id for grant in user.grants.all() if grant.scope_kind == ScopeKind.TERRITORY})
    named = [(key, area.name) for key in keys if (area := parse_territory(key)) and can_manage(user, key)]
    if not whole and not named:
        raise NotAllowed(_("Ces pages sont celles des personnes qui coordonnent un territoire."))
    return [*named, *whole]
