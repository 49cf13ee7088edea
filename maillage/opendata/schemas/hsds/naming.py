"""Knows how things of ours are named in HSDS: by an identity derived from ours, the same at each export."""

from typing import Any
from uuid import UUID, uuid5

FAMILY = UUID("5f3e1c52-6c0a-5b0e-9d1b-6a7d5f0c2b4e")  # ours, drawn once; identities of what has none in our base derive from it


def identity(*parts: object, within: UUID = FAMILY) -> str:
    """The identity of a thing within another."""
    return str(uuid5(within, "|".join(map(str, parts))))


def filled(record: dict[str, Any]) -> dict[str, Any]:
    """A record without what we do not hold."""
    return {name: value for name, value in record.items() if value is not None and value not in ("", [])}
