"""Knows how speed and memory are measured: one bench a run, in a process of its own so that memory is its own."""

import json as json_format
import subprocess
import sys
from argparse import ArgumentParser
from importlib import import_module
from keyword import iskeyword
from typing import Any

from django.utils.translation import gettext as _

from maillage.cli import command

BENCHES = {
    "fold": "déclarations fondues en lieux et rangées dans la base",
    "import": "liste lue, corrigée et rangée, puis relue sans changement",
    "link": "fiches rapprochées, en mémoire",
    "link-incremental": "fiches changées rapprochées des autres, dans la base",
    "linkage-methods": "rapprochement comparé à d’autres méthodes, sur des paires jugées ou inventées",
    "search": "index construit, relu et interrogé",
}


class Command(command.Command):
    help = "Mesure la vitesse et la mémoire sur des données inventées. Sans nom : toutes les mesures, l’une après l’autre."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        benches = parser.add_subparsers(dest="name", metavar="mesure")
        for name, what in BENCHES.items():
            bench = import_module(f"maillage.cli.bench.{module_of(name)}")
            sub = benches.add_parser(name, help=what)
            sub.add_argument("--json", action="store_true", help="un objet JSON sur la sortie standard")
            for option, default in bench.OPTIONS.items():
                sub.add_argument(f"--{option.replace('_', '-')}", type=number if isinstance(default, int) else type(default), default=default)

    def handle(self, *args: Any, json: bool, name: str | None, **options: Any) -> None:
        if name is None:
            figures = {bench: measured_apart(bench) for bench in BENCHES}
        else:
            bench = import_module(f"maillage.cli.bench.{module_of(name)}")
            figures = bench.run(**{option: options[option] for option in bench.OPTIONS})
        self.finish(figures, _("Mesuré :") + "\n" + json_format.dumps(figures, ensure_ascii=False, indent=2), as_json=json)


def number(written: str) -> int:
    """A number of things to measure: one at least. Raise ValueError."""
    if int(written) < 1:
        raise ValueError(written)
    return int(written)


def module_of(name: str) -> str:
    """A word of Python cannot name a module, nor a word with a hyphen."""
    return f"{name}_" if iskeyword(name) else name.replace("-", "_")


def measured_apart(name: str) -> dict[str, Any]:
    """Figures of one bench, run in a fresh process."""
    done = subprocess.run([sys.executable, "-m", "maillage", "bench", name, "--json"], stdout=subprocess.PIPE, text=True, check=True)
    figures: dict[str, Any] = json_format.loads(done.stdout)
    return figures
