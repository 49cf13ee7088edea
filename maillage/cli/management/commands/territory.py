"""Knows how a territory begins, from the command line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from maillage.base import clock
from maillage.cli import command
from maillage.cli.areas import read_area
from maillage.cli.base_ready import ensure_base
from maillage.cli.territory import lists, starting, told
from maillage.directory import knowledge
from maillage.linkage.errors import LinkBusy

NEIGHBOURS_KM = 30


class Command(command.Command):
    help = "Commence un territoire : importe les listes nationales et les vôtres, puis dit ce qui est su, ce qui ne l’est pas, et qui appeler d’abord."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("action", choices=["start"], help="start : commencer")
        parser.add_argument("code", help="le territoire : 23, dep:23, epci:200067189, com:23096, departement-23…")
        parser.add_argument(
            "files", nargs="*", type=Path, help="vos propres listes ; leur correspondance, si elles en ont une, est à côté (liste.csv, liste.toml)"
        )
        parser.add_argument(
            "--from", dest="folder", type=Path, help="dossier où sont déjà les listes nationales (bibliotheques-publiques.csv, france-services.csv…)"
        )
        parser.add_argument("--offline", action="store_true", help="ne rien télécharger")
        parser.add_argument("--km", type=int, default=NEIGHBOURS_KM, help="garder aussi les lieux voisins, jusqu’à cette distance (30 par défaut)")
        parser.add_argument("--calls", type=Path, help="écrire la liste d’appels (.csv)")
        parser.add_argument("--most", type=int, default=20, help="combien de lieux à appeler (20 par défaut)")

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Files may stand after an option, as people write them: `start 21 --offline list.csv`."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.parse_args = parser.parse_intermixed_args  # type: ignore[method-assign]
        return parser

    def handle(self, *args: Any, json: bool, code: str, files: list[Path], folder: Path | None, **options: Any) -> None:
        area = read_area(code)
        check_files(files, folder, options["calls"])
        ensure_base()
        today, now = clock.today(), clock.now()
        out = self.stderr if json else self.stdout

        def say(line: str) -> None:
            out.write(line, style_func=str)
            out.flush()  # a log that is followed shows each step as it ends

        wanted = lists.wanted(files, folder, online=not options["offline"])
        try:
            begun = starting.bring_in(area, wanted, km=options["km"], today=today, now=now, say=say)
        except LinkBusy as refusal:
            raise command.refused(refusal) from refusal
        known = knowledge.known(area, today=today)
        calls = knowledge.calls(area, today=today, limit=options["most"])
        if options["calls"]:
            told.write_calls(options["calls"], calls)
        kept = sum(each.run.kept for each in begun if each.run)
        figures = {
            "territory": area.key,
            "lists": {each.wanted.key: each.run.counts() if each.run else each.trouble for each in begun},
            **told.as_dict(known, calls),
        }
        self.finish(figures, "\n" + told.as_text(told.Told(area, known, calls, kept, options["km"], options["calls"])), as_json=json)
        refused = [each.wanted.label for each in begun if each.trouble and each.wanted.path]
        if refused:
            raise CommandError(_("Ces listes n’ont pas pu être importées : %(names)s.") % {"names": ", ".join(refused)})


def check_files(files: list[Path], folder: Path | None, calls: Path | None) -> None:
    """Refuse at once what could only fail at the end. Raise CommandError."""
    for file in files:
        if not file.is_file():
            raise CommandError(_("Le fichier « %(name)s » n’existe pas.") % {"name": file})
    if folder and not folder.is_dir():
        raise CommandError(_("Le dossier « %(name)s » n’existe pas.") % {"name": folder})
    if calls and not calls.absolute().parent.is_dir():
        raise CommandError(_("Le dossier « %(name)s » n’existe pas.") % {"name": calls.absolute().parent})
