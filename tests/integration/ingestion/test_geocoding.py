"""Points from a stand-in of the geocoder, on this machine: its two endpoints as documented, its failures as they happen."""

import csv
import io
import json
import logging
import threading
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import CommandError, call_command

from maillage.directory.models import Origin, Place
from maillage.ingestion.geocoding import Located, actions, contract, locate_pending
from maillage.ingestion.models import GeocodedAddress, Run, Source, SourceRecord
from maillage.linkage import chain

pytestmark = [pytest.mark.loopback, pytest.mark.django_db]

GUERET = {"street": "8 rue Haute", "postal_code": "23000", "commune": "Guéret", "insee": "23096"}
FOUND = {"latitude": 46.1712, "longitude": 1.8721, "type": "housenumber", "score": 0.92, "label": "8 Rue Haute 23000 Guéret", "citycode": "23096"}
OWN = {"latitude": 46.17, "longitude": 1.87}
RESULT = ("label", "score", "type", "citycode")


class StandIn(BaseHTTPRequestHandler):
    """Answers what the service answers. `server.places`: address asked -> what is found; `server.failures`: answers to give first."""

    def do_GET(self) -> None:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        self.server.asked.append([(asked["q"], asked.get("citycode", ""))])
        if self._fails():
            return
        found = self._found(asked["q"], asked.get("citycode", ""))
        point = {"type": "Point", "coordinates": [found["longitude"], found["latitude"]]} if found else None
        features = [{"type": "Feature", "geometry": point, "properties": {name: found[name] for name in RESULT}}] if found else []
        self._give(json.dumps({"type": "FeatureCollection", "features": features}).encode(), "application/json")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        form: dict[str, Any] = {}
        for part in message_from_bytes(b"Content-Type: " + self.headers["Content-Type"].encode() + b"\r\n\r\n" + body).get_payload():
            form[part.get_param("name", header="Content-Disposition")] = part.get_payload(decode=True).decode()
        rows = list(csv.DictReader(io.StringIO(form["data"], newline="")))
        text, code = form["columns"], form["citycode"]
        self.server.asked.append([(row[text], row[code]) for row in rows])
        if self._fails():
            return
        table = io.StringIO(newline="")
        writer = csv.DictWriter(table, [*rows[0], "latitude", "longitude", *(f"result_{name}" for name in RESULT), "result_status"])
        writer.writeheader()
        for row in rows:
            found = self._found(row[text], row[code])
            result = {f"result_{name}": found[name] for name in RESULT} if found else {}
            status = "error" if row[text].startswith("erreur") else "ok" if found else "not-found"
            writer.writerow(row | {name: found[name] for name in ("latitude", "longitude") if found} | result | {"result_status": status})
        self._give(table.getvalue().encode(), "text/csv")

    def _found(self, text: str, citycode: str) -> dict[str, Any] | None:
        found = self.server.places.get(text)
        return None if found is None or (citycode and found["filtered"] and citycode != found["citycode"]) else found

    def _fails(self) -> bool:
        if not self.server.failures:
            return False
        status, headers, body = self.server.failures.pop(0)
        if status is None:  # silent until the end of the test
            self.server.ended.wait(10)
            return True
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        return True

    def _give(self, content: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Stay quiet."""


class Service(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), StandIn)
        self.places: dict[str, dict[str, Any]] = {}
        self.asked: list[list[tuple[str, str]]] = []
        self.failures: list[tuple[int | None, dict[str, str], bytes]] = []
        self.ended = threading.Event()

    def knows(self, text: str, *, filtered: bool = True, **changes: Any) -> None:
        self.places[text] = FOUND | {"filtered": filtered} | changes

    def fails(self, status: int | None, body: bytes = b"", **headers: str) -> None:
        self.failures.append((status, headers, body))


@pytest.fixture
def service(settings: Any) -> Iterator[Service]:
    server = Service()
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    settings.GEOCODER_URL, settings.GEOCODER_RATE = f"http://127.0.0.1:{server.server_port}/geocodage", 1_000
    server.knows("8 rue Haute 23000 Guéret")
    yield server
    server.ended.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def source(now: datetime) -> Source:
    origin = Origin.objects.create(kind=Origin.Kind.SOURCE, key="source:creuse", label="Creuse")
    return Source.objects.create(key="creuse", origin=origin)


@pytest.fixture
def run(source: Source, now: datetime) -> Run:
    return source.runs.create(file_name="a.csv", file_hash="", mapping_name="", mapping_version="", format="csv", encoding="utf-8", started_at=now)


def row(run: Run, today: date, *, remarks: tuple[str, ...] = (), values: dict[str, Any] | None = None, **columns: Any) -> SourceRecord:
    """A staged row that waits for the directory."""
    number = run.source.records.count() + 1
    told = {"name": f"Lieu {number}"} | (GUERET if values is None else values)
    stored = {"line": number, "raw": {}, "raw_hash": "", "first_seen_on": today, "last_run": run, "remarks": [{"rule": rule} for rule in remarks]} | columns
    return SourceRecord.objects.create(source=run.source, record_id=str(number), values=told, **stored)


def point_of(record: SourceRecord) -> tuple[Any, ...]:
    record.refresh_from_db()
    return tuple(record.values.get(name) for name in ("latitude", "longitude", "precision"))


LOCATED = (46.1712, 1.8721, "housenumber")


@pytest.mark.parametrize("rows", [1, 1_000])
def test_rows_without_a_point_get_one_and_say_so(service: Service, run: Run, today: date, settings: Any, rows: int) -> None:
    settings.GEOCODER_BATCH = rows
    service.knows("Le Bourg 23000 Guéret", type="locality", latitude=46.18)
    records = [row(run, today), row(run, today, values=GUERET | {"street": "Le Bourg"}), row(run, today, values=GUERET | {"street": "rue inconnue"})]

    assert locate_pending(run.source, today=today) == Located(asked=3, found=2, refused=1)

    assert [point_of(record) for record in records] == [LOCATED, (46.18, 1.8721, "street"), (None, None, None)]
    assert records[0].remarks == [{"rule": "point_geocoded", "field": "latitude", "raw": "8 rue Haute 23000 Guéret", "kept": "8 Rue Haute 23000 Guéret (0,92)"}]
    assert records[0].values["name"] == "Lieu 1"
    assert records[0].is_pending
    assert {code for batch in service.asked for _text, code in batch} == {"23096"}
    assert len(service.asked) == (3 if rows == 1 else 1)


def test_labels_that_no_base_can_hold_are_cleaned(service: Service, run: Run, today: date) -> None:
    service.knows("8 rue Haute 23000 Guéret", label="8 Rue\0 Haute\ud800" + "x" * 600)
    record = row(run, today)

    assert locate_pending(run.source, today=today).found == 1

    assert point_of(record) == LOCATED
    assert GeocodedAddress.objects.get().label.startswith("8 Rue Hautexxx")


def test_a_second_call_asks_nothing(service: Service, run: Run, today: date) -> None:
    records = [row(run, today), row(run, today, values=GUERET | {"street": "rue inconnue"})]
    locate_pending(run.source, today=today)
    before = [(record.values, record.remarks) for record in SourceRecord.objects.all()]

    assert locate_pending(run.source, today=today + timedelta(days=30)) == Located(asked=0, found=0, refused=1)

    assert len(service.asked) == 1
    assert [(record.values, record.remarks) for record in SourceRecord.objects.all()] == before
    assert point_of(records[0]) == LOCATED


def test_what_was_not_found_is_asked_again_after_six_months(service: Service, run: Run, today: date) -> None:
    records = [row(run, today), row(run, today, values=GUERET | {"street": "rue Neuve"})]
    locate_pending(run.source, today=today)
    service.knows("rue Neuve 23000 Guéret", type="street", latitude=46.18)
    SourceRecord.objects.update(is_pending=True)

    assert locate_pending(run.source, today=today + timedelta(days=183)) == Located(asked=0, found=0, refused=1)
    assert locate_pending(run.source, today=today + timedelta(days=184)) == Located(asked=1, found=1, refused=0)

    assert service.asked[1:] == [[("rue Neuve 23000 Guéret", "23096")]]
    assert point_of(records[1]) == (46.18, 1.8721, "street")
    assert GeocodedAddress.objects.get(asked__startswith="rue Neuve").asked_on == today + timedelta(days=184)


def test_a_row_read_again_is_answered_by_what_is_kept(service: Service, run: Run, today: date) -> None:
    record = row(run, today)
    locate_pending(run.source, today=today)
    SourceRecord.objects.filter(pk=record.pk).update(values=GUERET | {"name": "Autre", "street": "8, RUE HAUTE"}, remarks=[])  # staged anew, as received

    assert locate_pending(run.source, today=today) == Located(asked=0, found=1, refused=0)

    assert point_of(record) == LOCATED
    assert len(service.asked) == 1


def test_a_geocoder_set_later_serves_rows_already_heard(service: Service, run: Run, today: date) -> None:
    heard, located = row(run, today, is_pending=False), row(run, today, values=GUERET | OWN, is_pending=False)

    assert locate_pending(run.source, today=today) == Located()
    assert locate_pending(run.source, today=today, everything=True) == Located(asked=1, found=1, refused=0)

    assert point_of(heard) == LOCATED
    assert heard.is_pending
    located.refresh_from_db()
    assert not located.is_pending
    assert locate_pending(run.source, today=today, everything=True) == Located()


def test_the_same_address_is_asked_once(service: Service, run: Run, today: date) -> None:
    for _each in range(3):
        row(run, today)

    assert locate_pending(run.source, today=today) == Located(asked=1, found=3, refused=0)
    assert service.asked == [[("8 rue Haute 23000 Guéret", "23096")]]


@pytest.mark.parametrize(
    ("values", "remarks", "columns"),
    [
        (OWN, (), {}),
        (OWN | {"precision": "street"}, (), {}),
        (OWN, ("point_far",), {}),
        ({"street": ""}, (), {}),
        ({"insee": ""}, (), {}),
        ({"address_hidden": True}, (), {}),
        ({"street": "8 rue Haute " + "x" * 200}, (), {}),
        ({}, (), {"is_pending": False}),
        ({}, (), {"gone_on": date(2026, 11, 1)}),
        ({}, (), {"state": SourceRecord.State.SET_ASIDE}),
    ],
)
def test_rows_that_are_left_alone(service: Service, run: Run, today: date, values: dict[str, Any], remarks: tuple[str, ...], columns: dict[str, Any]) -> None:
    record = row(run, today, values=GUERET | values, remarks=remarks, **columns)
    before = point_of(record)

    assert locate_pending(run.source, today=today) == Located()

    assert point_of(record) == before
    assert service.asked == []


@pytest.mark.parametrize(("values", "remarks"), [(OWN | {"precision": "commune"}, ()), (OWN, ("point_contradicts",)), (OWN, ("point_outside",))])
def test_points_that_tell_nothing_or_contradict_are_replaced_and_it_is_said(
    service: Service, run: Run, today: date, values: dict[str, Any], remarks: tuple[str, ...]
) -> None:
    record = row(run, today, values=GUERET | values, remarks=remarks)

    assert locate_pending(run.source, today=today).found == 1

    assert point_of(record) == LOCATED
    assert [remark["rule"] for remark in record.remarks] == [*remarks, "point_geocoded"]


@pytest.mark.parametrize(
    "answer",
    [
        {"score": 0.69},
        {"type": "municipality"},
        {"type": "?"},
        {"citycode": "23176", "filtered": False},  # another commune of the same département
        {"citycode": "", "filtered": False},
        {"latitude": 43.3, "longitude": 5.4},  # its code says Guéret, its point Marseille
    ],
)
def test_answers_that_are_not_good_enough_are_kept_and_give_no_point(service: Service, run: Run, today: date, answer: dict[str, Any]) -> None:
    service.knows("8 rue Haute 23000 Guéret", **answer)
    record = row(run, today)

    assert locate_pending(run.source, today=today) == Located(asked=1, found=0, refused=1)

    assert point_of(record) == (None, None, None)
    assert GeocodedAddress.objects.get().label == "8 Rue Haute 23000 Guéret"


@pytest.mark.parametrize(("insee", "answered", "found"), [("75056", "75111", 1), ("75111", "75111", 1), ("75111", "75112", 0), ("69123", "75111", 0)])
def test_arrondissements_belong_to_their_city(service: Service, run: Run, today: date, insee: str, answered: str, found: int) -> None:
    service.knows("1 rue Oberkampf 75011 Paris", latitude=48.8639, longitude=2.3667, citycode=answered, filtered=True)
    row(run, today, values={"street": "1 rue Oberkampf", "postal_code": "75011", "commune": "Paris", "insee": insee})

    assert locate_pending(run.source, today=today).found == found
    assert service.asked[0][0][1] == ("75111" if insee == "75111" else "")


def test_off_by_default(run: Run, today: date, settings: Any) -> None:
    row(run, today)

    assert settings.GEOCODER_URL == ""
    assert locate_pending(run.source, today=today) == Located()


@pytest.mark.parametrize("rows", [1, 1_000])
@pytest.mark.parametrize(
    ("status", "body"), [(500, b""), (404, b""), (302, b""), (200, b"<html>"), (200, b"{}"), (200, b"\xff\xfe"), (200, b'{"features": [[]]}'), (200, b"")]
)
def test_a_failure_is_a_line_in_the_journal_and_no_change(
    service: Service, run: Run, today: date, settings: Any, caplog: pytest.LogCaptureFixture, rows: int, status: int, body: bytes
) -> None:
    settings.GEOCODER_BATCH = rows
    records = [row(run, today, values=GUERET | {"street": f"{number} rue Haute"}) for number in range(2)]
    service.fails(status, body)

    with caplog.at_level(logging.WARNING):
        assert locate_pending(run.source, today=today) == Located()

    assert [line.name for line in caplog.records] == ["maillage.ingestion.geocoding.actions"]
    assert "Haute" not in caplog.text  # the journal holds no address
    assert len(service.asked) == 1  # not insisted upon
    assert [point_of(record) for record in records] == [(None, None, None)] * 2
    assert not GeocodedAddress.objects.exists()


def test_what_came_before_a_failure_is_kept(service: Service, run: Run, today: date, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.GEOCODER_BATCH = 2
    monkeypatch.setattr(actions, "BATCH", 4)
    for number in range(1, 9):
        service.knows(f"{number} rue Haute 23000 Guéret")
        row(run, today, values=GUERET | {"street": f"{number} rue Haute"})
    answered = contract.Geocoder._many
    calls: list[int] = []

    def failing(geocoder: contract.Geocoder, questions: Any) -> Iterator[contract.Pair]:
        calls.append(len(questions))
        if len(calls) == 2:
            service.fails(503)
        return answered(geocoder, questions)

    monkeypatch.setattr(contract.Geocoder, "_many", failing)

    assert locate_pending(run.source, today=today) == Located(asked=2, found=2, refused=0)
    assert len(service.asked) == 2
    assert locate_pending(run.source, today=today) == Located(asked=6, found=6, refused=0)


def test_a_silent_service_costs_the_time_given(service: Service, run: Run, today: date, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contract, "LIMITS", contract.Limits(size=1_000, seconds=0.1))
    row(run, today)
    service.fails(None)

    assert locate_pending(run.source, today=today) == Located()


def geocoder(service: Service, slept: list[float], **options: Any) -> contract.Geocoder:
    """A client whose clock is its sleep."""
    url = f"http://127.0.0.1:{service.server_port}/geocodage"
    made = actions.geocoder_of_settings()
    assert made is not None
    return contract.Geocoder(url, made.gate, sleep=slept.append, clock=lambda: sum(slept), **options)


def test_a_service_asked_too_much_is_asked_again_later(service: Service, run: Run, today: date) -> None:
    row(run, today)
    service.fails(429, **{"Retry-After": "7"})
    service.fails(429, **{"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"})
    slept: list[float] = []

    assert locate_pending(run.source, today=today, geocoder=geocoder(service, slept)) == Located(asked=1, found=1, refused=0)
    assert slept == [7.0, contract.USUAL_WAIT]


def test_a_service_that_refuses_for_ever_is_left(service: Service, run: Run, today: date) -> None:
    row(run, today)
    for _each in range(10):
        service.fails(429, **{"Retry-After": "86400"})
    slept: list[float] = []

    assert locate_pending(run.source, today=today, geocoder=geocoder(service, slept)) == Located()
    assert slept == [contract.LONGEST_WAIT] * contract.TRIES


def test_requests_are_spaced_by_the_rate(service: Service, run: Run, today: date) -> None:
    for number in range(5):
        row(run, today, values=GUERET | {"street": f"{number} rue Haute"})
    slept: list[float] = []

    locate_pending(run.source, today=today, geocoder=geocoder(service, slept, rate=4, rows=1))

    assert slept == pytest.approx([0.25] * 4)


def test_rows_the_service_failed_on_are_asked_again_another_day(service: Service, run: Run, today: date) -> None:
    for street in ("erreur rue Haute", "erreur rue Basse", "8 rue Haute"):
        row(run, today, values=GUERET | {"street": street})

    assert locate_pending(run.source, today=today) == Located(asked=1, found=1, refused=0)
    assert locate_pending(run.source, today=today) == Located()
    assert sorted(text for text, _code in service.asked[1]) == ["erreur rue Basse 23000 Guéret", "erreur rue Haute 23000 Guéret"]


def test_streets_that_would_break_a_table_come_back_whole(service: Service, run: Run, today: date) -> None:
    streets = ['8 "rue" Haute, bât. A', "8 rue Haute; B", "8 rue\nHaute", "=8 rue Haute"]
    for street in streets:
        service.knows(f"{street} 23000 Guéret")
        row(run, today, values=GUERET | {"street": street})

    assert locate_pending(run.source, today=today).found == len(streets)


@pytest.mark.parametrize("raw", [("nan", "1"), ("91", "1"), ("1e999", "1"), ("", ""), (None, 1), ("un", "deux"), (10**400, 1), (True, {})])
def test_numbers_that_are_not_of_the_earth_find_nothing(raw: tuple[Any, Any]) -> None:
    assert contract.found(*raw, FOUND) is None


# Through the whole chain

MAPPING = '[list]\nlabel = "Creuse"\nid = "id"\n[fields]\nname = "nom"\nstreet = "adresse"\npostal_code = "cp"\ncommune = "ville"\nphones = "tel"\n'
LIST = "id;nom;adresse;cp;ville;tel\n1;Espace numérique;8 rue Haute;23000;Guéret;05 55 52 00 00\n"


def bring(content: str, today: date, now: datetime) -> Place:
    chain.import_list("creuse", content=content.encode(), mapping=MAPPING, today=today, now=now)
    return Place.objects.get()


def test_a_place_stands_where_its_address_was_found(service: Service, today: date, now: datetime) -> None:
    place = bring(LIST, today, now)
    assert (place.latitude, place.longitude, place.precision) == LOCATED

    changed = bring(LIST.replace("52 00 00", "52 00 01"), today, now)

    assert (changed.latitude, changed.longitude, changed.precision) == LOCATED
    assert changed.phones != place.phones
    assert len(service.asked) == 1


def test_an_import_survives_its_geocoder(service: Service, today: date, now: datetime) -> None:
    service.fails(500)

    place = bring(LIST, today, now)

    assert place.name == "Espace numérique"
    assert (place.latitude, place.longitude, place.precision) == (None, None, "")  # shown at its commune, which is said


def test_a_geocoder_set_later_is_asked_from_the_command_line(
    service: Service, today: date, now: datetime, settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url, settings.GEOCODER_URL, settings.VAR = settings.GEOCODER_URL, "", tmp_path
    bring(LIST, today, now)
    with pytest.raises(CommandError, match="MAILLAGE_GEOCODER_URL"):
        call_command("source", "locate", "creuse")
    settings.GEOCODER_URL = url

    call_command("source", "locate", "creuse", "--json")

    told, place = json.loads(capsys.readouterr().out), Place.objects.get()
    assert (told["asked"], told["found"], told["refused"]) == (1, 1, 0)
    assert (place.latitude, place.longitude, place.precision) == LOCATED
