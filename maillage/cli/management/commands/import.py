"""Knows how a list is brought in from the command line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from maillage.base import clock
from maillage.cli import command
from maillage.cli.areas import read_area
from maillage.cli.base_ready import ensure_base
from maillage.ingestion import actions
from maillage.ingestion.actions.delivering import file_name
from maillage.ingestion.errors import ListRefused
from maillage.ingestion.fetching import fetch
from maillage.ingestion.formats.opening import FORMATS, load
from maillage.ingestion.formats.table import Reading
from maillage.ingestion.models import Run, Source
from maillage.ingestion.report import content, writing
from maillage.linkage import chain


class Command(command.Command):
    help = "Importe une liste de lieux : lit, corrige, garde tout, dit ce qui a été fait de chaque ligne."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", help="la liste : un fichier, ou l’adresse https à laquelle elle est publiée")
        parser.add_argument("--source", required=True, help="nom court de la liste, toujours le même (par exemple : gironde)")
        parser.add_argument("--mapping", type=Path, help="correspondance des colonnes (TOML, ou config.json de l’outil national)")
        parser.add_argument(
            "--scope", default="", metavar="TERRITOIRE", help="territoire dont on garde les lignes, et dont la coordination suit la liste (dep:23)"
        )
        parser.add_argument("--scope-km", type=int, default=0, help="et celles de ses voisins, jusqu’à tant de kilomètres")
        parser.add_argument("--format", dest="imposed_format", default="", choices=["", *FORMATS], help="format, s’il est mal reconnu")
        parser.add_argument("--encoding", default="", help="encodage, s’il est mal reconnu (utf-8, cp1252…)")
        parser.add_argument("--delimiter", default="", help="séparateur des colonnes, s’il est mal reconnu")
        parser.add_argument("--sheet", default="", help="feuille du classeur à lire, si ce n’est pas la plus remplie")
        parser.add_argument("--key", default="", help="clé de la liste dans un JSON qui en contient plusieurs (par exemple : data.lieux)")
        parser.add_argument("--accept-losses", action="store_true", help="continue alors que la liste a perdu beaucoup de lignes ou des colonnes")
        parser.add_argument("--match-by-content", action="store_true", help="la liste a changé d’identifiants : reconnaît les lignes au nom et à l’adresse")
        parser.add_argument("--report", type=Path, help="compte rendu ligne par ligne à écrire (.xlsx, .html, .csv ou .json)")

    def handle(self, *args: Any, json: bool, file: str, source: str, mapping: Path | None, **options: Any) -> None:
        ensure_base()
        check_can_report(options["report"])
        imposed = Reading(options["imposed_format"], options["encoding"], options["delimiter"], sheet=options["sheet"], key=options["key"])
        try:
            content = received(file)
            if options["scope"]:
                follow(source, read_area(options["scope"]).key, options["scope_km"])
            run = chain.import_list(
                source,
                **content,
                mapping=mapping,
                imposed=imposed if imposed != Reading() else None,
                accept_losses=options["accept_losses"],
                match_by_content=options["match_by_content"],
                today=clock.today(),
                now=clock.now(),
                progress=self.progress(_("Lignes")),
            )
        except ListRefused as refusal:
            raise command.refused(refusal) from refusal
        if options["report"]:
            write_report(run, options["report"])
        self.finish(run.counts(), "\n".join(summary(run)), as_json=json)


def follow(key: str, scope: str, km: int) -> None:
    """Declare a new list for a territory. Raise CommandError when it is known, and for another one."""
    known = Source.objects.filter(key=key).first()
    if known is None:
        actions.create_source(key, scope=scope, scope_km=km, by=None, today=clock.today(), now=clock.now())
    elif (known.scope, known.scope_km) != (scope, km):
        remedy = f"maillage source set {key} --scope {scope} --scope-km {km}"
        raise CommandError(_("La liste « %(name)s » est déjà suivie autrement. Pour changer son territoire : %(remedy)s") % {"name": key, "remedy": remedy})


def received(file: str) -> dict[str, Any]:
    """The list, as an import takes it: a file's bytes, or what its address gives now. Raise UnreadableFile, Unreachable."""
    if not file.startswith(("https://", "http://")):
        return {"content": load(Path(file)), "file_name": Path(file).name}
    fetched = fetch(file)
    return {"content": fetched.content, "file_name": file_name(fetched.url)}


def summary(run: Run) -> list[str]:
    """How the file was read, what became of its rows, what its owner should look at."""
    read_as = ", ".join(part for part in (run.format, run.encoding, run.delimiter and _("séparateur « %(mark)s »") % {"mark": run.delimiter}) if part)
    counts = _(
        "Lignes lues : %(read)s ; gardées : %(kept)s, dont %(with_remarks)s avec remarques ; mises de côté : %(set_aside)s ; inchangées : %(unchanged)s."
    )
    outside = [_("Lignes hors du territoire de la liste, laissées de côté : %(outside)s.") % run.counts()] if run.outside else []
    return [_("Lu comme : %(how)s.") % {"how": read_as}, *run.report.get("warnings", []), counts % run.counts(), *outside]


def write_report(run: Run, path: Path) -> None:
    """Write each remark of the last delivery."""
    writing.write(path, content.of_run(run))


def check_can_report(path: Path | None) -> None:
    """Refuse, before anything is imported, a report that could not be written. Raise CommandError."""
    if path is None:
        return
    if not path.absolute().parent.is_dir():
        raise CommandError(_("Le dossier « %(name)s » n’existe pas : le compte rendu ne peut pas y être écrit.") % {"name": path.absolute().parent})
    if path.suffix.lower() not in writing.WRITERS:
        raise CommandError(_("Le compte rendu s’écrit en .xlsx, .html, .csv ou .json : « %(name)s » n’est rien de cela.") % {"name": path.name})
