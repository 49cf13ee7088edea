"""Each difference with the national tool falls into its class, on a list made up for it."""

import json
from datetime import date

import pytest

from maillage.cli.peer import choices, comparing, document, matching
from maillage.cli.peer.choices import Judgement
from maillage.cli.peer.comparing import ROW
from maillage.cli.peer.facts import CHOICES
from maillage.cli.peer.hours import alike, told_in
from maillage.cli.peer.verdicts import REASONS, Kind
from maillage.ingestion.checking import check_file
from maillage.ingestion.errors import UnreadableFile
from maillage.referentials.selectors import vocabulary

TODAY = date(2026, 11, 24)
LIST = {
    "id": "12",
    "pivot": "",
    "nom": "Médiathèque de Guéret",
    "commune": "Guéret",
    "code_postal": "23000",
    "code_insee": "23096",
    "adresse": "8 avenue Fayolle",
    "complement_adresse": "",
    "latitude": "46.1700",
    "longitude": "1.8700",
    "telephone": "05 55 41 02 00",
    "courriels": "bonjour@exemple.fr",
    "site_web": "https://exemple.fr/Page",
    "horaires": "Mo-Fr 09:00-12:00",
    "presentation_detail": "Aide aux démarches.\nPrendre rendez-vous",
    "date_maj": "2026-06-15",
    "services": "Aide aux démarches administratives",
    "typologie": "BIB",
}
SAME = {
    **LIST,
    "id": "liste_12",
    "pivot": "00000000000000",
    "telephone": "+33555410200",
    "latitude": 46.17,
    "longitude": 1.87,
}


def compared(*rows, output, source="liste"):
    content = json.dumps([LIST | row for row in rows]).encode()
    return comparing.compare_rows(check_file(content, source=source, mapping=None, today=TODAY), [SAME | row for row in output], source=source)


def reasons(ours, theirs):
    """Reasons by field, of one row on both sides; the reason of what differs first."""
    found = {}
    for finding in compared(ours, output=[theirs]).findings:
        if finding.verdict.reason != "same":
            found.setdefault(finding.verdict.field, finding.verdict.reason)
    return found


def test_what_is_the_same_is_equal():
    comparison = compared({}, output=[{}])

    assert reasons({}, {}) == {"pivot": "fake-pivot"}
    assert comparison.total()[Kind.EQUAL] == len(comparison.findings) - 1
    assert (comparison.rows, comparison.kept, comparison.peer_kept, comparison.usable, comparison.peer_usable) == (1, 1, 1, 1, 1)


