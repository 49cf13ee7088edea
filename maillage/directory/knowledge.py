"""Knows what the base knows of a territory, what it does not, and whom to call first so that it does."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q

from maillage.directory.clusters import roots_of
from maillage.directory.freshness import Freshness, freshness
from maillage.directory.models import Offer, Place, Question
from maillage.referentials import selectors as referentials
from maillage.territories import selectors as territories
from maillage.territories.values import Area

# Who is asked first in a commune, because people already go there: libraries, France Services, town halls, social action.
ASKED_FIRST = ("BIB", "RFS", "MUNI", "CCAS", "EPN", "CS")
TOWN_HALL = "MUNI"


class Row(NamedTuple):
    """What is needed of a place to tell what is known of it."""

    id: UUID
    code: str
    name: str
    insee: str
    kinds: list[str]
    inferred: list[str]
    phones: list[dict[str, str]]
    hours: str
    hours_words: str
    precision: str
    checked_on: date | None

    @property
    def sorts(self) -> list[str]:
        """Its kinds, those that only its name tells included."""
        return [*self.kinds, *(code for told in self.inferred for vocabulary, _colon, code in [told.partition(":")] if vocabulary == "kinds")]

    @property
    def phone(self) -> str:
        """The first number of the service; "" when none is known."""
        return next((phone["number"] for phone in self.phones if phone.get("contact") != "person"), "")


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
    questions: tuple[tuple[str, int], ...]  # kind, open questions about its places, and about those that nothing locates


@dataclass(frozen=True)
class Through:
    """Somebody of the same commune who can be called for a place without a number."""

    name: str
    phone: str
    is_town_hall: bool


@dataclass(frozen=True)
class Call:
    """One place to call, and what to ask. `phone`: the service's, in international form; "" when it has to be found, `through` another place if we know one."""

    code: str
    name: str
    commune: str
    insee: str
    population: int
    phone: str
    unknown: tuple[str, ...]  # among "services", "hours", "checked"
    through: Through | None = None


def known(area: Area, *, today: date) -> Known:
    """What the base knows of the places of a territory."""
    rows = _rows(area)
    offered = _offered(area)
    towns = [town for town in territories.communes() if town.code in territories.communes_of(area)]
    served = {row.insee for row in rows}
    kinds = Counter(kind for row in rows for kind in row.sorts)
    answering = [(need.code, sum(1 for services in offered.values() if services & set(referentials.services_for(need.code)))) for need in referentials.needs()]
    return Known(
        places=len(rows),
        with_services=len(offered),
        with_hours=sum(bool(row.hours or row.hours_words) for row in rows),
        with_phone=sum(bool(row.phone) for row in rows),
        with_address=sum(row.precision in ("place", "housenumber", "street") for row in rows),
        fresh=sum(freshness(row.checked_on, today) is Freshness.FRESH for row in rows),
        communes=len(towns),
        communes_without=tuple(town.name for town in towns if town.code not in served),
        kinds=tuple(kinds.most_common()),
        needs=tuple(answering),
        questions=_questions(area),
    )


def calls(area: Area, *, today: date, limit: int = 20) -> list[Call]:
    """Whom to call first: places of which something is unknown, one a commune before a second, most populated communes first."""
    rows = _rows(area)
    offered, twins = _offered(area), _twins(rows)
    near = _who_answers(rows)
    by_commune: dict[str, list[Call]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (_turn(row), not row.phone, row.name, row.code)):
        if (unknown := _unknown(row, row.id in offered, today)) and not any(_is_called_instead(twin, row) for twin in twins[row.id]):
            by_commune[row.insee].append(_call(row, unknown, near))
    rounds = [(place, -waiting[place].population, insee, waiting[place]) for insee, waiting in by_commune.items() for place in range(len(waiting))]
    return [call for _round, _population, _insee, call in sorted(rounds, key=lambda each: each[:3])[:limit]]


def _questions(area: Area) -> tuple[tuple[str, int], ...]:
    about = Q(place__insee__in=territories.communes_of(area)) | Q(place__insee="", kind=Question.Kind.UNLOCATED)
    asked = Question.objects.filter(about, state=Question.State.OPEN).values_list("kind").annotate(count=Count("pk")).order_by("-count", "kind")
    return tuple(asked)


def _twins(rows: Iterable[Row]) -> dict[UUID, list[Row]]:
    """For each place, those that are perhaps the same: somebody is asked, and has not answered yet."""
    by_id = {row.id: row for row in rows}
    asked = Question.objects.filter(kind=Question.Kind.DUPLICATE, state=Question.State.OPEN, other__isnull=False).order_by("pk")
    pairs = list(asked.values_list("place_id", "other_id"))
    root = roots_of([place for pair in pairs for place in pair])
    twins: dict[UUID, list[Row]] = defaultdict(list)
    for one, other in ((by_id.get(root[one]), by_id.get(root[other])) for one, other in pairs):
        if one and other:
            twins[one.id].append(other)
            twins[other.id].append(one)
    return twins


def _is_called_instead(twin: Row, row: Row) -> bool:
    """Of two places that are perhaps one, the one with a number is called; once."""
    return bool(twin.phone) and (not row.phone or twin.code < row.code)


def _who_answers(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Places with a number, by commune: the town hall, then those where people go."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (TOWN_HALL not in row.sorts, _turn(row), row.name, row.code)):
        if row.phone:
            found[row.insee].append(row)
    return found


def _rows(area: Area) -> list[Row]:
    places = Place.objects.published().filter(insee__in=territories.communes_of(area)).order_by("pk")
    return [Row(*values) for values in places.values_list(*Row._fields)]


def _offered(area: Area) -> dict[UUID, set[str]]:
    """The services that each place of a territory says it offers; a place of which nothing is stated is absent."""
    places = Place.objects.published().filter(insee__in=territories.communes_of(area))
    found: dict[UUID, set[str]] = defaultdict(set)
    for place, concept in Offer.objects.filter(withdrawn_on__isnull=True, place__in=places).order_by("pk").values_list("place_id", "concept").iterator():
        found[place].add(concept)
    return dict(found)


def _turn(row: Row) -> int:
    return min((ASKED_FIRST.index(kind) for kind in row.sorts if kind in ASKED_FIRST), default=len(ASKED_FIRST))


def _unknown(row: Row, offers: bool, today: date) -> tuple[str, ...]:
    asked = {
        "services": not offers,
        "hours": not (row.hours or row.hours_words),
        "checked": freshness(row.checked_on, today) in (Freshness.VERIFY, Freshness.OLD),
    }
    # an old date alone is not worth a first call: what nobody knows comes first
    return tuple(what for what, is_unknown in asked.items() if is_unknown) if asked["services"] or asked["hours"] else ()


def _call(row: Row, unknown: tuple[str, ...], near: dict[str, list[Row]]) -> Call:
    town, through = territories.commune(row.insee), None
    if not row.phone and (others := near.get(row.insee)):
        through = Through(others[0].name, others[0].phone, TOWN_HALL in others[0].sorts)
    return Call(row.code, row.name, town.name if town else "", row.insee, town.population or 0 if town else 0, row.phone, unknown, through)
