"""Knows how duplicates are looked for."""

from typing import Any

from django.utils.translation import gettext as _

from maillage.base import clock
from maillage.cli import command
from maillage.cli.base_ready import ensure_base
from maillage.linkage import chain


class Command(command.Command):
    help = "Cherche les fiches qui parlent du même lieu et les réunit ; ce qui est douteux devient une question."

    def handle(self, *args: Any, json: bool, **options: Any) -> None:
        ensure_base()
        figures = chain.link(today=clock.today(), now=clock.now(), progress=self.progress(_("Rapprochement"))).as_dict()
        sentence = _("Paires comparées : %(pairs)s ; réunions : %(merges)s ; questions : %(questions)s.")
        self.finish(figures, sentence % figures, as_json=json)
