"""The codes of a mapping are told: all of them, those of one vocabulary, and where to find them when one is wrong."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("mapping", *arguments, stdout=out)
    return out.getvalue()


def test_codes_of_a_vocabulary_come_with_their_label_and_the_words_of_the_public() -> None:
    assert "wifi" in told("codes", "equipment")
    assert "Se protéger des arnaques" in told("codes", "services")
    assert "wifi" not in told("codes", "services")


def test_without_a_name_all_vocabularies_are_told() -> None:
    known = json.loads(told("codes", "--json"))

    assert {"services", "needs", "kinds", "roles", "level"} <= set(known)
    assert "coop_themes" not in known
    assert {"code": "courriel", "label": "Courriel", "public": "Utiliser une boîte mail", "parent": "outils-du-quotidien"} in known["services"]


def test_an_unknown_vocabulary_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(CommandError, match="services"):
        told("codes", "service")


def test_a_wrong_code_says_where_the_codes_are(tmp_path: Path) -> None:
    listed, mapping = tmp_path / "liste.csv", tmp_path / "liste.toml"
    listed.write_text("id,nom\n1,Mairie\n", encoding="utf-8")
    mapping.write_text('[list]\nid = "id"\n[fields]\nname = "nom"\n[[services]]\ncode = "materiel"\n', encoding="utf-8")
    out = StringIO()

    with pytest.raises(SystemExit):
        call_command("mapping", "check", str(listed), "--mapping", str(mapping), stdout=out)

    assert "maillage mapping codes services" in out.getvalue()
