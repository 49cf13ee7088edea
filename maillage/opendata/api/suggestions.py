"""Knows how a field that completes what is typed is served to other software: communes, territories, places, needs and services."""

import json
from collections.abc import Iterator, Mapping
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Field, Router

from maillage.opendata.api import parameters
from maillage.opendata.api.caching import until_published
from maillage.opendata.api.parameters import Parameter
from maillage.opendata.api.schemas import Shape, SuggestionShape
from maillage.search import engine, suggest
from maillage.search.index import Index
from maillage.search.suggest import Suggestion

DEFAULT_LIMIT, MOST = 8, 20
LONGEST = 100

router = Router(tags=[gettext_noop("Recherche")])


class SuggestionsAnswer(Shape):
    generation: int = Field(description=gettext_noop("Version de la base qui répond."))
    suggestions: list[SuggestionShape] = Field(description=gettext_noop("La meilleure d’abord."))


@cache
def PARAMETERS() -> Mapping[str, Parameter]:  # noqa: N802 - a table, made when first asked
    """What may be asked, by name."""
    limit = {"type": "integer", "minimum": 1, "maximum": MOST}
    table = (
        Parameter(
            "q",
            gettext_noop("Ce qui est tapé, même inachevé."),
            {"type": "string", "maxLength": LONGEST},
            parameters.words(LONGEST),
            example="st et",
            required=True,
        ),
        Parameter("limit", gettext_noop("Combien, au plus."), limit, parameters.whole(1, MOST), default=DEFAULT_LIMIT),
    )
    return {parameter.name: parameter for parameter in table}


@router.get(
    "/suggestions",
    operation_id="suggestions",
    url_name="suggestions",
    summary=gettext_noop("Compléter ce qui est tapé"),
    description=gettext_noop("Communes, territoires, lieux, besoins et services que ces mots, ou débuts de mots, peuvent vouloir dire."),
    response={200: SuggestionsAnswer},
    openapi_extra={
        **parameters.documented(tuple(PARAMETERS().values())),
        "x-examples": ["/api/v1/suggestions?q=gueret", "/api/v1/suggestions?q=impri&limit=3"],
    },
)
@until_published
def suggestions(request: HttpRequest) -> HttpResponse:
    asked = parameters.read(PARAMETERS(), request.GET)
    index = engine.current()
    told = [
        {"kind": one.kind, "code": one.code, "label": one.label, "detail": one.detail}
        for one in open_ones(index, asked["q"], asked.get("limit", DEFAULT_LIMIT))
    ]
    return HttpResponse(json.dumps({"generation": index.generation, "suggestions": told}, ensure_ascii=False), content_type="application/json")


def open_ones(index: Index, text: str, limit: int) -> Iterator[Suggestion]:
    """Suggestions, a place by the name under which it may leave."""
    for one in suggest.suggest(index, text, limit):
        if one.kind != "place":
            yield one
        elif card := json.loads(open_card(index, one.code)):
            yield Suggestion(one.kind, one.code, card["name"], one.detail)


def open_card(index: Index, code: str) -> bytes:
    """The card of a place of the index as other software may have it; `null` when nothing of it may leave."""
    if code in index.edits:
        edited = index.edits[code]
        return b"null" if edited is None else edited.open_card or edited.card
    row = index.base.row_of(code)
    return b"null" if row is None else index.base.open_cards[row] or index.base.cards[row]
