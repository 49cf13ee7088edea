"""Knows how a program is told where each value of a place comes from, and what the others say."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Router

from maillage.base import clock
from maillage.directory import selectors
from maillage.opendata import explaining, rows
from maillage.opendata.api import parameters, places, shapes
from maillage.opendata.api.caching import until_published
from maillage.opendata.api.parameters import Parameter
from maillage.opendata.explaining import FIELD_NAMES, Explained, Opinion
from maillage.search import engine

RANKS: Mapping[str, str] = {
    "team": gettext_noop("L’équipe du lieu : crue avant les autres."),
    "coordinator": gettext_noop("La coordination du territoire : crue après l’équipe du lieu."),
    "authoritative": gettext_noop("Une liste qui fait foi pour ce champ : crue avant les autres listes."),
    "source": gettext_noop("Une liste : la plus récente est crue d’abord."),
    "report": gettext_noop("Un signalement accepté : cru comme une liste, le plus récent d’abord."),
    "lapsed": gettext_noop("L’équipe du lieu, sans confirmation depuis 18 mois : crue comme une liste, la plus récente d’abord."),
}

router = Router(tags=places.router.tags)


@cache
def PARAMETERS() -> Mapping[str, Parameter]:  # noqa: N802 - a table, made when first asked
    """What may be asked, by name."""
    description = gettext_noop("Un champ, un vocabulaire, ou offer ; à défaut, tout.")
    return {"field": Parameter("field", description, {"type": "string", "enum": list(FIELD_NAMES)}, parameters.one_of(FIELD_NAMES), example="phones")}


@router.get(
    "/places/{code}/explanation",
    operation_id="explanation",
    url_name="explanation",
    summary=gettext_noop("Pourquoi un lieu dit ce qu’il dit"),
    description=gettext_noop(
        "Pour chaque champ, chaque code d’une liste, chaque offre : qui le dit, depuis quand, et ce que disent les autres, le mieux cru d’abord. "
        "withheld : la valeur ne peut être redonnée (licence, contact d’une personne)."
    ),
    response={200: shapes.ExplanationAnswer},
    openapi_extra=parameters.documented(tuple(PARAMETERS().values())),
)
@until_published
def explanation(request: HttpRequest, code: str) -> HttpResponse:
    asked = parameters.read(PARAMETERS(), request.GET)
    found = selectors.place_by_code(code) if code.isalnum() else None
    if found is None:
        raise places.unknown(code)
    today = clock.today()
    row = next(rows.rows_of([found.place.code], today), None)
    if row is None:
        raise places.not_told(found, code)
    subjects = explaining.explained(found.place, row, field=asked.get("field", ""), today=today)
    answer = {"generation": engine.current().generation, "code": row.code, "subjects": [told(each) for each in subjects]}
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def told(subject: Explained) -> dict[str, Any]:
    return {**subject._asdict(), "opinions": [said(opinion) for opinion in subject.opinions]}


def said(opinion: Opinion) -> dict[str, Any]:
    days = {"as_of": opinion.as_of.isoformat(), "received_on": opinion.received_on.isoformat()}
    return {**opinion._asdict(), **days, "rank_words": _(RANKS[opinion.rank])}
