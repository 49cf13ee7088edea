"""Knows how the published places are written to a file, in any of the formats."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from maillage.base import clock
from maillage.cli import command
from maillage.cli.base_ready import ensure_base
from maillage.opendata import exports, formats
from maillage.opendata.exporting import Selection, UnknownTerritory, territory_keys


class Command(command.Command):
    help = "Écrit les lieux publiés dans un fichier et, à côté, ceux que le format refuse, avec la raison."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        names = [form.name for form in formats.FORMATS]
        parser.add_argument("--format", dest="file_format", choices=names, default=names[0], help="standard national 1.0.2 (CSV) par défaut")
        parser.add_argument("--territory", action="append", default=[], help="dep:23, reg:75, epci:200067189, com:23096 ; plusieurs fois si besoin")
        parser.add_argument("--out", type=Path, help="fichier ou dossier où écrire (par défaut : exports/ sous MAILLAGE_VAR)")

    def handle(self, *args: Any, json: bool, file_format: str, territory: list[str], out: Path | None, **options: Any) -> None:
        ensure_base()
        form = next(each for each in formats.FORMATS if each.name == file_format)
        try:
            selection = Selection(clock.today(), territory_keys(territory))
        except UnknownTerritory as unknown:
            raise CommandError(str(unknown)) from unknown
        path = (out / form.file_name if out.is_dir() else out) if out else settings.VAR / "exports" / form.file_name
        done = exports.export(form, path, selection)
        self.finish({"rows": done.rows, "companion": done.companion, "path": str(done.path)}, sentence(done), as_json=json)


def sentence(done: exports.Export) -> str:
    """What was written, for a person."""
    written = _("Lignes écrites dans %(path)s : %(rows)s.") % {"path": done.path, "rows": done.rows}
    if done.companion_path is None:
        return written
    beside = _("Lignes que ce format refuse, dans %(path)s : %(count)s.") % {"path": done.companion_path, "count": done.companion}
    return f"{written} {beside}"
