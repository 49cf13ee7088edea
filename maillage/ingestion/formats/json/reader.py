"""Knows how JSON text becomes rows, numbered from 1 in the order of the file."""

import json
import math
import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from maillage.ingestion.errors import UnreadableFile
from maillage.ingestion.formats.encoding import Decoded
from maillage.ingestion.formats.table import Reading, Row, Table, check_cell, check_columns

MAX_DEPTH = 6
LONE_SURROGATES = re.compile(r"[\ud800-\udfff]")


def read(decoded: Decoded) -> Table:
    """A table of the text. Raise UnreadableFile when it is not JSON, or holds no list of objects."""
    objects = _objects(_parse(decoded.text))
    rows = [(rank, _flat(each)) for rank, each in enumerate(objects, start=1)]
    columns = tuple(dict.fromkeys(column for _rank, row in rows for column in row))
    check_columns(len(columns))
    if not columns:
        raise UnreadableFile(_("Le JSON ne contient aucune ligne. Vérifiez que le téléchargement est complet."))

    def again() -> Iterator[Row]:
        for rank, row in rows:
            for column, value in row.items():
                if isinstance(value, str):
                    check_cell(rank, column, value)
            yield rank, row

    return Table(Reading("json", decoded.encoding, "", decoded.notes), columns, again)


def _parse(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=lambda _name: None)
    except json.JSONDecodeError as error:
        raise UnreadableFile(
            _("Ligne %(line)s, signe %(column)s : le JSON est mal formé. Vérifiez que le téléchargement est complet.")
            % {"line": error.lineno, "column": error.colno}
        ) from error
    except (RecursionError, ValueError) as error:
        raise UnreadableFile(_("Le JSON ne peut pas être lu : trop de niveaux, ou un nombre démesuré.")) from error


def _objects(document: Any) -> list[dict[str, Any]]:
    """The list of objects itself, or the only one that a wrapping object holds ("records", "results", "features"…)."""
    if isinstance(document, list):
        found = document
    elif isinstance(document, dict):
        lists = [value for value in document.values() if isinstance(value, list) and value and all(isinstance(each, dict) for each in value)]
        if len(lists) != 1:
            raise UnreadableFile(
                _("Le JSON doit être une liste de lieux, ou un objet qui en contient une seule (il en contient %(count)s).") % {"count": len(lists)}
            )
        found = lists[0]
    else:
        found = []
    for rank, each in enumerate(found, start=1):
        if not isinstance(each, dict):
            raise UnreadableFile(_("Ligne %(rank)s : ce n’est pas un objet avec des noms de colonnes.") % {"rank": rank})
    return found


def _flat(nested: dict[str, Any], prefix: str = "", depth: int = 0) -> dict[str, Any]:
    """Nested objects as columns "a.b"; a list of plain values as text parted by "|"; numbers and text as they are."""
    row: dict[str, Any] = {}
    for key, value in nested.items():
        column = f"{prefix}{_safe(key)}"
        if isinstance(value, dict) and depth < MAX_DEPTH:
            row |= _flat(value, f"{column}.", depth + 1)
        elif isinstance(value, list) and all(not isinstance(each, (dict, list)) for each in value):
            row[column] = "|".join(_safe(each if isinstance(each, str) else json.dumps(each)) for each in value if each is not None)
        elif isinstance(value, (dict, list)):
            row[column] = _safe(json.dumps(value, ensure_ascii=False))
        else:
            row[column] = _safe(value)
    return row


def _safe(value: Any) -> Any:
    """What both databases can store: no NUL, no lone surrogate, no infinite number."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, str) and not value.isascii():
        return LONE_SURROGATES.sub("", value).replace("\x00", "")
    return value.replace("\x00", "") if isinstance(value, str) else value
