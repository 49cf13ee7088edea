"""Knows how pending changes become a new version of what is published. The generation row is locked last, and for the shortest time."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q

from maillage.base.batches import batched
from maillage.base.months import months_before
from maillage.directory.actions.refolding import Refolded, refold
from maillage.directory.models import Change, Generation, Place, Statement
from maillage.directory.policy import current_policy
from maillage.directory.selectors import current_generation
from maillage.directory.sql import Reader

BATCH = 5_000
CHANGES = Reader(Change, ("id", "generation"), by="place_id")


def publish(*, now: datetime) -> int:
    """Publish all that is pending. Returns the generation: the next one, or the same when nothing was pending."""
    with transaction.atomic():
        return stamp(Change.objects.pending(), now=now)


def publish_places(places: Iterable[UUID], *, now: datetime) -> int:
    """Publish what is pending for these places, in the transaction of the caller.

    The edit of a person does not wait, nor does it let out a list half imported.
    """
    # read by place, then sorted out here: the thousands of changes of a list half imported are not looked at
    pending = [change for change, generation in CHANGES(set(places)) if generation is None]
    return stamp(Change.objects.pending().filter(pk__in=pending), now=now) if pending else current_generation()


def stamp(pending: models.QuerySet[Change], *, now: datetime) -> int:
    """Give the next generation to these changes, and to those of their places that they bring out for the first time."""
    generation = lock_generation()
    number = generation.number + 1
    if pending.order_by().update(generation=number) == 0:
        return generation.number
    changed = Change.objects.filter(generation=number).order_by("place_id").values_list("place_id", flat=True).distinct()
    for places in batched(changed.iterator(BATCH), BATCH):
        bring_out(places, number)
    generation.number, generation.published_at = number, now
    generation.save(update_fields=["number", "published_at"])
    return number


def bring_out(places: Iterable[UUID], number: int) -> None:
    """Note on those of these places that are published for the first time in which generation they were.

    A place that somebody else is writing is left to them: they may be waiting for the generation, and will publish it after.
    """
    new = Place.objects.published().filter(published_generation__isnull=True, pk__in=places).order_by("pk")
    appearing = list(new.select_for_update(skip_locked=True, no_key=True).values_list("pk", flat=True))
    Place.objects.filter(pk__in=appearing).update(published_generation=number)


def lock_generation() -> Generation:
    """The one row, locked until the transaction ends: publications come one after the other."""
    Generation.objects.get_or_create(pk=1)
    return Generation.objects.select_for_update().get(pk=1)


def apply_lapses(today: date, *, now: datetime) -> Refolded:
    """Fold again the places of which a team's word may have lapsed. To be run each night; repeating it changes nothing."""
    policy = current_policy()
    limit = months_before(today, policy.lapse_months)
    old = Statement.objects.in_force().filter(Q(received_on__lt=limit) | Q(as_of__lt=limit), origin__kind__in=policy.lapsing)
    places = old.order_by("place_id").values_list("place_id", flat=True).distinct()
    return refold(list(places), today=today, now=now)
