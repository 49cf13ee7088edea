"""Knows how a work is done by one at a time, whatever the processes. A lock falls with the process that holds it."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from time import sleep

from django.conf import settings
from django.db import Error, connection

from maillage.base.errors import NotAllowed

TRIES, PAUSE = 10, 0.2  # seconds; PostgreSQL takes a moment to learn that a process was killed
Busy = Callable[[], NotAllowed]  # the refusal, when another holds it


@contextmanager
def alone(key: str, busy: Busy, *, tries: int = TRIES) -> Iterator[None]:
    """Hold what `key`, a well-formed file name, names; never twice at once in one thread. Raise `busy()` after so many tries."""
    with by_database(key, busy, tries) if connection.vendor == "postgresql" else by_file(key, busy, tries):
        yield


@contextmanager
def by_database(key: str, busy: Busy, tries: int) -> Iterator[None]:
    """A lock of PostgreSQL, whatever the machines: of the transaction under way, which gives it back when it ends, else of the session."""
    number = int.from_bytes(sha256(key.encode()).digest()[:8], signed=True)
    if connection.in_atomic_block:
        insist(lambda: answer("SELECT pg_try_advisory_xact_lock(%s)", number), busy, tries)
        yield
        return
    insist(lambda: answer("SELECT pg_try_advisory_lock(%s)", number), busy, tries)
    try:
        yield
    finally:
        with suppress(Error):  # the session was lost, and its locks with it
            answer("SELECT pg_advisory_unlock(%s)", number)


@contextmanager
def by_file(key: str, busy: Busy, tries: int) -> Iterator[None]:
    """A lock of the one machine that has the base."""
    folder = settings.VAR / "locks"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / key).open("w") as file:

        def locked() -> bool:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

        insist(locked, busy, tries)
        yield


def insist(locked: Callable[[], bool], busy: Busy, tries: int) -> None:
    """Try for a moment. Raise `busy()`."""
    for _turn in range(tries):
        if locked():
            return
        sleep(PAUSE)
    raise busy()


def answer(sql: str, number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(sql, [number])
        return bool(cursor.fetchone()[0])
