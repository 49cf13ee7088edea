"""Knows how to derive the shipped geography again from its two packages."""

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from maillage.territories import files


class Command(BaseCommand):
    help = "Refait les fichiers de maillage/territories/data à partir de deux paquets publiés (demande shapely, npm et pip)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--packages", type=Path, help=_("dossier qui contient déjà les deux paquets, sinon ils sont téléchargés"))
        parser.add_argument("--into", type=Path, default=files.SHIPPED, help=_("dossier où écrire (par défaut : les fichiers livrés)"))

    def handle(self, *, packages: Path | None, into: Path, **options: Any) -> None:
        if packages:
            self.build(packages, into)
        else:
            with tempfile.TemporaryDirectory() as folder:
                self.build(Path(folder), into, download=True)

    def build(self, folder: Path, into: Path, *, download: bool = False) -> None:
        try:
            from maillage.territories.build import figures, outline, points, tables
            from maillage.territories.build import packages as sources
        except ImportError as error:
            raise CommandError(_("%(name)s manque : installer le groupe de dépendances « geography ».") % {"name": error.name}) from error
        try:
            if download:
                sources.download(folder)
            sources.check(folder)
        except (sources.WrongPackage, OSError, subprocess.CalledProcessError) as error:
            raise CommandError(str(error)) from error
        contours = points.read(list(sources.read_contours(folder)))
        derived = tables.derive(sources.read_decoupage(folder), contours)
        drawing = outline.outline(contours, derived.departements)
        wrong = figures.differences(figures.of_tables(derived), figures.EXPECTED)
        wrong += figures.differences(figures.of_outline(drawing), figures.EXPECTED_OUTLINE)
        if wrong:
            raise CommandError(_("Rien n’a été écrit, les chiffres de contrôle diffèrent :") + "\n" + "\n".join(wrong))
        files.write_tables(into, derived)
        (into / files.OUTLINE).write_text(json.dumps(drawing, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
        counts = {"communes": len(derived.communes), "former": len(derived.former), "outlines": len(drawing["features"]), "folder": into}
        self.stdout.write(_("%(communes)d communes, %(former)d anciens codes, %(outlines)d contours dans %(folder)s") % counts)
