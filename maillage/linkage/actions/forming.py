"""Knows how the base follows what the rules found: verdicts, then places, then what is linked and what is asked."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import NamedTuple
from uuid import UUID

from maillage.audit import actions as audit
from maillage.base.batches import batched
from maillage.directory.clusters import roots_of
from maillage.directory.selectors import merged_places
from maillage.linkage import selectors
from maillage.linkage.actions.relating import keep_relations
from maillage.linkage.actions.settling import keep_asking, settle
from maillage.linkage.actions.storing import store
from maillage.linkage.clusters import Pair
from maillage.linkage.questions import questions
from maillage.linkage.selectors import Kept
from maillage.linkage.verdicts import Judged

Progress = Callable[[str, int, int], None]  # stage, done, in all


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Standing:
    """What the base holds of some places, whole components, or of all: verdicts with an end among them, merges.

    `live`: places that stand as the groups say, and alone if in none, those of which no list speaks any more included.
    `asked`: the questions about them, by key, and their state; `leaders`: once places are formed, the current place of those given.
    """

    kept: Mapping[Pair, Kept]
    live: Collection[UUID]
    merged: Mapping[UUID, UUID]
    asked: Mapping[str, str]
    leaders: Callable[[Collection[UUID]], Mapping[UUID, UUID]]


class Formed(NamedTuple):
    """What was written: verdicts, places, changes, questions asked."""

    verdicts: int
    places: int
    changes: int
    asked: int


def all_standing(spoken_of: Collection[UUID]) -> Standing:
    """What the base holds of all places. `spoken_of`: by lists, when they were compared; of which they speak since is left as it stands."""
    merged = merged_places()
    others = {*merged, *merged.values()}.difference(spoken_of)
    unsaid = {place for part in batched(sorted(others), selectors.CHUNK) for place in set(part) - selectors.live(part)}
    return Standing(selectors.all_kept(), {*spoken_of, *unsaid}, merged, selectors.duplicates_asked(), lambda _places: merged_places())


def standing(places: Collection[UUID]) -> Standing:
    """What the base holds of these places, which must be whole components."""
    kept, roots = selectors.kept_among(places), roots_of(places)
    merged = {place: root for place, root in roots.items() if place != root}
    return Standing(kept, places, merged, selectors.duplicates_asked(places), roots_of)


def form(
    verdicts: Iterable[Judged],
    groups: Iterable[Collection[str]],
    base: Standing,
    *,
    today: date,
    now: datetime,
    watch: Progress = silent,
    by: audit.Actor | None = None,
) -> Formed:
    """Make the base hold these verdicts of the rules and these groups, and ask what they leave open. Short transactions; doing it again writes nothing."""
    told = list(verdicts)
    written = store(told, base.kept, today=today, watch=partial(watch, "verdicts"))
    settled = settle(groups, base.live, base.merged, today=today, now=now, watch=partial(watch, "places"), by=by)
    keep_relations(today=today, now=now, by=by, touched=base.live if by else None)
    ends = {UUID(end) for pair in [*base.kept, *((one.a, one.b) for one in told)] for end in pair}
    leaders = {str(place): str(root) for place, root in base.leaders(ends).items()}
    asked = questions(told, lambda place: leaders.get(place, place), selectors.kept_apart(base.kept))
    return Formed(written, *settled, keep_asking(asked, base.asked, today=today))
