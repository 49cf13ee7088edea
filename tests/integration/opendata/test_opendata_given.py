"""Dumps, feeds, calendars and the catalogue, over a base."""

import hashlib
import json
import subprocess
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client
from icalendar import Calendar

from maillage.directory import actions
from maillage.directory.models import Relation
from maillage.opendata import dumps, formats
from tests.factories.directory import NOW, TODAY, WHEN, a_list, a_team, deliver, place_of, record, say, told

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def published(*records: actions.RecordIn) -> None:
    deliver(a_list("creuse", licence="Licence Ouverte 2.0"), *records)
    actions.publish(now=NOW)


def test_a_dump_holds_every_format_for_all_and_for_each_departement_with_sums_that_hold(var: Path):
    published(record("1"), record("2", insee="2A004", commune="Ajaccio", postal_code="20000"))

    dump = dumps.write(now=NOW)

    assert {file.territory for file in dump.files} == {"", "dep:23", "dep:2A"}
    assert {file.format for file in dump.whole()} == {form.name for form in formats.FORMATS}
    assert [(file.path, file.rows) for file in dump.files if file.format == "geojson"] == [
        ("france/lieux.geojson", 2), ("departements/23/lieux.geojson", 1), ("departements/2A/lieux.geojson", 1),
    ]  # fmt: skip
    subprocess.run(["/usr/bin/sha256sum", "--check", "--quiet", dumps.SUMS], cwd=dump.folder, check=True)  # noqa: S603 the tool people have
    assert all((dump.folder / file.path).stat().st_size == file.size for file in dump.files)


def test_two_dumps_are_kept_and_the_newest_is_shown(var: Path):
    published(record("1"))
    for days in range(3):
        dumps.write(now=NOW + timedelta(days=days))
        say(place_of(a_list()), summary=f"Jour {days}")

    kept = sorted(each.name for each in (var / "dumps").iterdir() if each.is_dir() and not each.is_symlink())
    assert kept == ["2026-11-24-generation-2", "2026-11-25-generation-3"]
    shown = dumps.latest()
    assert shown is not None and shown.folder.name == "2026-11-25-generation-3"


