"""Knows how linkage is measured on judged pairs, trained on them, and how what persons decided becomes such pairs, from the command line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from maillage.base.errors import NotAllowed
from maillage.cli import command
from maillage.cli.linkage import telling
from maillage.linkage.evaluating import labelled
from maillage.linkage.evaluating.comparing import compare, judged
from maillage.linkage.evaluating.figures import figures
from maillage.linkage.evaluating.mistakes import mistakes


class Command(command.Command):
    help = "Mesure le rapprochement des fiches sur des paires jugées par des personnes (evaluate)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        actions = parser.add_subparsers(dest="action", required=True, metavar="{evaluate}")
        measure = actions.add_parser("evaluate", help="dit ce que le rapprochement trouve, manque et confond")
        measure.add_argument("--errors", action="store_true", help="dit aussi chaque erreur et chaque paire à relire, avec ce qui a pesé")
        for sub in (measure,):
            sub.add_argument("--records", type=Path, required=True, help="les fiches : un objet JSON par ligne, champs du standard national")
            sub.add_argument("--pairs", type=Path, required=True, help="les paires jugées : CSV, colonnes id_a, id_b, label (match, distinct, unsure)")
            sub.add_argument(
                "--closed-set", type=Path, help="fiches entre lesquelles toute paire non jugée est distincte ; sinon, seules comptent les paires jugées"
            )
            sub.add_argument("--json", action="store_true", help="un objet JSON sur la sortie standard")

    def handle(self, *args: Any, json: bool, action: str, **options: Any) -> None:
        try:
            self.evaluate(options, as_json=json)
        except NotAllowed as refusal:
            raise command.refused(refusal) from refusal

    def evaluate(self, options: dict[str, Any], *, as_json: bool) -> None:
        truth = labelled.read(options["records"], options["pairs"], options["closed_set"])
        compared = compare(truth.records)
        outcome = judged(compared)
        found, text = figures(truth, compared, outcome), ""
        if options["errors"]:
            told = mistakes(truth, compared, outcome)
            found, text = found | {"errors": told.to_json()}, "\n\n" + telling.mistakes(told)
        self.finish(found, telling.figures(found) + text, as_json=as_json)
