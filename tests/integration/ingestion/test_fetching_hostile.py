"""Hostile addresses, a trap that counts connections, and the proof that the trap counts when the defence is off."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address

import pytest

from maillage.base.outside import Gate, Limits, addresses
from maillage.ingestion.errors import Unreachable
from maillage.ingestion.fetching import fetch

pytestmark = pytest.mark.loopback

OPEN = "93.184.216.34"
NAMES = {
    "public.exemple": [OPEN],
    "localhost": ["127.0.0.1"],
    "machine.exemple": ["127.0.0.1"],
    "machine6.exemple": ["::1"],
    "prive.exemple": ["10.0.0.1"],
    "bureau.exemple": ["192.168.1.1"],
    "nuage.exemple": ["169.254.169.254"],
    "operateur.exemple": ["100.64.0.1"],
    "cable.exemple": ["fe80::1%eth0"],
    "local6.exemple": ["fd00::1"],
    "cache.exemple": ["::ffff:10.0.0.1"],
    "nat64.exemple": ["64:ff9b::a9fe:a9fe"],
    "melange.exemple": [OPEN, "10.0.0.1"],
    "melange2.exemple": ["10.0.0.1", OPEN],
    "rien.exemple": ["0.0.0.0"],  # noqa: S104 a number refused
}


def forms(dotted: str) -> list[str]:
    """A number in every writing that some system reads as that number."""
    number = int(IPv4Address(dotted))
    a, b, c, d = number.to_bytes(4, "big")
    high, low = f"{number >> 16:x}", f"{number & 0xFFFF:x}"
    return [
        *(dotted, f"{dotted}.", str(number), f"0x{number:x}", f"0X{number:X}", f"0{number:o}", f"0x{a:x}.0x{b:x}.0x{c:x}.0x{d:x}"),
        *(f"0{a:o}.0{b:o}.0{c:o}.0{d:o}", f"000{a:o}.{b}.{c}.{d}", f"{a}.{number & 0xFFFFFF}", f"{a}.{b}.{number & 0xFFFF}", f"0x{a:x}.{number & 0xFFFFFF}"),
        *(f"[::ffff:{dotted}]", f"[::ffff:{high}:{low}]", f"[64:ff9b::{dotted}]", f"[2002:{high}:{low}::1]", f"[::{high}:{low}]"),
        dotted.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        dotted.replace(".", "。"),
    ]


NUMBERS = [form for dotted in ("127.0.0.1", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "100.64.0.1") for form in forms(dotted)]
OTHER_NUMBERS = [
    *(
        "0.0.0.0",  # noqa: S104 the same
        "0",
        "127.255.255.254",
        "169.254.170.2",
        "192.0.0.8",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.251",
        "255.255.255.255",
    ),
    *("[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[fe80::1]", "[fd00:ec2::254]", "[fc00::1]", "[ff02::1]", "[fec0::1]", "[100::1]"),
    *("[2001:0:53aa:64c::1]", "[2001:db8::1]", "[64:ff9b:1::7f00:1]", "[3fff::1]"),
]
LOOK_ALIKES = ["ｌｏｃａｌｈｏｓｔ", "LOCALHOST", "localhost.", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "①②⑦.⓪.⓪.①", "ℓocalhost"]
PLACES = [*NUMBERS, *OTHER_NUMBERS, *LOOK_ALIKES, *(name for name in NAMES if name != "public.exemple")]

# Only the check of the numbers stands between these and the inside network.
BY_NUMBER = [f"http://{place}/latest/meta-data/" for place in PLACES] + [
    "https://10.0.0.1/",
    "https://localhost/",
    "http://10.0.0.1:443/",
    "http://127.1:80/x@cle",
]
# These are refused as they are written.
BY_WRITING = [
    *("gopher://127.0.0.1/_GET", "file:///etc/passwd", "file://localhost/etc/passwd", "ftp://127.0.0.1/", "data:text/csv,nom", "dict://127.0.0.1:11211/stat"),
    *(
        "ldap://127.0.0.1/",
        "jar:http://127.0.0.1!/",
        "javascript:alert(1)",
        "ws://127.0.0.1/",
        "//127.0.0.1/",
        "127.0.0.1",
        "",
        "http:127.0.0.1",
        "http:///127.0.0.1",
    ),
    *(
        "http://public.exemple@127.0.0.1/",
        "http://a:b@127.0.0.1/",
        "http://127.0.0.1@public.exemple/",
        "http://@127.0.0.1/",
        "http://public.exemple%40127.0.0.1/",
    ),
    *("http://public.exemple\\@127.0.0.1/", "http:\\\\127.0.0.1\\", "http://public.exemple\\.127.0.0.1/", "http://public.exemple#@127.0.0.1:22/\\"),
    *(
        "http://127.0.0.1/\r\nHost: x",
        "http://public.exemple/\nGET /",
        "http://127.0.0.1\r\n/",
        "http://public.exemple/\x00",
        "http://127.0.0.1\x00.exemple/",
        "http://a\tb/",
    ),
    *("http://127.0.0.1:22/", "http://127.0.0.1:0/", "http://127.0.0.1:6379/", "http://public.exemple:25/", "http://127.0.0.1:99999/", "http://127.0.0.1:-80/"),
    *(
        "http://127.0.0.1:８０８０/",
        "http://[::1/",
        "http://[fe80::1%25eth0]/",
        "http://[::ffff:127.0.0.1%lo]/",
        "http://127.0.0.1.0.1/",
        "http://256.256.256.256/",
    ),
    *("http://0x7f.0x0.0x0.0x100/", "http://127%2e0%2e0%2e1/", "http://" + "a" * 300 + ".exemple/", "http://127.0.0.1/" + "a" * 3_000, "http://ⅷ℀.exemple/"),
]
REDIRECTS = [f"http://{place}/" for place in [*forms("127.0.0.1"), *forms("169.254.169.254"), "[::1]", "[fd00::1]", *list(NAMES)[1:]]]
REDIRECTS_BY_WRITING = ["gopher://127.0.0.1/", "file:///etc/passwd", "ftp://localhost/", "http://a@127.0.0.1/", "http://127.0.0.1:22/", "//127.0.0.1:22/"]


class Trap:
    """The inside network: any connection is counted, and answered as a service that keeps secrets."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.count = 0
        self.thread = threading.Thread(target=self._answer, daemon=True)
        self.thread.start()

    def _answer(self) -> None:
        while True:
            connection, _address = self.listener.accept()
            with connection, suppress(OSError):
                self.count += 1
                if connection.recv(4_096) == b"stop":
                    return
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret")

    def counted(self) -> int:
        """Connections in all. The last one, ours, is taken after all others."""
        with socket.create_connection(("127.0.0.1", self.port)) as last:
            last.sendall(b"stop")
            self.thread.join(10)
        self.listener.close()
        return self.count - 1


