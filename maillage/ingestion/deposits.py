"""Knows where a file given on a page waits to be read by a task: in `deposits` under MAILLAGE_VAR, readable by nobody else, gone once read."""

import re
import secrets
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from maillage.ingestion.errors import UnreadableFile
from maillage.ingestion.formats.table import check_size

TOKEN = re.compile(r"^[0-9a-f]{32}$")
LONGEST = timedelta(days=2)  # a file that no task took by then is forgotten


def deposit(content: bytes) -> str:
    """Keep these bytes; the token by which a task finds them. Raise UnreadableFile when they are too many."""
    check_size(len(content))
    folder = Path(settings.VAR) / "deposits"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    token = secrets.token_hex(16)
    file = folder / token
    file.touch(mode=0o600)
    file.write_bytes(content)
    return token


def read(token: str) -> bytes:
    """The bytes deposited."""
    try:
        return _file(token).read_bytes()
    except OSError as error:
        raise UnreadableFile(_("Le fichier déposé n’est plus là. Déposez-le de nouveau.")) from error


def forget(token: str) -> None:
    """Delete what was deposited."""
    _file(token).unlink(missing_ok=True)


def forget_old(now: datetime) -> int:
    """Delete what nobody took; how many files."""
    folder = Path(settings.VAR) / "deposits"
    old = [file for file in folder.glob("*") if TOKEN.match(file.name) and file.stat().st_mtime < (now - LONGEST).timestamp()]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def _file(token: str) -> Path:
    if not TOKEN.match(token):
        raise UnreadableFile(_("Le fichier déposé n’est plus là. Déposez-le de nouveau."))
    return Path(settings.VAR) / "deposits" / token
