"""Knows how a closure is noted and cancelled. Published at once."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from maillage.audit import actions as audit
from maillage.directory import policies
from maillage.directory.actions.publishing import publish_places
from maillage.directory.actions.refolding import lock_currents
from maillage.directory.actions.stating import addressed
from maillage.directory.models import Change, Closure, Offer, Origin, Place
from maillage.directory.values import check_text


@transaction.atomic
def close(
    *,
    place: Place,
    origin: Origin,
    first_day: date,
    last_day: date,
    by: audit.Actor | None,
    today: date,
    now: datetime,
    reason: str = "",
    offer: Offer | None = None,
) -> Closure:
    """Record that a place, merged or not, or an offer of a current place, is closed from one day to another, both included."""
    spoken_of, shown = addressed(place, origin)
    closing = shown if offer else spoken_of
    policies.check_can_close(closing, offer=offer, first_day=first_day, last_day=last_day, today=today)
    if reason:
        check_text("reason", reason, 200)
    closure = closing.closures.create(origin=origin, offer=offer, first_day=first_day, last_day=last_day, reason=reason)
    told = {"first_day": first_day.isoformat(), "last_day": last_day.isoformat(), "reason": reason, "offer": offer.concept if offer else None}
    tell(closure, shown.pk, None, told, now)
    audit.record("place.closed", on=closing, by=by, now=now, first_day=str(first_day), last_day=str(last_day), offer=told["offer"])
    return closure


@transaction.atomic
def reopen(closure: Closure, *, by: audit.Actor | None, today: date, now: datetime) -> None:
    """Cancel a closure that is not over."""
    shown = lock_currents([closure.place_id])[closure.place_id]
    held = Closure.objects.select_for_update(of=("self",)).select_related("place").get(pk=closure.pk)
    policies.check_can_reopen(held, today=today)
    held.cancelled_on = today
    held.save(update_fields=["cancelled_on"])
    tell(held, shown, {"first_day": held.first_day.isoformat(), "last_day": held.last_day.isoformat()}, None, now)
    audit.record("place.reopened", on=held.place, by=by, now=now, closure=held.pk)


def tell(closure: Closure, shown: UUID, old: dict[str, str | None] | None, new: dict[str, str | None] | None, now: datetime) -> None:
    """Tell it of the current place, which shows it."""
    Change.objects.create(place_id=shown, field=f"closure:{closure.pk}", old=old, new=new, origin_id=closure.origin_id, at=now)
    publish_places([shown], now=now)
