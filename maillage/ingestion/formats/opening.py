"""Knows how a received file becomes a table: size, encoding, format, then the format's own reader."""

import re
from pathlib import Path

from django.utils.translation import gettext as _

from maillage.ingestion.errors import UnreadableFile, why
from maillage.ingestion.formats.csv import reader as csv_reader
from maillage.ingestion.formats.encoding import Decoded, decode
from maillage.ingestion.formats.json import reader as json_reader
from maillage.ingestion.formats.table import Reading, Table, check_size
from maillage.ingestion.formats.workbook import reader as workbook_reader

JSON_FORMATS = ("json", "jsonl", "geojson", "data-inclusion")
WORKBOOKS = ("xlsx", "xlsb", "xls", "ods")
FORMATS = ("csv", *JSON_FORMATS, *WORKBOOKS)
# A list of objects or values, or an object. "[Ancien] nom;commune" and "{x};y" are headers of a CSV.
JSON_START = re.compile(r'\s*(?:\{\s*["}]|\[\s*(?:[\[{\]]|$|["\d-]|true|false|null))')
BRACKETED = re.compile(r'\s*\[\s*(?:"[^"\n\]]*"|[\w.-]+)\s*\][^\S\n]*[^\s\]]')  # a word in brackets, then more on the same line


def load(path: Path) -> bytes:
    """Bytes of a file, refused before being read when it is too large."""
    try:
        check_size(path.stat().st_size)
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(_("Le fichier « %(path)s » ne peut pas être lu : %(reason)s.") % {"path": path, "reason": why(error)}) from error


def open_table(content: bytes, imposed: Reading | None = None) -> Table:
    """A table of the bytes; what `imposed` leaves empty is detected. Raise UnreadableFile with a sentence."""
    imposed = imposed or Reading()
    if imposed.format not in {"", *FORMATS}:
        raise UnreadableFile(_("Le format « %(name)s » n’est pas connu. Formats lus : %(known)s.") % {"name": imposed.format, "known": ", ".join(FORMATS)})
    check_size(len(content))
    if workbook_reader.is_workbook(content):
        return workbook_reader.read(content, imposed.sheet)
    if imposed.format in WORKBOOKS:
        raise UnreadableFile(_("Ce fichier n’est pas un classeur, malgré son nom. N’imposez pas de format : il sera reconnu."))
    decoded = decode(content, imposed.encoding)
    if (imposed.format or detect_format(decoded)) == "csv":
        return csv_reader.read(decoded, imposed.delimiter)
    return json_reader.read(decoded, imposed.key)


def detect_format(decoded: Decoded) -> str:
    """JSON begins with a bracket or a brace, and goes on as JSON does; a list that does not is CSV."""
    start = decoded.text[:2000]
    return "json" if JSON_START.match(start) and not BRACKETED.match(start) else "csv"
