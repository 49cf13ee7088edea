"""Knows how values of a JSON, JSON Lines or GeoJSON list are replaced: an object that changes is written again, the others keep their every sign."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from maillage.ingestion.formats.encoding import Decoded
from maillage.ingestion.formats.geojson import reader as geojson
from maillage.ingestion.formats.objects.scanning import TOP, Scanner
from maillage.ingestion.formats.table import Table
from maillage.ingestion.returning.files.encoding import encoded

NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?")
AXES = {"longitude": 0, "latitude": 1}
Span = tuple[int, int, int]  # line or rank, where the object begins and ends


def written(decoded: Decoded, table: Table, changes: Mapping[int, Mapping[str, str]]) -> bytes:
    """The file with these values, by rank (or line) and column."""
    text, pieces, last = decoded.text, list[str](), 0
    for place, start, end in _spans(text, table.reading.key, is_lines=table.reading.format == "jsonl"):
        if place in changes:
            held = json.loads(text[start:end])
            for column, value in changes[place].items():
                put(held, column, value)
            pieces += [text[last:start], _told(held, text[start:end])]
            last = end
    return encoded("".join([*pieces, text[last:]]), decoded.encoding)


def put(held: dict[str, Any], column: str, text: str) -> None:
    """Write one column of an object, nested ones ("contact.nom") included; a number stays a number, a list a list."""
    if geojson.is_feature(held):
        if column in AXES and column not in held["properties"]:
            _place(held, AXES[column], text.replace(",", "."))
            return
        held = held["properties"]
    name = column
    while name not in held and "." in name:
        outer, _dot, rest = name.partition(".")
        if not isinstance(held.get(outer), dict):
            break
        held, name = held[outer], rest
    held[name] = _as(held.get(name), text)


def _place(feature: dict[str, Any], axis: int, text: str) -> None:
    """Write one coordinate of a point; without any, the feature is nowhere. A line or a surface stays: no point stands for it."""
    geometry = feature.get("geometry")
    if not text:
        feature["geometry"] = None
    elif NUMBER.fullmatch(text) and (geometry is None or geometry.get("type") == geojson.POINT):
        told = [*(geometry or {}).get("coordinates", ()), 0.0, 0.0]
        told[axis] = float(text)
        feature["geometry"] = {"type": geojson.POINT, **(geometry or {}), "coordinates": told[: max(2, len(told) - 2)]}


def _as(old: Any, text: str) -> Any:
    if isinstance(old, list):
        return [part for part in text.split("|") if part]
    if isinstance(old, bool):
        return text.lower() in {"true", "oui"} if text else None
    if isinstance(old, int | float) and NUMBER.fullmatch(text):
        return float(text) if "." in text or isinstance(old, float) else int(text)
    return None if old is None and not text else text


def _told(held: dict[str, Any], before: str) -> str:
    """An object laid out as it was."""
    is_ascii = any("\ud800" <= sign <= "\udfff" for sign in json.dumps(held, ensure_ascii=False))  # half a sign, that no file holds unescaped
    if "\n" not in before:
        compact = re.match(r'\{\s*"(?:[^"\\]|\\.)*"\s*:(\s*)', before)
        return json.dumps(held, ensure_ascii=is_ascii, separators=(", ", ": ") if compact and compact[1] else (",", ":"))
    inner = re.search(r"\n([ \t]*)", before)
    outer = before.rpartition("\n")[2].rstrip("}").rstrip()
    edge = before.rpartition("\n")[2].removesuffix("}") if not outer else ""
    step = (inner[1] if inner else "")[len(edge) :]
    return json.dumps(held, ensure_ascii=is_ascii, indent=step).replace("\n", f"\n{edge}")


def _spans(text: str, path: str, *, is_lines: bool) -> Iterator[Span]:
    scanner = Scanner(text)
    at = scanner.skip(0)
    if is_lines:
        while at < len(text):
            _value, end = scanner.value(at)
            yield scanner.line(at), at, end
            at = scanner.skip(end)
        return
    yield from _elements(scanner, _within(scanner, at, path))


def _within(scanner: Scanner, at: int, path: str) -> int:
    """Where the list of this path begins."""
    reached = TOP
    while reached != path:
        at = scanner.expect("{", at)
        while True:
            key, end = scanner.value(at)
            at = scanner.expect(":", scanner.skip(end))
            here = f"{reached}.{key}" if reached else key
            if path == here or path.startswith(f"{here}.") and scanner.sign(at) == "{":
                reached = here
                break
            at = scanner.expect(",", scanner.skip(scanner.value(at)[1]))
    return at


def _elements(scanner: Scanner, at: int) -> Iterator[Span]:
    at, rank = scanner.expect("[", at), 0
    while scanner.sign(at) != "]":
        at = scanner.expect(",", at) if rank else at
        _value, end = scanner.value(at)
        rank += 1
        yield rank, at, end
        at = scanner.skip(end)
