"""Lists brought from their address: a stand-in site on this machine, well-behaved, clumsy or hostile."""

import gzip
import json
import shutil
import ssl
import subprocess
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from maillage.base import outside
from maillage.base.outside import Gate, Limits
from maillage.directory.models import Origin
from maillage.ingestion.errors import ListRefused, Unreachable
from maillage.ingestion.fetching import ask, fetch, pages, remember
from maillage.ingestion.formats.opening import open_table
from maillage.ingestion.models import Source

pytestmark = pytest.mark.loopback

LIST = b"nom;commune\nMaison du num\xc3\xa9rique;Gu\xc3\xa9ret\n"
SMALL = Limits(size=100_000, seconds=5)
Answer = Callable[["Site"], None]


class Site(BaseHTTPRequestHandler):
    """Answers each path by a function of the test."""

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))  # type: ignore[attr-defined]
        with suppress(OSError):  # who asks may leave in the middle
            self.server.answers[self.path](self)  # type: ignore[attr-defined]

    def give(self, content: bytes = LIST, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(content))} | {name.replace("_", "-"): value for name, value in headers.items()}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def write(self, raw: bytes) -> None:
        """Bytes as they are, in place of a well-formed answer."""
        self.wfile.write(raw)
        self.wfile.flush()

    def log_message(self, *args: object) -> None:
        """Stay quiet."""


@pytest.fixture
def site() -> Iterator[Any]:
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.answers, server.asked = {}, []
    server.gate = Gate(resolve=lambda _name, _port: ["127.0.0.1"], inside=frozenset({f"listes.exemple:{server.server_port}"}))
    server.url = f"http://listes.exemple:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def refusal(site: Any, answer: Answer, path: str = "/liste.csv", limits: Limits = SMALL) -> str:
    """The sentence that tells why the list was not brought."""
    site.answers[path.partition("@")[0]] = answer
    with pytest.raises(Unreachable) as caught:
        fetch(f"{site.url}{path}", gate=site.gate, limits=limits)
    return str(caught.value)


def test_a_list_comes_with_its_marks(site: Any) -> None:
    site.answers["/liste.csv?a=1"] = lambda page: page.give(ETag='"v1"', Last_Modified="Mon, 23 Nov 2026 08:00:00 GMT", Content_Type="text/csv; charset=utf-8")

    fetched = fetch(f"{site.url}/liste.csv?a=1", gate=site.gate)

    assert fetched.content == LIST
    assert (fetched.etag, fetched.last_modified, fetched.unchanged) == ('"v1"', "Mon, 23 Nov 2026 08:00:00 GMT", False)
    assert (fetched.url, fetched.content_type) == (f"{site.url}/liste.csv?a=1", "text/csv; charset=utf-8")
    headers = site.asked[0][1]
    assert headers["Host"] == site.url.removeprefix("http://")
    assert "If-None-Match" not in headers


def test_an_unchanged_list_is_not_sent_again(site: Any) -> None:
    site.answers["/liste.csv"] = lambda page: page.give(b"", 304)

    fetched = fetch(f"{site.url}/liste.csv", etag='"v1"', last_modified="Mon, 23 Nov 2026 08:00:00 GMT", gate=site.gate)

    assert fetched.unchanged
    assert (fetched.content, fetched.etag, fetched.last_modified) == (b"", '"v1"', "Mon, 23 Nov 2026 08:00:00 GMT")
    headers = site.asked[0][1]
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('"v1"', "Mon, 23 Nov 2026 08:00:00 GMT")


def test_unchanged_without_having_asked_is_a_fault(site: Any) -> None:
    assert "réponse 304" in refusal(site, lambda page: page.give(b"", 304))


@pytest.mark.parametrize("mark", ["x" * 201, '"é"', '"a\r\n b"'])
def test_marks_that_cannot_be_given_back_are_not_kept(site: Any, mark: str) -> None:
    site.answers["/liste.csv"] = lambda page: page.give(ETag=mark)

    assert fetch(f"{site.url}/liste.csv", gate=site.gate).etag == ""


def test_redirects_are_followed_and_the_last_address_told(site: Any) -> None:
    site.answers |= {
        "/a": lambda page: page.give(b"", 302, Location="/b"),
        "/b": lambda page: page.give(b"", 308, Location=f"{site.url}/é".encode().decode("latin-1")),
        "/%C3%A9": lambda page: page.give(),
    }

    fetched = fetch(f"{site.url}/a", gate=site.gate)

    assert (fetched.content, fetched.url) == (LIST, f"{site.url}/%C3%A9")


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "GZIP"])
def test_packed_lists_are_unpacked(site: Any, encoding: str) -> None:
    packed = gzip.compress(LIST * 2_000, mtime=0) + gzip.compress(LIST) + b"\0" * 10  # two members, and the padding that some servers add
    site.answers["/liste.csv"] = lambda page: page.give(packed, Content_Encoding=encoding)

    assert fetch(f"{site.url}/liste.csv", gate=site.gate).content == LIST * 2_001


