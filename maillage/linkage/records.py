"""Knows what linkage reads of a record: plain values, no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """One record of one list, as it states itself. `id` is that of the place it founds; coordinates in degrees."""

    id: str
    source: str
    record_id: str
    name: str = ""
    kinds: tuple[str, ...] = ()
    street: str = ""
    postal_code: str = ""
    commune: str = ""
    insee: str = ""
    latitude: float | None = None
    longitude: float | None = None
    precision: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    websites: tuple[str, ...] = ()
    hours: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict)
    complement: str = ""


def from_statement(place: str, source: str, record_id: str, values: Mapping[str, Any]) -> LinkRecord:
    """A record read from the values of a statement (names and shapes of `directory.fields`)."""

    def text(name: str) -> str:
        return values.get(name) or ""

    return LinkRecord(
        id=place,
        source=source,
        record_id=record_id,
        name=text("name"),
        kinds=tuple(code for code, stated in (values.get("kinds") or {}).items() if stated) or _inferred_kinds(values.get("inferred") or {}),
        street=text("street"),
        complement=text("complement"),
        postal_code=text("postal_code"),
        commune=text("commune"),
        insee=text("insee"),
        latitude=values.get("latitude"),
        longitude=values.get("longitude"),
        precision=text("precision"),
        phones=_each(values.get("phones"), "number"),
        emails=_each(values.get("emails"), "address"),
        websites=tuple(values.get("websites") or ()),
        hours=text("hours"),
        identifiers=values.get("identifiers") or {},
    )


def _inferred_kinds(inferred: Mapping[str, bool]) -> tuple[str, ...]:
    """Kinds told by the name alone, when the list states none."""
    return tuple(element.removeprefix("kinds:") for element in inferred if element.startswith("kinds:"))


def _each(items: Sequence[Mapping[str, str]] | None, key: str) -> tuple[str, ...]:
    return tuple(item[key] for item in items or () if item.get(key))
