"""The figures that linkage must hold on real labelled pairs, and how they are counted."""

import json

import pytest

from maillage.linkage import evaluate, labelled


@pytest.fixture(scope="module")
def figures(shared):
    folder = shared / "linkage"
    return evaluate.evaluate(folder / "records.jsonl", folder / "pairs.csv", folder / "closed-set.txt")


@pytest.mark.slow
def test_automatic_merges_are_right_and_find_most(figures):
    assert figures["true_pairs"] == 144
    assert figures["automatic"]["wrong"] <= 1
    assert figures["clusters"]["wrong"] <= 1
    assert figures["clusters"]["right"] >= 122
    assert figures["hard_negatives"] == {"merged": 0, "of": 198}


@pytest.mark.slow
def test_reading_few_questions_finds_nearly_all(figures):
    assert figures["review"]["recall_after"] >= 0.97
    assert figures["review"]["per_100_records"] <= 8


@pytest.mark.slow
def test_blocking_misses_hardly_anything(figures):
    assert figures["blocking"]["recall"] >= 0.99
    assert figures["blocking"]["candidates"] <= 2500
    assert figures["b_cubed"]["f"] >= 0.985


def write(folder, rows, pairs, closed):
    (folder / "records.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    (folder / "pairs.csv").write_text("id_a,id_b,label,reason\r\n" + "".join(f"{a},{b},{label},read\r\n" for a, b, label in pairs))
    (folder / "closed-set.txt").write_text("\n".join(closed))
    return evaluate.evaluate(folder / "records.jsonl", folder / "pairs.csv", folder / "closed-set.txt")


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


def test_unsure_pairs_count_neither_way(tmp_path):
    ids = [one["id"] for one in ELLUL]
    pairs = [("a-1", "b-1", "match"), ("a-1", "c-1", "unsure"), ("b-1", "c-1", "unsure")]

    found = write(tmp_path, ELLUL, pairs, ids)

    assert found["automatic"] == {"right": 1, "wrong": 0, "precision": 1.0, "recall": 1.0, "f1": 1.0}


def test_a_pair_of_the_closed_set_without_label_is_a_wrong_merge_and_outside_it_counts_nothing(tmp_path):
    found = write(tmp_path, ELLUL, [("a-1", "b-1", "match")], ["a-1", "b-1"])
    assert found["clusters"]["wrong"] == 0

    found = write(tmp_path, ELLUL, [("a-1", "b-1", "match")], ["a-1", "b-1", "c-1"])
    assert found["clusters"]["wrong"] == 2
    assert found["b_cubed"] == {"precision": 0.556, "recall": 1.0, "f": 0.714}


def test_true_pairs_that_blocking_misses_count_as_missed(tmp_path):
    far = row("b", 1, "Autre chose", commune="Bastia", code_insee="2B033", adresse="")

    found = write(tmp_path, [ELLUL[0], far], [("a-1", "b-1", "match")], ["a-1", "b-1"])

    assert found["automatic"]["recall"] == 0.0
    assert found["blocking"] == {"candidates": 0, "recall": 0.0}


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
    assert labelled.kind_codes(typology) == codes
