"""Knows how a list is cut in pages that neither repeat nor skip: an opaque mark tells where to go on, and of which generation the first pages were."""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from maillage.base.problems import Problem

LONGEST = 400


def encode(mark: list[Any]) -> str:
    """Plain values -> one word for an address."""
    return urlsafe_b64encode(json.dumps(mark, ensure_ascii=False, separators=(",", ":")).encode()).decode().rstrip("=")


def decode(text: str, *kinds: type) -> list[Any]:
    """The values of a mark, each of the kind told. Raise Problem for what we never gave."""
    try:
        if len(text) > LONGEST:
            raise ValueError
        mark = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        mark = None
    if not isinstance(mark, list) or [type(value) for value in mark] != list(kinds):
        raise refused(text)
    return mark


def refused(text: str) -> Problem:
    """422: a mark that is not ours, or of another question."""
    message = _("ce curseur n’est pas de cette recherche.")
    return Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        _("Curseur inconnu"),
        _("« cursor » : {message}").format(message=message),
        _("Reprenez sans « cursor », puis suivez les adresses données par « next »."),
        more={"errors": [{"field": "cursor", "value": text[:LONGEST], "message": message}]},
    )


def next_address(request: HttpRequest, mark: list[Any]) -> str:
    """The same question, from this mark on: path and query."""
    query = "&".join(part for part in request.META.get("QUERY_STRING", "").split("&") if part and not part.startswith("cursor="))
    return f"{request.path}?{query}{'&' if query else ''}cursor={encode(mark)}"


def page(items: list[Mapping[str, Any]], after: str | None) -> dict[str, Any]:
    """A page as the API gives it: `after` is the address of the next one."""
    return {"items": items, "next": after}
