"""The commands, as a person or a scheduler runs them."""

import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands
from django.core.management.base import CommandError

from maillage.cli import health
from maillage.directory.models import Change, Place, Statement
from maillage.ingestion.models import Source

pytestmark = pytest.mark.django_db(transaction=True)

LIST = """id,pivot,nom,commune,code_postal,code_insee,adresse,latitude,longitude,date_maj,services,telephone
1,,Médiathèque de la Gare,Guéret,23000,23096,1 rue de la Gare,46.17,1.87,2026-05-01,Accès internet et matériel informatique,05 36 49 00 01
2,,Mairie,Ahun,23150,23001,Le Bourg,46.08,2.04,2026-06-01,Aide aux démarches administratives,
3,,Point lecture,Aubusson,23200,23008,,45.95,2.17,2026-06-01,,
4,,,Aubusson,23200,23008,,45.95,2.17,2026-06-01,,
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "liste.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def said(*arguments: object) -> dict[str, object]:
    """What a command prints with `--json`."""
    out = StringIO()
    call_command(*(str(argument) for argument in arguments), "--json", stdout=out)
    return json.loads(out.getvalue())


OURS = sorted(name for name, app in get_commands().items() if str(app).startswith("maillage"))


@pytest.mark.parametrize("name", OURS)
def test_each_command_says_what_it_does(name, capsys):
    with pytest.raises(SystemExit) as ended:
        call_command(name, "--help")

    assert ended.value.code == 0 and name in capsys.readouterr().out


def bring_in(file: Path) -> dict[str, object]:
    return said("import", file, "--source", "creuse")


def test_import_counts_each_row_once(file):
    assert bring_in(file) == {"read": 4, "kept": 3, "set_aside": 1, "outside": 0, "with_remarks": 0, "unchanged": 0, "usable": 1}


def test_chain_of_commands_publishes_what_was_imported(file, tmp_path):
    bring_in(file)
    said("link")

    assert said("publish")["generation"] == 1
    assert said("stats") == {"records": 3, "places": 3, "offers": 2, "sources": 1}
    export = said("export", "--out", tmp_path / "out.csv")
    assert (export["rows"], export["companion"]) == (2, 1)
    assert Path(str(export["path"])).read_text(encoding="utf-8").count("\n") == 3


def test_an_export_is_written_in_a_folder_under_its_usual_name(file, tmp_path):
    bring_in(file)
    said("publish")

    export = said("export", "--out", tmp_path)

    assert Path(str(export["path"])) == tmp_path / "lieux-mediation-numerique.csv"


def test_everything_again_writes_nothing(file):
    bring_in(file)
    said("link")
    said("publish")
    before = (Statement.objects.count(), Change.objects.count())

    assert bring_in(file)["unchanged"] == 3
    said("link")

    assert said("publish") == {"generation": 1, "changes": 0}
    assert (Statement.objects.count(), Change.objects.count()) == before


def test_import_of_an_absent_file_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(CommandError, match=r"absente\.csv"):
        bring_in(tmp_path / "absente.csv")

    assert Place.objects.count() == 0


def test_import_of_what_is_no_list_is_refused_and_writes_nothing(tmp_path):
    image = tmp_path / "image.png"
    image.write_bytes(bytes(range(256)) * 4)

    with pytest.raises(CommandError):
        bring_in(image)

    assert Place.objects.count() == 0


def test_summary_is_a_sentence_for_a_person(file):
    out = StringIO()
    call_command("import", str(file), "--source", "creuse", stdout=out)

    assert "Lignes lues\u202f: 4" in out.getvalue()


@pytest.mark.parametrize("name", ["report.csv", "report.json"])
def test_import_writes_a_report_that_names_the_row_set_aside(file, tmp_path, name):
    said("import", file, "--source", "creuse", "--report", tmp_path / name)

    assert "5" in (tmp_path / name).read_text(encoding="utf-8-sig")


def test_import_refuses_a_report_of_another_kind(file, tmp_path):
    with pytest.raises(CommandError, match=r"\.xlsx, \.html"):
        said("import", file, "--source", "creuse", "--report", tmp_path / "report.pdf")
    with pytest.raises(CommandError, match="n’existe pas"):
        said("import", file, "--source", "creuse", "--report", tmp_path / "absent" / "report.csv")

    assert Place.objects.count() == 0


def test_import_reads_as_told(tmp_path):
    path = tmp_path / "liste.csv"
    path.write_bytes(LIST.replace("Médiathèque", "Mediatheque de l’Été").encode("cp1252"))

    said("import", path, "--source", "creuse", "--encoding", "cp1252")

    assert Place.objects.filter(name__contains="l’Été").exists()


def test_doctor_names_what_is_broken_and_fails(monkeypatch):
    monkeypatch.setattr(health, "LOOKS", (lambda: health.Finding("base", health.FAULT, "vide", "Lancez : maillage migrate"),))
    out = StringIO()

    with pytest.raises(CommandError, match="base"):
        call_command("doctor", stdout=out)

    assert "maillage migrate" in out.getvalue()


def test_doctor_finds_nothing_broken_in_a_new_base():
    states = {finding.name: finding.state for finding in health.examine()}

    assert health.FAULT not in states.values()


def test_import_declares_a_new_list_for_a_territory(file):
    counts = said("import", file, "--source", "ma-ville", "--scope", "36", "--scope-km", "30")

    assert (Source.objects.get().scope, Source.objects.get().scope_km) == ("dep:36", 30)
    assert counts["kept"] + counts["outside"] + counts["set_aside"] == counts["read"]
    said("import", file, "--source", "ma-ville", "--scope", "dep:36", "--scope-km", "30")
    with pytest.raises(CommandError, match="source set ma-ville --scope dep:23 --scope-km 30"):
        said("import", file, "--source", "ma-ville", "--scope", "dep:23", "--scope-km", "30")


def test_import_refuses_an_unknown_territory_and_an_absent_file_before_declaring_a_list(file, tmp_path):
    with pytest.raises(CommandError, match="territoire connu"):
        said("import", file, "--source", "ma-ville", "--scope", "dep:99")
    with pytest.raises(CommandError, match="n’existe pas"):
        said("import", tmp_path / "absente.csv", "--source", "ma-ville", "--scope", "dep:36")

    assert not Source.objects.exists()


def test_a_refusal_names_the_option_that_lets_the_list_pass(file):
    bring_in(file)
    file.write_text("".join(LIST.splitlines(keepends=True)[:2]), encoding="utf-8")
    with pytest.raises(CommandError, match="--accept-losses"):
        bring_in(file)

    file.write_text(re.sub(r"^(\d),", r"1\1,", LIST, flags=re.MULTILINE), encoding="utf-8")
    with pytest.raises(CommandError, match="--match-by-content"):
        bring_in(file)


def test_a_list_that_was_removed_is_said_removed(file):
    bring_in(file)
    Source.objects.update(trouble="L’adresse ne répond pas.")
    said("source", "remove", "creuse")
    out = StringIO()

    call_command("source", "list", stdout=out)

    assert "retirée le" in out.getvalue()
    assert "ne répond pas" not in out.getvalue()
