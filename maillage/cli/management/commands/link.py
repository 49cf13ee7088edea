"""Knows how duplicates are looked for."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from maillage.base import clock
from maillage.base.errors import NotAllowed
from maillage.cli import command
from maillage.cli.base_ready import ensure_base
from maillage.linkage import chain
from maillage.linkage.engines import SERIAL, Dask, EngineError


class Command(command.Command):
    help = "Cherche les fiches qui parlent du même lieu et les réunit ; ce qui est douteux devient une question."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--full", action="store_true", help="compare toutes les fiches entre elles, et non celles qui ont changé seulement")
        parser.add_argument("--scheduler", metavar="ADRESSE", help="ordonnanceur Dask qui compare toutes les fiches entre elles : tcp://machine:8786")

    def handle(self, *args: Any, json: bool, full: bool, scheduler: str | None, **options: Any) -> None:
        ensure_base()
        try:
            engine = Dask(scheduler) if scheduler else SERIAL
            linked = chain.link(today=clock.today(), now=clock.now(), progress=self.progress(_("Rapprochement")), full=full or bool(scheduler), engine=engine)
        except (EngineError, NotAllowed) as refusal:
            raise CommandError(str(refusal)) from refusal
        figures = linked.as_dict()
        sentence = _("Paires comparées : %(pairs)s ; réunions : %(merges)s ; questions : %(questions)s.")
        self.finish(figures, sentence % figures, as_json=json)
