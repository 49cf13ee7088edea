"""Other ways to say which records are one place, measured beside ours."""

import json
import math
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from maillage.cli.bench import linkage_methods
from maillage.cli.linkage import methods
from maillage.linkage.normalise import normalise
from maillage.linkage.records import LinkRecord

ELLUL = LinkRecord("a", "source:x", "1", "Médiathèque Jacques Ellul", ("BIB",), "21 rue de Camponac", "33600", "Pessac", "33318", 44.8, -0.62)
SAME = replace(ELLUL, id="b", source="source:y")


@pytest.fixture(scope="module")
def compared(shared):
    folder = shared / "linkage"
    files = {"records": "records.jsonl", "pairs": "pairs.csv", "closed_set": "closed-set.txt"}
    return linkage_methods.run(**{name: str(folder / file) for name, file in files.items()})


@pytest.mark.slow
def test_the_others_are_what_the_study_measured_of_them(compared):
    tool, rule = compared["national_tool"]["automatic"], compared["hand_rule"]["automatic"]

    assert tool["precision"] == pytest.approx(0.981, abs=0.02)
    assert tool["recall"] == pytest.approx(0.361, abs=0.03)
    assert rule["precision"] == pytest.approx(0.944, abs=0.02)
    assert rule["recall"] == pytest.approx(0.819, abs=0.02)


@pytest.mark.slow
def test_ours_is_safer_and_finds_more(compared):
    ours, rule = compared["ours"]["automatic"], compared["hand_rule"]["automatic"]

    assert ours["wrong"] < rule["wrong"]
    assert ours["recall"] > rule["recall"] > compared["national_tool"]["automatic"]["recall"]


def test_the_national_tool_counts_a_missing_point_as_the_same_and_asks_more_inside_a_list():
    assert methods.national_score(ELLUL, SAME) == 100
    assert methods.nearness(ELLUL, replace(SAME, latitude=None)) == 100
    assert methods.nearness(ELLUL, replace(SAME, latitude=44.801)) == pytest.approx(50, abs=0.1)

    close = replace(SAME, street="21 avenue de Camponac", latitude=44.8005)
    assert 83 < methods.national_score(ELLUL, close) <= 90
    assert methods.national_tool([ELLUL, close]) == {("a", "b")}
    assert methods.national_tool([ELLUL, replace(close, source="source:x")]) == set()
    assert methods.national_tool([ELLUL, replace(SAME, insee="33063")]) == set()
    assert methods.national_tool([ELLUL, replace(SAME, kinds=("CCAS",))]) == set()
    assert methods.national_tool([ELLUL, replace(SAME, kinds=())]) == {("a", "b")}


def test_the_hand_rule_adds_its_contributions():
    one, other = normalise(ELLUL), normalise(SAME)

    assert methods.hand_score(one, other, 10.0) == pytest.approx(-3.2 + 3.0 + 0.8 + 1.6 * 0.5 + 2.2 + 1.3)
    assert methods.hand_score(one, other, math.nan) == pytest.approx(-3.2 + 3.0 + 0.8 + 1.6 * 0.5 + 2.2)
    town_hall = normalise(replace(SAME, name="Mairie de Pessac", kinds=("MUNI",)))
    assert methods.hand_score(one, town_hall, 10.0) < 0


def test_on_invented_places_everything_is_known(monkeypatch, capsys):
    monkeypatch.setattr("maillage.cli.bench.linkage_methods.INVENTED", 200)
    call_command("bench", "linkage-methods", "--json")
    found = json.loads(capsys.readouterr().out)

    assert found["invented"]
    assert found["records"] == 200
    assert found["ours"]["automatic"]["right"] > found["national_tool"]["automatic"]["right"]


def test_records_without_pairs_are_refused(tmp_path):
    with pytest.raises(CommandError, match="--records et --pairs"):
        call_command("bench", "linkage-methods", "--records", str(tmp_path))
    with pytest.raises(CommandError, match="dossier"):
        call_command("bench", "linkage-methods", "--records", str(tmp_path), "--pairs", str(tmp_path))