@pytest.mark.parametrize(
    ("ours", "theirs", "field", "reason"),
    [
        ({"pivot": "21230001600012"}, {"pivot": "21230001600012"}, "pivot", None),
        ({"pivot": "21230001600012"}, {}, "pivot", "fake-pivot"),
        ({"pivot": "21230001600013"}, {"pivot": "21230001600013"}, "pivot", "unreadable-kept"),
        ({}, {"date_maj": "1970-01-01"}, "date_maj", "fake-date"),
        ({"date_maj": ""}, {"date_maj": "2023-02-06"}, "date_maj", "not-in-list"),
        ({"date_maj": "32/06/2026"}, {"date_maj": "2026-06-15"}, "date_maj", "not-in-list"),
        ({}, {"date_maj": "2026-06-16"}, "date_maj", "as-written"),
        ({}, {"telephone": None}, "telephone", "only-ours"),
        ({"telephone": "05 55 41 02 00 / 05 55 41 02 01"}, {}, "telephone", "more"),
        ({"telephone": ""}, {"telephone": "+33555419999"}, "telephone", "not-in-list"),
        ({"telephone": "3949"}, {"telephone": "+33177867788"}, "telephone", "short-number"),
        ({"telephone": "06 12 34 56 78"}, {"telephone": "+33698765432"}, "telephone", "replaced"),
        ({"code_postal": "23011"}, {}, "code_postal", "cedex"),
        ({"code_postal": "32000"}, {}, "code_postal", "impossible-code"),
        ({"courriels": "bonjour@exemple.fr"}, {"courriels": "bonjour@exemple"}, "courriels", "unreadable-kept"),
        ({}, {"site_web": "https://exemple.fr/page"}, "site_web", "case-kept"),
        ({}, {"site_web": None}, "site_web", "only-ours"),
        ({}, {"adresse": "8 avenue Fayolle -"}, "adresse", "trailing-sign"),
        ({}, {"adresse": "8 avenue Fayolle 23000 Guéret Creuse FRA"}, "adresse", "town-in-street"),
        ({}, {"adresse": "8 avenueFayolle"}, "adresse", "glued"),
        ({"adresse": ""}, {"adresse": "Médiathèque de Guéret"}, "adresse", "not-a-street"),
        ({"complement_adresse": "Bâtiment A"}, {"adresse": "8 avenue Fayolle Bâtiment A"}, "adresse", "in-another-field"),
        ({}, {"presentation_detail": "Aide aux démarches.Prendrerendez-vous"}, "presentation", "glued"),
        ({}, {"presentation_detail": "Aide aux démarches."}, "presentation", "fuller"),
        ({}, {"presentation_detail": None}, "presentation", "only-ours"),
        ({"presentation_detail": ""}, {"presentation_detail": "Un lieu de rencontre"}, "presentation", "not-in-list"),
        ({}, {"nom": "Médiathèque de Guéret inventée"}, "nom", "as-written"),
        ({"code_insee": ""}, {"code_insee": None}, "code_insee", "deduced"),
        ({}, {"commune": "Ajain", "code_insee": "23002", "code_postal": "23380"}, "commune", "commune-of-the-list"),
        ({}, {"latitude": 46.0, "longitude": 1.0}, "point", "point-agrees"),
        ({}, {"latitude": None, "longitude": None}, "point", "only-ours"),
        ({}, {"horaires": "Mo-Fr 09h-12h"}, "horaires", "hours-unreadable"),
        ({}, {"horaires": None}, "horaires", "only-ours"),
        ({}, {"horaires": "Mo-Th 09:00-12:00; Fr 09:00-12:00"}, "horaires", None),
    ],
)
def test_each_difference_has_its_reason(ours, theirs, field, reason):
    assert reasons(ours, theirs).get(field) == reason


def test_what_is_inferred_is_equal_and_what_the_list_says_is_worse_to_lose():
    assert reasons({"typologie": ""}, {})["typologie"] == "inferred"
    assert reasons({"nom": "Médiathèque CCAS"}, {"nom": "Médiathèque CCAS", "typologie": "BIB|CCAS"})["typologie"] == "inferred"
    assert reasons({"adresse": "Espace public numérique"}, {"typologie": "BIB|EPN"})["typologie"] == "only-theirs"


def test_what_the_list_answers_by_something_else_is_better_left_out_unless_one_of_its_words_tells_it():
    theirs = {"services": "Aide aux démarches administratives|Compréhension du monde numérique"}

    assert reasons({}, theirs)["services"] == "answered-otherwise"
    assert reasons({"services": ""}, theirs)["services"] == "unknown"
    assert reasons({"presentation_detail": "Déjouer les fake news"}, theirs | {"presentation_detail": "Déjouer les fake news"})["services"] == "unknown"


def test_rows_are_kept_lost_or_empty():
    comparison = compared({"id": "1"}, {"id": "2", "nom": ""}, {"id": "3"}, output=[{"id": "liste_3"}, {"id": "liste_9", "nom": "Ailleurs"}])

    rows = [(finding.line, finding.verdict.reason) for finding in comparison.findings if finding.verdict.field == ROW]
    assert sorted(rows) == [(0, "row-lost"), (1, "row-kept"), (2, "row-empty"), (3, "same")]


