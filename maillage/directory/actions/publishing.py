"""Knows how pending changes become a new version of what is published. The generation row is locked last, and for the shortest time."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import models, transaction

from maillage.base.batches import batched
from maillage.base.months import months_before
from maillage.directory.actions.refolding import Refolded, refold
from maillage.directory.models import Change, Generation, Place, Statement
from maillage.directory.models.places import PlaceQuerySet
from maillage.directory.policy import current_policy
from maillage.directory.selectors import current_generation
from maillage.directory.sql import Reader

BATCH = 5_000
CHANGES = Reader(Change, ("id", "generation"), by="place_id")


def publish(*, now: datetime) -> int:
    """Publish all that is pending. Returns the generation: the next one, or the same when nothing was pending."""
    with transaction.atomic():
        pending = Change.objects.pending()
        return stamp(pending, Place.objects.filter(pk__in=pending.values("place_id")), now=now)


def publish_places(places: Iterable[UUID], *, now: datetime) -> int:
    """Publish what is pending for these places, in the transaction of the caller.

    The edit of a person does not wait, nor does it let out a list half imported.
    """
    concerned = set(places)
    # read by place, then sorted out here: the thousands of changes of a list half imported are not looked at
    pending = [change for change, generation in CHANGES(concerned) if generation is None]
    if not pending:
        return current_generation()
    return stamp(Change.objects.pending().filter(pk__in=pending), Place.objects.filter(pk__in=concerned), now=now)


def stamp(pending: models.QuerySet[Change], places: PlaceQuerySet, *, now: datetime) -> int:
    """Give the next generation to these changes, and to those of their places that they bring out for the first time."""
    # Rows of places first, the generation last: who edits a place locks in the same order, so that nobody waits for one another.
    new = places.locked().published().filter(published_generation__isnull=True)
    appearing = list(new.order_by("pk").values_list("pk", flat=True))
    generation = lock_generation()
    number = generation.number + 1
    if pending.order_by().update(generation=number) == 0:
        return generation.number
    for batch in batched(appearing, BATCH):
        Place.objects.filter(pk__in=batch).update(published_generation=number)
    generation.number, generation.published_at = number, now
    generation.save(update_fields=["number", "published_at"])
    return number


def lock_generation() -> Generation:
    """The one row, locked until the transaction ends: publications come one after the other."""
    Generation.objects.get_or_create(pk=1)
    return Generation.objects.select_for_update().get(pk=1)


def apply_lapses(today: date, *, now: datetime) -> Refolded:
    """Fold again the places of which a team's word may have lapsed. To be run each night; repeating it changes nothing."""
    policy = current_policy()
    old = Statement.objects.in_force().filter(origin__kind__in=policy.lapsing, received_on__lt=months_before(today, policy.lapse_months))
    places = old.order_by("place_id").values_list("place_id", flat=True).distinct()
    return refold(list(places), today=today, now=now)
