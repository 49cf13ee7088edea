"""Knows the background work of lists: those whose turn has come are fetched, those deposited are read; linking and publishing follow."""

import logging
from datetime import time

from django_tasks import task

from maillage.accounts.models import User
from maillage.base import clock
from maillage.base.errors import NotAllowed
from maillage.base.schedules import Daily
from maillage.ingestion import deposits
from maillage.ingestion.actions import note_trouble
from maillage.ingestion.errors import ListRefused
from maillage.ingestion.models import Run, Source
from maillage.ingestion.selectors import due_sources, pending_records
from maillage.linkage import chain

log = logging.getLogger(__name__)


@task()
def fetch_due_sources() -> None:
    """Enqueue one task for each list whose turn has come: one that fails holds up no other."""
    deposits.forget_old(clock.now())
    for source in due_sources(clock.now()):
        fetch_source.enqueue(source.key)


@task()
def fetch_source(key: str) -> None:
    """Bring a list from its address. A list that is refused says why (`Source.trouble`), and is asked again the next day."""
    source = Source.objects.select_related("origin").get(key=key)
    waited = pending_records(source).exists()  # an earlier task was interrupted
    try:
        run = chain.deliver(source, today=clock.today(), now=clock.now())
    except ListRefused as refusal:
        log.warning("list %s refused: %s", key, refusal)
        return
    if run or waited:
        chain.link_and_publish(today=clock.today(), now=clock.now())


@task()
def import_upload(key: str, token: str, file_name: str, user_id: str, accept_losses: bool, match_by_content: bool) -> None:
    """Read a file deposited by a coordinator, then forget it; a refusal is kept with the list."""
    try:
        content = deposits.read(token)
        chain.import_list(
            key,
            content=content,
            file_name=file_name,
            by=User.objects.filter(pk=user_id).first(),
            accept_losses=accept_losses,
            match_by_content=match_by_content,
            today=clock.today(),
            now=clock.now(),
        )
        chain.link_and_publish(today=clock.today(), now=clock.now())
    except ListRefused as refusal:
        note_trouble(key, str(refusal))
        log.warning("deposited list %s refused: %s", key, refusal)
    deposits.forget(token)


@task()
def undo_run(run_id: int, user_id: str) -> None:
    """Undo a reading that a coordinator asked to undo."""
    run = Run.objects.select_related("source__origin").get(pk=run_id)
    try:
        chain.undo(run, by=User.objects.filter(pk=user_id).first(), today=clock.today(), now=clock.now())
    except NotAllowed as refusal:
        log.warning("reading %s not undone: %s", run_id, refusal)
        return
    chain.link_and_publish(today=clock.today(), now=clock.now())


SCHEDULES = [Daily(fetch_due_sources, time(3, 0))]
