"""Knows which pages of possible duplicates a person may open: those of the territories that they coordinate or moderate."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from maillage.base.errors import NotAllowed
from maillage.base.identifiers import read_code
from maillage.directory.models import Place
from maillage.linkage import reviewing
from maillage.linkage.permissions import check_can_review
from maillage.territories.selectors import parse_territory
from maillage.territories.values import Area
from maillage.web.lists.access import View, private

COUNTRY = "france"


def of_a_territory(view: Callable[..., HttpResponse]) -> View:
    """A page about one territory, or "france", for those who look after it."""

    @wraps(view)
    def found(request: HttpRequest, territory: str, **rest: Any) -> HttpResponse:
        area = None if territory == COUNTRY else parse_territory(territory)
        if area is None and territory != COUNTRY:
            raise Http404
        try:
            check_can_review(request.user, area)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        return view(request, area, **rest)

    return private(found)


def path_of(area: Area | None) -> str:
    """As written in the addresses of these pages."""
    return area.path if area else COUNTRY


def pair_in(area: Area | None, one: str, other: str) -> tuple[Place, Place]:
    """Two founding places by their public codes, in the order of what is stored. They were compared, and one at least is in the area, or nothing is there."""
    codes = {read_code(one), read_code(other)}
    places = sorted(Place.objects.filter(code__in=codes).order_by("pk"), key=lambda place: place.pk)
    if len(places) != 2:
        raise Http404
    first, second = places
    verdict, question = reviewing.verdict_on(first, second), reviewing.question_on(first, second)
    is_here = (verdict and reviewing.is_in(verdict, area)) or (question and reviewing.is_in(question, area))
    if not is_here:
        raise Http404
    return first, second
