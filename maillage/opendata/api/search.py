"""Knows how a search is asked and answered: cards are joined as the index holds them, no table is read."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Router

from maillage.search import engine
from maillage.search.query import SearchQuery

router = Router(tags=[gettext_noop("Recherche")])


@router.get("/search", summary=gettext_noop("Chercher des lieux"), operation_id="search", url_name="search")
def search(request: HttpRequest) -> HttpResponse:
    result = engine.current().search(SearchQuery(with_counts=False))
    cards = b",".join(hit.raw for hit in result.hits)
    return HttpResponse(b'{"total":%d,"places":[%b]}' % (result.total, cards), content_type="application/json")
