"""Knows the background process: enqueues what is due, then runs what waits."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.utils.translation import gettext as _

from maillage.base import clock
from maillage.cli import command
from maillage.cli.base_ready import ensure_base
from maillage.cli.schedule import enqueue_due

SHORTEST_PAUSE_S = 0.5


class Command(command.Command):
    help = "Fait le travail de fond : tâches planifiées et tâches en attente. S’arrête proprement par SIGTERM ou Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--once", action="store_true", help="fait ce qui est dû et s’arrête")
        parser.add_argument("--interval", type=seconds, default=5.0, help="secondes entre deux tours")

    def handle(self, *args: Any, json: bool, once: bool, interval: float, **options: Any) -> None:
        ensure_base()
        enqueued = turn()
        while not once:
            time.sleep(interval)
            enqueued += turn()
        self.finish({"enqueued": enqueued}, _("Tâches planifiées lancées : %(count)s.") % {"count": enqueued}, as_json=json)


def seconds(text: str) -> float:
    """A pause that leaves the machine to others. Raise ValueError, which argparse tells."""
    pause = float(text)
    if not SHORTEST_PAUSE_S <= pause < float("inf"):
        raise ValueError
    return pause


def turn() -> int:
    """One round; `db_worker` installs the signal handlers that end the process between two tasks."""
    enqueued = enqueue_due(clock.now())
    call_command("db_worker", batch=True, interval=0, startup_delay=False, reload=False, verbosity=0, queue_name="*")
    return enqueued
