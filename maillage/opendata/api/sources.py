"""Knows how the owner of a list learns what became of it: which lists are followed, and what was confirmed that they say otherwise."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Field, Router

from maillage.base import refusals
from maillage.ingestion.models import Source
from maillage.ingestion.returning.telling import Totals, totals_of
from maillage.opendata import corrections
from maillage.opendata.api import cursors, parameters, shapes
from maillage.opendata.api.parameters import Parameter
from maillage.opendata.api.schemas import DAY, Shape

DEFAULT_LIMIT, MOST = 100, 500
LARGEST = 2**63 - 1
STATES = ("waiting", "taken", "all")

router = Router(tags=[gettext_noop("Listes et corrections")])


class Sent(Shape):
    sent: int = Field(description=gettext_noop("Corrections envoyées à la liste, et qui tiennent encore ou ont été reprises."))
    taken: int = Field(description=gettext_noop("Reprises : une livraison de la liste dit désormais la même chose."))
    waiting: int = Field(description=gettext_noop("En attente."))
    by_hand: int = Field(description=gettext_noop("De celles qui attendent, celles que nous ne savons pas écrire dans les colonnes de la liste."))
    since: str | None = Field(description=gettext_noop("Jour où la plus ancienne de celles qui attendent fut envoyée."), json_schema_extra=DAY)


class SourceAnswer(Shape):
    id: str = Field(description=gettext_noop("Nom court de la liste."))
    label: str = Field(description=gettext_noop("Qui la publie."))
    licence: str = Field(description=gettext_noop("Licence, telle que la liste la dit ; vide : non dite."))
    url: str = Field(description=gettext_noop("Où elle est publiée ; vide : déposée à la main."))
    last_delivery_on: str | None = Field(description=gettext_noop("Jour de la dernière livraison lue."), json_schema_extra=DAY)
    sheet_on: str | None = Field(description=gettext_noop("Jour de la dernière feuille de corrections : une par mois."), json_schema_extra=DAY)
    corrections: Sent


class SourcesAnswer(Shape):
    sources: list[SourceAnswer]


class Correction(Shape):
    id: int
    record: str = Field(
        description=gettext_noop("Identifiant de la ligne : celui de la liste, sinon une empreinte de ses champs stables, qui commence par un tilde.")
    )
    line: int = Field(description=gettext_noop("Ligne du fichier, à la dernière livraison (rang, pour un JSON)."))
    place: str = Field(description=gettext_noop("Code public du lieu."))
    subject: str = Field(description=gettext_noop("Ce dont il s’agit : un champ (phones), point, hours, ou vocabulaire:code (services:securite)."))
    columns: list[str] = Field(description=gettext_noop("Colonnes de la liste qui le disent."))
    cells: dict[str, str] = Field(description=gettext_noop("Ce qu’il faut écrire : colonne de la liste -> texte, à sa façon. Vide : à la main."))
    by_hand: bool = Field(description=gettext_noop("Rien ne peut être écrit sans inventer, ou sans nommer une personne : lisez confirmed."))
    received: Any = Field(description=gettext_noop("Ce que la liste disait ; null : rien, ou sa licence ne permet pas de le redire."))
    confirmed: Any = Field(description=gettext_noop("Ce qui est confirmé ; null : il n’y en a pas."))
    by: Literal["team", "coordinator"] = Field(description=gettext_noop("L’équipe du lieu, ou la coordination du territoire. Jamais le nom de personne."))
    confirmed_on: str = Field(json_schema_extra=DAY)
    sent_on: str = Field(json_schema_extra=DAY)
    taken_on: str | None = Field(description=gettext_noop("Jour de la livraison qui dit la même chose ; null : en attente."), json_schema_extra=DAY)


class CorrectionsAnswer(Shape):
    source: str
    next: str | None = Field(description=shapes.NEXT)
    corrections: list[Correction]


@cache
def PARAMETERS() -> Mapping[str, Parameter]:  # noqa: N802 - a table, made when first asked
    """What may be asked of the corrections, by name."""
    about = gettext_noop("waiting : en attente ; taken : reprises par la liste ; all : les deux.")
    state = Parameter("state", about, {"type": "string", "enum": list(STATES)}, parameters.one_of(STATES), default="waiting")
    return {parameter.name: parameter for parameter in (state, *shapes.paging(DEFAULT_LIMIT, MOST))}


@router.get(
    "/sources",
    operation_id="sources",
    url_name="sources",
    summary=gettext_noop("Les listes suivies"),
    description=gettext_noop("Toutes les listes d’où viennent les lieux, et ce que chacune a repris de ce qui a été confirmé ici."),
    response={200: SourcesAnswer},
    openapi_extra={"x-examples": ["/api/v1/sources"]},
)
def sources(request: HttpRequest) -> dict[str, Any]:
    return {"sources": answers(followed())}


@router.get(
    "/sources/{id}",
    operation_id="source",
    url_name="source",
    summary=gettext_noop("Une liste suivie"),
    response={200: SourceAnswer},
)
def source(request: HttpRequest, id: str) -> dict[str, Any]:  # noqa: A002 - as the address names it
    return answers([one(id)])[0]


@router.get(
    "/sources/{id}/corrections",
    operation_id="corrections",
    url_name="corrections",
    summary=gettext_noop("Ce qui a été confirmé et que la liste dit autrement"),
    description=gettext_noop(
        "Dans les colonnes et avec les identifiants de la liste, pour que son propriétaire n’ait rien à redemander. Une feuille par mois ; ce qu’une "
        "livraison suivante dit désormais de même est noté repris. Lecture libre : sans contact nommé, sans adresse masquée, et la valeur reçue n’est "
        "redite que si la licence de la liste le permet."
    ),
    response={200: CorrectionsAnswer},
    openapi_extra=parameters.documented(tuple(PARAMETERS().values())),
)
def corrections_of(request: HttpRequest, id: str) -> dict[str, Any]:  # noqa: A002 - as the address names it
    asked, asked_of = parameters.read(PARAMETERS(), request.GET), one(id)
    after = cursors.decode(asked["cursor"], int)[0] if "cursor" in asked else 0
    if not 0 <= after <= LARGEST:
        raise cursors.refused(asked["cursor"])
    limit, state = asked.get("limit", DEFAULT_LIMIT), asked.get("state", "waiting")
    sent = asked_of.returned.filter(dropped_on__isnull=True, pk__gt=after)
    if state != "all":
        sent = sent.filter(taken_on__isnull=state == "waiting")
    page = list(sent.select_related("record").order_by("pk")[: limit + 1])
    following = cursors.next_address(request, [page[limit - 1].pk]) if len(page) > limit else None
    return {"source": asked_of.key, "next": following, "corrections": corrections.told(asked_of, page[:limit])}


def followed() -> list[Source]:
    """Lists that speak of places, by key."""
    return list(Source.objects.filter(removed_on__isnull=True).select_related("origin").order_by("key"))


def one(key: str) -> Source:
    """A followed list by its key. Raise Problem when there is none."""
    found = Source.objects.filter(key=key, removed_on__isnull=True).select_related("origin").order_by("pk").first() if "\x00" not in key else None
    if found is None:
        raise refusals.not_found(
            _("Aucune liste suivie ne porte le nom court « {key} ».").format(key=key[:60]), _("Les listes sont données par /api/v1/sources.")
        )
    return found


def answers(lists: Iterable[Source]) -> list[dict[str, Any]]:
    lists = list(lists)
    totals = totals_of(lists)
    return [
        {
            "id": each.key,
            "label": each.origin.label,
            "licence": each.origin.licence,
            "url": each.origin.url or each.url,
            "last_delivery_on": each.origin.last_delivery_on and each.origin.last_delivery_on.isoformat(),
            "sheet_on": each.corrections_on and each.corrections_on.isoformat(),
            "corrections": counts(totals.get(each.pk, Totals())),
        }
        for each in lists
    ]


def counts(totals: Totals) -> dict[str, Any]:
    return {
        "sent": totals.sent,
        "taken": totals.taken,
        "waiting": totals.waiting,
        "by_hand": totals.by_hand,
        "since": totals.since and totals.since.isoformat(),
    }
