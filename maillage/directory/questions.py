"""Knows which questions a fold asks, and their natural keys: the same question is asked once."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from maillage.directory.fold import Folded, Said
from maillage.directory.fold.disputes import Dispute


class Asked(NamedTuple):
    """A question that a machine must not decide. `key` says what it is about: asking twice asks once.

    `place_id`: the place of the record it speaks of, merged or not.
    """

    key: str
    kind: str
    place_id: UUID
    origin_id: int | None = None
    field: str = ""
    details: Mapping[str, Any] = {}
    other_id: UUID | None = None


def questions_of(root: UUID, statements: list[Said], folded: Folded) -> Iterator[Asked]:
    """All that must be asked about a place, as it is now."""
    if folded.standing.withheld:
        yield about_standing(root, folded)
    for dispute in folded.disputes:
        yield about_dispute(root, dispute)
    for said in statements:
        for field, raw in said.unreadable.items():
            place = said.place or root
            if field == "address":
                yield from about_commune(place, said, folded, raw)
            elif folded.values.get(field) is None:
                yield Asked(key_of("unreadable", field, place, raw), "unreadable", place, said.voice.pk, field, {"received": raw})


def about_standing(root: UUID, folded: Folded) -> Asked:
    kind, values = folded.standing.withheld, folded.values
    if kind != "contradictory":
        return Asked(key_of(kind, "", root, None), kind, root, None, "", {})
    point = {name: values.get(name) for name in ("insee", "commune", "latitude", "longitude")}
    return Asked(key_of(kind, "address", root, point), kind, root, None, "address", {**point, "km": folded.standing.contradiction_km})


def about_commune(place: UUID, said: Said, folded: Folded, raw: str) -> Iterator[Asked]:
    """Its row named two communes: was the right one kept? Asked as long as the place stands where that row puts it."""
    held = {name: folded.values.get(name) for name in ("insee", "commune", "postal_code")}
    if held["insee"] and held["insee"] == said.values.get("insee"):
        yield Asked(key_of("contradictory", "address", place, raw), "contradictory", place, said.voice.pk, "address", {"received": raw, "held": held})


def about_dispute(root: UUID, dispute: Dispute) -> Asked:
    place = dispute.newer.place or root
    details = {"received": dispute.received, "held": dispute.held, "as_of": dispute.as_of.isoformat(), "lapsed": dispute.lapsed}
    return Asked(key_of("newer_source", dispute.group, place, dispute.received), "newer_source", place, dispute.newer.voice.pk, dispute.group, details)


def about_absence(place: UUID, origin_id: int, since: date) -> Asked:
    """The record is no longer in its list."""
    return Asked(key_of("gone", since.isoformat(), place, None), "gone", place, origin_id, "", {"since": since.isoformat()})


def key_of(kind: str, about: str, place: UUID, value: Any) -> str:
    """Natural key: kind, subject, place, and a digest of the value so that another value asks again."""
    digest = "" if value is None else sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]
    return ":".join(part for part in (kind, about, place.hex, digest) if part)
