"""Knows how what we keep of a list is compared with what the national tool keeps of it, from the command line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from maillage.base import clock
from maillage.cli import command
from maillage.cli.peer import comparing, document
from maillage.cli.peer.comparing import Comparison
from maillage.cli.peer.verdicts import Kind
from maillage.ingestion.errors import ListRefused

LISTS, OUTPUT, CONFIG = ("source.json", "source.csv"), "peer-output.json", "config.json"


class Command(command.Command):
    help = "Compare ce que nous gardons d’une liste et ce qu’en garde l’outil national, ligne à ligne, sans toucher à la base."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("list", nargs="?", type=Path, help="la liste, telle que reçue")
        parser.add_argument("output", nargs="?", type=Path, help="ce qu’en fait l’outil national (JSON)")
        parser.add_argument("--source", default="", help="nom court de la liste : choisit la correspondance livrée et les jugements déjà rendus")
        parser.add_argument("--mapping", type=Path, help="autre correspondance (TOML, ou config.json de l’outil national)")
        parser.add_argument("--all", type=Path, metavar="DOSSIER", help="toutes les listes d’un dossier, chacune avec nos correspondances puis les siennes")
        parser.add_argument("--markdown", action="store_true", help="écrit la page qui explique chaque différence")
        parser.add_argument("--details", type=Path, help="fichier .csv où écrire chaque différence")

    def handle(self, *args: Any, json: bool, **options: Any) -> None:
        try:
            shipped, theirs = self.compared(options)
        except (ListRefused, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["details"]:
            options["details"].write_text(document.as_csv([*shipped, *theirs]), encoding="utf-8-sig", newline="")
        if options["markdown"]:
            self.stdout.write(document.as_markdown(shipped, theirs), ending="")
        else:
            lists = [document.as_json(comparison) for comparison in (*shipped, *theirs)]
            self.finish({"lists": lists} if options["all"] else lists[0], "\n".join(map(sentence, (*shipped, *theirs))), as_json=json)

    def compared(self, options: dict[str, Any]) -> tuple[list[Comparison], list[Comparison]]:
        """Comparisons with our mappings (or the given one), then with those of the tool."""
        if options["all"]:
            folders = [folder for folder in sorted(options["all"].iterdir()) if (folder / OUTPUT).is_file()]
            configured = [folder for folder in folders if (folder / CONFIG).is_file()]
            return [compare_folder(folder) for folder in folders], [compare_folder(folder, folder / CONFIG) for folder in configured]
        if not options["list"] or not options["output"]:
            raise CommandError(_("Donnez la liste et la sortie de l’outil national, ou --all DOSSIER."))
        today = clock.today()
        return [comparing.compare(options["list"], options["output"], source=options["source"], mapping=options["mapping"], today=today)], []


def compare_folder(folder: Path, mapping: Path | None = None) -> Comparison:
    """The list of a folder, named like it. Raise CommandError when there is none."""
    found = next((folder / name for name in LISTS if (folder / name).is_file()), None)
    if found is None:
        raise CommandError(_("Le dossier « %(name)s » ne contient ni source.json ni source.csv.") % {"name": folder})
    return comparing.compare(found, folder / OUTPUT, source=folder.name, mapping=mapping, today=clock.today())


def sentence(comparison: Comparison) -> str:
    total = comparison.total()
    return _(
        "%(source)s (%(mapping)s). Lignes gardées : %(kept)s sur %(rows)s, et %(peer)s par l’outil national. "
        "Mieux : %(better)s ; à égalité : %(equal)s ; moins bien : %(worse)s ; à juger : %(open)s."
    ) % {
        "source": comparison.source,
        "mapping": comparison.mapping,
        "kept": comparison.kept,
        "rows": comparison.rows,
        "peer": comparison.peer_kept,
        "better": total[Kind.BETTER],
        "equal": total[Kind.EQUAL],
        "worse": total[Kind.WORSE],
        "open": total[Kind.TO_JUDGE],
    }
