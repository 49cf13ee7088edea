"""Knows how a list is tried from the command line, without touching the base. Without a file, the checks of Django itself run."""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import CommandError, CommandParser
from django.core.management.commands.check import Command as SystemCheck
from django.utils.translation import gettext as _

from maillage.base import clock
from maillage.cli.command import DJANGO_OPTIONS, Progress, say
from maillage.cli.parsing import hide
from maillage.ingestion.checking import Checked, check_file
from maillage.ingestion.errors import ListRefused
from maillage.ingestion.formats.opening import load
from maillage.ingestion.formats.table import Reading
from maillage.ingestion.report import content, corrected, writing

OF_THE_INSTALLATION = ("tags", "list_tags", "deploy", "fail_level", "databases")
COPIES = {".csv": corrected.as_csv, ".xlsx": corrected.as_xlsx}


class Command(SystemCheck):
    help = "Essaie une liste de lieux sans toucher à la base : compte rendu et copie corrigée. Sans fichier : vérifie l’installation."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        apps_or_file = next(action for action in parser._actions if action.dest == "args")  # noqa: SLF001 - declared by Django
        apps_or_file.metavar, apps_or_file.help = "FICHIER", "la liste à essayer ; sans fichier, l’installation est vérifiée"
        parser.add_argument("--source", default="", help="nom court de la liste, pour prendre sa correspondance")
        parser.add_argument("--mapping", type=Path, help="correspondance des colonnes (TOML, ou config.json de l’outil national)")
        parser.add_argument("--report", type=Path, help="compte rendu à écrire (.xlsx, .html, .csv ou .json)")
        parser.add_argument("--corrected", type=Path, help="copie corrigée de la liste à écrire (.csv ou .xlsx)")
        parser.add_argument("--json", action="store_true", help="un objet JSON sur la sortie standard")

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        hide(parser, *DJANGO_OPTIONS, *OF_THE_INSTALLATION)
        return parser

    def handle(self, *args: Any, **options: Any) -> None:
        files = [Path(name) for name in args]
        if all(name in {app.label for app in apps.get_app_configs()} and not Path(name).is_file() for name in args):
            super().handle(*args, **options)  # names of Django apps, or nothing: the installation is checked
            return
        if len(files) > 1:
            raise CommandError(_("Une seule liste à la fois."))
        check_can_write(options["report"], writing.WRITERS)
        check_can_write(options["corrected"], COPIES)
        self._check(files[0], options)

    def _check(self, file: Path, options: dict[str, Any]) -> None:
        today = clock.today()
        try:
            checked = check_file(
                load(file),
                source=options["source"],
                mapping=options["mapping"],
                today=today,
                imposed=Reading(),
                progress=Progress(_("Lignes"), visible=self.stderr.isatty()),
            )
        except ListRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        told = content.of_check(checked, title=options["source"] or file.stem, file=file.name, today=today)
        if options["report"]:
            writing.write(options["report"], told)
        if options["corrected"]:
            options["corrected"].write_bytes(COPIES[options["corrected"].suffix.lower()](checked))
        self.stdout.write(say(figures(told)) if options["json"] else "\n".join(summary(told, checked)))


def figures(told: content.Report) -> dict[str, Any]:
    """What `--json` prints: counts, and remarks by kind."""
    whole = writing.as_dict(told)
    return {name: value for name, value in whole.items() if name != "rows"}


def summary(told: content.Report, checked: Checked) -> list[str]:
    """The report in a terminal: how it was read, counts, the ten kinds of remarks that matter most."""
    lines = [_("Lu comme : %(how)s.") % {"how": content.read_as(told)}, _("Correspondance des colonnes : %(name)s") % {"name": told.mapping}]
    lines += [*told.reading.notes, *told.warnings, ""]
    lines += [f"{count:>8}  {words}" for words, count in content.counted(told)]
    lines += [_("%(count)8d  utilisables (%(percent)d %%)") % {"count": told.counts["usable"], "percent": round(100 * told.usable_share)}]
    if told.columns:
        lines += ["", _("Ce que nous lisons dans chaque colonne :")]
        lines += [f"  {each.column} — {each.said}" for each in told.columns]
    kinds = told.kinds()
    if kinds:
        lines += ["", _("Remarques les plus graves et les plus fréquentes :")]
        lines += [f"{kind.count:>8}  {kind.column} — {kind.why} {kind.remedy}" for kind in kinds[:10]]
    return lines


def check_can_write(path: Path | None, forms: Any) -> None:
    """Refuse, before anything is read, a file that could not be written. Raise CommandError."""
    if path is None:
        return
    if not path.absolute().parent.is_dir():
        raise CommandError(_("Le dossier « %(name)s » n’existe pas.") % {"name": path.absolute().parent})
    if path.suffix.lower() not in forms:
        raise CommandError(_("« %(name)s » : la fin du nom doit être %(forms)s.") % {"name": path.name, "forms": ", ".join(forms)})
