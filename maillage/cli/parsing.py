"""Knows how what Python says of a wrong command line is said in French: one table, for its errors and its help."""

import argparse
from typing import Any

FRENCH = {
    "usage: ": "usage : ",
    "positional arguments": "arguments",
    "options": "options",
    "show this help message and exit": "montre cette aide",
    "%(prog)s: error: %(message)s\n": "%(message)s\n",
    "the following arguments are required: %s": "argument obligatoire : %s",
    "one of the arguments %s is required": "un de ces arguments est obligatoire : %s",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s : %(message)s",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r n’est pas un choix possible ; choix possibles : %(choices)s",
    "unknown parser %(parser_name)r (choices: %(choices)s)": "%(parser_name)r n’est pas un choix possible ; choix possibles : %(choices)s",
    "invalid %(type)s value: %(value)r": "%(value)r n’est pas de la forme attendue",
    "unrecognized arguments: %s": "options ou arguments inconnus : %s",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s peut vouloir dire : %(matches)s",
    "not allowed with argument %s": "ne va pas avec %s",
    "ignored explicit argument %r": "n’attend pas de valeur : %r",
    "expected one argument": "une valeur est attendue",
    "expected at most one argument": "une valeur au plus est attendue",
    "expected at least one argument": "au moins une valeur est attendue",
    "expected %s argument": "%s valeur attendue",
    "expected %s arguments": "%s valeurs attendues",
}


def speak_french() -> None:
    """From now on, in this process. Python offers no other door than the two functions by which argparse looks its sentences up."""
    parser: Any = argparse
    parser._ = french  # noqa: SLF001
    parser.ngettext = lambda one, many, count: french(one if count == 1 else many)


def hide(parser: argparse.ArgumentParser, *dests: str) -> None:
    """These options work, for developers; the help does not show them."""
    for action in parser._actions:  # noqa: SLF001 - they are of no other list
        if action.dest in dests:
            action.help = argparse.SUPPRESS


def french(text: str) -> str:
    return FRENCH.get(text, text)
