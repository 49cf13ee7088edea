"""Knows how `maillage …` starts: the settings first, then the command."""

import os
import sys

from django.core.management import execute_from_command_line

DEMO_VAR = "var/demo"  # the demo never mixes with a real base
OWN_COMMANDS = ("demo", "serve", "worker", "import", "link", "publish", "export", "stats", "doctor", "bench")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings")
    if sys.argv[1:2] == ["demo"]:
        os.environ.setdefault("MAILLAGE_VAR", DEMO_VAR)
    execute_from_command_line(["maillage", *sys.argv[1:]])
