"""Knows what of the corrections sent to a list anyone may read: no named contact, no hidden address, no value that the list does not let go."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from maillage.base.identifiers import place_id
from maillage.directory import reuse
from maillage.directory.clusters import roots_of
from maillage.directory.confirmed import HOURS, POINT
from maillage.directory.fields import GROUPS
from maillage.directory.models import Place
from maillage.directory.people.texts import without_persons
from maillage.ingestion.models import Returned, Source

ADDRESS = frozenset({*GROUPS["address"], POINT})


class Shown(NamedTuple):
    """The current place of a record, as far as its corrections need it."""

    code: str
    name: str
    visibility: str
    withheld: str


def told(source: Source, returned: Iterable[Returned]) -> list[dict[str, Any]]:
    """Corrections of one list, with their records, as they leave; those of places that are not for everyone are left out."""
    sent = list(returned)
    places = _places(source, {one.record.record_id for one in sent})
    lets_go = reuse.permits(source.origin.licence)
    return [_told(one, places[one.record.record_id], lets_go=lets_go) for one in sent if _is_for_all(one, places.get(one.record.record_id))]


def _is_for_all(one: Returned, place: Shown | None) -> bool:
    if place is None or place.withheld or place.visibility == Place.Visibility.PROFESSIONALS:
        return False
    return not (place.visibility == Place.Visibility.ADDRESS_HIDDEN and one.subject in ADDRESS)


def _places(source: Source, records: Iterable[str]) -> dict[str, Shown]:
    """Record -> the current place that it tells of."""
    founded = {record: place_id(source.origin.key, record) for record in records}
    roots = roots_of(founded.values())
    rows = Place.objects.filter(pk__in=set(roots.values())).order_by("pk").values_list("pk", "code", "name", "visibility", "withheld")
    shown = {pk: Shown(*rest) for pk, *rest in rows}
    return {record: shown[roots[place]] for record, place in founded.items() if place in roots}


def _told(one: Returned, place: Shown, *, lets_go: bool) -> dict[str, Any]:
    cells = _open_cells(one.cells)
    return {
        "id": one.pk,
        "record": one.record.record_id,
        "line": one.record.line,
        "place": place.code,
        "subject": one.subject,
        "columns": one.columns,
        "cells": cells,
        "by_hand": not cells,
        "received": _open(one.subject, one.held, place) if lets_go else None,
        "confirmed": _open(one.subject, one.confirmed, place),
        "by": one.by_kind,
        "confirmed_on": one.confirmed_on.isoformat(),
        "sent_on": one.sent_on.isoformat(),
        "taken_on": one.taken_on.isoformat() if one.taken_on else None,
    }


def _open_cells(cells: Mapping[str, str]) -> dict[str, str]:
    """What to write, unless one of the cells names somebody: the whole is then left to a person, who has the file."""
    return dict(cells) if all(without_persons(text) == text for text in cells.values()) else {}


def _open(subject: str, value: Any, place: Shown) -> Any:
    """A value without what names or reaches a person."""
    if subject == HOURS and value:
        return {name: reuse.open_value(name, text, names=place.name) for name, text in value.items()}
    return reuse.open_value(subject, value, names=place.name)
