"""Knows what a place is without what some origins say of it: it is folded again from the others' statements."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from maillage.directory.clusters import Cluster, gather, members_of
from maillage.directory.columns import columns
from maillage.directory.models import Closure, Place, Statement
from maillage.directory.selectors import OfferValues


class Refolded(NamedTuple):
    """The columns that the fold writes, and the offers, as the other origins give them."""

    columns: Mapping[str, Any]
    offers: list[OfferValues]


def touched_by(origins: Collection[int], places: Iterable[UUID]) -> frozenset[UUID]:
    """Those of these current places of which one of these origins says something, be it of a place merged into them."""
    leads_to = members_of(places)
    stated = Statement.objects.in_force().filter(origin__in=origins, place__in=list(leads_to)).order_by("pk")
    closed = Closure.objects.in_force().filter(origin__in=origins, place__in=list(leads_to)).order_by("pk")
    return frozenset(leads_to[place] for rows in (stated, closed) for place in rows.values_list("place_id", flat=True))


def folded_without(origins: Collection[int], places: Collection[UUID], *, today: date) -> dict[UUID, Refolded | None]:
    """These current places without what these origins say; None for one that would not be published then. Nothing is written."""
    return {pk: refolded(cluster, origins, today) for pk, cluster in gather(places).items()}


def refolded(cluster: Cluster, origins: Collection[int], today: date) -> Refolded | None:
    cluster.statements = [said for said in cluster.statements if said.voice.pk not in origins]
    cluster.checks = [check for check in cluster.checks if check.voice.pk not in origins]
    folded = cluster.fold(today)
    told = columns(folded)
    if told["withheld"] or told["state"] != Place.State.OPEN or told["visibility"] == Place.Visibility.PROFESSIONALS:
        return None
    return Refolded(told, [OfferValues(*key, *value) for key, value in sorted(folded.offers.items())])
