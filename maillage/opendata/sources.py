"""Knows where the data comes from: each list that is listened to, its licence, its last delivery, and whether it may leave."""

from dataclasses import dataclass
from datetime import date

from maillage.directory import reuse
from maillage.directory.models import Origin, Statement


@dataclass(frozen=True)
class Source:
    """A list that says something of a place today. `leaves`: its values are in the exports."""

    label: str
    licence: str  # as its producer declares it; "" = not declared
    url: str
    last_delivery_on: date | None
    leaves: bool


def sources() -> list[Source]:
    """Lists of which a statement is in force, by name."""
    spoken = Statement.objects.in_force().order_by().values("origin").distinct()
    lists = Origin.objects.filter(kind=Origin.Kind.SOURCE, pk__in=spoken).order_by("label", "pk")
    return [Source(each.label, each.licence, each.url, each.last_delivery_on, reuse.permits(each.licence)) for each in lists]
