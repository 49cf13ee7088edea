"""Knows how another thread holds a lock while a test goes on."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Event, Thread

from django.db import connection


@contextmanager
def held_elsewhere(lock: AbstractContextManager[None]) -> Iterator[None]:
    """Another thread, with its own connection, holds it."""
    taken, done = Event(), Event()

    def hold() -> None:
        with lock:
            taken.set()
            done.wait(30)
        connection.close()

    other = Thread(target=hold)
    other.start()
    assert taken.wait(30)
    try:
        yield
    finally:
        done.set()
        other.join()
