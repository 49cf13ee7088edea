"""Knows under what verdicts stand from one full run to the next: what was common then, and the rules."""

import json
from dataclasses import fields
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from typing import Any

from maillage.linkage.engines import fingerprint
from maillage.linkage.frequencies import Frequencies
from maillage.territories import selectors as territories

SHORT = 8  # bytes of a version


def tables_of(frequencies: Frequencies) -> dict[str, Any]:
    """Frequencies as plain values: a set is a sorted list, a table a sorted list of couples."""
    return {field.name: _plain(getattr(frequencies, field.name)) for field in fields(frequencies)}


def _plain(value: Any) -> Any:
    if isinstance(value, int | float):
        return value
    return {"couples": sorted(map(list, value.items()))} if hasattr(value, "items") else {"members": sorted(value)}


def frequencies_of(tables: dict[str, Any]) -> Frequencies | None:
    """Frequencies read again; None when they were written by a version that counted something else."""
    if tables.keys() != {field.name for field in fields(Frequencies)}:
        return None
    return Frequencies(**{name: _read(value) for name, value in tables.items()})


def _read(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return dict(value["couples"]) if "couples" in value else frozenset(value["members"])


def version_of(tables: dict[str, Any]) -> str:
    """The same for the same tables."""
    return _digest(json.dumps(tables, sort_keys=True).encode())


def rules_version() -> str:
    """Of the words, kinds and weights, the code that reads them, and the communes: verdicts reached under others are reached again by a full run."""
    return _version(json.dumps(territories.index().origin, sort_keys=True))


@cache
def _version(communes: str) -> str:
    return _digest(version("maillage").encode(), fingerprint(), communes.encode())


def _digest(*parts: bytes) -> str:
    found = blake2b(digest_size=SHORT)
    for part in parts:
        found.update(part)
    return found.hexdigest()