def test_rows_are_matched_by_identifier_then_rank_then_name():
    checked = check_file(json.dumps([LIST | {"id": "7"}, LIST | {"id": "8", "nom": "Mairie"}]).encode(), source="liste", today=TODAY)
    facts = [comparing.facts.ours(row.draft) for row in checked.rows]

    def found(*ids):
        output = [SAME | {"id": text, "nom": name} for text, name in zip(ids, ("Mairie", "Médiathèque de Guéret"), strict=True)]
        return [row["nom"] for row in matching.match(checked.rows, facts, output)]

    assert found("liste_8", "liste_7") == found("liste_1", "liste_0") == found("liste_x", "liste_y") == ["Médiathèque de Guéret", "Mairie"]
    assert found("liste_7", "liste_8") == ["Médiathèque de Guéret", "Mairie"]  # identifiers that name another place are not believed


def test_a_judgement_decides_what_no_rule_does(monkeypatch):
    monkeypatch.setattr(choices, "judgements", lambda source: (Judgement("typologie", ("CSC",), "theirs", "equal", "Ce n’en est pas un.", ("mediatheque",)),))
    found = [finding.verdict for finding in compared({}, output=[{"typologie": "BIB|CSC"}]).findings if finding.verdict.field == "typologie"]

    assert [(verdict.kind, verdict.sentence) for verdict in found] == [(Kind.EQUAL, "Ce n’en est pas un.")]


def test_an_answer_of_the_list_speaks_for_us_and_a_sentence_does_not():
    text = """[list]
label = "Une liste"
id = "id"
[fields]
name = "nom"
commune = "commune"
[[services]]
code = "demarches-administratives"
columns = ["services", "presentation_detail"]
terms = ["remplir des papiers"]
"""

    def reason(**cells):
        content = json.dumps([LIST | {"services": "", "presentation_detail": ""} | cells]).encode()
        comparison = comparing.compare_rows(check_file(content, source="liste", mapping=text, today=TODAY), [SAME | {"services": None}], source="liste")
        return [finding.verdict.reason for finding in comparison.findings if finding.verdict.field == "services"]

    assert reason(services="Remplir des papiers / autre") == ["answered"]
    assert reason(presentation_detail="Nos bénévoles reçoivent chaque personne qui le demande pour remplir des papiers") == ["unknown"]


def test_hours_of_a_text_are_its_days_and_times():
    assert told_in("Du lundi au mercredi : 9h - 12h30, samedi 14:00") == ({0, 1, 2, 5}, {"09:00", "12:30", "14:00"})
    assert told_in("lundi-vendredi 08.30-17:30")[0] == {0, 1, 2, 3, 4}
    assert not alike("Th 09:00-12:00", "Th[2,4] 09:00-12:00", "23")


def test_judgements_name_what_exists():
    for file in choices.JUDGEMENTS.glob("*.toml"):
        for judgement in choices.judgements(file.stem):
            assert judgement.kept_by in {"ours", "theirs"} and f"judged-{judgement.verdict}" in REASONS and judgement.why
            assert set(judgement.codes) <= {term.code for term in vocabulary(CHOICES[judgement.field]).terms}


def test_the_page_explains_the_worse_and_shows_no_contact():
    comparison = compared({"telephone": ""}, {"id": "13"}, output=[{"telephone": "+33555410200"}, {"id": "liste_99", "nom": "Ailleurs"}])
    page, sheet = document.as_markdown([comparison], [comparison]), document.as_csv([comparison])

    assert "| liste | 2 | 2 | 2 |" in page
    assert "Les règles décident " in page and "différences (100\u202f%)" in page
    assert "- ligne 0, Ailleurs, ligne\u202f: l’outil national garde la ligne, pas nous." in page
    assert "555410200" not in page
    assert sheet.startswith("liste,ligne,nom,champ,verdict,raison") and "row-lost" in sheet and "'+33555410200" in sheet
    assert document.as_json(comparison)["fields"][ROW]["worse"] == 1


def test_an_output_that_does_not_read_is_said_in_a_sentence(tmp_path):
    for text in ("[", '{"a": 1}', "[1]"):
        (tmp_path / "sortie.json").write_text(text)
        with pytest.raises(UnreadableFile, match=r"sortie\.json"):
            comparing.read_output(tmp_path / "sortie.json")