class Site(BaseHTTPRequestHandler):
    """A public site that sends its visitors where the address says: /<rank> in REDIRECTS."""

    def do_GET(self) -> None:
        self.send_response(302)
        self.send_header("Location", self.server.targets[int(self.path.strip("/"))])  # type: ignore[attr-defined]
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Stay quiet."""


@pytest.fixture
def trap() -> Trap:
    return Trap()


@pytest.fixture
def site() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.targets = [target.encode("utf-8").decode("latin-1") for target in [*REDIRECTS, *REDIRECTS_BY_WRITING]]  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def gate(trap: Trap, site: ThreadingHTTPServer) -> Gate:
    """Names are those above; the open Internet is the site; every other number, at any port, is the trap."""

    def resolve(name: str, _port: int) -> list[str]:
        return NAMES[name]

    def connect(number: str, _port: int, seconds: float) -> socket.socket:
        return socket.create_connection(("127.0.0.1", site.server_port if number == OPEN else trap.port), seconds)

    return Gate(resolve=resolve, connect=connect)


def visits(gate: Gate, urls: list[str]) -> list[str]:
    """Addresses that gave something."""
    given = []
    for url in urls:
        with suppress(Unreachable):
            fetch(url, gate=gate, limits=Limits(1_000_000, 5))
            given.append(url)
    return given


def by_redirect(targets: list[str], first: int = 0) -> list[str]:
    return [f"http://public.exemple/{rank}" for rank, _target in enumerate(targets, start=first)]


def test_no_hostile_address_opens_a_connection(gate: Gate, trap: Trap) -> None:
    urls = [*BY_NUMBER, *BY_WRITING, *by_redirect(REDIRECTS), *by_redirect(REDIRECTS_BY_WRITING, len(REDIRECTS))]

    given = visits(gate, urls)

    assert len(set(urls)) >= 120
    assert given == []
    assert trap.counted() == 0


def test_the_trap_counts_when_numbers_are_not_checked(gate: Gate, trap: Trap, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: without the defence the same addresses do open connections, so the test above can fail."""
    monkeypatch.setattr(addresses, "is_public", lambda number: True)
    in_clear = [url for url in BY_NUMBER if url.startswith("http:") and "@" not in url and "melange." not in url]
    redirected = [url for url, target in zip(by_redirect(REDIRECTS), REDIRECTS, strict=True) if "melange." not in target]

    given = visits(gate, in_clear + redirected)

    assert given == in_clear + redirected
    assert len(given) >= 120
    assert trap.counted() == len(given)


