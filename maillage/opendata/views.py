"""Knows how what leaves is served, public and without a session: dumps as files, the rest streamed, of the whole base or of some territories."""

import json
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage.base import clock
from maillage.opendata import calendars, catalogue, dictionary, dumps, feeds, formats, members, rows
from maillage.opendata.exporting import Selection, UnknownTerritory, territory_keys
from maillage.opendata.serving import file_response
from maillage.territories import selectors as territories

OPEN = {"Access-Control-Allow-Origin": "*"}


@require_safe
def export(request: HttpRequest, file_name: str) -> HttpResponseBase:
    """The published places in the format of that file. `?territory=dep:23`, several times if needed: only those of these territories."""
    form = formats.of_file(file_name)
    if form is None:
        raise Http404(_("Aucun export ne porte ce nom. La page « Données » les donne tous."))
    try:
        selection = Selection(clock.today(), territory_keys(request.GET.getlist("territory")))
    except UnknownTerritory as unknown:
        return HttpResponse(str(unknown), status=400, content_type="text/plain; charset=utf-8", headers=OPEN)
    return StreamingHttpResponse(
        form.write(selection), content_type=form.media_type, headers={"Content-Disposition": f'attachment; filename="{form.file_name}"', **OPEN}
    )


@require_safe
def dumped(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file of the last dump ("france/lieux.geojson"), SHA256SUMS or manifest.json."""
    found = dumps.file(path)
    if found is None:
        raise Http404(_("Aucun fichier ne porte ce nom. La page « Données » les donne tous."))
    form = formats.of_file(found.path.name)
    media_type = form.media_type if form else "text/plain; charset=utf-8"
    return file_response(request, found.path, etag=found.sha256, media_type=media_type, name=found.name)


@require_safe
def closures_of_place(request: HttpRequest, code: str) -> HttpResponseBase:
    """The closures of one place, for a diary."""
    return closures_of([code], name=f"fermetures-{code}.ics")


@require_safe
def closures_of_network(request: HttpRequest, network: str) -> HttpResponseBase:
    """The closures of the places of a network, given by its public code or its identity."""
    return closures_of(members.of_network(network), name="fermetures-du-reseau.ics")


def closures_of(codes: Iterable[str], *, name: str) -> HttpResponseBase:
    selection = Selection(clock.today())
    places = list(rows.rows_of(list(codes), selection.today))
    if not places:
        raise Http404(_("Aucun lieu publié ne porte ce code."))
    (form,) = calendars.FORMATS
    content = b"".join(calendars.calendar(calendars.events(places, selection)))
    return HttpResponse(content, content_type=form.media_type, headers={"Content-Disposition": f'inline; filename="{name}"', **OPEN})


@require_safe
def changes_atom(request: HttpRequest) -> HttpResponseBase:
    """The latest changes in words, of a territory or of all."""
    asked = request.GET.get("territory", "")
    area = territories.parse_territory(asked[:50]) if asked else None
    if asked and area is None:
        told = _("Le territoire « %(text)s » n’existe pas. Écrivez par exemple dep:23, reg:75, epci:200067189 ou com:23096.") % {"text": asked[:50]}
        return HttpResponse(told, status=400, content_type="text/plain; charset=utf-8", headers=OPEN)
    content = feeds.feed(area, address=request.get_full_path())
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8", headers={"Cache-Control": "max-age=300", **OPEN})


@require_safe
def catalogue_jsonld(request: HttpRequest) -> HttpResponse:
    """The catalogue for those who harvest."""
    return as_json(catalogue.catalogue(), "application/ld+json")


@require_safe
def dictionary_json(request: HttpRequest) -> HttpResponse:
    """What each field means, for programs."""
    return as_json(dictionary.as_json(), "application/json")


def as_json(told: dict[str, Any], media_type: str) -> HttpResponse:
    return HttpResponse(json.dumps(told, ensure_ascii=False, indent=1), content_type=media_type, headers=OPEN)
