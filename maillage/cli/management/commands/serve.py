"""Knows how an instance is put on line on this machine."""

import socket
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from maillage.cli import command
from maillage.cli.base_ready import ensure_base
from maillage.cli.server import Supervisor


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
        except OSError as error:
            raise CommandError(
                _("Le port %(port)s de %(host)s n’est pas libre. Choisissez-en un autre : --port 8001") % {"port": port, "host": host}
            ) from error


def serve(host: str, port: int, workers: int, *, no_worker: bool) -> None:
    code = Supervisor(host, port, workers, with_worker=not no_worker).run()
    if code:
        raise CommandError(_("Le serveur s’est arrêté seul (code %(code)s).") % {"code": code}, returncode=code if 0 < code < 126 else 1)


class Command(command.Command):
    help = "Met l’instance en ligne : serveur web et travail de fond."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        add_server_arguments(parser)

    def handle(self, *args: Any, host: str, port: int, workers: int, no_worker: bool, **options: Any) -> None:
        check_port_free(host, port)
        ensure_base()
        self.stdout.write(_("Maillage est en ligne : http://%(host)s:%(port)s/ (Ctrl-C pour arrêter)") % {"host": host, "port": port})
        self.stdout.flush()
        serve(host, port, workers, no_worker=no_worker)
