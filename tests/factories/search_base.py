"""Knows how to fill a base for searches by the ways everybody uses: lists received, and what teams say."""

from datetime import UTC, date, datetime
from typing import Any

from maillage.base.identifiers import place_id
from maillage.directory import actions
from maillage.directory.models import Origin, Place
from maillage.directory.values import RecordIn

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
GUERET: dict[str, Any] = {"street": "8 avenue Fayolle", "postal_code": "23000", "commune": "Guéret", "insee": "23096", "latitude": 46.1703, "longitude": 1.8711}


def a_list(key: str = "source:creuse") -> Origin:
    return actions.origin_for("source", key, label="Liste du Département")


def told(record: str, origin: Origin | None = None, **values: Any) -> Place:
    """The place of a record of a list, not yet published."""
    origin = origin or a_list()
    said = {"name": f"Médiathèque {record}", **GUERET, **values}
    actions.record_statements(origin, [RecordIn(record, said)], today=TODAY, now=NOW)
    return Place.objects.get(pk=place_id(origin.key, record))


def publish() -> int:
    return actions.publish(now=NOW)


def edit(place: Place, **values: Any) -> None:
    """The team of a place says something: published at once."""
    team = actions.origin_for("team", f"team:{place.code}", label="Équipe du lieu")
    actions.state(place=place, origin=team, values=values, by=None, today=TODAY, now=NOW)
