"""What `maillage mapping check` finds before an import, on small tables and on the given lists."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from maillage.ingestion.formats.opening import open_table
from maillage.ingestion.mapping import loading
from maillage.ingestion.mapping.plan import Choice
from maillage.ingestion.mapping.review import Review, review

LEAST = '[list]\nlabel = "Liste"\nid = "id"\n[fields]\nname = "nom"\n'


def found(rows: list[dict[str, Any]], text: str, head: str = LEAST) -> Review:
    return review(open_table(json.dumps(rows).encode()), head + text, name="x")


def told(seen: Review, kind: str) -> list[tuple[str, int]]:
    """Value and count of each finding of a kind."""
    return [(finding.value or finding.column, finding.count) for finding in (*seen.errors, *seen.warnings) if finding.kind == kind]


def rows(**columns: list[Any]) -> list[dict[str, Any]]:
    size = len(next(iter(columns.values())))
    return [{"id": rank, "nom": f"Lieu {rank}"} | {name: cells[rank] for name, cells in columns.items()} for rank in range(size)]


def test_terms_and_rules_that_find_nothing_are_told() -> None:
    text = """
    [[services]]
    code = "securite"
    columns = ["texte"]
    terms = ["sécurité", "arnaques"]
    [[services]]
    code = "culture-numerique"
    columns = ["texte"]
    terms = ["esprit critique"]
    """
    seen = found(rows(texte=["la Sécurité", "", "pas d’arnaques"]), text)

    assert told(seen, "term_idle") == [("arnaques", 1)]
    assert told(seen, "rule_idle") == [("esprit critique", 0)]


def test_rules_that_always_hold_or_add_nothing_are_told() -> None:
    text = """
    [[services]]
    code = "securite"
    columns = ["texte"]
    terms = ["numérique"]
    [[services]]
    code = "securite"
    columns = ["texte"]
    terms = ["sécurité numérique"]
    [[services]]
    code = "culture-numerique"
    columns = ["texte"]
    terms = ["culture"]
    [[costs]]
    code = "gratuit"
    [[costs]]
    code = "gratuit"
    columns = ["texte"]
    terms = ["culture"]
    """
    seen = found(rows(texte=["sécurité numérique"] * 4 + ["culture numérique"]), text)

    assert told(seen, "rule_always") == [("texte", 5)]
    assert told(seen, "rule_shadowed") == [("culture", 1), ("sécurité numérique", 4)]


def test_columns_absent_unread_empty_and_never_reached_are_told() -> None:
    seen = found(
        rows(rue=["1 rue Haute", "2 rue Haute"], voie=["", "x"], vide=["", ""], Prénom=["a", "b"]),
        'street = ["rue", "voie"]\ncommune = "vides"\nparent = "vide"\n',
    )

    assert told(seen, "fallback_unreached") == [("voie", 0)]
    assert told(seen, "column_empty") == [("vide", 0)]
    assert told(seen, "column_absent") == [("vides", 0)]
    assert told(seen, "column_personal") == [("Prénom", 1)]
    assert next(finding.suggestion for finding in seen.warnings if finding.kind == "column_absent") == "vide"


def test_values_that_a_table_does_not_cover_and_entries_never_met_are_told() -> None:
    text = '[values.costs]\ncolumns = "prix"\ntable = { "libre" = ["gratuit"], "cher" = ["payant"] }\n[words.equipment]\ncolumns = ["mat"]\nseparators = ","\n'
    seen = found(rows(prix=["Libre", "à voir", "à voir", ""], mat=["wifi, fax", "fax", "", "wifi"]), text)

    assert told(seen, "value_uncovered") == [("à voir", 2)]
    assert told(seen, "value_idle") == [("cher", 1)]
    assert told(seen, "word_unknown") == [("fax", 2)]


def test_hours_that_do_not_read_are_counted() -> None:
    seen = found(rows(h=["Mo-Fr 09:00-12:00", "n’importe quand", "n’importe quand"]), '[hours]\nosm = "h"\n')

    assert told(seen, "hours_unread") == [("n’importe quand", 2)]


def test_identifiers_missing_or_repeated_and_twins_are_told() -> None:
    three: list[dict[str, Any]] = [{"id": "1", "nom": "A"}, {"id": "1", "nom": "B"}, {"id": "", "nom": "C"}, {"id": None, "nom": "C"}]
    seen = found(three, "")

    assert told(seen, "id_empty") == [("id", 2)]
    assert told(seen, "id_repeated") == [("1", 1)]
    assert told(seen, "fingerprint_repeated") == [("", 2)]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (LEAST.replace('name = "nom"', 'name = "titre"'), "name_absent"),
        (LEAST.replace('id = "id"', 'fingerprint = ["x"]'), "identity_absent"),
        (LEAST + "[[service]]\n", "mapping_wrong"),
    ],
)
def test_what_stops_an_import_is_an_error(head: str, kind: str) -> None:
    seen = found(rows(a=["1"]), "", head)

    assert [finding.kind for finding in seen.errors] == [kind]


def test_each_text_is_asked_only_of_the_rules_whose_words_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    words = [f"mot{rank}" for rank in range(40)]
    text = "".join(f'[[services]]\ncode = "securite"\ncolumns = ["texte"]\nterms = ["{word}", "jamais {word}"]\n' for word in words)
    asked = []
    says = Choice.says
    monkeypatch.setattr(Choice, "says", lambda choice, cell: asked.append(cell) or says(choice, cell))  # type: ignore[func-returns-value]
    seen = found(rows(texte=[f"Texte {rank} avec {words[rank % 40]} dedans" for rank in range(1_000)]), text)

    assert seen.rows == 1_000
    assert len(asked) <= 2_000


@pytest.fixture(params=["aix-en-provence", "angers", "corse", "epernay", "etapes-numerique", "france-services", "gironde", "maine-et-loire"])
def given(request: pytest.FixtureRequest, shared: Path) -> Iterator[tuple[str, Review]]:
    folder = shared / "sources" / request.param
    content = next(folder.glob("source.*")).read_bytes()
    yield request.param, review(open_table(content), (folder / "config.json").read_text(encoding="utf-8"), name="config.json")


KNOWN_FAULTS = {  # what their own tool never told of them
    "aix-en-provence": [("mapping_doubt", "Comprehension"), ("column_unused", "labels_nationaux"), ("rule_shadowed", "acces-internet-materiel")],
    "angers": [("column_unused", "LIEN")],
    "corse": [("column_unused", "pointgeo"), ("column_personal", "Contact"), ("fingerprint_repeated", "Structure")],
    "epernay": [("column_unused", "ObjectID"), ("column_personal", "Creator")],
    "etapes-numerique": [("column_unused", "Code INSEE")],
    "france-services": [("column_absent", "labellisation_fs"), ("column_absent", "prise_rdv"), ("rule_idle", "itinerant"), ("hours_unread", "h_vendredi")],
    "gironde": [("column_absent", "horaires"), ("column_unused", "Proposition de permanence"), ("term_idle", "initié")],
    "maine-et-loire": [("column_unused", "AFFICHAGE")],
}


def test_faults_of_the_given_configurations_are_found(given: tuple[str, Review]) -> None:
    name, seen = given

    assert seen.errors == []
    assert [fault for fault in KNOWN_FAULTS[name] if not any(finding.kind == fault[0] and fault[1] in finding.message for finding in seen.warnings)] == []


@pytest.mark.parametrize("name", [name for name in loading.shipped_names() if not name.startswith(loading.BY_COLUMNS)])
def test_shipped_mappings_read_every_column_of_their_list(name: str, shared: Path) -> None:
    content = next((shared / "sources" / name).glob("source.*")).read_bytes()
    seen = review(open_table(content), loading.shipped_text(name), name=name)

    assert seen.errors == []
    assert [finding.message for finding in seen.warnings if finding.kind in {"column_absent", "column_unused", "column_personal", "rule_shadowed"}] == []


def test_the_command_says_it_and_fails_on_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, good, wrong = tmp_path / "liste.csv", tmp_path / "bonne.toml", tmp_path / "fausse.toml"
    table.write_text("id,nom,rue\n1,Lieu,1 rue Haute\n", encoding="utf-8")
    good.write_text(LEAST, encoding="utf-8")
    wrong.write_text(LEAST + 'stret = "rue"\n', encoding="utf-8")

    call_command("mapping", "check", str(table), "--mapping", str(good), "--json")
    assert [finding["kind"] for finding in json.loads(capsys.readouterr().out)["warnings"]] == ["column_unused"]
    with pytest.raises(SystemExit) as stopped:
        call_command("mapping", "check", str(table), "--mapping", str(wrong))
    assert stopped.value.code == 1
    assert "street" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("mapping", "check", str(tmp_path / "absente.csv"), "--mapping", str(good))


def test_hours_in_french_under_osm_are_told_as_an_import_reads_them() -> None:
    """An import reads French hours wherever they stand: only those that stay in words are told."""
    cells = ["Lundi 9h-12h", "Mo 09:00-12:00", "mardi 14h-17h", "voir le site"]
    seen = [found(rows(h=cells), f'[hours]\n{key} = "h"\n') for key in ("osm", "words")]

    assert [told(one, "hours_unread") for one in seen] == [[("voir le site", 1)]] * 2


def test_what_the_dictionary_does_not_hear_is_told_by_whole_cells() -> None:
    seen = found(
        rows(a=["Prêt de livres, contes", "2 PC et des livres", "Pas de wifi", "Prêt de livres, contes"]),
        '[words.services]\ncolumns = ["a"]\ndictionary = true\n',
    )

    assert told(seen, "word_unknown") == [("Prêt de livres, contes", 2)]


def test_columns_of_persons_that_no_rule_reads_are_told() -> None:
    seen = found(rows(Divers=["Paul Martin", "Mme Durand", "accueil"], Autre=["a", "b", "c"]), "")

    assert told(seen, "column_personal") == [("Divers", 1)]
