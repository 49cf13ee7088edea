"""Knows what every command of ours shares: progress on standard error, one JSON object or a summary on standard output, an exit code."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from maillage.base.errors import NotAllowed
from maillage.cli.parsing import hide

DJANGO_OPTIONS = ("version", "verbosity", "settings", "pythonpath", "traceback", "no_color", "force_color", "skip_checks")


class Command(BaseCommand):
    """A command that ends with a summary: `self.finish(figures, sentence)`."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="un objet JSON sur la sortie standard")

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        hide(parser, *DJANGO_OPTIONS)
        return parser

    def finish(self, figures: dict[str, Any], sentence: str, *, as_json: bool) -> None:
        """Say what was done: the figures for a machine, a sentence for a person."""
        self.stdout.write(say(figures) if as_json else sentence)

    def progress(self, step: str) -> "Progress":
        return Progress(step, visible=sys.stderr.isatty())


def refused(refusal: NotAllowed) -> CommandError:
    """The same refusal for who typed a command: with the option that lets the list pass."""
    accept = getattr(refusal, "accept", "")
    if not accept:
        return CommandError(str(refusal))
    return CommandError(_("%(told)s Sur la ligne de commande : --%(option)s") % {"told": refusal, "option": accept.replace("_", "-")})


def say(figures: dict[str, Any]) -> str:
    """One JSON object, for a machine."""
    return json.dumps(figures, ensure_ascii=False)


class Progress:
    """A line on standard error that counts up, when a person looks."""

    def __init__(self, step: str, *, visible: bool) -> None:
        self.step, self.visible, self.shown = step, visible, -1

    def __call__(self, done: int, total: int | None = None) -> None:
        percent = 100 * done // total if total else done
        if not self.visible or percent == self.shown:
            return
        self.shown = percent
        sys.stderr.write(f"\r{self.step} : {done} / {total}" if total else f"\r{self.step} : {done}")
        if total and done >= total:
            sys.stderr.write("\n")
        sys.stderr.flush()