def test_lists_in_pieces_are_put_together(site: Any) -> None:
    pieces = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (LIST[:7], LIST[7:])) + b"0\r\n\r\n"
    site.answers["/liste.csv"] = lambda page: page.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + pieces)

    assert fetch(f"{site.url}/liste.csv", gate=site.gate).content == LIST


@pytest.mark.parametrize(
    ("status", "told"),
    [(401, "autorisation"), (403, "refuse l’accès"), (404, "rien à cette adresse"), (410, "n’est plus"), (429, "trop de demandes"), (503, "en panne")],
)
def test_each_refusal_of_the_site_is_told_with_a_remedy(site: Any, status: int, told: str) -> None:
    sentence = refusal(site, lambda page: page.give(b"no", status))

    assert told in sentence
    assert sentence.startswith(f"{site.url}/liste.csv")
    assert sentence.endswith(".")


@pytest.mark.parametrize("status", [204, 206, 300, 302, 418])
def test_other_answers_are_not_the_list(site: Any, status: int) -> None:
    assert f"réponse {status}" in refusal(site, lambda page: page.give(b"", status))


def test_an_announced_giant_is_refused_before_it_is_read(site: Any) -> None:
    assert "dépasse 0 Mo" in refusal(site, lambda page: page.give(b"", Content_Length="100001"))


def endless(page: Site) -> None:
    page.write(b"HTTP/1.1 200 OK\r\n\r\n")
    for _each in range(100_000):
        page.write(b"x" * 10_000)


def test_an_unannounced_giant_is_stopped_by_the_count(site: Any) -> None:
    assert "dépasse" in refusal(site, endless)


@pytest.mark.parametrize("layers", [1, 2])
def test_bombs_do_not_unfold(site: Any, layers: int) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000, mtime=0)
    if layers == 2:  # packed twice: only the first layer is ever opened
        bomb = gzip.compress(bomb * 40, mtime=0)
    site.answers["/liste.csv"] = lambda page: page.give(bomb, Content_Encoding="gzip")

    if layers == 2:
        with suppress(Unreachable):
            assert len(fetch(f"{site.url}/liste.csv", gate=site.gate, limits=SMALL).content) <= SMALL.size
    else:
        assert "dépasse" in refusal(site, lambda page: page.give(bomb, Content_Encoding="gzip"))


def flood(page: Site) -> None:
    page.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(100_000):
        page.write(b"X-%d: %s\r\n" % (number, b"y" * 1_000))


def continues(page: Site) -> None:
    for _each in range(100_000):
        page.write(b"HTTP/1.1 100 Continue\r\nX: " + b"y" * 1_000 + b"\r\n\r\n")


@pytest.mark.parametrize("answer", [flood, continues])
def test_headers_without_end_are_refused(site: Any, answer: Answer) -> None:
    assert "coupée ou abîmée" in refusal(site, answer)


