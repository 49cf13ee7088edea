"""Knows the background work of lists: those whose turn has come are fetched, those deposited are read; linking and publishing follow."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time

from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from maillage.accounts.models import User
from maillage.base import clock
from maillage.base.errors import NotAllowed
from maillage.base.schedules import Daily
from maillage.ingestion import deposits
from maillage.ingestion.actions import note_trouble
from maillage.ingestion.models import Run, Source
from maillage.ingestion.selectors import due_sources, pending_records
from maillage.linkage import chain
from maillage.linkage.errors import LinkBusy

log = logging.getLogger(__name__)


@task()
def fetch_due_sources() -> None:
    """Enqueue one task for each list whose turn has come: one that fails holds up no other."""
    deposits.forget_old(clock.now())
    for source in due_sources(clock.now()):
        if "fetch" not in waiting(source.key):
            fetch_source.enqueue(source.key)


@task()
def fetch_source(key: str) -> None:
    """Bring a list from its address. A list that is refused says why (`Source.trouble`), and is asked again the next day."""
    source = Source.objects.select_related("origin").get(key=key)
    waited = pending_records(source).exists()  # an earlier task was interrupted
    with troubles_told(key):
        run = chain.deliver(source, today=clock.today(), now=clock.now())
        if run or waited:
            link_soon()


@task()
def import_upload(key: str, token: str, file_name: str, user_id: str, accept_losses: bool, match_by_content: bool) -> None:
    """Read a file deposited by a coordinator, then forget it, whatever happens."""
    try:
        with troubles_told(key):
            chain.import_list(
                key,
                content=deposits.read(token),
                file_name=file_name,
                by=User.objects.filter(pk=user_id).first(),
                accept_losses=accept_losses,
                match_by_content=match_by_content,
                today=clock.today(),
                now=clock.now(),
            )
            link_soon()
    finally:
        deposits.forget(token)


@task()
def undo_run(run_id: int, user_id: str) -> None:
    """Undo a reading that a coordinator asked to undo."""
    run = Run.objects.select_related("source__origin").get(pk=run_id)
    with troubles_told(run.source.key):
        chain.undo(run, by=User.objects.filter(pk=user_id).first(), today=clock.today(), now=clock.now())
        note_trouble(run.source.key, "")
        link_soon()


@task()
def link_and_publish() -> None:
    """Find the same places and publish, once for all the lists that were brought in before. While another run goes on, later."""
    try:
        chain.link_and_publish(today=clock.today(), now=clock.now())
    except LinkBusy:
        link_soon()


def link_soon() -> None:
    """Have the same places found after the tasks that wait already, unless that waits too."""
    if not DBTaskResult.objects.filter(task_path=link_and_publish.module_path, status=TaskResultStatus.READY).exists():
        link_and_publish.enqueue()


@contextmanager
def troubles_told(key: str) -> Iterator[None]:
    """Keep with a list why a task about it failed: a refusal ends the task, anything else fails it."""
    try:
        yield
    except NotAllowed as refusal:
        note_trouble(key, str(refusal))
        log.warning("list %s refused: %s", key, refusal)
    except Exception:
        told = _("La lecture a échoué, et la liste n’y est pour rien. Rien n’est perdu : réessayez. Si cela recommence, dites-le à qui tient le service.")
        note_trouble(key, told)
        raise


SCHEDULES = [Daily(fetch_due_sources, time(3, 0))]


def waiting(key: str) -> list[str]:
    """What waits for the worker, or is under way, about this list: "import", "fetch", "undo", each once."""
    names = {import_upload.module_path: "import", fetch_source.module_path: "fetch", undo_run.module_path: "undo"}
    unfinished = DBTaskResult.objects.filter(task_path__in=names, status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING]).order_by("enqueued_at")
    found = []
    for path, given in unfinished.values_list("task_path", "args_kwargs"):
        subject = given["args"][0]
        is_ours = Run.objects.filter(pk=subject, source__key=key).exists() if path == undo_run.module_path else subject == key
        found += [names[path]] if is_ours else []
    return list(dict.fromkeys(found))
