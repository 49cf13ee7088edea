"""Knows what the commands that serve share: their options, the look at the port, the run."""

import socket
from argparse import ArgumentParser
from collections.abc import Callable

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from maillage.cli.server import Supervisor, nothing

LAST_EXIT_CODE = 125  # above, a shell gives them other meanings


def add_server_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="adresse d’écoute")
    parser.add_argument("--port", type=int, default=8000, help="port d’écoute")
    parser.add_argument("--workers", type=int, default=2, help="processus du serveur")
    parser.add_argument("--no-worker", action="store_true", help="sans le travail de fond (lancé ailleurs par « maillage worker »)")


def check_port_free(host: str, port: int) -> None:
    """Refuse a port already taken, with the remedy, before anything long is done."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise CommandError(
                _("Le port %(port)s de %(host)s n’est pas libre. Choisissez-en un autre : --port 8001") % {"port": port, "host": host}
            ) from error


def serve(host: str, port: int, workers: int, *, no_worker: bool, each_tick: Callable[[], None] = nothing) -> None:
    """Serve until told to stop. Raise CommandError when the server stops alone."""
    code = Supervisor(host, port, workers, with_worker=not no_worker, each_tick=each_tick).run()
    if code:
        message = _("Le serveur s’est arrêté seul (code %(code)s).") % {"code": code}
        raise CommandError(message, returncode=code if 0 < code <= LAST_EXIT_CODE else 1)