@pytest.mark.parametrize(
    "raw",
    [
        *(b"", b"\x00\xff" * 40, b"HTTP/1.1 abc OK\r\n\r\n", b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhalf"),
        *(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n"),
        *(b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\nxx", b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\n\r\nxx"),
        *(
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nnot gzip",
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(LIST, mtime=0)[:-9],
        ),
        *(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", b"HTTP/1.1 302 Found\r\nLocation: http://[\r\n\r\n", b"HTTP/1.1 200 " + b"x" * 70_000),
    ],
)
def test_spoilt_answers_are_told_never_half_read(site: Any, raw: bytes) -> None:
    sentence = refusal(site, lambda page: page.write(raw))

    assert any(words in sentence for words in ("coupée ou abîmée", "ne répond pas", "mal formée"))


def drip(page: Site) -> None:
    page.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while True:
        page.write(b"x")
        time.sleep(0.02)


def silence(page: Site) -> None:
    time.sleep(1)


def drip_headers(page: Site) -> None:
    while True:
        page.write(b"H")
        time.sleep(0.02)


@pytest.mark.slow
@pytest.mark.parametrize("answer", [drip, silence, drip_headers])
def test_slowness_ends_at_the_time_given(site: Any, answer: Answer) -> None:
    start = time.monotonic()

    sentence = refusal(site, answer, limits=Limits(size=100_000, seconds=0.3))

    assert "pas de réponse complète" in sentence
    assert time.monotonic() - start < 0.9


def test_a_site_that_is_not_there(site: Any) -> None:
    with pytest.raises(Unreachable, match="ne répond pas"):
        fetch("http://127.0.0.1:9/", gate=Gate(inside=frozenset({"127.0.0.1:9"})))


def test_what_is_unreachable_is_a_refusal_of_the_list() -> None:
    with pytest.raises(ListRefused, match="réseau privé"):
        fetch("http://127.0.0.1/")


# JSON: lists under a key, lists in pages


def page_of(rows: list[dict[str, Any]], **more: Any) -> Answer:
    content = json.dumps({"resultats": rows} | more).encode()
    return lambda page: page.give(content, ETag='"v1"', Content_Type="application/json")


ROWS = [{"nom": f"Lieu {number}"} for number in range(6)]


def test_the_list_under_a_key(site: Any) -> None:
    site.answers["/api"] = lambda page: page.give(json.dumps({"a": {"b": ROWS}, "autres": [1]}).encode(), ETag='"v1"')

    fetched = fetch(f"{site.url}/api@a.b", gate=site.gate)

    assert json.loads(fetched.content) == ROWS
    assert fetched.etag == '"v1"'


@pytest.mark.parametrize(
    ("answer", "told"),
    [(page_of(ROWS), "« resultats »".replace(" ", "\u202f")), (lambda page: page.give(b"[1]"), "Retirez"), (lambda page: page.give(b"\xff"), "Retirez")],
)
def test_a_key_that_is_not_there_is_told_with_those_that_are(site: Any, answer: Answer, told: str) -> None:
    assert told in refusal(site, answer, "/api@lieux")


@pytest.mark.parametrize("path", ["/@equipe", "/export@2024.csv", "/a%40b"])
def test_at_signs_of_addresses(site: Any, path: str) -> None:
    """Only what reads as a key is one."""
    site.answers |= {
        "/": lambda page: page.give(b'{"equipe": [{"nom": "A"}]}'),
        "/export@2024.csv": lambda page: page.give(),
        "/a%40b": lambda page: page.give(),
    }

    assert fetch(f"{site.url}{path}", gate=site.gate).content in (LIST, b'[{"nom":"A"}]')


@pytest.mark.parametrize("key", ["", "@resultats"])
def test_pages_are_put_end_to_end(site: Any, key: str) -> None:
    site.answers |= {
        "/api": page_of(ROWS[:2], next="/api?page=2"),
        "/api?page=2": page_of(ROWS[2:4], next=f"{site.url}/api?page=3"),
        "/api?page=3": page_of(ROWS[4:], next=None),
    }

    fetched = fetch(f"{site.url}/api{key}", gate=site.gate)

    assert json.loads(fetched.content) == ROWS
    assert fetched.etag == ""  # the mark of the first page says nothing of the others


NEXT = "/api?page=2"


@pytest.mark.parametrize(
    "more",
    [
        *({"next_page": NEXT}, {"links": {"next": NEXT}}, {"links": {"next": {"href": NEXT}}}, {"_links": {"next": NEXT}}, {"pagination": {"next": NEXT}}),
        *({"meta": {"next_page_url": NEXT}}, {"@odata.nextLink": NEXT}, {"links": [{"rel": "self", "href": "/"}, {"rel": "next", "href": NEXT}]}),
        {"next": NEXT, "errors": []},
    ],
)
def test_other_ways_of_telling_the_next_page(site: Any, more: dict[str, Any]) -> None:
    site.answers |= {"/api": page_of(ROWS[:3], **more), NEXT: page_of(ROWS[3:], next="", avertissements=[{"code": 1}])}

    assert json.loads(fetch(f"{site.url}/api", gate=site.gate).content) == ROWS


@pytest.mark.parametrize("key", ["", "@result.records"])
def test_pages_told_for_ever_end_with_an_empty_one(site: Any, key: str) -> None:
    """As CKAN does, whose list stands beside the description of its columns."""

    def page(rows: list[dict[str, Any]], following: str) -> Answer:
        result = {"fields": [{"id": "nom"}], "records": rows, "_links": {"start": "/api", "next": following}, "total": 6}
        return lambda page: page.give(json.dumps({"success": True, "result": result}).encode())

    site.answers |= {"/api": page(ROWS[:4], "/api?offset=4"), "/api?offset=4": page(ROWS[4:], "/api?offset=8"), "/api?offset=8": page([], "/api?offset=12")}

    assert json.loads(fetch(f"{site.url}/api{key}", gate=site.gate).content) == ROWS


def test_pages_of_features_are_features(site: Any) -> None:
    def page(name: str, links: list[dict[str, str]]) -> Answer:
        feature = {"type": "Feature", "properties": {"nom": name}, "geometry": {"type": "Point", "coordinates": [2, 48]}}
        document = {"type": "FeatureCollection", "links": links, "numberMatched": 2, "features": [feature]}
        return lambda page: page.give(json.dumps(document).encode())

    site.answers |= {"/api": page("A", [{"rel": "next", "href": "?p=2"}]), "/api?p=2": page("B", [{"rel": "prev", "href": "/api"}])}

    table = open_table(fetch(f"{site.url}/api", gate=site.gate).content)

    assert [cells["nom"] for _line, cells in table.rows()] == ["A", "B"]
    assert table.reading.notes == ()


def test_pages_among_which_no_list_can_be_chosen_are_refused_not_read_in_part(site: Any) -> None:
    assert "Écrivez après l’adresse" in refusal(site, page_of(ROWS, next="/b", lieux=ROWS), "/api")
    assert "Écrivez après l’adresse" in refusal(site, page_of([], next="/b", structures=ROWS, services=ROWS), "/api")


def test_a_list_that_lacks_rows_says_so(site: Any) -> None:
    site.answers |= {"/api": page_of(ROWS[:3], next="/b", total=9), "/b": page_of(ROWS[3:], next=None, total=9)}

    table = open_table(fetch(f"{site.url}/api", gate=site.gate).content)

    assert [cells for _line, cells in table.rows()] == ROWS
    assert "annonce 9 lignes et en contient 6" in table.reading.notes[0]


def test_a_page_of_countless_rows_is_refused_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maillage.ingestion.formats.table.MAX_ROWS", 10_000)
    content = b'{"next":"https://exemple.fr/2","resultats":[' + b"{}," * 1_000_000 + b"{}]}"
    tracemalloc.start()

    page = pages.read(base_answer(content), "")

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert page is None  # whoever reads the list refuses it too
    assert peak < 10 * len(content)  # the rows alone would take twenty times that


def base_answer(content: bytes) -> outside.Answer:
    return outside.Answer("https://exemple.fr/1", 200, Message(), content)


@pytest.mark.parametrize(
    "content",
    [b'{"next": null, "resultats": [{"nom": "A"}]}', b'[{"next": "http://127.0.0.1/"}]', b'{"next": "/b"', b'{"next": 2, "resultats": [{"nom": "A"}]}'],
)
def test_whole_answers_stay_as_received(site: Any, content: bytes) -> None:
    site.answers["/api"] = lambda page: page.give(content)

    assert fetch(f"{site.url}/api", gate=site.gate).content == content


def test_pages_do_not_lead_inside(site: Any) -> None:
    assert "réseau privé" in refusal(site, page_of(ROWS, next="http://169.254.169.254/latest/"), "/api")


def test_pages_that_go_round_are_stopped(site: Any) -> None:
    site.answers["/b"] = page_of(ROWS, next="/api")

    assert "ne finissent pas" in refusal(site, page_of(ROWS, next="/b"), "/api")


def test_pages_share_the_limits(site: Any) -> None:
    big = page_of([{"nom": "x" * 60_000}], next="/b")
    site.answers["/b"] = big

    assert "dépassent" in refusal(site, big, "/api")
    assert sum(path == "/b" for path, _headers in site.asked) == 1


@pytest.mark.slow
def test_pages_share_the_time(site: Any) -> None:
    def slow(page: Site) -> None:
        time.sleep(0.05)
        page_of(ROWS, next=f"/{len(site.asked)}")(page)

    site.answers |= {f"/{number}": slow for number in range(50)}
    start = time.monotonic()

    assert "pas de réponse complète" in refusal(site, slow, "/api", limits=Limits(size=100_000, seconds=0.3))
    assert time.monotonic() - start < 0.9


def test_a_page_that_is_missing_loses_the_list_not_half_of_it(site: Any) -> None:
    site.answers["/b"] = lambda page: page.give(b"", 500)
    assert "en panne" in refusal(site, page_of(ROWS, next="/b"), "/api")
    site.answers["/b"] = lambda page: page.give(b"<html>")
    assert "cette page de la liste" in refusal(site, page_of(ROWS, next="/b"), "/api")


# TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for listes.exemple, signed by itself."""
    if not (program := shutil.which("openssl")):
        pytest.skip("openssl absent")
    file = tmp_path_factory.mktemp("tls") / "listes.pem"
    names = ["-subj", "/CN=listes.exemple", "-addext", "subjectAltName=DNS:listes.exemple"]
    subprocess.run(
        [
            program,
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-days",
            "30",
            *names,
            "-keyout",
            file,
            "-out",
            f"{file}.crt",
        ],
        check=True,
        capture_output=True,
    )
    file.write_text(file.read_text() + Path(f"{file}.crt").read_text())
    return file


@pytest.fixture
def secure(site: Any, certificate: Path) -> Any:
    """The same site, in https; `site.named` are the names that visitors asked for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    site.named = []
    context.sni_callback = lambda _socket, name, _context: site.named.append(name)
    site.socket = context.wrap_socket(site.socket, server_side=True)
    site.gate = Gate(
        resolve=site.gate.resolve,
        inside=frozenset({f"{name}:{site.server_port}" for name in ("listes.exemple", "autres.exemple")}),
        context=lambda: ssl.create_default_context(cafile=str(certificate)),
    )
    site.url = f"https://listes.exemple:{site.server_port}"
    return site


def test_the_name_is_kept_for_the_certificate(secure: Any) -> None:
    secure.answers["/liste.csv"] = lambda page: page.give()

    assert fetch(f"{secure.url}/liste.csv", gate=secure.gate).content == LIST
    assert secure.named == ["listes.exemple"]


def test_a_certificate_for_another_name_is_refused(secure: Any) -> None:
    secure.answers["/liste.csv"] = lambda page: page.give()

    with pytest.raises(Unreachable, match="certificat"):
        fetch(f"https://autres.exemple:{secure.server_port}/liste.csv", gate=secure.gate)
    with pytest.raises(Unreachable, match="certificat"):
        fetch(f"{secure.url}/liste.csv", gate=Gate(resolve=secure.gate.resolve, inside=secure.gate.inside))


def test_no_way_from_https_to_http(secure: Any) -> None:
    secure.answers |= {
        "/a": lambda page: page.give(b"", 302, Location=secure.url.replace("https", "http") + "/b"),
        "/c": page_of(ROWS[:3], next=secure.url.replace("https", "http") + "/d"),
        "/d": page_of(ROWS[3:]),
        "/e": page_of(ROWS, next=f"http://autres.exemple:{secure.server_port}/d"),
    }

    with pytest.raises(Unreachable, match="non chiffrée"):
        fetch(f"{secure.url}/a", gate=secure.gate)
    assert json.loads(fetch(f"{secure.url}/c", gate=secure.gate).content) == ROWS  # told as http by a service behind its proxy: asked as https
    with pytest.raises(Unreachable, match="pas chiffrée"):
        fetch(f"{secure.url}/e", gate=secure.gate)


# Sources


@pytest.fixture
def source(db: None, site: Any) -> Source:
    origin = Origin.objects.create(kind=Origin.Kind.SOURCE, key="source:creuse", label="Creuse")
    return Source.objects.create(key="creuse", origin=origin, url=f"{site.url}/liste.csv")


def test_a_source_remembers_only_when_told(site: Any, source: Source, now: datetime) -> None:
    site.answers["/liste.csv"] = lambda page: page.give(b"", 304) if page.headers["If-None-Match"] == '"v1"' else page.give(ETag='"v1"')

    fetched = ask(source, gate=site.gate)
    assert not fetched.unchanged
    assert not ask(source, gate=site.gate).unchanged  # the first delivery was not staged: asked again in full
    remember(source, fetched, now=now)

    source.refresh_from_db()
    assert (source.etag, source.asked_at) == ('"v1"', now)
    assert ask(source, gate=site.gate).unchanged
    assert ask(source, anew=True, gate=site.gate).content == LIST


def test_the_door_is_the_one_of_the_settings(site: Any, source: Source, settings: Any) -> None:
    site.answers["/liste.csv"] = lambda page: page.give()
    source.url = f"http://127.0.0.1:{site.server_port}/liste.csv"
    with pytest.raises(Unreachable, match=f"le port {site.server_port}"):
        ask(source)
    settings.FETCH_PORTS = [site.server_port]
    with pytest.raises(Unreachable, match="réseau privé"):
        ask(source)

    settings.FETCH_ALLOW_PRIVATE = ["127.0.0.1"]

    assert ask(source).content == LIST
