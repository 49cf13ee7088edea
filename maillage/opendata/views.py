"""Knows how exports are served: streamed, public, without a session, of the whole base or of some territories."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage.base import clock
from maillage.opendata import formats
from maillage.opendata.exporting import Selection, UnknownTerritory, territory_keys

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
