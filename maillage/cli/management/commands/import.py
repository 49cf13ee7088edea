"""Knows how a list is brought in from the command line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from maillage.base import clock
from maillage.cli import command
from maillage.cli.base_ready import ensure_base
from maillage.ingestion.errors import ListRefused
from maillage.linkage import chain


class Command(command.Command):
    help = "Importe une liste de lieux : lit, corrige, garde tout, dit ce qui a été fait de chaque ligne."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, help="la liste (CSV ou JSON)")
        parser.add_argument("--source", required=True, help="nom court de la liste, toujours le même (par exemple : gironde)")
        parser.add_argument("--mapping", type=Path, help="correspondance des colonnes (TOML, ou config.json de l’outil national)")

    def handle(self, *args: Any, json: bool, file: Path, source: str, mapping: Path | None, **options: Any) -> None:
        ensure_base()
        try:
            run = chain.import_list(source, file, mapping=mapping, today=clock.today(), now=clock.now(), progress=self.progress(_("Lignes")))
        except ListRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        figures = run.counts()
        sentence = _("%(read)s lignes lues : %(kept)s gardées, %(set_aside)s mises de côté ; %(with_remarks)s avec remarques, %(unchanged)s inchangées.")
        self.finish(figures, sentence % figures, as_json=json)
