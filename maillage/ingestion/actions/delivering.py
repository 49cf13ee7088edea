"""Knows how a list is brought from its own address: asked, read when it changed, remembered once it is staged."""

import hashlib
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.audit import actions as audit
from maillage.ingestion import fetching
from maillage.ingestion.actions.importing import import_list, plan_of
from maillage.ingestion.actions.troubles import note_trouble
from maillage.ingestion.errors import ListRefused
from maillage.ingestion.formats.opening import open_table
from maillage.ingestion.models import Run, Source


def deliver(source: Source, *, anew: bool = False, by: audit.Actor | None = None, today: date, now: datetime, **options: Any) -> Run | None:
    """Ask the address of a list, and stage what it gives; None when it did not change. Raise ListRefused (unreachable, unreadable, too much lost).

    A file whose reading was undone does not come back by itself. `anew`: read the list all the same. Other options: see `import_list`.
    """
    if not source.url:
        raise ListRefused(_("La liste « %(name)s » n’a pas d’adresse : donnez-la, ou déposez un fichier.") % {"name": source.key})
    try:
        fetched = fetching.ask(source, anew=anew or not source.columns_seen)
        run = None
        if not fetched.unchanged and (anew or not _was_undone(source, fetched.content)):
            run = import_list(source.key, content=fetched.content, file_name=file_name(fetched.url), by=by, today=today, now=now, **options)
    except ListRefused as refusal:
        note_trouble(source.key, str(refusal))
        raise
    _remember(source, fetched, by=by, now=now, is_unchanged=run is None)
    return run


def _was_undone(source: Source, content: bytes) -> bool:
    """Is it the very file that a person undid last, to be read by the same mapping?"""
    undone = source.runs.filter(state=Run.State.UNDONE).order_by("-pk").first()
    if undone is None or undone.file_hash != hashlib.sha256(content).hexdigest():
        return False
    _written, plan = plan_of(source.key, source, None, open_table(content).columns)
    return plan.version == undone.mapping_version


@transaction.atomic
def _remember(source: Source, fetched: fetching.Fetched, *, by: audit.Actor | None, now: datetime, is_unchanged: bool) -> None:
    fetching.remember(source, fetched, now=now)
    note_trouble(source.key, "")
    if is_unchanged:
        audit.record("source.unchanged", on=source, by=by, now=now)


def file_name(url: str) -> str:
    """What to call the file of an address."""
    parts = urlsplit(url)
    return unquote(PurePosixPath(parts.path).name) or parts.netloc
