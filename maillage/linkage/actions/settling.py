"""Knows how places are united and parted to follow the verdicts, and what is then asked."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from maillage.audit import actions as audit
from maillage.base.batches import batched
from maillage.directory.actions import Asked, Refolded, ask, take_back
from maillage.directory.actions.merging import point
from maillage.directory.models import Place, Question
from maillage.directory.selectors import survivals
from maillage.linkage import selectors
from maillage.linkage.settling import Group, regrouped

BATCH = 250  # places pointed and folded, or questions asked, in one transaction


def settle(
    groups: Iterable[Collection[str]],
    live: Collection[UUID],
    merged: Mapping[UUID, UUID],
    *,
    today: date,
    now: datetime,
    watch: Callable[[int, int], None],
    by: audit.Actor | None = None,
) -> Refolded:
    """Unite and part `live` places so that the base holds these groups. `merged`: each merged place now -> the current one."""
    lots = regrouped([{UUID(place) for place in group} for group in groups], live, merged)
    total, done, moving = Refolded(0, 0), 0, sum(map(len, lots))
    for batch in full(lots, BATCH):
        written = unite_unless_parted(batch, today=today, now=now, by=by)
        total, done = Refolded(total.places + written.places, total.changes + written.changes), done + len(batch)
        watch(done, moving)
    return total


def full(lots: Iterable[list[Group]], size: int) -> Iterator[list[Group]]:
    """Groups of whole lots, of about `size` places together."""
    batch: list[Group] = []
    for lot in lots:
        batch += lot
        if sum(map(len, batch)) >= size:
            yield batch
            batch = []
    if batch:
        yield batch


@transaction.atomic
def unite_unless_parted(groups: Collection[Group], *, today: date, now: datetime, by: audit.Actor | None) -> Refolded:
    """Point the places of these groups. A group that a person parted or completed meanwhile is left to what that person did."""
    places = sorted(frozenset().union(*groups))
    list(Place.objects.locked().filter(pk__in=places).order_by("pk").values_list("pk", flat=True))
    told = selectors.decided(places)
    same, apart = ([frozenset(map(UUID, one)) for one in pairs] for pairs in (told.same, told.apart))
    completed = _completed(groups, same, apart)
    kept = [group for group in groups if group not in completed and not any(one <= group for one in apart)]
    return point(pointers(kept), today=today, now=now, by=by)


def _completed(groups: Collection[Group], same: Iterable[Group], apart: Collection[Group]) -> set[Group]:
    """Groups that a person made one meanwhile; not those that stand apart because persons contradict each other."""
    holding = {place: group for group in groups for place in group}
    crossing = [sides for one in same if len(sides := {holding[end] for end in one}) == 2]
    return {side for sides in crossing for side in sides if not any(one <= frozenset().union(*sides) for one in apart)}


def pointers(groups: Iterable[Group]) -> dict[UUID, UUID | None]:
    """Where each place leads: to the first of its group in order of survival, itself to none."""
    sets = list(groups)
    known = survivals(frozenset().union(*sets))
    wanted: dict[UUID, UUID | None] = {}
    for group in sets:
        survivor = min(group, key=lambda place: known[place].order)
        wanted |= dict.fromkeys(group, survivor) | {survivor: None}
    return wanted


def keep_asking(asked: Mapping[str, Asked], known: Mapping[str, str], *, today: date) -> int:
    """Ask what is new or true again, take back what no longer arises. `known`: key -> state of the questions looked at. Returns how many were asked."""
    news = [question for key, question in asked.items() if known.get(key, Question.State.MOOT) == Question.State.MOOT]
    moot = [key for key, state in known.items() if state == Question.State.OPEN and key not in asked]
    for questions in batched(news, BATCH):
        ask(questions, today=today)
    for keys in batched(moot, BATCH):
        take_back(keys)
    return len(news)
