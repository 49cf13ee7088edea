"""How weights are learned from labels, what they are worth elsewhere, and how they are written."""

import json
import tomllib
from datetime import date

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from maillage.linkage import score
from maillage.linkage.evaluating import labelled
from maillage.linkage.score import shipped
from maillage.linkage.training import learning, logistic, writing
from maillage.linkage.training.examples import commune, examples


def drawn(count, seed=1):
    chance = np.random.default_rng(seed)
    amounts = np.column_stack([np.ones(count), chance.integers(0, 2, (count, 3))]).astype(float)
    true = np.array([-1.0, 2.0, -1.0, 0.5])
    return amounts, chance.random(count) < logistic.probability(amounts @ true), true


def test_many_labels_find_the_weights_and_few_leave_them_by_hand():
    amounts, same, true = drawn(20_000)
    hand = np.array([-2.0, 1.0, -2.0, 1.0])

    assert logistic.fit(amounts, same, hand, 1.0) == pytest.approx(true, abs=0.15)
    assert logistic.fit(amounts[:8], same[:8], hand, 30.0) == pytest.approx(hand, abs=0.15)


def test_the_weights_found_are_the_best_ones():
    amounts, same, _true = drawn(300)
    hand = np.array([-2.0, 1.0, -2.0, 1.0])
    worth = logistic.fit(amounts, same, hand, 3.0)
    least = logistic.cost(amounts, same, hand, 3.0, worth)

    for column in range(4):
        for step in (-0.01, 0.01):
            assert logistic.cost(amounts, same, hand, 3.0, worth + step * np.eye(4)[column]) > least


def test_a_weight_never_takes_the_sign_opposite_to_sense():
    amounts, same, _true = drawn(5_000)
    hand = np.array([-1.0, -1.0, 1.0, 0.0])
    worth = logistic.fit(amounts, same, hand, 0.1)

    assert worth[1] == worth[2] == 0
    assert worth[3] > 0.3


def test_what_is_never_seen_stays_as_set_by_hand():
    amounts, same, _true = drawn(500)
    amounts[:, 3] = 0

    assert logistic.fit(amounts, same, np.array([-1.0, 1.0, -1.0, 0.7]), 1.0)[3] == pytest.approx(0.7)


def test_labels_that_one_likeness_tells_for_sure_give_finite_weights():
    amounts = np.array([[1.0, 1.0], [1.0, 0.0]] * 50)
    worth = logistic.fit(amounts, amounts[:, 1] > 0, np.array([0.0, 1.0]), 0.3)

    assert np.isfinite(worth).all()
    assert worth[1] > 3


@pytest.fixture(scope="module")
def files(shared):
    folder = shared / "linkage"
    return folder / "records.jsonl", folder / "pairs.csv", folder / "closed-set.txt"


@pytest.fixture(scope="module")
def training(files):
    return learning.train(labelled.read(*files), 5)


@pytest.mark.slow
def test_weights_learned_elsewhere_hold_on_communes_left_out(training):
    pooled = training.left_out.pooled

    assert pooled["automatic"]["wrong"] <= 1
    assert pooled["automatic"]["recall"] >= 0.77
    assert pooled["review"]["recall"] >= 0.96
    assert pooled["review"]["per_100"] <= 8
    assert pooled["across_kinds"] == 0


@pytest.mark.slow
def test_folds_part_the_communes_and_add_up(training, files):
    truth = labelled.read(*files)
    given = examples(truth)

    assert sum(fold.records for fold in training.left_out.folds) == len(truth.records)
    assert sum(fold.true for fold in training.left_out.folds) == len(truth.true_pairs())
    assert sum(fold.right for fold in training.left_out.folds) == training.left_out.pooled["automatic"]["right"]
    for fold in range(5):
        learned_from = {commune(given.compared.rows[end]) for pair in given.compared.pairs[given.outside(fold, 5)].tolist() for end in pair}
        judged_on = {commune(given.compared.rows[one]) for one in given.compared.pairs[given.inside(fold, 5)][:, 0].tolist()}
        assert not learned_from & judged_on


@pytest.mark.slow
def test_learned_weights_keep_the_signs_of_those_set_by_hand(training):
    weights = training.weights

    assert all(weights.hand[name] * told >= 0 for name, told in weights.worth.items() if name != "base")
    assert weights.low <= weights.chain <= weights.high
    assert set(weights.worth) == set(shipped().worth)


