"""Knows where chunks of work are done: here one after the other, or on a Dask cluster. The results are the same, and in the order of the chunks."""

import socket
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any, Protocol, TypeVar

from django.utils.translation import gettext as _

HERE = Path(__file__).parent
WAIT_S = 10  # for a scheduler that answers, then for its first worker
AHEAD = 2  # chunks that wait for each thread: enough that none is idle, few enough that memory stays bounded

Common = TypeVar("Common")
Chunk = TypeVar("Chunk")
Done = TypeVar("Done")


class EngineError(Exception):
    """The cluster cannot do the work; the message says what to do."""


class Engine(Protocol):
    """Does one work on each chunk."""

    def map(self, work: Callable[[Common, Chunk], Done], common: Common, chunks: Iterable[Chunk]) -> Iterator[Done]:
        """`work(common, chunk)` for each chunk, in order. `work` is a pure function of a module; chunks are made as they are needed."""
        ...


class Serial:
    """All in this process."""

    def map(self, work: Callable[[Common, Chunk], Done], common: Common, chunks: Iterable[Chunk]) -> Iterator[Done]:
        """One chunk after the other."""
        return (work(common, chunk) for chunk in chunks)


SERIAL = Serial()


class Dask:
    """The workers of a Dask scheduler. Each must have this version of Maillage; one that dies is replaced by the others."""

    def __init__(self, address: str) -> None:
        """`address`: where the scheduler listens ("tcp://10.0.0.1:8786"). Raise EngineError when nobody works there, or without the extra `dask`."""
        try:
            import distributed
        except ImportError as absent:
            raise EngineError(_('Pour confier le rapprochement à une grappe, installez l’extra : pip install "maillage[dask]".')) from absent
        self.address = address
        self.distributed: Any = distributed
        self._client().close()

    def map(self, work: Callable[[Common, Chunk], Done], common: Common, chunks: Iterable[Chunk]) -> Iterator[Done]:
        """Chunks go to the workers a few at a time. Raise EngineError when nobody answers, or not with this version."""
        with self._client() as client:
            ahead = AHEAD * sum(client.nthreads().values()) + 1
            given = client.submit(_given, common, pure=False)  # the scheduler keeps it: it is made again if its worker dies
            waiting = iter(chunks)
            sent = deque(_send(client, work, given, chunk) for chunk in islice(waiting, ahead))
            while sent:
                yield self._result(sent.popleft())
                sent.extend(_send(client, work, given, chunk) for chunk in islice(waiting, 1))

    def _client(self) -> Any:
        """A client of the scheduler, once it has a worker."""
        try:
            self._knock()
            client = self.distributed.Client(self.address, timeout=WAIT_S, set_as_default=False)
        except (OSError, OverflowError, ValueError) as silent:
            raise EngineError(_("Aucun ordonnanceur Dask ne répond à l’adresse « %s ». Vérifiez qu’il tourne, et son port.") % self.address) from silent
        try:
            client.wait_for_workers(1, timeout=WAIT_S)
        except TimeoutError as alone:
            client.close()
            raise EngineError(_("L’ordonnanceur « %s » n’a aucun exécutant. Démarrez-en un : dask worker %s") % (self.address, self.address)) from alone
        return client

    def _knock(self) -> None:
        """Raise OSError, OverflowError or ValueError when nobody listens: a client that waits in vain leaves a traceback when the process ends."""
        host, _colon, port = self.address.rpartition("://")[2].rpartition(":")
        socket.create_connection((host.strip("[]"), int(port)), timeout=WAIT_S).close()

    def _result(self, future: Any) -> Any:
        try:
            return future.result()
        except (ImportError, OtherVersion) as other:
            raise EngineError(_("Un exécutant n’a pas cette version de Maillage : installez-y la même, puis relancez.")) from other
        except (self.distributed.KilledWorker, self.distributed.CancelledError, OSError) as lost:
            raise EngineError(_("La grappe a perdu trop d’exécutants pour finir. Relancez : rien n’a été écrit.")) from lost


class OtherVersion(Exception):
    """This worker would not decide as the process that asks."""


def _send(client: Any, work: Callable[..., Any], given: Any, chunk: Any) -> Any:
    return client.submit(_checked, work, fingerprint(), given, chunk, pure=False)


def _given(common: Common) -> Common:
    return common


def _checked(work: Callable[[Any, Any], Any], expected: bytes, common: Any, chunk: Any) -> Any:
    if fingerprint() != expected:
        raise OtherVersion
    return work(common, chunk)


@cache
def fingerprint() -> bytes:
    """What the code and the data of linkage are, in short."""
    told = blake2b(digest_size=16)
    for file in sorted(HERE.rglob("*")):
        if file.suffix in {".py", ".toml"}:
            told.update(file.relative_to(HERE).as_posix().encode() + b"\0" + file.read_bytes())
    return told.digest()
