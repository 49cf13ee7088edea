"""Every format leaves by its address and by its file, for the whole base or some territories, whole or not at all."""

import json

import pytest
from django.test import Client

from maillage.directory import actions
from maillage.opendata import exports, formats
from maillage.opendata.exporting import Selection, UnknownTerritory, territory_keys
from tests.factories.directory import NOW, TODAY, a_list, deliver, record

pytestmark = pytest.mark.django_db
LIMOGES = {"commune": "Limoges", "insee": "87085", "postal_code": "87000"}
NAMES = [form.name for form in formats.FORMATS]
IN_TEXT = [
    form.name for form in formats.FORMATS if form.media_type != "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" and "ics" not in form.name
]


@pytest.fixture
def base() -> None:
    stated = {"street": "1 place Bonnyaud", "services": {"securite": True}, "latitude": 46.17, "longitude": 1.87}
    deliver(a_list(), record("1", name="Lieu de Guéret", **stated), record("2", **LIMOGES | stated | {"name": "Lieu de Limoges"}))
    deliver(a_list("sans-rue"), record("3", name="Lieu sans rue"))
    actions.publish(now=NOW)


def answer(client: Client, file_name: str, **asked: object) -> bytes:
    response = client.get(f"/donnees/{file_name}", asked)
    assert response.status_code == 200
    assert file_name in response["Content-Disposition"]
    return b"".join(response.streaming_content)


def test_names_and_files_of_formats_are_their_own():
    assert len({form.name for form in formats.FORMATS}) == len({form.file_name for form in formats.FORMATS}) == len(formats.FORMATS)
    assert all(form.companion == "" or formats.named(form.companion) for form in formats.FORMATS)


@pytest.mark.parametrize("name", NAMES)
def test_each_format_leaves_by_its_address(base, client, name):
    form = formats.named(name)

    assert answer(client, form.file_name)


@pytest.mark.parametrize("name", [name for name in IN_TEXT if "companion" not in name])
def test_each_format_is_told_for_the_territories_asked(base, client, name):
    file_name = formats.named(name).file_name

    here, there = answer(client, file_name, territory="dep:23"), answer(client, file_name, territory=["dep:23", "departement-87"])

    told = {each for each in ("Guéret", "Limoges") if each.encode() in here or json.dumps(each)[1:-1].encode() in here}
    assert told == {"Guéret"} or not any(b"Lieu de" in each for each in (here, there))
    assert len(there) > len(here)


def test_a_territory_that_does_not_exist_is_refused_with_a_sentence(base, client):
    response = client.get("/donnees/maillage.json", {"territory": "dep:999"})

    assert response.status_code == 400
    assert "dep:999" in response.content.decode()
    with pytest.raises(UnknownTerritory):
        territory_keys(["departement-23", "n’importe quoi" * 100])


def test_a_file_that_no_format_has_is_not_found(client):
    assert client.get("/donnees/nulle-part.csv").status_code == 404


def test_a_file_and_its_companion_appear_whole(base, tmp_path):
    done = exports.export(formats.named("standard-csv"), tmp_path / "lieux.csv", Selection(TODAY))

    assert (done.rows, done.companion) == (2, 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lieux-a-completer.csv", "lieux.csv"]
    assert "Lieu sans rue" in done.companion_path.read_text("utf-8")


def test_an_export_that_fails_leaves_what_was_there(base, tmp_path, monkeypatch):
    path = tmp_path / "lieux.csv"
    path.write_text("d’avant", "utf-8")

    def fail(_selection: Selection) -> None:
        raise OSError("disque plein")

    monkeypatch.setattr(Selection, "places", fail)
    with pytest.raises(OSError, match="disque plein"):
        exports.export(formats.named("standard-csv"), path, Selection(TODAY))

    assert path.read_text("utf-8") == "d’avant"
    assert list(tmp_path.iterdir()) == [path]
