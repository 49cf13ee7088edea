"""Knows what the base knows of a territory, what it does not, and whom to call first so that it does."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from maillage.directory.freshness import Freshness, freshness
from maillage.directory.models import Offer, Place
from maillage.referentials import selectors as referentials
from maillage.territories import selectors as territories
from maillage.territories.values import Area

# Who is asked first in a commune, because people already go there: libraries, France Services, town halls, social action.
ASKED_FIRST = ("BIB", "RFS", "MUNI", "CCAS", "EPN", "CS")


class Row(NamedTuple):
    """What is needed of a place to tell what is known of it."""

    id: object
    code: str
    name: str
    insee: str
    kinds: list[str]
    phones: list[dict[str, str]]
    hours: str
    hours_words: str
    precision: str
    checked_on: date | None


@dataclass(frozen=True)
class Known:
    """A territory in figures: published places, and how many of them the base knows this or that of."""

    places: int
    with_services: int
    with_hours: int
    with_phone: int
    with_address: int
    fresh: int
    communes: int
    communes_without: tuple[str, ...]  # names, most populated first
    kinds: tuple[tuple[str, int], ...]  # code, places
    needs: tuple[tuple[str, int], ...]  # code, places that say they answer it


@dataclass(frozen=True)
class Call:
    """One place to call, and what to ask. `phone`: the service's, in international form; "" when it has to be found first."""

    code: str
    name: str
    commune: str
    insee: str
    population: int
    phone: str
    unknown: tuple[str, ...]  # among "services", "hours", "checked"


def known(area: Area, *, today: date) -> Known:
    """What the base knows of the places of a territory."""
    rows = _rows(area)
    offered = _offered(row.id for row in rows)
    towns = [town for town in territories.communes() if town.code in territories.communes_of(area)]
    served = {row.insee for row in rows}
    kinds = Counter(kind for row in rows for kind in row.kinds)
    answering = [(need.code, sum(1 for services in offered.values() if services & set(referentials.services_for(need.code)))) for need in referentials.needs()]
    return Known(
        places=len(rows),
        with_services=len(offered),
        with_hours=sum(bool(row.hours or row.hours_words) for row in rows),
        with_phone=sum(bool(_phone(row)) for row in rows),
        with_address=sum(row.precision in ("place", "housenumber", "street") for row in rows),
        fresh=sum(freshness(row.checked_on, today) is Freshness.FRESH for row in rows),
        communes=len(towns),
        communes_without=tuple(town.name for town in towns if town.code not in served),
        kinds=tuple(kinds.most_common()),
        needs=tuple(answering),
    )


def calls(area: Area, *, today: date, limit: int = 20) -> list[Call]:
    """Whom to call first: places of which something is unknown, one a commune before a second, most populated communes first."""
    rows = _rows(area)
    offered = _offered(row.id for row in rows)
    by_commune: dict[str, list[Call]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (_turn(row), not _phone(row), row.name, row.code)):
        if unknown := _unknown(row, row.id in offered, today):
            by_commune[row.insee].append(_call(row, _phone(row), unknown))
    rounds = [(place, -waiting[place].population, insee, waiting[place]) for insee, waiting in by_commune.items() for place in range(len(waiting))]
    return [call for _round, _population, _insee, call in sorted(rounds, key=lambda each: each[:3])[:limit]]


def _rows(area: Area) -> list[Row]:
    places = Place.objects.published().filter(insee__in=territories.communes_of(area)).order_by("pk")
    return [Row(*values) for values in places.values_list(*Row._fields)]


def _offered(places: Iterable[object]) -> dict[object, set[str]]:
    """The services that each place says it offers; a place of which nothing is stated is absent."""
    wanted = set(places)
    found: dict[object, set[str]] = defaultdict(set)
    for place, concept in Offer.objects.filter(withdrawn_on__isnull=True).values_list("place_id", "concept").iterator():
        if place in wanted:
            found[place].add(concept)
    return dict(found)


def _turn(row: Row) -> int:
    return min((ASKED_FIRST.index(kind) for kind in row.kinds if kind in ASKED_FIRST), default=len(ASKED_FIRST))


def _unknown(row: Row, offers: bool, today: date) -> tuple[str, ...]:
    asked = {
        "services": not offers,
        "hours": not (row.hours or row.hours_words),
        "checked": freshness(row.checked_on, today) in (Freshness.VERIFY, Freshness.OLD),
    }
    # an old date alone is not worth a first call: what nobody knows comes first
    return tuple(what for what, is_unknown in asked.items() if is_unknown) if asked["services"] or asked["hours"] else ()


def _phone(row: Row) -> str:
    return next((phone["number"] for phone in row.phones if phone.get("contact") != "person"), "")


def _call(row: Row, phone: str, unknown: tuple[str, ...]) -> Call:
    town = territories.commune(row.insee)
    return Call(row.code, row.name, town.name if town else "", row.insee, town.population or 0 if town else 0, phone, unknown)
