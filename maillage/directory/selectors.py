"""Knows how places are read: one by its code, all those published, why they say what they say, what changed since when."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q

from maillage.base.identifiers import read_code
from maillage.directory.clusters import gather, members_of, roots_of, voices
from maillage.directory.fold.provenance import Opinion
from maillage.directory.models import Change, Closure, Generation, Offer, Origin, Place, Question, Relation, Statement
from maillage.directory.sql import Reader

CHUNK = 2_000  # places read at a time


# One place


@dataclass(frozen=True)
class Found:
    """The current place that a public code leads to, and the one that bears this code."""

    place: Place
    asked: Place

    @property
    def merged(self) -> bool:
        """Was the place of this code merged into the one found?"""
        return self.place.pk != self.asked.pk


def place_by_code(code: str) -> Found | None:
    """The place of a public code, as typed by a person; None when there is no such code."""
    asked = Place.objects.filter(code=read_code(code)).order_by("pk").first()
    return Found(current(asked), asked) if asked else None


def current(place: Place) -> Place:
    """The place that this one leads to: itself unless it was merged."""
    if place.merged_into_id is None:
        return place
    return Place.objects.get(pk=roots_of([place.pk])[place.pk])


def records_of(place: Place) -> list[UUID]:
    """The places that make this current one: itself and those merged into it."""
    return sorted(members_of([place.pk]))


def offers_of(place: Place) -> list[Offer]:
    """Offers in force of a current place."""
    return list(place.offers.filter(withdrawn_on__isnull=True).order_by("concept", "provider", "variant", "pk"))


def closures_of(place: Place, *, from_day: date) -> list[Closure]:
    """Closures in force that are not over on that day, those of the places merged into this current one included.

    That of an offer of a merged place is given with the offer of this one that stands for it.
    """
    in_force = Closure.objects.in_force().filter(place__in=records_of(place), last_day__gte=from_day)
    closures = list(in_force.select_related("offer").order_by("first_day", "pk"))
    for closure in closures:
        if closure.offer is not None:
            closure.offer = current_offer(closure.offer, place)
    return closures


def current_offer(offer: Offer, place: Place) -> Offer:
    """The offer of this current place that an offer of a place merged into it leads to: the one of the same natural key, else itself."""
    if offer.place_id == place.pk:
        return offer
    return place.offers.filter(concept=offer.concept, provider=offer.provider, variant=offer.variant).order_by("pk").first() or offer


@dataclass(frozen=True)
class Link:
    """A relation seen from one place: to another current place or to an organisation. `outward`: the place is its subject, not its object."""

    relation: Relation
    outward: bool
    place: Place | None


def relations_of(place: Place) -> list[Link]:
    """Relations in force of a current place, in both directions, those of the places merged into it included; each told once."""
    records = set(records_of(place))
    standing = Relation.objects.filter(Q(place__in=records) | Q(other__in=records), ended_on__isnull=True)
    rows = standing.select_related("organisation", "origin").order_by("kind", "pk")
    relations = sorted(rows, key=lambda one: (one.kind, one.origin.kind == Origin.Kind.LINKAGE))
    far = {relation.pk: relation.other_id if relation.place_id in records else relation.place_id for relation in relations}
    roots = roots_of(end for end in far.values() if end is not None)
    places = Place.objects.in_bulk(list(roots.values()))
    links: dict[tuple[str, bool, UUID | None], Link] = {}
    for relation in relations:
        end, outward = far[relation.pk], relation.place_id in records
        if end not in records:
            link = Link(relation, outward, places[roots[end]] if end else None)
            one_way = outward or relation.kind == Relation.Kind.SAME_BUILDING
            links.setdefault((relation.kind, one_way, link.place.pk if link.place else relation.organisation_id), link)
    return list(links.values())


def open_questions(place: Place) -> list[Question]:
    """What waits for a person about a current place, those of the places merged into it included."""
    asked = Question.objects.filter(place__in=records_of(place), state=Question.State.OPEN)
    return list(asked.select_related("origin").order_by("raised_on", "pk"))


def history(place: Place) -> list[Change]:
    """What changed in one place, newest first."""
    return list(place.changes.select_related("origin").order_by("-at", "-pk"))


# Why


@dataclass(frozen=True)
class Voice:
    """What one origin says on one subject, as received."""

    origin: Origin
    record_id: str
    as_of: date
    received_on: date
    stated: bool  # False: it gives the group of fields without this one
    value: Any
    rank: int
    lapsed: bool


@dataclass(frozen=True)
class Why:
    """Where a value comes from, and what the others say, best first."""

    subject: str  # a field ("phones"), a code of a list ("audiences:seniors"), an offer ("offer:securite")
    winner: Voice
    others: tuple[Voice, ...]


def explain(place: Place, *, today: date) -> dict[str, Why]:
    """Why a current place says what it says: each subject -> who gave the value, and what the others say. Computed when asked, never stored."""
    cluster = gather([place.pk])[place.pk]
    reasons = cluster.fold(today, explained=True).explanation or {}
    origins = Origin.objects.in_bulk({said.voice.pk for said in cluster.statements})
    voices = {subject: [voice_of(opinion, origins) for opinion in reason.opinions] for subject, reason in reasons.items()}
    return {subject: Why(subject, best, tuple(others)) for subject, (best, *others) in voices.items()}


def voice_of(opinion: Opinion, origins: Mapping[int, Origin]) -> Voice:
    said = opinion.said
    return Voice(
        origin=origins[said.voice.pk],
        record_id=said.record_id,
        as_of=opinion.as_of,
        received_on=said.received_on,
        stated=opinion.stated,
        value=opinion.value,
        rank=opinion.rank,
        lapsed=opinion.lapsed,
    )


# All places


def published_places(columns: Sequence[str], *, chunk: int = CHUNK) -> Iterator[list[tuple[Any, ...]]]:
    """These columns of all published places, by chunks, in the order of their identity. No cursor is held between two chunks."""
    published, last = Place.objects.published().order_by("pk"), None
    while True:
        rows = list((published if last is None else published.filter(pk__gt=last)).values_list("pk", *columns)[:chunk])
        if not rows:
            return
        yield [row[1:] for row in rows]
        last = rows[-1][0]


class OfferValues(NamedTuple):
    """An offer in force, without its row."""

    concept: str
    provider: str
    variant: str
    role: str
    facets: Mapping[str, list[str]]
    area: Sequence[str] = ()  # territories where it is given at a distance


def offers_of_places(places: Iterable[UUID]) -> dict[UUID, list[OfferValues]]:
    """Offers in force of some thousands of places at most, each list in natural order."""
    found: dict[UUID, list[OfferValues]] = {}
    in_force = Offer.objects.filter(place__in=list(places), withdrawn_on__isnull=True).order_by("place", "concept", "provider", "variant", "pk")
    for place, *values in in_force.values_list("place_id", *OfferValues._fields):
        found.setdefault(place, []).append(OfferValues(*values))
    return found


class ClosureValues(NamedTuple):
    """Days on which a whole place is closed, first and last included, without its row."""

    first_day: date
    last_day: date
    reason: str


def closures_of_places(places: Iterable[UUID], *, without: Collection[int] = ()) -> dict[UUID, list[ClosureValues]]:
    """Closures in force of some thousands of current places at most, those of the places merged into them included; not those of one offer.

    `without`: keys of origins whose closures are left out.
    """
    leads_to = members_of(places)
    found: dict[UUID, list[ClosureValues]] = {}
    in_force = Closure.objects.in_force().filter(place__in=list(leads_to), offer__isnull=True).exclude(origin__in=list(without))
    for place, *values in in_force.order_by("first_day", "pk").values_list("place_id", *ClosureValues._fields):
        found.setdefault(leads_to[place], []).append(ClosureValues(*values))
    return found


Closed = dict[tuple[str, str, str], list[ClosureValues]]  # natural key of an offer -> its own closures


def offer_closures_of_places(places: Iterable[UUID]) -> dict[UUID, Closed]:
    """Closures in force of single offers of some thousands of current places at most: concept, provider and variant of the offer -> its closures.

    That of an offer of a merged place is given for the offer of the same key, as `current_offer` does for one.
    """
    leads_to = members_of(places)
    found: dict[UUID, Closed] = {}
    in_force = Closure.objects.in_force().filter(place__in=list(leads_to), offer__isnull=False).order_by("first_day", "pk")
    for place, *values in in_force.values_list("place_id", "offer__concept", "offer__provider", "offer__variant", *ClosureValues._fields):
        concept, provider, variant, *closure = values
        found.setdefault(leads_to[place], {}).setdefault((concept, provider, variant), []).append(ClosureValues(*closure))
    return found


def origins_of_places(places: Iterable[UUID], *, without: Collection[int] = ()) -> dict[UUID, list[str]]:
    """Public labels of those who speak of some thousands of current places at most, in the order of their keys, each once.

    `without`: keys of origins that are not named.
    """
    leads_to = members_of(places)
    found: dict[UUID, dict[str, None]] = {}
    stated = Statement.objects.in_force().filter(place__in=list(leads_to)).exclude(origin__in=list(without)).order_by("origin__key", "pk")
    for place, label in stated.values_list("place_id", "origin__label"):
        found.setdefault(leads_to[place], {})[label] = None
    return {place: list(labels) for place, labels in found.items()}


def merged_places() -> dict[UUID, UUID]:
    """Every merged place -> the current place it leads to."""
    parents = dict(Place.objects.filter(merged_into__isnull=False).order_by("pk").values_list("pk", "merged_into_id"))
    ends: dict[UUID, UUID] = {}
    for place in parents:
        passed = [place]
        while passed[-1] in parents and passed[-1] not in ends:
            passed.append(parents[passed[-1]])
        end = ends.get(passed[-1], passed[-1])
        ends.update((step, end) for step in passed if step in parents)
    return ends


class Survival(NamedTuple):
    """What decides which place of a group keeps its code: the smallest `order`, the oldest published first, then the oldest founded."""

    order: tuple[bool, int, date, str, str]
    merged_into: UUID | None


SURVIVALS = Reader(Place, ("id", "merged_into_id", "published_generation", "founded_on", "founding_origin_id", "founding_record"))


def survivals(places: Iterable[UUID]) -> dict[UUID, Survival]:
    """The order of survival of these places, by identity. It does not depend on which were found alike first."""
    rows = SURVIVALS(set(places))
    origins = voices({row[4] for row in rows})
    return {place: Survival((since is None, since or 0, day, origins[origin].key, record), into) for place, into, since, day, origin, record in rows}


# What changed


def current_generation() -> int:
    """The version of what is published; 0 before the first publication."""
    return Generation.objects.filter(pk=1).order_by("pk").values_list("number", flat=True).first() or 0
