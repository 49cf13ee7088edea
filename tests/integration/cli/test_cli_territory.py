"""A territory begins with one command: lists are brought in, what is known is said, and whom to call first."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from maillage.cli.territory import lists
from maillage.directory.models import Place
from maillage.ingestion.models import Source

pytestmark = pytest.mark.django_db(transaction=True)
HEAD = "id,pivot,nom,commune,code_postal,code_insee,adresse,latitude,longitude,date_maj,services,telephone\n"
OWN = (
    HEAD
    + "1,,Médiathèque,Guéret,23000,23096,1 rue de la Gare,46.17,1.87,2026-05-01,,05 55 52 00 00\n2,,Mairie,Ahun,23150,23001,Le Bourg,46.08,2.04,2026-06-01,,\n"
)
LIBRARIES = """Libelle1;Libelle2;Localisation;voie;CP;CEDEXB;Ville;DEPT;INSEE;coordonnees_ban;coordonnees_insee;coordonnees_finales;code_bib
BIBLIOTHEQUE;;;;23200;;AUBUSSON;23;23008;45.95,2.17;45.95,2.17;45.95,2.17;1
BIBLIOTHEQUE;;;;87000;;LIMOGES;87;87085;45.83,1.26;45.83,1.26;45.83,1.26;2
BIBLIOTHEQUE;;;;13001;;MARSEILLE;13;13055;43.29,5.37;43.29,5.37;43.29,5.37;3
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    national = tmp_path / "national"
    national.mkdir()
    (national / "bibliotheques-publiques.csv").write_text(LIBRARIES, encoding="utf-8")
    return national


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "Nos Lieux 2026.csv"
    path.write_text(OWN, encoding="utf-8")
    return path


def start(*arguments: object) -> dict[str, object]:
    out = StringIO()
    call_command("territory", "start", *(str(argument) for argument in arguments), "--offline", "--json", stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


def test_national_lists_and_own_files_are_brought_in_with_the_neighbours_only(folder: Path, own: Path) -> None:
    told = start("23", own, "--from", folder)

    assert told["territory"] == "dep:23"
    counts = told["lists"]["bibliotheques-publiques"]  # type: ignore[index]
    assert (counts["read"], counts["kept"], counts["outside"]) == (3, 2, 1)
    assert told["lists"]["nos-lieux-2026"]["kept"] == 2  # type: ignore[index]
    assert "france-services" in told["lists"]  # type: ignore[operator]
    assert (told["places"], told["with_phone"]) == (3, 1)
    assert [(call["name"], call["phone"] != "") for call in told["calls"]][:1] == [("Médiathèque", True)]  # type: ignore[attr-defined]
    assert Place.objects.published().count() == 4, "Limoges is within thirty kilometres of the département"


def test_a_person_reads_what_is_known_what_is_not_and_whom_to_call(folder: Path, own: Path, tmp_path: Path) -> None:
    out = StringIO()
    call_command("territory", "start", "departement-23", str(own), "--from", str(folder), "--offline", "--calls", str(tmp_path / "appels.csv"), stdout=out)

    text = out.getvalue()
    assert "Creuse" in text
    assert "05 55 52 00 00" in text
    assert "demandez-le à la mairie" in text
    rows = list(csv.reader(StringIO((tmp_path / "appels.csv").read_text(encoding="utf-8-sig")), delimiter=";"))
    assert rows[1][2:4] == ["05 55 52 00 00", ""]
    assert all(len(row) == len(rows[0]) for row in rows)


def test_starting_again_changes_nothing_and_another_territory_widens_the_lists(folder: Path, own: Path) -> None:
    start("23", own, "--from", folder)
    before = sorted(Place.objects.values_list("pk", flat=True))
    start("23", own, "--from", folder)
    assert sorted(Place.objects.values_list("pk", flat=True)) == before

    start("13", "--from", folder)
    assert Source.objects.get(key="bibliotheques-publiques").scope == ""
    assert Place.objects.filter(commune="Marseille").count() == 1


def told(*arguments: object) -> str:
    out = StringIO()
    call_command("territory", "start", *(str(argument) for argument in arguments), "--offline", stdout=out)
    return out.getvalue()


def test_files_may_stand_after_an_option(own: Path) -> None:
    out = StringIO()
    call_command("territory", "start", "23", "--offline", str(own), "--json", stdout=out, stderr=StringIO())

    assert json.loads(out.getvalue())["lists"]["nos-lieux-2026"]["kept"] == 2


def test_each_step_is_told_with_its_seconds(folder: Path, own: Path) -> None:
    steps = [line for line in told("23", own, "--from", folder).splitlines() if line.endswith(" s)")]

    assert len(steps) == 6, "three national lists, one file, linking, publishing"


def test_questions_town_hall_and_next_steps_are_told(own: Path) -> None:
    own.write_text(
        HEAD
        + "1,,Mairie,Guéret,23000,23096,1 rue de la Gare,46.17,1.87,2026-05-01,,05 55 52 00 00\n"
        + "2,,Point lecture,Guéret,23000,23096,9 rue Haute,46.17,1.87,2026-05-01,,\n"
        + "3,,Ludothèque,,,,,,,2026-05-01,,\n",
        encoding="utf-8",
    )

    text = told("23", own)

    assert "par la mairie\u202f: 05 55 52 00 00" in text
    assert "Mairie (1)" in text, "a kind that only the name tells"
    assert "rien ne le situe" in text
    assert "prochaine version" in text
    assert "Ce que personne ne dit pouvoir" in text
    for step in ("maillage serve", "/listes/", "--on dep:23", "--calls"):
        assert step in text


def test_a_guessed_mapping_says_where_it_is_kept(tmp_path: Path) -> None:
    listed = tmp_path / "mairies.csv"
    listed.write_text("Nom de la structure;Ville;CP;Téléphone\nMairie;Ahun;23150;05 55 62 40 06\nMairie;Guéret;23000;05 55 52 00 00\n", encoding="utf-8")

    assert "sources/mairies.toml" in told("23", listed)
    assert "sources/mairies.toml" not in told("23", listed), "known from now on"


@pytest.mark.parametrize("code", ["99", "zz", "dep:", "com:00000", ""])
def test_an_unknown_territory_is_refused_in_a_sentence(code: str) -> None:
    with pytest.raises(CommandError, match="n’est pas un territoire connu"):
        start(code)


def test_an_absent_file_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="n’existe pas"):
        start("23", tmp_path / "absent.csv")

    assert not Source.objects.exists()


def test_one_wrong_list_stops_no_other(folder: Path, own: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "image.csv"
    wrong.write_bytes(b"%PDF-1.4")

    with pytest.raises(CommandError, match="image.csv"):
        start("23", wrong, own, "--from", folder)

    assert Place.objects.published().count() == 4


@pytest.mark.parametrize(("name", "key"), [("Nos Lieux 2026.xlsx", "nos-lieux-2026"), ("é--à.csv", "e-a"), ("###.csv", "liste"), ("a" * 90 + ".csv", "a" * 60)])
def test_a_file_gives_its_list_a_key(name: str, key: str) -> None:
    assert lists.key_of(Path(name)) == key
