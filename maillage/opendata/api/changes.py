"""Knows how a copy of the base is kept up to date: what changed since a generation, page after page, until there is nothing more."""

import json
from collections.abc import Mapping
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Router

from maillage.base import refusals
from maillage.directory.selectors import current_generation
from maillage.opendata import changes as feed
from maillage.opendata.api import areas, cursors, parameters, shapes
from maillage.opendata.api.caching import until_published
from maillage.opendata.api.parameters import Parameter
from maillage.opendata.changes import Entry, Mark, Window
from maillage.territories import selectors as territories

DEFAULT_LIMIT, MOST = 100, 500
LARGEST = 2**63 - 1
DUMPS = "/donnees/"
PATH = "/api/v1/"

router = Router(tags=[gettext_noop("Suivre les changements")])


@cache
def PARAMETERS() -> Mapping[str, Parameter]:  # noqa: N802 - a table, made when first asked
    """What may be asked, by name."""
    since = gettext_noop("Génération que vous avez déjà : celle de l’export complet, ou celle que disait la dernière page lue. 0 : depuis le début.")
    territory = gettext_noop("Un territoire : ses lieux, et ceux qui l’ont quitté. dep:23, reg:75, epci:200067189, com:23096.")
    table = (
        Parameter("since", since, {"type": "integer", "minimum": 0, "maximum": LARGEST}, parameters.whole(0, LARGEST), default=0, example=0),
        areas.one("territory", territory),
        *shapes.paging(DEFAULT_LIMIT, MOST),
    )
    return {parameter.name: parameter for parameter in table}


@router.get(
    "/changes",
    operation_id="changes",
    url_name="changes",
    summary=gettext_noop("Ce qui a changé depuis une génération"),
    description=gettext_noop(
        "Une entrée par lieu touché, à appliquer dans l’ordre : changed, enregistrez sa fiche ; removed, supprimez-le ; merged, supprimez-le, "
        "un autre code le représente. Suivez next jusqu’à null, puis redemandez plus tard avec since = generation. "
        "Pour commencer : l’export complet et sa génération, ou since=0. Rejouer deux fois la même page ne change rien."
    ),
    response={200: shapes.ChangesAnswer},
    openapi_extra={**parameters.documented(tuple(PARAMETERS().values())), "x-examples": [f"{PATH}changes?since=0&limit=2", f"{PATH}changes?territory=dep:23"]},
)
@until_published
def changes(request: HttpRequest) -> HttpResponse:
    asked = parameters.read(PARAMETERS(), request.GET)
    mark = Mark(asked.get("since", 0))
    if cursor := asked.get("cursor"):
        mark = Mark(*cursors.decode(cursor, int, int, str))
        if not plausible(mark):
            raise cursors.refused(cursor)
    if mark.since > current_generation():
        raise refusals.gone(
            _("La base n’a pas de génération {since} : elle a été remise à un jour antérieur.").format(since=mark.since),
            _("Recommencez par l’export complet ({address}), puis suivez les changements depuis sa génération.").format(address=DUMPS),
        )
    area = territories.parse_territory(asked["territory"]) if asked.get("territory") else None
    window = feed.changes(mark, area=area, limit=asked.get("limit", DEFAULT_LIMIT))
    return HttpResponse(answer(request, window), content_type="application/json")


def plausible(mark: Mark) -> bool:
    """Could this mark be ours? Databases refuse larger numbers, and texts with a NUL."""
    return 0 <= mark.since <= LARGEST and 0 <= mark.generation <= LARGEST and mark.code.isalnum()


def answer(request: HttpRequest, window: Window) -> bytes:
    """The whole body; the cards are joined as they are stored."""
    following = cursors.next_address(request, list(window.following)) if window.more else None
    head = json.dumps({"generation": window.generation, "next": following}, ensure_ascii=False, separators=(",", ":")).encode()[:-1]
    return b'%b,"changes":[%b]}' % (head, b",".join(map(told, window.entries)))


def told(entry: Entry) -> bytes:
    values = entry._asdict()
    card = values.pop("card") or b"null"
    return b'%b,"place":%b}' % (json.dumps(values, separators=(",", ":")).encode()[:-1], card)
