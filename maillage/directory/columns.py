"""Knows how a folded place is written in its row, and what of it is a change worth telling."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from maillage.base.text import fold as fold_text
from maillage.directory.fields import PLACE_FACETS
from maillage.directory.fold import Folded, OfferKey, OfferValue

TEXTS = (
    "name",
    "street",
    "complement",
    "postal_code",
    "commune",
    "insee",
    "precision",
    "hours",
    "hours_words",
    "summary",
    "description",
    "appointment_url",
    "access_url",
    "parent",
)
LISTS = ("kinds", "phones", "emails", "websites", "inferred")
NUMBERS = ("latitude", "longitude")
# Written by the fold, all of them, each time.
FOLDED = (
    *TEXTS,
    *LISTS,
    *NUMBERS,
    "identifiers",
    "facets",
    "services_denied",
    "facets_denied",
    "stated_none",
    "sort_name",
    "state",
    "visibility",
    "withheld",
    "checked_on",
    "checked_by_id",
    "hours_checked_on",
)
UNTOLD = frozenset({"sort_name", "checked_by_id", "facets", "facets_denied"})  # told with another column, or code list by code list
NOT_A_CHANGE = frozenset({"checked_on", "hours_checked_on", "inferred"})  # told, but the record is not said to have changed
TOLD_WITH_HOURS = frozenset({"hours", "checked_on"})  # when one of them is told, the day of the check of the hours goes with it


class Told(NamedTuple):
    """One thing that changed in a place: a field of fields.py, `<vocabulary>_denied`, a standing, or an offer."""

    field: str
    old: Any
    new: Any


def columns(folded: Folded) -> dict[str, Any]:
    """Columns of the place's row. Nothing known and explicitly none look the same there, but for `stated_none`."""
    values, standing = folded.values, folded.standing
    row: dict[str, Any] = {name: values.get(name) or "" for name in TEXTS}
    for name in LISTS:
        row[name] = values.get(name) or []
    row["latitude"], row["longitude"] = values.get("latitude"), values.get("longitude")
    row["identifiers"] = values.get("identifiers") or {}
    row["facets"] = {name: values[name] for name in PLACE_FACETS if values.get(name)}
    row["services_denied"] = folded.denied.get("services", [])
    row["facets_denied"] = {name: codes for name, codes in sorted(folded.denied.items()) if name != "services"}
    row["stated_none"] = sorted(name for name, value in values.items() if value is None)
    row["sort_name"] = fold_text(row["name"])[:300]
    row["state"], row["visibility"], row["withheld"] = standing.state, standing.visibility, standing.withheld
    row["checked_on"] = standing.checked.on if standing.checked else None
    row["hours_checked_on"] = standing.hours_checked_on
    row["checked_by_id"] = standing.checked.by.pk if standing.checked else None
    return row


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Told]:
    """What really changed between two rows, in the order of the columns."""
    told = [Told(name, plain(old[name]), plain(new[name])) for name in FOLDED if name not in UNTOLD and old[name] != new[name]]
    for column, suffix in (("facets", ""), ("facets_denied", "_denied")):
        if old[column] != new[column]:
            told.extend(Told(name + suffix, was, now) for name, was, now in differing(old[column], new[column]))
    if len(told) > 1 and any(each.field in TOLD_WITH_HOURS for each in told):
        told = [each for each in told if each.field != "hours_checked_on"]
    return told


def offer_differences(old: Mapping[OfferKey, OfferValue], new: Mapping[OfferKey, OfferValue]) -> list[Told]:
    """Offers that appeared, changed or were withdrawn."""
    return [Told(key.subject, was and told_offer(was), now and told_offer(now)) for key, was, now in differing(old, new)]


def told_offer(offer: OfferValue) -> dict[str, Any]:
    """An offer as a change tells it: its area only when it has one."""
    told = {"role": offer.role, "facets": offer.facets}
    return {**told, "area": list(offer.area)} if offer.area else told


def differing(old: Mapping[Any, Any], new: Mapping[Any, Any]) -> Iterator[tuple[Any, Any, Any]]:
    for key in sorted(old.keys() | new.keys()):
        if old.get(key) != new.get(key):
            yield key, old.get(key), new.get(key)


def plain(value: Any) -> Any:
    """A value as JSON writes it."""
    return value.isoformat() if isinstance(value, date) else value
