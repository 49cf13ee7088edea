"""Knows how what was decided becomes visible."""

from typing import Any

from django.utils.translation import gettext as _

from maillage.base import clock
from maillage.cli import command
from maillage.cli.base_ready import ensure_base
from maillage.linkage import chain


class Command(command.Command):
    help = "Publie les changements en attente et refait l’index de recherche."

    def handle(self, *args: Any, json: bool, **options: Any) -> None:
        ensure_base()
        figures = chain.publish(now=clock.now()).as_dict()
        self.finish(figures, _("Version %(generation)s publiée. Changements : %(changes)s.") % figures, as_json=json)
