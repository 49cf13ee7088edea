"""`maillage compare`: one list or a folder of them, for a person, a machine, a sheet or a page; and the real lists, where nothing is left to judge."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from maillage.cli.management.commands.compare import compare_folder
from maillage.cli.peer.comparing import ROW
from maillage.cli.peer.verdicts import Kind

ROWS = [
    {"id": 1, "nom": "Mairie de Guéret", "commune": "Guéret", "code_postal": "23000", "adresse": "1 esplanade François Mitterrand", "services": ""},
    {"id": 2, "nom": "Mairie d’Ajain", "commune": "Ajain", "code_postal": "23380", "adresse": "2 place de l’Église", "services": ""},
]
OUTPUT = [{**ROWS[0], "id": "creuse_1", "pivot": "00000000000000", "date_maj": "1970-01-01"}]
CONFIG = {name: {"colonne": name} for name in ("id", "nom", "commune", "code_postal", "adresse")}
LISTS = ["aix-en-provence", "angers", "corse", "epernay", "etapes-numerique", "gironde", "maine-et-loire"]


@pytest.fixture
def folder(tmp_path):
    inside = tmp_path / "creuse"
    inside.mkdir()
    for name, content in (("source.json", ROWS), ("peer-output.json", OUTPUT), ("config.json", CONFIG)):
        (inside / name).write_text(json.dumps(content), encoding="utf-8")
    return inside


def said(*arguments, **options):
    out = StringIO()
    call_command("compare", *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def test_one_list_for_a_machine_a_person_and_a_sheet(folder, tmp_path):
    files = folder / "source.json", folder / "peer-output.json"
    figures = json.loads(said(*files, source="creuse", json=True, details=tmp_path / "differences.csv"))

    assert (figures["rows"], figures["kept"], figures["peer_kept"]) == (2, 2, 1)
    assert figures["fields"][ROW] == {"equal": 1, "better": 1, "worse": 0, "to-judge": 0}
    assert figures["fields"]["pivot"]["better"] == figures["fields"]["date_maj"]["better"] == 1
    assert "Lignes gardées : 2 sur 2, et 1 par l’outil national" in said(*files, source="creuse")
    assert "creuse,2,Mairie d’Ajain,ligne,better,row-kept" in (tmp_path / "differences.csv").read_text(encoding="utf-8-sig")


def test_a_folder_of_lists_with_both_mappings(folder):
    lists = json.loads(said(all=folder.parent, json=True))["lists"]
    page = said(all=folder.parent, markdown=True)

    assert [one["mapping"] for one in lists] == ["standard.toml", "config.json"]
    assert page.count("| creuse | 2 | 2 | 1 |") == 2
    assert "- ligne, 1 fois\u202f: la ligne nomme un lieu" in page
    assert page == said(all=folder.parent, markdown=True)


def test_what_is_missing_is_said(folder):
    with pytest.raises(CommandError, match="--all"):
        said()
    with pytest.raises(CommandError, match="ne se lit pas"):
        said(folder / "source.json", folder / "absent.json")
    (folder / "source.json").unlink()
    with pytest.raises(CommandError, match="ni source"):
        said(all=folder.parent)


@pytest.mark.parametrize("name", LISTS)
def test_no_row_of_a_real_list_is_lost_and_every_difference_has_a_verdict(shared, name):
    for mapping in (None, shared / "sources" / name / "config.json"):
        comparison = compare_folder(shared / "sources" / name, mapping)

        assert [finding.name for finding in comparison.findings if finding.verdict.reason == "row-lost"] == []
        assert [finding for finding in comparison.findings if finding.verdict.kind is Kind.TO_JUDGE] == []
        assert comparison.kept >= comparison.peer_kept
        assert comparison.usable >= comparison.peer_usable