def test_a_dump_that_fails_leaves_the_one_before(var: Path, monkeypatch: pytest.MonkeyPatch):
    published(record("1"))
    first = dumps.write(now=NOW)
    monkeypatch.setattr(dumps, "describe", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        dumps.write(now=NOW + timedelta(days=1))

    assert dumps.latest() == first
    assert [each.name for each in (var / "dumps").glob(".*")] == []


def test_a_dump_is_served_whole_in_part_and_not_again(client: Client):
    published(record("1"))
    dumps.write(now=NOW)
    address = "/donnees/telechargements/france/lieux.geojson"

    whole = client.get(address)
    content = body(whole)
    part = client.get(address, headers={"range": "bytes=2-10"})

    assert whole["ETag"] == f'"{hashlib.sha256(content).hexdigest()}"' and int(whole["Content-Length"]) == len(content)
    assert (part.status_code, body(part), part["Content-Range"]) == (206, content[2:11], f"bytes 2-10/{len(content)}")
    assert body(client.get(address, headers={"range": "bytes=-5"})) == content[-5:]
    assert client.get(address, headers={"range": f"bytes={len(content)}-"}).status_code == 416
    assert body(client.get(address, headers={"range": "bytes=0-1", "if-range": '"other"'})) == content
    assert client.get(address, headers={"if-none-match": whole["ETag"]}).status_code == 304
    assert body(client.get("/donnees/telechargements/SHA256SUMS")).decode().splitlines()[0].endswith("  france/lieux-mediation-numerique.csv")
    assert client.get("/donnees/telechargements/../secret-key").status_code == 404


def test_files_asked_before_the_first_dump_are_not_found(client: Client):
    assert client.get("/donnees/telechargements/france/lieux.geojson").status_code == 404
    assert client.get("/donnees/catalogue.jsonld").json()["dcat:dataset"][0]["dcat:distribution"] == []


def test_the_catalogue_tells_each_file_its_size_its_sum_and_the_sources(client: Client):
    published(record("1"))
    dump = dumps.write(now=NOW)

    (dataset,) = client.get("/donnees/catalogue.jsonld").json()["dcat:dataset"]

    told = {each["dcat:downloadURL"]["@id"]: each for each in dataset["dcat:distribution"]}
    for file in dump.whole():
        one = told[f"http://localhost:8000/donnees/telechargements/{file.path}"]
        assert one["dcat:byteSize"]["@value"] == str(file.size) and one["spdx:checksum"]["spdx:checksumValue"] == file.sha256
    assert "Liste creuse (Licence Ouverte 2.0)" in dataset["dct:provenance"]["dct:description"]


def test_the_feed_tells_what_changed_in_words_newest_first_without_values(client: Client):
    published(record("1", summary="Ancien"))
    say(place_of(a_list()), summary="Nouveau secret", hours="Mo 09:00-12:00")

    answer = client.get("/donnees/changements.atom?territory=dep:23")
    root = ElementTree.fromstring(answer.content)  # noqa: S314 our own answer
    entries = root.findall(f"{ATOM}entry")

    assert answer["Content-Type"].startswith("application/atom+xml")
    assert [entry.findtext(f"{ATOM}summary") for entry in entries] == [
        "Ce qui change\u202f: horaires (osm), en bref, vérifié le.",
        "Ce qui change\u202f: nouveau lieu.",
    ]
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 2
    assert root.findtext(f"{ATOM}updated") == entries[0].findtext(f"{ATOM}updated")
    assert "secret" not in answer.content.decode()
    assert client.get("/donnees/changements.atom?territory=dep:2A").content.decode().count("<entry>") == 0
    assert client.get("/donnees/changements.atom?territory=dep:99x").status_code == 400


def test_the_feed_tells_a_place_that_left_without_its_name(client: Client):
    published(record("1"))
    say(place_of(a_list()), state="closed")

    text = client.get("/donnees/changements.atom").content.decode()

    assert "n’est plus publié" in text and "Médiathèque" not in text


def test_closures_are_subscribed_to_by_place_network_and_territory(client: Client):
    first, second, other = told("1"), told("2"), told("3", insee="2A004", commune="Ajaccio", postal_code="20000")
    origin = a_list()
    network = actions.create_organisation(origin=origin, record_id="reseau", kind="network", name="Réseau", by=None, now=NOW)
    actions.relate(kind=Relation.Kind.PART_OF_NETWORK, place=second, organisation=network, origin=origin, by=None, **WHEN)
    for place in (first, second, other):
        actions.close(place=place, origin=a_team(place), first_day=date(2026, 12, 24), last_day=date(2026, 12, 31), reason="Congés", by=None, **WHEN)
    actions.publish(now=NOW)

    def names(address: str) -> list[str]:
        return [str(event["summary"]) for event in Calendar.from_ical(body(client.get(address))).walk("VEVENT")]

    assert names(f"/donnees/lieux/{first.code}/fermetures.ics") == ["Médiathèque 1 : fermé"]
    assert names(f"/donnees/reseaux/{network.pk}/fermetures.ics") == ["Médiathèque 2 : fermé"]
    assert sorted(names("/donnees/fermetures.ics?territory=dep:23")) == ["Médiathèque 1 : fermé", "Médiathèque 2 : fermé"]
    assert client.get("/donnees/lieux/00000000/fermetures.ics").status_code == 404
    assert client.get(f"/donnees/reseaux/{UUID(int=0)}/fermetures.ics").status_code == 404


def test_the_dictionary_is_given_to_programs(client: Client):
    told = client.get("/donnees/dictionnaire.json").json()["fields"]

    assert json.dumps(told) and {"name": "code", "of": "place"}.items() <= told[0].items()
    assert TODAY  # the day of the fixtures


def test_a_page_tells_search_engines_what_may_leave_and_nothing_else(client: Client):
    place = told(
        "1", name="Médiathèque </script> & co", kinds={"BIB": True}, hours="Mo-Fr 09:30-12:00", summary="Demander Sophie Bernard",
        phones=[{"number": "+33555000001", "contact": "service"}, {"number": "+33612345678", "contact": "person"}],
    )  # fmt: skip
    actions.publish(now=NOW)

    page = client.get(f"/lieux/{place.code}/", follow=True).content.decode()
    script = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    read = json.loads(script)

    assert (read["@type"], read["name"], read["telephone"]) == ("Library", "Médiathèque </script> & co", ["+33555000001"])
    assert read["openingHoursSpecification"] == [
        {"@type": "OpeningHoursSpecification", "dayOfWeek": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"], "opens": "09:30", "closes": "12:00"}
    ]
    assert read["@id"] == read["url"] == f"{settings.PUBLIC_URL}/lieux/{place.code}/"
    assert "description" not in read and "Bernard" not in script and "612345678" not in script


def test_the_page_of_data_tells_the_files_the_sources_and_what_stays(client: Client):
    published(record("1"))
    deliver(a_list("fermee", licence="ODbL"), record("2"))
    before = client.get("/donnees/").content.decode()
    dumps.write(now=NOW)

    page = client.get("/donnees/").content.decode()

    assert 'href="/donnees/lieux.geojson"' in before and 'href="/donnees/telechargements/france/lieux.geojson"' in page
    assert "Liste creuse" in page and "Montrées sur nos pages" in page and "Liste fermee (ODbL)" in page
    assert client.get("/en/donnees/").status_code == client.get("/donnees/dictionnaire/").status_code == 200
