"""Knows how places are read one by one, or all of them page after page, whatever they offer: from the base, as they may leave."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Router

from maillage.base import clock, refusals
from maillage.directory import naming, selectors
from maillage.directory.hours.status import opening
from maillage.directory.models import Place
from maillage.directory.selectors import Found
from maillage.opendata import rows
from maillage.opendata.addresses import page_of
from maillage.opendata.api import areas, cursors, parameters, shapes
from maillage.opendata.api.caching import until_minute, until_published
from maillage.opendata.api.parameters import Parameter, Unreadable
from maillage.opendata.api.place_shapes import Moved, PlaceAnswer, PlacesAnswer
from maillage.opendata.cards import open_cards
from maillage.opendata.rows import PlaceRow
from maillage.search import engine
from maillage.territories import selectors as territories

DEFAULT_LIMIT, MOST = 100, 500
TAG = gettext_noop("Lieux")

router = Router(tags=[TAG])


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Unreadable(_("une date est attendue, comme 2026-11-25.")) from None


@cache
def PARAMETERS() -> Mapping[str, Parameter]:  # noqa: N802 - a table, made when first asked
    """What may be asked of the list, by name."""
    table = (
        areas.several(),
        Parameter(
            "changed_since", gettext_noop("Lieux dont la fiche a changé ce jour-là ou depuis."), {"type": "string", "format": "date"}, day, example="2026-11-01"
        ),
        *shapes.paging(DEFAULT_LIMIT, MOST),
    )
    return {parameter.name: parameter for parameter in table}


@router.get(
    "/places",
    operation_id="places",
    url_name="places",
    summary=gettext_noop("Tous les lieux, page après page"),
    description=gettext_noop("Par code public, qu’on sache ou non ce qu’ils proposent. Pour tenir une copie à jour, suivez plutôt /changes."),
    response={200: PlacesAnswer},
    openapi_extra={
        **parameters.documented(tuple(PARAMETERS().values())),
        "x-examples": ["/api/v1/places?territory=dep:23&limit=2", "/api/v1/places?changed_since=2026-11-01&limit=2"],
    },
)
@until_published
def places(request: HttpRequest) -> HttpResponse:
    asked = parameters.read(PARAMETERS(), request.GET)
    after = cursors.decode(asked["cursor"], str)[0] if "cursor" in asked else ""
    if after and not after.isalnum():  # a NUL would be refused by the database
        raise cursors.refused(asked["cursor"])
    limit = asked.get("limit", DEFAULT_LIMIT)
    codes = codes_after(after, limit + 1, asked.get("territory", ()), asked.get("changed_since"))
    cards = open_cards(codes[:limit])
    head = {"generation": engine.current().generation, "next": cursors.next_address(request, [codes[limit - 1]]) if len(codes) > limit else None}
    body = b",".join(cards[code] for code in codes[:limit] if code in cards)
    return HttpResponse(b'%b,"places":[%b]}' % (json.dumps(head).encode()[:-1], body), content_type="application/json")


def codes_after(after: str, count: int, keys: Sequence[str], changed_since: date | None) -> list[str]:
    """Public codes of the published places that follow this one, at most so many."""
    wanted = Place.objects.published().filter(code__gt=after)
    if changed_since is not None:
        wanted = wanted.filter(changed_on__gte=changed_since)
    if keys:
        wanted = wanted.filter(insee__in=rows.communes_of(keys))
    return list(wanted.order_by("code").values_list("code", flat=True)[:count])


@router.get(
    "/places/{code}",
    operation_id="place",
    url_name="place",
    summary=gettext_noop("Un lieu, avec tout ce qui en est dit"),
    description=gettext_noop(
        "Présentation, services, fermetures, relations, fraîcheur, et s’il est ouvert en ce moment. Un lieu réuni à un autre y renvoie (301) ; "
        "un lieu qui n’existe plus le dit (410)."
    ),
    response={200: PlaceAnswer, 301: Moved},
)
@until_minute
def place(request: HttpRequest, code: str) -> HttpResponse:
    found = selectors.place_by_code(code) if code.isalnum() else None
    if found is None:
        raise unknown(code)
    if found.place.code != code:
        return moved(request, found)
    now = clock.now()
    row = next(rows.rows_of([code], clock.today()), None)
    if row is None:
        raise not_told(found, code)
    return JsonResponse(told(row, now), json_dumps_params={"ensure_ascii": False})


def moved(request: HttpRequest, found: Found) -> HttpResponse:
    """301 to the place that stands for the one asked, or to the right writing of its code."""
    address = request.path.rsplit("/", 1)[0] + f"/{found.place.code}"
    return JsonResponse({"merged_into": found.place.code}, status=HTTPStatus.MOVED_PERMANENTLY, headers={"Location": address})


def unknown(code: str) -> Exception:
    return refusals.not_found(
        _("Aucun lieu publié n’a pour code « {code} ».").format(code=code[:40]), _("Le code d’un lieu est donné par /search et /places, et écrit sur sa page.")
    )


def not_told(found: Found, code: str) -> Exception:
    """Why a place of the base is not given."""
    place = found.place
    if place.withheld != Place.Withheld.NO or place.visibility == Place.Visibility.PROFESSIONALS:
        return unknown(code)
    if place.state != Place.State.OPEN:
        gone = refusals.gone(_("Ce lieu n’est plus en activité."), _("Retirez-le de votre copie ; /search donne les lieux proches."))
        gone.more["state"] = str(place.state)
        return gone
    return refusals.not_found(_("Ce lieu est montré sur le site, mais sa licence interdit de le rediffuser."), _("Voyez sa page."))


# What is told of a place


def told(row: PlaceRow, now: datetime) -> dict[str, Any]:
    """Everything, as plain values."""
    same = ("kinds", "street", "complement", "postal_code", "commune", "insee", "latitude", "longitude", "precision", "visibility", "phones", "emails")
    then = ("websites", "hours", "hours_words", "summary", "description", "appointment_url", "access_url", "identifiers", "parent", "facets", "facets_denied")
    return {
        "id": str(row.id),
        "code": row.code,
        "name": naming.display_name(row.name, row.kinds, row.commune),
        "page": page_of(row),
        "territories": list(row.territories),
        **{field: getattr(row, field) for field in (*same, *then, "stated_none", "inferred")},
        "denied": row.services_denied,
        "checked_on": iso(row.checked_on),
        "hours_checked_on": iso(row.hours_checked_on),
        "changed_on": iso(row.changed_on),
        "freshness": str(row.freshness),
        "opening": state(row, now),
        "offers": [offer._asdict() for offer in row.offers],
        "closures": [{"first_day": iso(one.first_day), "last_day": iso(one.last_day), "reason": one.reason} for one in row.closures],
        "relations": [relation(link) for link in row.relations],
        "origins": list(row.origins),
    }


def iso(when: date | None) -> str | None:
    return when.isoformat() if when else None


def state(row: PlaceRow, now: datetime) -> dict[str, str]:
    """Whether it is open, and why we say so."""
    zone, departement = territories.time_zone(row.insee).key, territories.departement_of(row.insee)
    found = opening(row.hours, at=now, departement=departement, timezone=zone, closures=row.closures, checked_on=row.hours_checked_on)
    return {"status": str(found.status), "reason": str(found.reason)}


def relation(link: Any) -> dict[str, Any]:
    body = link.organisation
    told = {"id": str(body.id), "kind": body.kind, "name": link.name} if body else None
    return {"kind": str(link.kind), "outward": link.outward, "code": link.code or None, "name": link.name, "organisation": told}
