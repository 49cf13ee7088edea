"""The chain may be killed at any moment: once completed, the base is the same, to the byte of the export."""

import random
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker

from maillage.cli.generator import write_lists
from tests.kills import TODAY, Listed, killed, uninterrupted

Databases = Callable[[str], str]


@pytest.fixture
def databases(django_db_blocker: DjangoDbBlocker) -> Iterator[Databases]:
    """Addresses of new bases of the engine under test; "" = SQLite in the MAILLAGE_VAR of each."""
    if connection.vendor != "postgresql":
        yield lambda name: ""
        return
    made = set()

    def make(name: str) -> str:
        made.add(name)
        remake(django_db_blocker, name, anew=True)
        return address_of(name)

    yield make
    for name in made:
        remake(django_db_blocker, name, anew=False)


def remake(blocker: DjangoDbBlocker, name: str, *, anew: bool) -> None:
    """Drop a base, and make it anew."""
    with blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        if anew:
            cursor.execute(f'CREATE DATABASE "{name}"')


def address_of(name: str) -> str:
    """DATABASE_URL of another base of the server under test."""
    server = settings.DATABASES["default"]
    who = quote(server.get("USER") or "") + (f":{quote(server['PASSWORD'])}" if server.get("PASSWORD") else "")
    port = f":{server['PORT']}" if server.get("PORT") else ""
    return f"postgres://{who}@{quote(server.get('HOST') or '', safe='')}{port}/{name}"


def kill(lists: list[Listed], databases: Databases, folder: Path, *, times: int, fine: bool) -> None:
    """Kill at least so many times, completing each base before the next, and compare each with one never killed."""
    expected = uninterrupted(lists, folder / "whole", database=databases("maillage_whole"), fine=fine)
    assert "\nverdict " in expected.dump
    assert "\nexport standard-csv " in expected.dump
    chance, kills, seconds = random.Random(times), 0, expected.seconds  # noqa: S311 instants, not secrets
    for turn in count():
        database = databases("maillage_killed")
        found = killed(lists, folder / f"killed-{turn}", seconds=seconds, chance=chance, database=database, fine=fine)
        assert found.dump == expected.dump
        kills += found.kills
        if kills >= times:
            return
        seconds = min(seconds, found.seconds)  # the machine was busier before: kill sooner


@pytest.fixture
def invented(tmp_path: Path) -> list[Listed]:
    """Invented lists of one small département."""
    return [Listed(written.source, written.path, written.mapping) for written in write_lists(tmp_path / "lists", "48", today=TODAY)]


@pytest.mark.slow
def test_killed_at_random_the_base_ends_the_same(invented: list[Listed], databases: Databases, tmp_path: Path) -> None:
    kill(invented, databases, tmp_path, times=3, fine=True)


@pytest.fixture
def then_undone(invented: list[Listed], tmp_path: Path) -> list[Listed]:
    """The same, and for one of them another delivery that lost rows, changed others, and is undone."""
    first = next(one for one in invented if one.path.suffix == ".csv")
    lines = first.path.read_bytes().splitlines(keepends=True)
    later = tmp_path / "later.csv"
    later.write_bytes(b"".join([lines[0], *(line.replace(b"Rue", b"Avenue").replace(b"rue", b"avenue") for line in lines[20:]), *lines[5:10]]))
    return [Listed(first.source, first.path, first.mapping, later), *(one for one in invented if one is not first)]


@pytest.mark.slow
def test_killed_while_undoing_the_base_ends_the_same(then_undone: list[Listed], databases: Databases, tmp_path: Path) -> None:
    kill(then_undone, databases, tmp_path, times=3, fine=True)


@pytest.mark.long
def test_killed_twenty_times_while_undoing_the_base_ends_the_same(then_undone: list[Listed], databases: Databases, tmp_path: Path) -> None:
    kill(then_undone, databases, tmp_path, times=20, fine=True)


@pytest.mark.long
def test_killed_twenty_times_at_random_the_base_ends_the_same(invented: list[Listed], databases: Databases, tmp_path: Path) -> None:
    kill(invented, databases, tmp_path, times=20, fine=True)


@pytest.mark.long
def test_killed_twenty_times_on_the_nine_real_lists_the_base_ends_the_same(shared: Path, databases: Databases, tmp_path: Path) -> None:
    folders = sorted(folder for folder in (shared / "sources").iterdir() if folder.is_dir())
    lists = [Listed(folder.name, next(file for file in sorted(folder.glob("source.*")))) for folder in folders]

    kill(lists, databases, tmp_path, times=20, fine=False)