@pytest.mark.slow
def test_training_alone_changes_nothing(training):
    assert score.weights() is shipped()
    assert training.in_use.pooled["weights"] == shipped().version


# What is written


@pytest.fixture
def data_file(tmp_path):
    file = tmp_path / "weights.toml"
    file.write_text(score.FILE.read_text(encoding="utf-8"), encoding="utf-8")
    return file


@pytest.mark.slow
def test_what_is_written_is_read_again_with_what_was_set_by_hand_and_why(training, data_file):
    before = score.read(data_file)
    version = writing.write(training, today=date(2027, 1, 5), file=data_file)
    after, text = score.read(data_file), data_file.read_text(encoding="utf-8")

    assert version == after.version == "2027-1"
    assert after.worth == training.weights.worth
    assert after.hand == before.hand
    assert (after.high, after.low, after.chain) == (training.weights.high, training.weights.low, training.weights.chain)
    assert after.official_sources == before.official_sources
    was = [line.partition("#")[2] for line in score.FILE.read_text(encoding="utf-8").split("[training]")[0].splitlines() if "#" in line]
    assert all(comment in text for comment in was)


@pytest.mark.slow
def test_the_file_says_what_the_weights_come_from_once(training, data_file):
    for number in (1, 2):
        assert writing.write(training, today=date(2027, 1, 5), file=data_file) == f"2027-{number}"
    told = tomllib.loads(data_file.read_text(encoding="utf-8"))["training"]

    assert told["on"] == date(2027, 1, 5)
    assert told["labels"] == {"match": 151, "distinct": 198, "unsure": 21, "closed_set": 908}
    assert len(told["digest"]) == 64
    assert [fold["number"] for fold in told["folds"]] == [1, 2, 3, 4, 5]


# The command


def rows():
    same = [(source, town, f"Médiathèque {town}") for town in ("Pessac", "Bègles", "Cenon") for source in ("a", "b")]
    for number, (source, town, name) in enumerate([*same, ("c", "Pessac", "Mairie de Pessac")]):
        yield {
            "id": f"{source}-{number}",
            "source": source,
            "nom": name,
            "commune": town,
            "adresse": "1 rue A",
            "telephone": f"05569367{town[:2].encode().hex()[:2]}",
        }


@pytest.fixture
def given(tmp_path):
    def write(pairs):
        (tmp_path / "records.jsonl").write_text("\n".join(map(json.dumps, rows())))
        (tmp_path / "pairs.csv").write_text("\n".join(["id_a,id_b,label", *map(",".join, pairs)]))
        return ["--records", str(tmp_path / "records.jsonl"), "--pairs", str(tmp_path / "pairs.csv")]

    return write


PAIRS = [("a-0", "b-1", "match"), ("a-2", "b-3", "match"), ("a-4", "b-5", "match"), ("a-0", "c-6", "distinct")]


def test_training_is_shown_and_adopted_only_when_asked(given, data_file, monkeypatch, capsys):
    monkeypatch.setattr(score, "FILE", data_file)
    before = data_file.read_text(encoding="utf-8")
    call_command("linkage", "train", *given(PAIRS), "--folds", "2")
    assert "Rien n’est changé" in capsys.readouterr().out
    assert data_file.read_text(encoding="utf-8") == before

    call_command("linkage", "train", *given(PAIRS), "--folds", "2", "--write", "--json")
    told = json.loads(capsys.readouterr().out)
    assert told["written"] == score.read(data_file).version
    assert told["weights"]["phone_equal"]["hand"] == shipped().hand["phone_equal"]
    assert len(told["folds"]) == 2


def test_a_data_file_that_cannot_be_written_is_a_sentence(given, tmp_path, monkeypatch):
    shipped()
    monkeypatch.setattr(score, "FILE", tmp_path)
    with pytest.raises(CommandError, match="ne peut pas être écrit"):
        call_command("linkage", "train", *given(PAIRS), "--folds", "2", "--write")


@pytest.mark.parametrize(
    ("pairs", "options", "said"),
    [
        (PAIRS[:3], [], "au moins une paire"),
        (PAIRS[3:], [], "au moins une paire"),
        (PAIRS, ["--folds", "1"], "au moins deux parts"),
        (PAIRS, ["--folds", "4"], "4 parts, et les fiches n’ont que 3 communes"),
    ],
)
def test_too_little_to_learn_from_is_a_sentence(given, pairs, options, said):
    with pytest.raises(CommandError, match=said):
        call_command("linkage", "train", *given(pairs), *options)
