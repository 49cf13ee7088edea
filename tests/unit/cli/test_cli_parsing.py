"""What is said of a wrong command line is French, whoever finds it wrong."""

import argparse

import pytest
from django.core.management import load_command_class
from django.core.management.base import CommandError

from maillage.cli import parsing

ENGLISH = ("invalid", "choose", "required", "unrecognized", "expected", "show this", "positional", "Verbosity", "Skip system", "usage:")


@pytest.fixture(autouse=True)
def _french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(argparse, "_", argparse._)  # type: ignore[attr-defined]  # put back afterwards
    monkeypatch.setattr(argparse, "ngettext", argparse.ngettext)  # type: ignore[attr-defined]
    parsing.speak_french()


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("source", ["set", "x", "--every", "yearly"], "choix possibles"),
        ("source", ["zzz"], "choix possibles"),
        ("import", [], "argument obligatoire"),
        ("import", ["a.csv", "--source", "x", "--zork"], "inconnus.*--zork"),
        ("import", ["a.csv", "--source"], "une valeur est attendue"),
        ("territory", ["start", "23", "--km", "x"], "forme attendue"),
        ("invite", [], "argument obligatoire"),
    ],
)
def test_a_wrong_command_line_is_refused_in_french(name: str, arguments: list[str], told: str) -> None:
    parser = load_command_class("maillage.cli", name).create_parser("maillage", name)

    with pytest.raises(CommandError, match=told) as refusal:
        parser.parse_args(arguments)
    assert not [word for word in ENGLISH if word in str(refusal.value)]


@pytest.mark.parametrize("name", ["import", "check", "source", "territory", "mapping", "invite", "serve", "doctor"])
def test_help_is_french_and_shows_our_options_only(name: str) -> None:
    told = load_command_class("maillage.cli", name).create_parser("maillage", name).format_help()

    assert not [word for word in ENGLISH if word in told]
    assert "--traceback" not in told


def test_help_of_a_trial_begins_with_the_file() -> None:
    told = load_command_class("maillage.cli", "check").create_parser("maillage", "check").format_help()

    assert "la liste à essayer" in told
    assert "--fail-level" not in told
