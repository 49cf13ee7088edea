"""Knows how a mapping of columns is proposed for a list, and checked before an import, from the command line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from maillage.cli import command
from maillage.ingestion.errors import ListRefused
from maillage.ingestion.formats.opening import load, open_table
from maillage.ingestion.formats.table import Reading, Table
from maillage.ingestion.mapping import loading
from maillage.ingestion.mapping.review import Review, review
from maillage.ingestion.mapping.suggest import suggest


class Command(command.Command):
    help = "Propose une correspondance de colonnes pour une liste (suggest), ou en vérifie une avant l’import (check)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        actions = parser.add_subparsers(dest="action", required=True, metavar="{check,suggest}")
        check = actions.add_parser("check", help="dit ce qu’une correspondance a de faux ou de douteux pour ce fichier")
        check.add_argument("--mapping", type=Path, help="correspondance (TOML, ou config.json de l’outil national) ; sinon celle de --source")
        check.add_argument("--source", default="", help="nom court de la liste, si sa correspondance est déjà connue")
        propose = actions.add_parser("suggest", help="propose une correspondance, avec des exemples et ses doutes")
        propose.add_argument("--output", type=Path, help="fichier TOML à écrire")
        for sub in (check, propose):
            sub.add_argument("file", type=Path, help="la liste")
            sub.add_argument("--json", action="store_true", help="un objet JSON sur la sortie standard")
            sub.add_argument("--format", dest="imposed_format", default="", help="format, s’il est mal reconnu")
            sub.add_argument("--encoding", default="", help="encodage, s’il est mal reconnu (utf-8, cp1252…)")
            sub.add_argument("--delimiter", default="", help="séparateur des colonnes, s’il est mal reconnu")

    def handle(self, *args: Any, json: bool, action: str, file: Path, **options: Any) -> None:
        imposed = Reading(options["imposed_format"], options["encoding"], options["delimiter"])
        try:
            table = open_table(load(file), imposed if imposed != Reading() else None)
            if action == "check":
                self.check_mapping(table, options["mapping"], options["source"], as_json=json)
            else:
                self.suggest_mapping(table, file.stem, options["output"], as_json=json)
        except ListRefused as refusal:
            raise CommandError(str(refusal)) from refusal

    def check_mapping(self, table: Table, mapping: Path | None, source: str, *, as_json: bool) -> None:
        written = loading.choose(source, mapping, "", table.columns)
        found = review(table, written.text, name=written.name, source=source)
        self.finish(found.to_json(), "\n".join(told(found)), as_json=as_json)
        if found.errors:
            raise SystemExit(1)

    def suggest_mapping(self, table: Table, name: str, output: Path | None, *, as_json: bool) -> None:
        proposed = suggest(table, name=name)
        if output:
            try:
                output.write_text(proposed.text, encoding="utf-8")
            except OSError as error:
                raise CommandError(_("« %(path)s » ne peut pas être écrit : %(reason)s.") % {"path": output, "reason": error.strerror}) from error
        self.finish(proposed.to_json(), _("Correspondance écrite dans %(path)s.") % {"path": output} if output else proposed.text, as_json=as_json)


def told(found: Review) -> list[str]:
    """Errors first, then warnings, then how many."""
    lines = [
        *(_("ERREUR : %(message)s") % {"message": finding.message} for finding in found.errors),
        *(_("À voir : %(message)s") % {"message": finding.message} for finding in found.warnings),
    ]
    counts = {"errors": len(found.errors), "warnings": len(found.warnings), "rows": found.rows, "columns": found.columns}
    return [*lines, _("Lignes : %(rows)s ; colonnes : %(columns)s ; erreurs : %(errors)s ; remarques : %(warnings)s.") % counts]
