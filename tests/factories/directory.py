"""Knows how to fill the base of places as everybody does: lists are delivered, teams speak."""

from datetime import UTC, date, datetime
from typing import Any

from maillage.base.identifiers import place_id
from maillage.directory import actions
from maillage.directory.models import Origin, Place

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
WHEN: dict[str, Any] = {"today": TODAY, "now": NOW}
GUERET: dict[str, Any] = {"postal_code": "23000", "commune": "Guéret", "insee": "23096"}


def a_list(key: str = "creuse", **details: Any) -> Origin:
    return actions.origin_for("source", f"source:{key}", label=f"Liste {key}", **details)


def a_team(place: Place) -> Origin:
    return actions.origin_for("team", f"team:{place.code}", label="Équipe du lieu")


def a_coordinator(key: str = "dep:23") -> Origin:
    return actions.origin_for("coordinator", f"coordinator:{key}", label="Coordination de la Creuse")


def record(record_id: str = "1", *, as_of: date | None = None, unreadable: dict[str, str] | None = None, **values: Any) -> actions.RecordIn:
    """A record that names and locates a place."""
    return actions.RecordIn(record_id, {"name": f"Médiathèque {record_id}", **GUERET, **values}, as_of, unreadable or {})


def deliver(origin: Origin, *records: actions.RecordIn, today: date = TODAY) -> actions.Written:
    return actions.record_statements(origin, records, today=today, now=NOW)


def place_of(origin: Origin, record_id: str = "1") -> Place:
    return Place.objects.get(pk=place_id(origin.key, record_id))


def told(record_id: str = "1", origin: Origin | None = None, **values: Any) -> Place:
    """The place of one record of a list."""
    origin = origin or a_list()
    deliver(origin, record(record_id, **values))
    return place_of(origin, record_id)


def say(place: Place, origin: Origin | None = None, today: date = TODAY, **values: Any) -> actions.Written:
    """The team of a place, or another person, says something."""
    return actions.state(place=place, origin=origin or a_team(place), values=values, by=None, today=today, now=NOW)
