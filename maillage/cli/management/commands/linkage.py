"""Knows how linkage is measured on judged pairs, trained on them, and how what persons decided becomes such pairs, from the command line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from maillage.base import clock
from maillage.base.errors import NotAllowed
from maillage.cli import command
from maillage.cli.base_ready import ensure_base
from maillage.cli.linkage import telling
from maillage.ingestion.errors import why
from maillage.linkage import score
from maillage.linkage.evaluating import labelled
from maillage.linkage.evaluating.comparing import compare, judged
from maillage.linkage.evaluating.figures import figures
from maillage.linkage.evaluating.labelled import Labelled
from maillage.linkage.evaluating.mistakes import mistakes
from maillage.linkage.training import labels, learning, writing
from maillage.linkage.training.learning import Training


class Command(command.Command):
    help = "Mesure le rapprochement des fiches (evaluate), apprend ses poids (train), écrit en jugements ce que des personnes ont décidé (labels)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        actions = parser.add_subparsers(dest="action", required=True, metavar="{evaluate,labels,train}")
        measure = actions.add_parser("evaluate", help="dit ce que le rapprochement trouve, manque et confond sur des paires jugées")
        measure.add_argument("--errors", action="store_true", help="dit aussi chaque erreur et chaque paire à relire, avec ce qui a pesé")
        train = actions.add_parser("train", help="apprend les poids sur des paires jugées et les montre, sans rien changer")
        train.add_argument("--folds", type=int, default=5, help="parts de la validation croisée, par commune entière (5)")
        train.add_argument("--write", action="store_true", help="met ces poids en service")
        for sub in (measure, train):
            sub.add_argument("--records", type=Path, required=True, help="les fiches : un objet JSON par ligne, champs du standard national")
            sub.add_argument("--pairs", type=Path, required=True, help="les paires jugées : CSV, colonnes id_a, id_b, label (match, distinct, unsure)")
            sub.add_argument("--closed-set", type=Path, help="fiches dont toute paire non jugée est distincte ; sinon, seules comptent les paires jugées")
        export = actions.add_parser("labels", help="écrit les paires que des personnes ont jugées, et les fiches, contacts remplacés")
        export.add_argument("--out", type=Path, required=True, help="dossier où écrire records.jsonl et pairs.csv")
        for sub in (measure, train, export):
            sub.add_argument("--json", action="store_true", help="un objet JSON sur la sortie standard")

    def handle(self, *args: Any, json: bool, action: str, **options: Any) -> None:
        try:
            {"evaluate": self.evaluate, "train": self.train, "labels": self.export_labels}[action](options, as_json=json)
        except NotAllowed as refusal:
            raise command.refused(refusal) from refusal

    def read(self, options: dict[str, Any]) -> Labelled:
        truth = labelled.read(options["records"], options["pairs"], options["closed_set"])
        if truth.left_out:
            self.stderr.write(telling.left_out(truth.left_out))
        return truth

    def evaluate(self, options: dict[str, Any], *, as_json: bool) -> None:
        truth = self.read(options)
        compared = compare(truth.records)
        outcome = judged(compared)
        found, text = figures(truth, compared, outcome) | {"left_out": len(truth.left_out)}, ""
        if options["errors"]:
            told = mistakes(truth, compared, outcome)
            found, text = found | {"errors": told.to_json()}, "\n\n" + telling.mistakes(told)
        self.finish(found, telling.figures(found) + text, as_json=as_json)

    def train(self, options: dict[str, Any], *, as_json: bool) -> None:
        truth = self.read(options)
        training = learning.train(truth, options["folds"])
        version = self.adopt(training) if options["write"] else None
        told = training.to_json() | {"left_out": len(truth.left_out), "digest": writing.digest(truth), "written": version}
        self.finish(told, telling.training(training, version), as_json=as_json)

    def adopt(self, training: Training) -> str:
        try:
            return writing.write(training, today=clock.today(), file=score.FILE)
        except OSError as error:
            raise CommandError(_("« %(path)s » ne peut pas être écrit : %(reason)s.") % {"path": score.FILE, "reason": why(error)}) from error

    def export_labels(self, options: dict[str, Any], *, as_json: bool) -> None:
        ensure_base()
        try:
            counts = labels.write(options["out"])
        except OSError as error:
            raise CommandError(_("« %(path)s » ne peut pas être écrit : %(reason)s.") % {"path": options["out"], "reason": why(error)}) from error
        sentence = _("Fiches : %(records)s ; paires jugées : %(match)s mêmes, %(distinct)s distinctes, %(unsure)s indécises.")
        self.finish(counts, sentence % counts, as_json=as_json)
