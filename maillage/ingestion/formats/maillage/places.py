"""Knows a place of our own complete form, as another Maillage exports it: what it states stays whole, in one cell."""

import json
from typing import Any

STATEMENT = "values"
MARKS = {"maillage", "code", STATEMENT}


def is_place(value: Any) -> bool:
    """Is this object a place of our form?"""
    return isinstance(value, dict) and value.keys() >= MARKS and isinstance(value[STATEMENT], dict)


def as_object(value: dict[str, Any]) -> dict[str, Any]:
    """The same, its statement in JSON."""
    return {**value, STATEMENT: json.dumps(value[STATEMENT], ensure_ascii=False)}
