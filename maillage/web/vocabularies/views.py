"""Knows how the pages of the referentials answer."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillage.referentials import selectors as referentials
from maillage.referentials.terms import UnknownTerm
from maillage.web.caching import until_published
from maillage.web.vocabularies import shown


@require_safe
@until_published
def vocabularies(request: HttpRequest) -> HttpResponse:
    """All referentials."""
    return render(request, "web/vocabularies/all.html", {"groups": shown.groups()})


@require_safe
@until_published
def vocabulary(request: HttpRequest, name: str) -> HttpResponse:
    """One referential, term by term."""
    try:
        found = referentials.vocabulary(name)
    except UnknownTerm as error:
        raise Http404 from error
    rows = list(shown.rows(found))
    context = {"name": name, "title": found.title(shown.language()), "meta": found.meta, "rows": rows, "is_ours": not found.meta.external}
    return render(request, "web/vocabularies/one.html", {**context, "has_words": any(row.words for row in rows), "has_meant": any(row.meant for row in rows)})
