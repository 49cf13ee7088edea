"""The figures that linkage must hold on real labelled pairs, and how they are counted."""

import json

import pytest
from django.core.management import CommandError, call_command

from maillage.linkage.evaluating import labelled
from maillage.linkage.evaluating.comparing import compare, judged
from maillage.linkage.evaluating.figures import figures
from maillage.linkage.evaluating.intervals import harmonic, wilson
from maillage.linkage.resolve import resolve


@pytest.fixture(scope="module")
def told(shared):
    folder = shared / "linkage"
    truth = labelled.read(folder / "records.jsonl", folder / "pairs.csv", folder / "closed-set.txt")
    compared = compare(truth.records)
    return figures(truth, compared, judged(compared))


@pytest.mark.slow
def test_automatic_merges_are_right_and_find_most(told):
    assert told["counts"]["true_pairs"] == 144
    assert told["automatic"]["wrong"] <= 1
    assert told["automatic"]["right"] >= 122
    assert told["hard_negatives"] == {"merged": 0, "of": 198}
    assert told["across_kinds"] == 0


@pytest.mark.slow
def test_reading_few_questions_finds_nearly_all(told):
    assert told["review"]["recall"] >= 0.97
    assert told["review"]["per_100"] <= 8


@pytest.mark.slow
def test_blocking_misses_hardly_anything(told):
    assert told["blocking"]["recall"] >= 0.99
    assert told["blocking"]["candidates"] <= 2500
    assert told["b_cubed"] >= 0.985


