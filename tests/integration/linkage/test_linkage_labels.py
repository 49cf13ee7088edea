"""What persons decided becomes labels for the next training, without anybody's telephone."""

import json

import pytest
from django.core.management import CommandError, call_command

from maillage.base.identifiers import place_id
from maillage.directory.actions.origins import origin_for
from maillage.directory.actions.recording import record_statements
from maillage.directory.models import Origin, Place
from maillage.directory.values import RecordIn
from maillage.linkage.enums import By, Choice, Decision
from maillage.linkage.evaluating import labelled
from maillage.linkage.models import Opinion, Verdict
from maillage.linkage.records import from_statement
from maillage.linkage.training import labels

pytestmark = pytest.mark.django_db

PHONE, EMAIL = {"number": "+33555520000", "contact": "service"}, {"address": "Accueil@Gueret.fr", "contact": "service"}
ALPHA = {
    "name": "Association Alpha",
    "complement": "Bâtiment B",
    "commune": "Guéret",
    "insee": "23096",
    "latitude": 46.17,
    "longitude": 1.87,
    "phones": [PHONE],
    "emails": [EMAIL],
}


@pytest.fixture
def places(today, now):
    origin = origin_for(Origin.Kind.SOURCE, "source:creuse", label="Creuse")
    record_statements(origin, [RecordIn(str(number), ALPHA) for number in range(5)], today=today, now=now)
    return sorted((Place.objects.get(pk=place_id(origin.key, str(number))) for number in range(5)), key=lambda place: place.pk)


@pytest.fixture
def judged(places, today, now):
    def say(one, other, decision, by=By.PERSON):
        Verdict.objects.create(place_a=places[one], place_b=places[other], decision=decision, decided_by=by, decided_on=today)

    say(0, 1, Decision.MERGE)
    say(0, 2, Decision.DIFFERENT)
    say(0, 3, Decision.RELATION)
    say(1, 2, Decision.MERGE, By.MACHINE)
    for other in (1, 4):
        Opinion.objects.create(place_a=places[0], place_b=places[other], choice=Choice.UNSURE, said_at=now)
    return places


def test_persons_decisions_are_labels_and_the_rules_are_not(judged, tmp_path, capsys):
    call_command("linkage", "labels", "--out", str(tmp_path / "new"), "--json")
    counts = json.loads(capsys.readouterr().out)
    truth = labelled.read(tmp_path / "new" / "records.jsonl", tmp_path / "new" / "pairs.csv")

    ids = [str(place.pk) for place in judged]
    assert counts == {"records": 5, "match": 1, "distinct": 2, "unsure": 1}
    assert truth.labels == {
        (ids[0], ids[1]): "match",
        (ids[0], ids[2]): "distinct",
        (ids[0], ids[3]): "distinct",
        (ids[0], ids[4]): "unsure",
    }


def test_contacts_are_replaced_and_equal_ones_stay_equal(judged, tmp_path):
    labels.write(tmp_path)
    rows = [json.loads(line) for line in (tmp_path / "records.jsonl").read_text().splitlines()]

    assert len({row["telephone"] for row in rows}) == len({row["courriels"] for row in rows}) == 1
    assert rows[0]["courriels"].endswith("@gueret.fr")
    whole = (tmp_path / "records.jsonl").read_text() + (tmp_path / "pairs.csv").read_text()
    assert "555520000" not in whole
    assert "ccueil" not in whole


def test_another_export_replaces_otherwise(judged, tmp_path):
    labels.write(tmp_path / "one")
    labels.write(tmp_path / "two")

    assert (tmp_path / "one" / "records.jsonl").read_text() != (tmp_path / "two" / "records.jsonl").read_text()
    assert (tmp_path / "one" / "pairs.csv").read_text() == (tmp_path / "two" / "pairs.csv").read_text()


def test_all_but_contacts_is_read_again_as_it_was(judged, tmp_path):
    labels.write(tmp_path)
    read = labelled.read(tmp_path / "records.jsonl", tmp_path / "pairs.csv").records[0]
    told = from_statement(read.id, "source:creuse", read.record_id, ALPHA)

    assert read.__class__(**{name: getattr(read, name) for name in told.__slots__} | {"phones": told.phones, "emails": told.emails}) == told


@pytest.mark.parametrize(("number", "kept"), [("3949", "3949"), ("+687", ""), ("pas de téléphone", ""), ("", "")])
def test_a_short_national_number_is_nobodys_and_what_is_no_number_is_left_out(number, kept):
    assert labels.phone(number, labels.replacing(b"salt")) == kept


def test_two_ways_to_write_one_contact_give_one():
    replace = labels.replacing(b"salt")

    assert labels.phone("05 55 52 00 00", replace) == labels.phone("+33555520000", replace) != labels.phone("0555520001", replace)
    assert len(labels.phone("+33555520000", replace)) == 10
    assert labels.email(" A@B.fr", replace) == labels.email("a@b.fr", replace) != labels.email("c@b.fr", replace)
    assert labels.email("rien", replace) == ""


def test_a_folder_that_cannot_be_written_is_a_sentence(judged, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="un fichier a déjà ce nom"):
        call_command("linkage", "labels", "--out", str(tmp_path / "file"))
