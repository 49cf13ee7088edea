"""Knows how exports are served: streamed, public, without a session."""

from collections.abc import Iterator

from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from maillage.opendata import exports


@require_safe
def standard_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The published places in the national standard's CSV."""
    return csv_response(exports.standard_lines(complete=True), "lieux-mediation-numerique.csv")


@require_safe
def standard_companion_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The published places that the standard refuses, with the reason."""
    return csv_response(exports.standard_lines(complete=False), "lieux-mediation-numerique-a-completer.csv")


def csv_response(lines: Iterator[str], name: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Access-Control-Allow-Origin": "*"},
    )