def evaluate(folder, rows, pairs, closed=None, *options):
    (folder / "records.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    (folder / "pairs.csv").write_text("id_a,id_b,label,reason\r\n" + "".join(f"{a},{b},{label},read\r\n" for a, b, label in pairs))
    if closed is not None:
        (folder / "closed-set.txt").write_text("\n".join(closed))
        options = (*options, "--closed-set", str(folder / "closed-set.txt"))
    call_command("linkage", "evaluate", "--records", str(folder / "records.jsonl"), "--pairs", str(folder / "pairs.csv"), *options)


@pytest.fixture
def measured(tmp_path, capsys):
    def measure(rows, pairs, closed=None):
        evaluate(tmp_path, rows, pairs, closed, "--json")
        return json.loads(capsys.readouterr().out)

    return measure


def row(source, number, name, **fields):
    return {
        "id": f"{source}-{number}",
        "source": source,
        "source_id": str(number),
        "nom": name,
        "commune": "Pessac",
        "code_insee": "33318",
        "adresse": "21 rue de Camponac",
        **fields,
    }


ELLUL = [row(source, 1, "Médiathèque Jacques Ellul", telephone="0556936700") for source in "abc"]
FAR = row("b", 2, "Autre chose", commune="Bastia", code_insee="2B033", adresse="")
ALL = ["a-1", "b-1", "c-1"]


def test_unsure_pairs_count_neither_way(measured):
    found = measured(ELLUL, [("a-1", "b-1", "match"), ("a-1", "c-1", "unsure"), ("b-1", "c-1", "unsure")], ALL)

    assert (found["automatic"]["right"], found["automatic"]["wrong"], found["automatic"]["recall"], found["f1"]) == (1, 0, 1.0, 1.0)
    assert found["b_cubed"] == 1.0


def test_a_pair_of_the_closed_set_without_label_is_a_wrong_merge_and_outside_it_counts_nothing(measured):
    assert measured(ELLUL, [("a-1", "b-1", "match")], ALL[:2])["automatic"]["wrong"] == 0

    found = measured(ELLUL, [("a-1", "b-1", "match")], ALL)
    assert found["automatic"]["wrong"] == 2
    assert found["b_cubed_parts"] == {"precision": 0.556, "recall": 1.0}


def test_without_closed_set_only_judged_pairs_count(measured, tmp_path, capsys):
    pairs = [("a-1", "b-1", "match"), ("a-1", "c-1", "distinct")]
    found = measured(ELLUL, pairs)

    assert found["counted"] == "judged_pairs"
    assert (found["automatic"]["right"], found["automatic"]["wrong"], found["automatic"]["precision"]) == (1, 1, 0.5)
    assert found["hard_negatives"] == {"merged": 1, "of": 1}
    evaluate(tmp_path, ELLUL, pairs)
    assert "Sans ensemble fermé, seules les paires jugées comptent." in capsys.readouterr().out


def test_two_libraries_of_the_national_list_were_not_judged(measured):
    libraries = [row("bibliotheques-mcc", number, "Médiathèque Jacques Ellul") for number in (1, 2)]

    found = measured([*libraries, ELLUL[0]], [("a-1", "bibliotheques-mcc-1", "match")], ["a-1", "bibliotheques-mcc-1", "bibliotheques-mcc-2"])

    assert found["automatic"]["right"] + found["automatic"]["wrong"] == found["automatic"]["right"] == 1


def test_true_pairs_that_blocking_misses_count_as_missed(measured):
    found = measured([ELLUL[0], FAR], [("a-1", "b-2", "match")], ["a-1", "b-2"])

    assert found["automatic"]["recall"] == 0.0
    assert found["automatic"]["precision"] is None
    assert found["blocking"] == {"candidates": 0, "recall": 0.0}


def test_the_keys_that_others_read_stand(measured):
    found = measured(ELLUL, [("a-1", "b-1", "match"), ("b-1", "c-1", "distinct")])

    assert {"precision", "recall", "wrong"} <= set(found["automatic"])
    assert {"recall", "per_100"} <= set(found["review"])
    assert isinstance(found["f1"], float)
    assert isinstance(found["b_cubed"], float)


def test_each_mistake_is_told_with_its_names_and_what_weighed(tmp_path, capsys, measured):
    rows, pairs = [*ELLUL, FAR], [("a-1", "b-1", "match"), ("a-1", "c-1", "distinct"), ("a-1", "b-2", "match")]
    (tmp_path / "json").mkdir()
    evaluate(tmp_path / "json", rows, pairs, None, "--errors", "--json")
    errors = json.loads(capsys.readouterr().out)["errors"]

    assert [(one["id_a"], one["id_b"], one["label"]) for one in errors["wrong_merges"]] == [("a-1", "c-1", "distinct")]
    assert [(one["id_a"], one["id_b"], one["compared"]) for one in errors["missed_pairs"]] == [("a-1", "b-2", False)]
    assert "même téléphone +" in errors["wrong_merges"][0]["contributions"]
    assert "autre commune −" in errors["missed_pairs"][0]["contributions"]

    evaluate(tmp_path, rows, pairs, None, "--errors")
    text = capsys.readouterr().out
    assert "Réunions fausses\u202f: 1" in text
    assert "jamais comparées" in text
    assert "Médiathèque Jacques Ellul" in text


def test_nothing_to_count_gives_no_figure(measured):
    found = measured([], [])

    assert (found["automatic"]["precision"], found["f1"], found["b_cubed"], found["review"]["per_100"]) == (None, None, None, None)


def test_what_is_judged_here_is_what_a_full_run_judges():
    truth = labelled.Labelled([labelled.link_record(one, labelled.reading.Where(None, 1)) for one in ELLUL], {})
    result = resolve(truth.records)

    assert judged(compare(truth.records)).groups == result.groups


def test_intervals_are_those_of_wilson():
    assert wilson(123, 123) == (0.97, 1.0)
    assert wilson(1, 10) == (0.018, 0.404)
    assert wilson(0, 0) is None
    assert harmonic(0.5, 1.0) == 0.667
    assert harmonic(0.0, 0.0) == 0.0


# Files that cannot be read

GOOD = json.dumps(ELLUL[0])


@pytest.mark.parametrize(
    ("records", "pairs", "closed", "said"),
    [
        (GOOD + "\n{oops", "", None, "records.jsonl, ligne 2 : « {oops » n’est pas un objet JSON."),
        ("[1, 2]", "", None, "ligne 1 : « [1, 2] » n’est pas un objet JSON."),
        ("[" * 100_000, "", None, "n’est pas un objet JSON."),
        (GOOD + "\n\n" + GOOD, "", None, "l’identifiant « a-1 » est à deux fiches"),
        ('{"id": "x"}', "", None, "ligne 1 : « id » ou « source » manque"),
        ('{"id": "x", "source": "y", "latitude": "nord"}', "", None, "« latitude » vaut « nord »"),
        ('{"id": "x", "source": "y", "latitude": ' + "9" * 400 + "}", "", None, "« latitude » vaut « 999"),
        (b"\xff\xfe", "", None, "n’est pas en UTF-8"),
        (GOOD, "id_a;id_b\n", None, "pairs.csv : colonne absente : label"),
        (GOOD, "", None, "colonne absente : id_a, id_b, label"),
        (GOOD, "id_a,id_b,label\na-1,zz,same", None, "le jugement « same » n’existe pas"),
        (GOOD, "id_a,id_b,label\na-1,a-1,match", None, "comparée à elle-même"),
        (GOOD, "id_a,id_b,label\na-1,a-1,same", None, "le jugement « same » n’existe pas. Jugements possibles : match, distinct, unsure."),
        (GOOD, "id_a,id_b,label\na-1", None, "pairs.csv, ligne 2 : un identifiant manque"),
        (GOOD, 'id_a,id_b,label\na-1,"' + "x" * 200_000 + '",match', None, "n’est pas celle d’un tableau CSV"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path, records, pairs, closed, said):
    (tmp_path / "records.jsonl").write_bytes(records if isinstance(records, bytes) else records.encode())
    (tmp_path / "pairs.csv").write_text(pairs)
    given = ["--records", str(tmp_path / "records.jsonl"), "--pairs", str(tmp_path / "pairs.csv")]
    if closed:
        (tmp_path / "closed-set.txt").write_text(closed)
        given += ["--closed-set", str(tmp_path / "closed-set.txt")]

    with pytest.raises(CommandError) as refusal:
        call_command("linkage", "evaluate", *given)

    assert said in str(refusal.value).replace("\u202f", " ").replace("\xa0", " ")


def test_a_file_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="il n’existe pas"):
        call_command("linkage", "evaluate", "--records", str(tmp_path / "no"), "--pairs", str(tmp_path / "no"))


def test_two_judgements_of_one_pair_are_refused(tmp_path):
    with pytest.raises(CommandError, match="a déjà reçu un autre jugement"):
        evaluate(tmp_path, ELLUL, [("a-1", "b-1", "match"), ("b-1", "a-1", "distinct")])


def test_empty_fields_are_unknown_and_numbers_may_be_texts(measured):
    rows = [{**ELLUL[0], "latitude": "44.8", "longitude": 0, "typologie": None, "nom": None}, {**ELLUL[1], "latitude": " ", "code_postal": 33600}]

    assert measured(rows, [("a-1", "b-1", "distinct")])["counts"]["records"] == 2


def test_half_a_character_is_read_as_none(measured):
    rows = [{**ELLUL[0], "nom": "Cyber\ud83d", "courriels": "a\ud83d@b.fr"}, ELLUL[1]]

    assert measured(rows, [("a-1", "b-1", "match")])["counts"]["records"] == 2


@pytest.mark.parametrize(
    ("typology", "codes"),
    [
        ("BIB", ("BIB",)),
        ("TIERS_LIEUX|RFS", ("RFS",)),
        ("{Médiathèque}", ("BIB",)),
        ("EPN, Mairie", ("EPN", "MUNI")),
        ("Centre Social / France Services", ("CS", "MSAP")),
        ("Association", ()),
        ("", ()),
    ],
)
def test_typologies_are_read_as_codes_or_as_labels(typology, codes):
    assert labelled.link_record({"id": "a", "source": "b", "typologie": typology}, None).kinds == codes


def test_several_kinds_may_be_a_list_and_a_coordinate_may_have_a_comma():
    read = labelled.link_record({"id": "a", "source": "b", "typologie": ["BIB", "RFS"], "latitude": "44,8"}, None)

    assert (read.kinds, read.latitude) == (("BIB", "RFS"), 44.8)


def test_ids_that_no_record_has_are_left_out_and_told(tmp_path, capsys):
    pairs = [("a-1", "b-1", "match"), *(("a-1", f"no-{number}", "distinct") for number in range(6))]

    evaluate(tmp_path, ELLUL, pairs, ["a-1", "b-1", "nobody"], "--json")

    told = capsys.readouterr()
    found = json.loads(told.out)
    assert found["left_out"] == 7
    assert found["counts"]["labels"] == {"match": 1, "distinct": 0, "unsure": 0}
    assert found["counts"]["closed_set"] == 2
    said = told.err.replace("\u202f", " ")
    assert "laissés de côté : 7" in said
    assert "pairs.csv, ligne 3 : « no-0 »" in said
    assert "no-5" not in said


def test_without_records_no_share_is_told(tmp_path, capsys):
    evaluate(tmp_path, [], [])

    assert "None" not in capsys.readouterr().out