def test_real_connections_to_this_machine_are_refused(trap: Trap) -> None:
    gate = Gate(ports=frozenset({trap.port}))
    urls = [f"http://{form}:{trap.port}/" for form in [*forms("127.0.0.1"), "localhost", "0", "[::1]"]]

    assert visits(gate, urls) == []
    assert trap.counted() == 0


def test_real_connections_to_this_machine_when_it_is_allowed(trap: Trap) -> None:
    """Control of the one above."""
    gate = Gate(inside=frozenset({f"127.0.0.1:{trap.port}"}))

    assert len(visits(gate, [f"http://{form}:{trap.port}/" for form in ("127.0.0.1", "127.1", "0x7f000001", "2130706433")])) == 4
    assert trap.counted() == 4


def test_name_that_answers_otherwise_a_second_later(trap: Trap, site: ThreadingHTTPServer) -> None:
    """Rebinding: public when checked, private when asked again. The number that was checked is the one connected to."""
    site.targets = ["http://change.exemple/0"]  # type: ignore[attr-defined]
    asked, connected = [], []

    def resolve(name: str, _port: int) -> list[str]:
        asked.append(name)
        return [OPEN] if len(asked) == 1 else ["127.0.0.1"]

    def connect(number: str, _port: int, seconds: float) -> socket.socket:
        connected.append(number)
        return socket.create_connection(("127.0.0.1", site.server_port if number == OPEN else trap.port), seconds)

    with pytest.raises(Unreachable, match="réseau privé"):
        fetch("http://change.exemple/0", gate=Gate(resolve=resolve, connect=connect))

    assert asked == ["change.exemple"] * 2  # once for each hop
    assert connected == [OPEN]
    assert trap.counted() == 0


def test_redirects_do_not_go_round_for_ever(gate: Gate, site: ThreadingHTTPServer) -> None:
    site.targets = ["http://public.exemple/0"]  # type: ignore[attr-defined]

    with pytest.raises(Unreachable, match="plus de 3 fois"):
        fetch("http://public.exemple/0", gate=gate)


def test_proxies_of_the_environment_are_ignored(gate: Gate, trap: Trap, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{trap.port}")

    assert visits(gate, by_redirect(REDIRECTS[:1])) == []
    assert trap.counted() == 0
