"""Knows how `maillage …` starts: the settings first, then the command; a fault of the installation is said in a sentence."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError, ProgrammingError

from maillage.cli.parsing import speak_french

DEMO_VAR = "var/demo"  # the demo never mixes with a real base, nor one département with another
DEMO_DEPARTEMENT = "23"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings")
    if sys.argv[1:2] == ["demo"]:
        os.environ.setdefault("MAILLAGE_VAR", f"{DEMO_VAR}/{departement_of(sys.argv)}")
    if sys.argv[1:2] in (["demo"], ["territory"]):
        os.environ.setdefault("MAILLAGE_LOG_LEVEL", "WARNING")  # lines for machines would bury what is told to a person
    speak_french()
    try:
        execute_from_command_line(["maillage", *sys.argv[1:]])
    except ImproperlyConfigured as fault:
        sys.exit(f"Réglage à corriger : {fault}")
    except (OperationalError, ProgrammingError) as fault:
        sys.exit(f"La base ne répond pas, ou n’est pas prête : {fault}".rstrip() + "\nLancez : maillage migrate ; puis : maillage doctor")


def departement_of(arguments: list[str]) -> str:
    """The département asked on the command line, before Django reads it; letters and digits only, since it names a folder."""
    for place, argument in enumerate(arguments):
        name, _equal, value = argument.partition("=")
        if name == "--departement":
            asked = value or "".join(arguments[place + 1 : place + 2])
            return "".join(letter for letter in asked.upper() if letter.isalnum()) or DEMO_DEPARTEMENT
    return DEMO_DEPARTEMENT
