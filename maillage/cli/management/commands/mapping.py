"""Knows how a mapping of columns is proposed for a list, and checked before an import, from the command line; and which codes it may hold."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from maillage.cli import command
from maillage.ingestion.errors import ListRefused, why
from maillage.ingestion.formats.opening import load, open_table
from maillage.ingestion.formats.table import Reading, Table
from maillage.ingestion.mapping import loading
from maillage.ingestion.mapping.review import Review, review
from maillage.ingestion.mapping.suggest import suggest
from maillage.referentials.selectors import vocabularies
from maillage.referentials.terms import Vocabulary


class Command(command.Command):
    help = "Propose une correspondance de colonnes pour une liste (suggest), en vérifie une avant l’import (check), dit les codes à y écrire (codes)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        actions = parser.add_subparsers(dest="action", required=True, metavar="{check,codes,suggest}")
        check = actions.add_parser("check", help="dit ce qu’une correspondance a de faux ou de douteux pour ce fichier")
        check.add_argument("--mapping", type=Path, help="correspondance (TOML, ou config.json de l’outil national) ; sinon celle de --source")
        check.add_argument("--source", default="", help="nom court de la liste, si sa correspondance est déjà connue")
        propose = actions.add_parser("suggest", help="propose une correspondance, avec des exemples et ses doutes")
        propose.add_argument("--output", type=Path, help="fichier TOML à écrire")
        codes = actions.add_parser("codes", help="dit les codes des vocabulaires, leur libellé et les mots du public")
        codes.add_argument("vocabulary", nargs="?", default="", help="services, equipment, kinds… ; tous sinon")
        codes.add_argument("--json", action="store_true", help="un objet JSON sur la sortie standard")
        for sub in (check, propose):
            sub.add_argument("file", type=Path, help="la liste")
            sub.add_argument("--json", action="store_true", help="un objet JSON sur la sortie standard")
            sub.add_argument("--format", dest="imposed_format", default="", help="format, s’il est mal reconnu")
            sub.add_argument("--encoding", default="", help="encodage, s’il est mal reconnu (utf-8, cp1252…)")
            sub.add_argument("--delimiter", default="", help="séparateur des colonnes, s’il est mal reconnu")

    def handle(self, *args: Any, json: bool, action: str, **options: Any) -> None:
        if action == "codes":
            self.tell_codes(options["vocabulary"], as_json=json)
            return
        file: Path = options["file"]
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

    def tell_codes(self, name: str, *, as_json: bool) -> None:
        known = {one.name: one for one in vocabularies().values() if not one.meta.external}
        if name and name not in known:
            raise CommandError(_("Nous ne connaissons pas le vocabulaire « %(name)s ». Vocabulaires : %(known)s.") % {"name": name, "known": ", ".join(known)})
        asked = [known[name]] if name else list(known.values())
        figures = {one.name: [{"code": term.code, "label": term.label, "public": term.public, "parent": term.parent} for term in one] for one in asked}
        self.finish(figures, "\n\n".join(codes_of(one) for one in asked), as_json=as_json)

    def suggest_mapping(self, table: Table, name: str, output: Path | None, *, as_json: bool) -> None:
        proposed = suggest(table, name=name)
        if output:
            try:
                output.write_text(proposed.text, encoding="utf-8")
            except OSError as error:
                raise CommandError(_("« %(path)s » ne peut pas être écrit : %(reason)s.") % {"path": output, "reason": why(error)}) from error
        self.finish(proposed.to_json(), _("Correspondance écrite dans %(path)s.") % {"path": output} if output else proposed.text, as_json=as_json)


def codes_of(vocabulary: Vocabulary) -> str:
    """A vocabulary, one code a line."""
    width = max(len(term.code) for term in vocabulary)
    return "\n".join([vocabulary.name, *(f"  {term.code:<{width}}  {term.label} — {term.public}" for term in vocabulary)])


def told(found: Review) -> list[str]:
    """Errors first, then warnings, then how many."""
    lines = [
        *(_("ERREUR : %(message)s") % {"message": finding.message} for finding in found.errors),
        *(_("À voir : %(message)s") % {"message": finding.message} for finding in found.warnings),
    ]
    counts = {"errors": len(found.errors), "warnings": len(found.warnings), "rows": found.rows, "columns": found.columns}
    return [*lines, _("Lignes : %(rows)s ; colonnes : %(columns)s ; erreurs : %(errors)s ; remarques : %(warnings)s.") % counts]
