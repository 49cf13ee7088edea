"""Knows how a sheet of a workbook becomes rows, numbered as in the sheet."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from maillage.ingestion.errors import UnreadableFile
from maillage.ingestion.formats.header import Record, under_header
from maillage.ingestion.formats.signatures import OLD_WORKBOOK, ZIP
from maillage.ingestion.formats.table import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, Reading, Table
from maillage.ingestion.formats.workbook import archive, worker

WORKER = Path(worker.__file__)
MAX_SHEETS = 200
MAX_CELLS = 3_000_000
PATIENCE = 30  # seconds
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # an XLSX with a password is wrapped in the old container


def is_workbook(content: bytes) -> bool:
    """Do these bytes begin as a workbook does?"""
    return content.startswith((ZIP, OLD_WORKBOOK, b"PK\x05\x06"))


def read(content: bytes, sheet: str = "") -> Table:
    """A table of the sheet asked, else of the fullest. Raise UnreadableFile when the workbook cannot be opened within limits."""
    kind = archive.check(content) if content.startswith(b"PK") else "xls"
    if kind == "xls" and ENCRYPTED in content:
        raise UnreadableFile(archive.protected())
    about, lines = _opened(content, sheet)
    others = [name for name in about["sheets"] if name != about["sheet"]]
    notes: tuple[str, ...] = ()
    if others:
        notes = (
            _("Feuille lue : « %(name)s ».") % {"name": about["sheet"]},
            _("Autres feuilles, non lues : %(names)s.") % {"names": ", ".join(others[:20])[:500] + ("…" if len(others) > 20 else "")},
        )
    reading = Reading(kind, "", "", notes, sheet=about["sheet"])
    return under_header(lambda: _records(lines), reading, separator=" | ")


def _records(lines: bytes) -> Iterator[Record]:
    start = lines.index(b"\n") + 1
    while start < len(lines):
        end = lines.index(b"\n", start)
        line, cells = json.loads(lines[start:end])
        yield line, cells
        start = end + 1


def _opened(content: bytes, sheet: str) -> tuple[dict[str, Any], bytes]:
    limits = (MAX_BYTES, MAX_SHEETS, MAX_COLUMNS, MAX_CELLS, MAX_ROWS)
    command = [sys.executable, "-I", str(WORKER), sheet, *map(str, limits)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603 — our own file, no shell
    except (subprocess.TimeoutExpired, ValueError) as error:  # ValueError: a null in the name of the sheet
        raise UnreadableFile(_too_heavy()) from error
    first, _end, _rest = done.stdout.partition(b"\n")
    match done.returncode:
        case 0:
            return json.loads(first), done.stdout
        case worker.NO_SHEET:
            names = json.loads(first)["sheets"]
            raise UnreadableFile(_("Le classeur n’a pas de feuille « %(name)s ». Ses feuilles : %(names)s.") % {"name": sheet, "names": ", ".join(names)[:500]})
        case worker.LOCKED:
            raise UnreadableFile(archive.protected())
        case worker.TOO_MANY_SHEETS:
            raise UnreadableFile(_("Le classeur a plus de %(limit)s feuilles. Enregistrez la feuille utile en « CSV UTF-8 ».") % {"limit": MAX_SHEETS})
        case worker.TOO_WIDE:
            raise UnreadableFile(
                _("La feuille a des milliers de colonnes, la limite est de %(limit)s. Retirez les colonnes inutiles.") % {"limit": MAX_COLUMNS}
            )
        case 1:
            raise UnreadableFile(archive.damaged())
    raise UnreadableFile(_too_heavy())


def _too_heavy() -> str:
    return _("Le classeur demande trop de mémoire ou de temps pour être ouvert. Enregistrez la feuille utile en « CSV UTF-8 ».")
