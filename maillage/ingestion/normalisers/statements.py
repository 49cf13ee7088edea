"""Knows how a whole statement is read, as another Maillage writes it in its complete form: each field on its own, nothing mended."""

import json
from collections.abc import Mapping
from typing import Any

from maillage.directory.fields import FIELDS
from maillage.directory.values import WrongValue, check_values
from maillage.ingestion.remarks import Remark

POINT = ("latitude", "longitude")  # one makes no sense without the other


def read(text: str) -> tuple[dict[str, Any], tuple[Remark, ...]]:
    """Values of a statement in JSON, and a remark for each field that cannot be stated."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        return {}, (Remark("field_failed", raw=text[:80]),)
    if may_be_stated(told):
        return told, ()
    groups = [{name: told[name] for name in POINT if name in told}, *({name: told[name]} for name in told if name not in POINT)]
    kept = {name: value for group in groups if may_be_stated(group) for name, value in group.items()}
    return kept, tuple(Remark("field_failed", raw=name[:80]).at(name if name in FIELDS else "", "") for name in told if name not in kept)


def may_be_stated(values: Mapping[str, Any]) -> bool:
    """Could a statement hold this?"""
    try:
        check_values(values)
    except WrongValue:
        return False
    return True
