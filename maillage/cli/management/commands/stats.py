"""Knows the figures of the base."""

from typing import Any

from django.utils.translation import gettext as _

from maillage.cli import command
from maillage.cli.base_ready import ensure_base
from maillage.cli.figures import base_figures


class Command(command.Command):
    help = "Compte ce que la base contient : fiches reçues, lieux publiés, offres, listes."

    def handle(self, *args: Any, json: bool, **options: Any) -> None:
        ensure_base()
        figures = base_figures()
        sentence = _("Lieux publiés : %(places)s ; offres : %(offers)s ; fiches reçues : %(records)s ; listes : %(sources)s.") % figures
        self.finish(figures, sentence, as_json=json)
