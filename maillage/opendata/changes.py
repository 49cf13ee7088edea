"""Knows what changed since a generation, told so that a copy kept elsewhere becomes the base again: one entry for each place touched.

Entries come in the order of the last generation that touched each place, then of codes. A place that is touched again while pages are read comes
again, later: none is missed, whatever is published meanwhile, because generations are published one after the other (`directory.actions.publishing`).
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Literal, NamedTuple
from uuid import UUID

from django.db.models import Max, Min, Q

from maillage.directory.clusters import roots_of
from maillage.directory.models import Change, Place
from maillage.directory.selectors import current_generation
from maillage.opendata.cards import open_cards
from maillage.territories import selectors as territories
from maillage.territories.values import Area

Kind = Literal["changed", "removed", "merged"]
# What the directory tells -> what it is called in the card of a place; the rest has the same name in both.
NAMES = {"place": "code", "offer": "offers", "closure": "closures", "relation": "relations", "services_denied": "denied", "absorbed": "merged_into"}


class Mark(NamedTuple):
    """Where a reader stands: everything until `since`, and of what came later the entries until (generation, code)."""

    since: int
    generation: int = 0
    code: str = ""


class Entry(NamedTuple):
    """What became of one place. `card`: its open card in JSON, None unless the place changed."""

    generation: int
    code: str
    kind: Kind
    merged_into: str | None  # public code of the place that stands for it now
    state: str | None  # closed | gone, when that is why it is no longer published
    fields: tuple[str, ...]
    card: bytes | None


class Window(NamedTuple):
    """Part of what changed. `generation`: the last one published. `following`: where to go on, at once if there is `more`."""

    generation: int
    entries: list[Entry]
    following: Mark
    more: bool


class Touched(NamedTuple):
    """A place that changed, and when last."""

    place: UUID
    code: str
    generation: int


def changes(mark: Mark, *, area: Area | None = None, limit: int) -> Window:
    """What a reader who stands there must apply, `limit` places at most; of an area, its places and those that left it."""
    reached = current_generation()
    touched = places_touched(mark, reached, area, limit + 1)
    more, touched = len(touched) > limit, touched[:limit]
    following = Mark(mark.since, touched[-1].generation, touched[-1].code) if more else Mark(max(reached, mark.since))
    return Window(reached, entries_of(touched, mark.since, reached, area), following, more)


def places_touched(mark: Mark, reached: int, area: Area | None, limit: int) -> list[Touched]:
    """Places touched since the mark, each once, in the order of their last generation, then of codes."""
    after = max(mark.since, mark.generation - 1)  # what comes after the mark was not last touched before it
    told = Change.objects.filter(in_or_out_of(area, mark.since, reached), generation__gt=after, generation__lte=reached)
    last = told.order_by().values("place_id", "place__code").annotate(last=Max("generation"))
    following = last.filter(Q(last__gt=mark.generation) | Q(last=mark.generation, place__code__gt=mark.code))
    return [Touched(*row) for row in following.order_by("last", "place__code").values_list("place_id", "place__code", "last")[:limit]]


def in_or_out_of(area: Area | None, since: int, reached: int) -> Q:
    """Changes of places that are in an area, or left it since that generation."""
    if area is None:
        return Q()
    codes = territories.codes_of(area)
    moved = Change.objects.filter(field="insee", generation__gt=since, generation__lte=reached).order_by("pk")
    return Q(place__insee__in=codes) | Q(place__in=[place for place, old in moved.values_list("place_id", "old") if old in codes])


def entries_of(touched: Collection[Touched], since: int, reached: int, area: Area | None) -> list[Entry]:
    """What to tell of these places."""
    places = Place.objects.in_bulk([each.place for each in touched])
    codes = None if area is None else territories.codes_of(area)
    cards = open_cards([each.code for each in touched if codes is None or places[each.place].insee in codes])
    never_seen = never_published(each for each in touched if each.code not in cards and places[each.place].published_generation is None)
    fields, ends = fields_of(places, since, reached), ends_of(places.values())
    return [
        Entry(each.generation, each.code, *outcome(places[each.place], ends, card), fields[each.place], card)
        for each in touched
        for card in [cards.get(each.code)]
        if each.place not in never_seen
    ]


def outcome(place: Place, ends: Mapping[UUID, str], card: bytes | None) -> tuple[Kind, str | None, str | None]:
    """Kind, code of the place that stands for it, state."""
    if card is not None:
        return "changed", None, None
    if place.merged_into_id is not None:
        return "merged", ends[place.pk], None
    return "removed", None, None if place.state == Place.State.OPEN else place.state


def never_published(touched: Iterable[Touched]) -> frozenset[UUID]:
    """Of places that were not noted as published: those that nobody was ever told of, since one publication alone touched them.

    One that was being written while it was published is not noted (`publishing.bring_out`), and has at least two.
    """
    last = {each.place: each.generation for each in touched}
    told = Change.objects.filter(place__in=list(last), generation__isnull=False).order_by().values_list("place_id")
    return frozenset(place for place, first in told.annotate(first=Min("generation")) if first == last[place])


def fields_of(places: Collection[UUID], since: int, reached: int) -> dict[UUID, tuple[str, ...]]:
    """What of each place changed since that generation, in alphabetical order."""
    told = Change.objects.filter(place__in=list(places), generation__gt=since, generation__lte=reached).order_by()
    names: dict[UUID, set[str]] = {place: set() for place in places}
    for place, field in told.values_list("place_id", "field"):
        name = field.partition(":")[0]
        names[place].add(NAMES.get(name, name))
    return {place: tuple(sorted(found)) for place, found in names.items()}


def ends_of(places: Iterable[Place]) -> dict[UUID, str]:
    """Merged places -> public code of the current place that each leads to."""
    roots = roots_of(place.pk for place in places if place.merged_into_id is not None)
    codes = dict(Place.objects.filter(pk__in=set(roots.values())).order_by("pk").values_list("pk", "code"))
    return {place: codes[root] for place, root in roots.items()}
