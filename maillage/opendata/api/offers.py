"""Knows how offers are listed: each service of each place, with what is said of it, page after page."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Router

from maillage.base import clock
from maillage.base.identifiers import read_code
from maillage.directory.models import Place
from maillage.directory.selectors import OfferValues
from maillage.opendata.api import areas, cursors, parameters, shapes
from maillage.opendata.api.caching import until_published
from maillage.opendata.api.parameters import Parameter, Unreadable
from maillage.opendata.rows import PlaceRow, communes_of, rows_of
from maillage.opendata.schemas.data_inclusion import key_of
from maillage.referentials import selectors as referentials
from maillage.search import engine

DEFAULT_LIMIT, MOST = 100, 500
LAST = "~"  # after every key of an offer

router = Router(tags=[gettext_noop("Offres")])


def code(text: str) -> str:
    """A public code, as stored."""
    read = read_code(text[:40])
    if len(read) != 8 or not read.isascii():  # noqa: PLR2004 - that of all public codes
        raise Unreadable(_("le code public d’un lieu est attendu, comme 3F0C9A52."))
    return read


@cache
def PARAMETERS() -> Mapping[str, Parameter]:  # noqa: N802 - a table, made when first asked
    """What may be asked, by name."""
    services = tuple(referentials.vocabulary("services").codes)
    table = (
        areas.several(),
        Parameter(
            "service",
            gettext_noop("Services, l’un ou l’autre ; un code de premier niveau trouve aussi ceux du second."),
            {"type": "string", "enum": list(services)},
            parameters.one_of(services),
            many=True,
            example=["securite"],
        ),
        Parameter("place", gettext_noop("Code public d’un lieu."), {"type": "string", "pattern": shapes.CODE}, code),
        *shapes.paging(DEFAULT_LIMIT, MOST),
    )
    return {parameter.name: parameter for parameter in table}


@router.get(
    "/offers",
    operation_id="offers",
    url_name="offers",
    summary=gettext_noop("Les services, lieu par lieu"),
    description=gettext_noop("Chaque service que quelqu’un dit proposé dans un lieu publié, par code de lieu. Ce qui est déduit de textes n’y est pas."),
    response={200: shapes.OffersAnswer},
    openapi_extra={
        **parameters.documented(tuple(PARAMETERS().values())),
        "x-examples": ["/api/v1/offers?territory=dep:23&limit=2", "/api/v1/offers?service=securite&limit=2"],
    },
)
@until_published
def offers(request: HttpRequest) -> JsonResponse:
    asked = parameters.read(PARAMETERS(), request.GET)
    after, key = cursors.decode(asked["cursor"], str, str) if "cursor" in asked else ("", "")
    if after and not after.isalnum():  # a NUL would be refused by the database
        raise cursors.refused(asked["cursor"])
    limit, services = asked.get("limit", DEFAULT_LIMIT), services_of(asked.get("service", ()))
    codes = codes_from(after, asked, services, limit + 1)
    found = [(row, offer) for row in rows_of(codes, clock.today()) for offer in kept(row, services) if (row.code, key_of(offer)) > (after, key)]
    page, mark = found[:limit], None
    if len(found) > limit:
        mark = [page[-1][0].code, key_of(page[-1][1])]
    elif len(codes) > limit:
        mark = [codes[-1], LAST]
    answer = {"generation": engine.current().generation, "next": mark and cursors.next_address(request, mark), "offers": [told(*each) for each in page]}
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def services_of(asked: Sequence[str]) -> frozenset[str]:
    """These services and those below them."""
    return frozenset(code for service in asked for code in referentials.with_children("services", service))


def codes_from(first: str, asked: Mapping[str, Any], services: frozenset[str], count: int) -> list[str]:
    """Public codes of the published places that have such offers, from this code on."""
    wanted = Q(code__gte=first, offers__withdrawn_on__isnull=True, offers__isnull=False)
    if services:
        wanted &= Q(offers__concept__in=services)
    if "place" in asked:
        wanted &= Q(code=asked["place"])
    if asked.get("territory"):
        wanted &= Q(insee__in=communes_of(asked["territory"]))
    return list(Place.objects.published().filter(wanted).order_by("code").values_list("code", flat=True).distinct()[:count])


def kept(row: PlaceRow, services: frozenset[str]) -> Iterator[OfferValues]:
    """The offers of a place that are asked, by key, each once: what told two apart may have been the name of a person."""
    by_key = {key_of(offer): offer for offer in row.offers if not services or offer.concept in services}
    return iter([by_key[key] for key in sorted(by_key)])


def told(row: PlaceRow, offer: OfferValues) -> dict[str, Any]:
    where = {"place": row.code, "insee": row.insee, "territories": list(row.territories)}
    return {"id": f"{row.code}-{key_of(offer)}", **where, **offer._asdict(), "area": list(offer.area)}
