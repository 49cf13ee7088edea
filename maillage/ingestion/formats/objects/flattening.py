"""Knows how a nested object becomes the cells of a row, safe for both databases."""

import json
import math
import re
from functools import lru_cache
from typing import Any

MAX_DEPTH = 6
LONE_SURROGATES = re.compile(r"[\ud800-\udfff]")
LARGEST = 2**63


def flat(nested: dict[str, Any], prefix: str = "", depth: int = 0) -> dict[str, Any]:
    """Nested objects as columns "a.b"; a list of plain values as text parted by "|"; numbers and text as they are."""
    row: dict[str, Any] = {}
    for key, value in nested.items():
        column = column_name(prefix, key)
        if type(value) is str and value.isprintable():  # nine cells in ten
            row[column] = value
        elif isinstance(value, dict) and depth < MAX_DEPTH:
            row |= flat(value, f"{column}.", depth + 1)
        elif isinstance(value, list) and all(not isinstance(each, (dict, list)) for each in value):
            row[column] = "|".join(safe(each if isinstance(each, str) else json.dumps(each)) for each in value if each is not None)
        elif isinstance(value, (dict, list)):
            row[column] = safe(json.dumps(value, ensure_ascii=False))
        else:
            row[column] = safe(value)
    return row


@lru_cache(maxsize=4096)
def column_name(prefix: str, key: str) -> str:
    """Name of the column of a key."""
    return f"{prefix}{safe(key)}"


def safe(value: Any) -> Any:
    """What both databases can store: no NUL, no lone surrogate, no infinite number, no integer out of range."""
    if isinstance(value, str):
        text = value if value.isascii() else LONE_SURROGATES.sub("", value)
        return text.replace("\x00", "")
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, int) and not -LARGEST <= value < LARGEST:
        return str(value)
    return value
