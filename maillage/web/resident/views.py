"""Knows how residents' pages answer: parse, ask, render. They open no session, and the list reads no table."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.base import clock
from maillage.directory import selectors
from maillage.directory.models import Place
from maillage.opendata import schema_org
from maillage.search import engine
from maillage.web import errors
from maillage.web.caching import until_published
from maillage.web.parts import Need
from maillage.web.resident import figures, results, sheet, subject, what
from maillage.web.resident.asked import Asked
from maillage.web.resident.map.asking import map_part
from maillage.web.resident.map.policy import with_map


@require_safe
@until_published
def home(request: HttpRequest) -> HttpResponse:
    """One question, and what there is."""
    needs = [Need(meaning.label, Asked(need=meaning.code).url(), what.icon_of_need(meaning)) for meaning in what.needs()]
    context = {"needs": needs, "figures": figures.figures(engine.current()), "suggestions": what.suggestions()}
    return render(request, "web/home.html", context)


@require_safe
@with_map
@until_published
def places(request: HttpRequest) -> HttpResponse:
    """Places that answer a question."""
    asked = Asked.read(request.GET)
    answer = results.answer(asked, index=engine.current(), now=local_now())
    return render(request, "web/results.html", {"answer": answer, "suggestions": what.suggestions(), "map": map_part(asked)})


@require_safe
@until_published
def place(request: HttpRequest, code: str, slug: str = "") -> HttpResponse:
    """One place, at its one address."""
    found = selectors.place_by_code(code)
    if found is None or not (subject.is_visible(found.place) or subject.was_visible(found.place)):
        raise Http404
    if found.place.state == Place.State.GONE:
        return errors.gone(request, subject.display_name(found.place))
    address = subject.url_of(found.place)
    if request.path != address:
        return HttpResponsePermanentRedirect(address)
    told = schema_org.script_of(found.place.code, today=clock.today())
    return render(request, "web/place.html", {"sheet": sheet.sheet(found.place, index=engine.current(), now=local_now()), "told": told})


def local_now() -> datetime:
    """This instant, on the instance's own clock: its date is today's."""
    return timezone.localtime(clock.now())
