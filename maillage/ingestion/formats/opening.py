"""Knows how a received file becomes a table: size, encoding, format, then the format's own reader."""

from pathlib import Path

from django.utils.translation import gettext as _

from maillage.ingestion.errors import UnreadableFile
from maillage.ingestion.formats.csv import reader as csv_reader
from maillage.ingestion.formats.encoding import Decoded, decode
from maillage.ingestion.formats.json import reader as json_reader
from maillage.ingestion.formats.table import Reading, Table, check_size

FORMATS = ("csv", "json")


def load(path: Path) -> bytes:
    """Bytes of a file, refused before being read when it is too large."""
    try:
        check_size(path.stat().st_size)
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(_("Le fichier « %(path)s » ne peut pas être lu : %(reason)s.") % {"path": path, "reason": error.strerror}) from error


def open_table(content: bytes, imposed: Reading | None = None) -> Table:
    """A table of the bytes; what `imposed` leaves empty is detected. Raise UnreadableFile with a sentence."""
    imposed = imposed or Reading()
    check_size(len(content))
    decoded = decode(content, imposed.encoding)
    match imposed.format or detect_format(decoded):
        case "json":
            return json_reader.read(decoded)
        case "csv":
            return csv_reader.read(decoded, imposed.delimiter)
        case unknown:
            raise UnreadableFile(_("Le format « %(name)s » n’est pas connu. Formats lus : %(known)s.") % {"name": unknown, "known": ", ".join(FORMATS)})


def detect_format(decoded: Decoded) -> str:
    """JSON begins with a bracket or a brace; a list that does not is CSV."""
    return "json" if decoded.text[:1000].lstrip()[:1] in {"[", "{"} else "csv"
