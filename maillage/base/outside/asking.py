"""Knows how one address is asked over HTTP: each hop checked, every byte and every second counted."""

import io
import ssl
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection, HTTPException, HTTPResponse
from socket import socket
from time import monotonic
from typing import Any, cast

from django.utils.translation import gettext as _

from maillage.base.outside.addresses import Target, joined, parse, refused
from maillage.base.outside.gate import CONNECTION_SECONDS, Gate

MOST_HOPS = 3
REDIRECTS = {301, 302, 303, 307, 308}
HEADER_BYTES = 64_000
CHUNK = 65_536
OVERHEAD = 2  # a body sent in pieces carries their lengths; more than twice its size is a trick
USER_AGENT = "maillage"
GZIP = {"gzip", "x-gzip"}
PLAIN = {"", "identity"}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one asking may cost: bytes of the content, once unpacked; seconds in all, redirects included."""

    size: int = 64_000_000
    seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. The content of a refusal (status other than 200) is not read."""

    url: str
    status: int
    headers: Message
    content: bytes

    def header(self, name: str) -> str:
        """A header, or ""."""
        return str(self.headers.get(name, "")).strip()


class TooMuch(Exception):
    """More bytes than allowed."""


class Counted(io.RawIOBase):
    """Bytes of a connection, until the deadline or the allowance is reached."""

    def __init__(self, connection: socket, deadline: float) -> None:
        self.connection, self.deadline, self.allowance = connection, deadline, HEADER_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.connection.settimeout(left(self.deadline))
        count = self.connection.recv_into(buffer)
        self.allowance -= count
        if self.allowance < 0:
            raise TooMuch
        return count


class Wire:
    """What http.client asks of a connection that is already open."""

    def __init__(self, connection: socket, deadline: float) -> None:
        self.connection, self.deadline, self.counted = connection, deadline, Counted(connection, deadline)

    def sendall(self, content: bytes) -> None:
        self.connection.settimeout(left(self.deadline))
        self.connection.sendall(content)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self.counted)

    def close(self) -> None:
        """Whoever opened the connection closes it."""


def left(deadline: float) -> float:
    """Seconds left. Raise TimeoutError when there is none."""
    seconds = deadline - monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


def ask(url: str, *, gate: Gate, headers: Mapping[str, str] | None = None, body: bytes | None = None, limits: Limits | None = None) -> Answer:
    """The answer of an address, redirects followed (but for a POST, which `body` makes). Raise NotReached."""
    limits = limits or Limits()
    deadline = monotonic() + limits.seconds
    target = parse(url)
    for _hop in range(MOST_HOPS + 1):
        answer = _hop_to(target, gate, headers or {}, body, limits, deadline)
        location = answer.header("Location")
        if answer.status not in REDIRECTS or not location or body is not None:
            return answer
        following = joined(target.url, location.encode("latin-1", "replace").decode("utf-8", "replace"))
        if target.scheme == "https" and following.scheme == "http":
            raise refused(target.url, _("le site renvoie vers une adresse non chiffrée"), _("Demandez à qui publie la liste une adresse en https://."))
        target = following
    raise refused(url, _("le site renvoie plus de %(count)s fois d’une adresse à l’autre") % {"count": MOST_HOPS}, _("Donnez l’adresse finale."))


def _hop_to(target: Target, gate: Gate, headers: Mapping[str, str], body: bytes | None, limits: Limits, deadline: float) -> Answer:
    """One request and its answer; every fault said in words."""
    retry = _("Réessayez plus tard, ou déposez le fichier.")
    try:
        with closing(_opened(target, gate, deadline)) as connection:
            return _exchange(connection, target, headers, body, limits, deadline)
    except TooMuch as error:
        why = _("la réponse dépasse %(limit)s Mo") % {"limit": limits.size // 1_000_000}
        raise refused(target.url, why, _("Vérifiez qu’il s’agit bien de la liste, ou découpez-la.")) from error
    except ssl.SSLCertVerificationError as error:
        raise refused(target.url, _("le certificat du site n’est pas valable"), _("Signalez-le à qui publie la liste, ou déposez le fichier.")) from error
    except TimeoutError as error:
        raise refused(target.url, _("pas de réponse complète à temps"), retry) from error
    except (EOFError, zlib.error, ValueError) as error:
        raise refused(target.url, _("la réponse est coupée ou abîmée"), retry) from error
    except OSError as error:
        raise refused(target.url, _("le site ne répond pas"), retry) from error
    except HTTPException as error:
        raise refused(target.url, _("la réponse est coupée ou abîmée"), retry) from error


def _opened(target: Target, gate: Gate, deadline: float) -> socket:
    """A connection to a checked number of the target, encrypted for its name if asked."""
    fault: OSError = TimeoutError()
    for number in gate.numbers(target):
        try:
            connection = gate.connect(number, target.port, min(CONNECTION_SECONDS, left(deadline)))
        except OSError as error:
            fault = error
            continue
        return connection if target.scheme == "http" else _encrypted(connection, target, gate, deadline)
    raise fault


def _encrypted(connection: socket, target: Target, gate: Gate, deadline: float) -> socket:
    try:
        connection.settimeout(left(deadline))
        return gate.context().wrap_socket(connection, server_hostname=target.host)
    except BaseException:
        connection.close()
        raise


def _exchange(connection: socket, target: Target, headers: Mapping[str, str], body: bytes | None, limits: Limits, deadline: float) -> Answer:
    wire = Wire(connection, deadline)
    client = HTTPConnection("outside")  # speaks only: its connection is given, and it opens no other
    client.auto_open = 0
    client.sock = cast(socket, wire)
    own = {"Host": target.authority, "User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "gzip", "Connection": "close"}
    client.request("GET" if body is None else "POST", target.path, body, own | dict(headers))
    try:
        response = client.getresponse()
    except TooMuch as error:
        raise HTTPException from error  # headers without end: no content to blame
    with closing(response):
        wire.counted.allowance += OVERHEAD * limits.size
        content = b"".join(_content(response, limits.size)) if response.status == 200 else b""
        return Answer(target.url, response.status, response.headers, content)


def _content(response: HTTPResponse, limit: int) -> Iterator[bytes]:
    """The content, unpacked, in pieces. Raise TooMuch, EOFError when it is cut."""
    encoding = str(response.headers.get("Content-Encoding", "")).strip().lower()
    if encoding not in GZIP | PLAIN:
        raise ValueError(encoding)
    if response.length is not None and response.length > limit:
        raise TooMuch
    pieces, total = _received(response), 0
    for piece in _unpacked(pieces) if encoding in GZIP else pieces:
        total += len(piece)
        if total > limit:
            raise TooMuch
        yield piece


def _received(response: HTTPResponse) -> Iterator[bytes]:
    while piece := response.read(CHUNK):
        yield piece
    if response.length:
        raise EOFError


def _unpacked(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """What was packed by gzip, never more than a chunk at once: a bomb is stopped by the count, not by the memory."""
    machine = zlib.decompressobj(wbits=31)
    for piece in pieces:
        rest = piece
        while rest:
            if machine.eof:
                machine = zlib.decompressobj(wbits=31)
            yield machine.decompress(rest, CHUNK)
            rest = machine.unconsumed_tail or machine.unused_data.lstrip(b"\0")
    if not machine.eof:
        raise EOFError
