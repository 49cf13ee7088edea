"""Knows how dumps are asked for: every format, of the whole base and of each département."""

from typing import Any

from django.utils.translation import gettext as _

from maillage.base import clock
from maillage.cli import command
from maillage.cli.base_ready import ensure_base
from maillage.opendata import dumps


class Command(command.Command):
    help = "Écrit maintenant les fichiers de la page « Données » : chaque format, pour tout le territoire et par département, avec leurs sommes de contrôle."

    def handle(self, *args: Any, json: bool, **options: Any) -> None:
        ensure_base()
        dump = dumps.write(now=clock.now())
        figures = {"path": str(dump.folder), "generation": dump.generation, "files": len(dump.files), "bytes": sum(file.size for file in dump.files)}
        self.finish(figures, _("Fichiers écrits dans %(path)s : %(files)s (%(bytes)s octets).") % figures, as_json=json)
