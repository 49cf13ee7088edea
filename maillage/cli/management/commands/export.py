"""Knows how the published places are written to a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from maillage.cli import command
from maillage.cli.base_ready import ensure_base
from maillage.opendata import exports

FORMATS = {"standard": exports.export_standard}


class Command(command.Command):
    help = "Écrit les lieux publiés dans un fichier : le standard national (CSV) et, à côté, les lignes qu’il refuse, avec la raison."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file_format", metavar="format", nargs="?", choices=sorted(FORMATS), default="standard", help="standard national 1.0.2")
        parser.add_argument("--out", type=Path, help="fichier ou dossier où écrire (par défaut : exports/ sous MAILLAGE_VAR)")

    def handle(self, *args: Any, json: bool, file_format: str, out: Path | None, **options: Any) -> None:
        ensure_base()
        name = "lieux-mediation-numerique.csv"
        done = FORMATS[file_format]((out / name if out.is_dir() else out) if out else settings.VAR / "exports" / name)
        figures = {"rows": done.rows, "companion": done.companion, "path": str(done.path)}
        sentence = _("Lieux écrits dans %(path)s : %(rows)s. Lieux que le standard refuse, dans %(companion_path)s : %(companion)s.")
        self.finish(figures, sentence % {**figures, "companion_path": done.companion_path}, as_json=json)
