"""Knows how the demonstration is started: built through the real pipeline, then served."""

from argparse import ArgumentParser
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from maillage.base import clock
from maillage.base.errors import NotAllowed
from maillage.cli import command
from maillage.cli.base_ready import ensure_base
from maillage.cli.demo import building, people
from maillage.cli.figures import base_figures
from maillage.cli.main import DEMO_DEPARTEMENT
from maillage.cli.serving import add_server_arguments, check_port_free, serve


class Command(command.Command):
    help = "Construit un département crédible à partir de listes inventées, par le chemin des vraies, puis le met en ligne."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        add_server_arguments(parser)
        parser.add_argument("--departement", default=DEMO_DEPARTEMENT, type=str.upper, help="code du département (communes réelles, lieux inventés)")
        parser.add_argument("--no-serve", action="store_true", help="construit, sans mettre en ligne")

    def handle(self, *args: Any, json: bool, departement: str, host: str, port: int, workers: int, no_worker: bool, no_serve: bool, **options: Any) -> None:
        start = monotonic()
        if not no_serve:
            check_port_free(host, port)
        ensure_base()
        self.build(departement)
        sentence = _("%(places)s lieux, %(offers)s offres, construits en %(seconds)s secondes d’après %(records)s fiches de %(sources)s listes.")
        figures = base_figures()
        self.finish(figures, sentence % {**figures, "seconds": round(monotonic() - start)}, as_json=json)
        if not no_serve:
            self.introduce(departement, host, port)
            mailbox = people.Mailbox(Path(settings.VAR) / "mail")
            serve(host, port, workers, no_worker=no_worker, each_tick=lambda: self.show_codes(mailbox))

    def build(self, departement: str) -> None:
        try:
            building.check_is_ours()
            building.build(Path(settings.VAR) / "lists", departement, today=clock.today(), now=clock.now(), say=self.say)
        except (building.RealBase, NotAllowed) as refusal:
            raise CommandError(str(refusal)) from refusal
        except ValueError as error:
            raise CommandError(_("Département inconnu : « %(code)s ». Écrivez son numéro, par exemple 23, 2A ou 971.") % {"code": departement}) from error

    def introduce(self, departement: str, host: str, port: int) -> None:
        """Where to look, and as whom to sign in."""
        address = f"http://{host}:{port}"
        self.say(_("Ouvrez %(address)s/ (Ctrl-C pour arrêter).") % {"address": address})
        self.say(_("Pour vous connecter (%(address)s/connexion/), donnez l’une de ces adresses ; le code s’affichera ici :") % {"address": address})
        for email, who in people.make_people(departement, now=clock.now()).items():
            self.say(f"  {email} — {who}")
        doors = {"address": address, "code": departement}
        self.say(
            _("Qui coordonne y trouve les listes (%(address)s/listes/) et les doublons possibles (%(address)s/territoires/departement-%(code)s/doublons/).")
            % doors
        )

    def show_codes(self, mailbox: people.Mailbox) -> None:
        for email, code in mailbox.new_codes():
            self.say(_("Code de connexion pour %(email)s : %(code)s") % {"email": email, "code": code})

    def say(self, line: str) -> None:
        self.stderr.write(line, style_func=str)
        self.stderr.flush()
