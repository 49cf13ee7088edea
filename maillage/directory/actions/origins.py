"""Knows how origins come to be, and what a new delivery of one means."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from maillage.directory.actions.refolding import Refolded, refold
from maillage.directory.fields import GROUPS
from maillage.directory.models import Origin, Statement
from maillage.directory.values import check_text

KNOWN = frozenset({"licence", "url", "authoritative_for", "attests_each_delivery"})


def origin_for(kind: str, key: str, *, label: str, **details: Any) -> Origin:
    """The origin of that key, made if new; label and details (licence, url, authoritative_for, attests_each_delivery) are kept current.

    Its places are not folded again when what it is authoritative for changes: call `refold`.
    """
    check_text("key", key, 120)
    check_text("label", label, 200)
    if unknown := set(details) - KNOWN:
        raise ValueError(f"{sorted(unknown)}: an origin has {', '.join(sorted(KNOWN))}.")
    if wrong := set(details.get("authoritative_for", ())) - set(GROUPS):
        raise ValueError(f"authoritative_for: {sorted(wrong)} are not groups of fields.")
    wanted = {"label": label, **details}
    with transaction.atomic():
        origin, _created = Origin.objects.get_or_create(key=key, defaults={"kind": Origin.Kind(kind), **wanted})
        if origin.kind != kind:
            raise ValueError(f"{key} is already known as {origin.kind}, not {kind}.")
        changed = [name for name, value in wanted.items() if getattr(origin, name) != value]
        for name in changed:
            setattr(origin, name, wanted[name])
        if changed:
            origin.save(update_fields=changed)
    return origin


def delivered(origin: Origin, *, on: date, today: date, now: datetime) -> Refolded:
    """Note that a list was delivered. If its deliveries are declared checks, all that it still says is checked that day."""
    with transaction.atomic():
        known = Origin.objects.select_for_update().get(pk=origin.pk)
        newer = known.last_delivery_on is None or on > known.last_delivery_on
        if newer:
            known.last_delivery_on = on
            known.save(update_fields=["last_delivery_on"])
    origin.last_delivery_on = known.last_delivery_on
    if not origin.attests_each_delivery:
        return Refolded(0, 0)
    # also when the day was known: a first attempt may have been interrupted
    places = Statement.objects.in_force().filter(origin=origin).order_by("place_id").values_list("place_id", flat=True)
    return refold(list(places), today=today, now=now)
