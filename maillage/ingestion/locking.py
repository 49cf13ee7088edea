"""Knows how one list is read, undone, removed or mapped anew by one at a time, whatever the processes. A lock falls with the process that holds it."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from time import sleep

from django.conf import settings
from django.db import Error, connection
from django.utils.translation import gettext as _

from maillage.ingestion.errors import ListRefused

TRIES, PAUSE = 10, 0.2  # seconds; PostgreSQL takes a moment to learn that a process was killed


class ListBusy(ListRefused):
    """Another holds the list."""

    def __init__(self) -> None:
        super().__init__(_("Une lecture de cette liste est en cours, ou son annulation. Attendez qu’elle finisse, puis recommencez."))


@contextmanager
def alone(key: str) -> Iterator[None]:
    """Hold a list, whose name is well formed; never twice at once in one thread. Raise ListBusy."""
    with by_database(key) if connection.vendor == "postgresql" else by_file(key):
        yield


@contextmanager
def by_database(key: str) -> Iterator[None]:
    """A lock of PostgreSQL, whatever the machines: of the transaction under way, which gives it back when it ends, else of the session."""
    number = int.from_bytes(sha256(f"list {key}".encode()).digest()[:8], signed=True)
    if connection.in_atomic_block:
        insist(lambda: answer("SELECT pg_try_advisory_xact_lock(%s)", number))
        yield
        return
    insist(lambda: answer("SELECT pg_try_advisory_lock(%s)", number))
    try:
        yield
    finally:
        with suppress(Error):  # the session was lost, and its locks with it
            answer("SELECT pg_advisory_unlock(%s)", number)


@contextmanager
def by_file(key: str) -> Iterator[None]:
    """A lock of the one machine that has the base."""
    folder = settings.VAR / "locks"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / f"list-{key}").open("w") as file:

        def locked() -> bool:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

        insist(locked)
        yield


def insist(locked: Callable[[], bool]) -> None:
    """Try for a moment. Raise ListBusy."""
    for _turn in range(TRIES):
        if locked():
            return
        sleep(PAUSE)
    raise ListBusy


def answer(sql: str, number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(sql, [number])
        return bool(cursor.fetchone()[0])
