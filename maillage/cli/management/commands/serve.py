"""Knows how an instance is put on line on this machine."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.utils.translation import gettext as _

from maillage.cli import command
from maillage.cli.base_ready import ensure_base
from maillage.cli.serving import add_server_arguments, check_port_free, serve


class Command(command.Command):
    help = "Met l’instance en ligne : serveur web et travail de fond."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        add_server_arguments(parser)

    def handle(self, *args: Any, host: str, port: int, workers: int, no_worker: bool, **options: Any) -> None:
        check_port_free(host, port)
        ensure_base()
        if settings.PRODUCTION:  # elsewhere, files are found where they are
            call_command("collectstatic", interactive=False, verbosity=0)
        self.stderr.write(_("Maillage est en ligne : http://%(host)s:%(port)s/ (Ctrl-C pour arrêter)") % {"host": host, "port": port}, style_func=str)
        serve(host, port, workers, no_worker=no_worker)
