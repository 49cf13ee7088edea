"""A reader follows the changes while others write and publish: the copy is the base, and would not be without the lock of the generation."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial
from itertools import count
from random import Random
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction

from maillage.base.errors import NotAllowed
from maillage.directory import actions, selectors
from maillage.directory.actions import publishing
from maillage.directory.models import Generation, Place
from maillage.opendata import changes as feed
from maillage.opendata.cards import open_cards
from tests.factories.directory import NOW, WHEN, a_list, a_team, deliver, place_of, record, say

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
PLACES, WRITERS, STEPS = 8, 4, 30
Copy = dict[str, Any]


def base() -> Copy:
    return {code: json.loads(card) for code, card in open_cards([place.code for place in Place.objects.published()]).items()}


def follow(copy: Copy, mark: feed.Mark) -> feed.Mark:
    """Apply what there is, in small pages."""
    more = True
    while more:
        window = feed.changes(mark, limit=3)
        for entry in window.entries:
            copy.pop(entry.code, None)
            if entry.card is not None:
                copy[entry.code] = json.loads(entry.card)
        mark, more = window.following, window.more
    return mark


def alone(work: Callable[[], Any]) -> Callable[[], Any]:
    """In a thread, which has its connection."""

    def run() -> Any:
        try:
            return work()
        finally:
            connection.close()

    return run


def do_something(random: Random, places: list[Place], step: int) -> None:
    """What a person, a list or the linkage may do to one place."""
    one, other = random.sample(places, 2)
    what = random.choice(["say", "say", "gone", "open", "professionals", "everyone", "hide", "merge", "unmerge", "deliver", "publish"])
    stated: dict[str, dict[str, Any]] = {
        "say": {"summary": f"Résumé {step}"},
        "gone": {"state": "gone"},
        "open": {"state": "open"},
        "professionals": {"receives_public": False},
        "everyone": {"receives_public": True},
        "hide": {"address_hidden": bool(step % 2)},
    }
    if what in stated:
        say(one, **stated[what])
    elif what == "deliver":
        deliver(a_list(), record(one.founding_record, hours="Mo 09:00-12:00", street=f"{step} rue Neuve"))
    elif what == "publish":
        actions.publish(now=NOW)
    elif what == "merge":
        actions.merge([(one.pk, other.pk)], **WHEN)
    else:
        actions.unmerge([one.pk], **WHEN)


@pytest.mark.slow
def test_a_copy_that_follows_many_writers_is_the_base() -> None:
    deliver(a_list(), *(record(str(number)) for number in range(PLACES)))
    places = [place_of(a_list(), str(number)) for number in range(PLACES)]
    for place in places:
        a_team(place)
    actions.publish(now=NOW)
    finished = Event()

    def write(seed: int) -> None:
        random = Random(seed)
        for step in range(STEPS):
            try:
                do_something(random, places, step)
            except NotAllowed:
                continue  # a circle of merges

    def read() -> tuple[Copy, feed.Mark, int]:
        copy, mark, times = Copy(), feed.Mark(0), 0
        while not finished.is_set():
            mark, times = follow(copy, mark), times + 1
        return copy, mark, times

    with ThreadPoolExecutor(WRITERS + 2) as pool:
        readers = [pool.submit(alone(read)) for _reader in range(2)]
        writers = [pool.submit(alone(partial(write, seed))) for seed in range(WRITERS)]
        for writer in writers:
            writer.result()
        finished.set()
        copies = [reader.result() for reader in readers]
    last = actions.publish(now=NOW)
    for copy, mark, times in copies:
        assert times > 1
        assert follow(copy, mark).since == last == selectors.current_generation()
        assert copy == base()


def test_with_the_lock_of_the_generation_who_publishes_late_is_not_missed() -> None:
    assert copy_when_one_publishes_late() == base()


def test_without_it_a_change_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the race is real. Generations are taken as from a sequence, so that the second may end before the first."""
    numbers = count(2)
    monkeypatch.setattr(publishing, "lock_generation", lambda: Generation(pk=1, number=next(numbers) - 1))
    later = lambda self, **_fields: transaction.on_commit(partial(raise_generation, self.number))  # noqa: E731
    monkeypatch.setattr(Generation, "save", later)
    copy, kept = copy_when_one_publishes_late(), base()
    assert [code for code in kept if copy[code] != kept[code]]


def raise_generation(number: int) -> None:
    if not Generation.objects.filter(pk=1).exists():
        Generation.objects.bulk_create([Generation(pk=1)])
    Generation.objects.filter(pk=1, number__lt=number).update(number=number)


def copy_when_one_publishes_late() -> Copy:
    """The copy of a reader who reads while one who publishes has not ended, and another, who began after, has if nothing holds them."""
    deliver(a_list(), record("1"), record("2"))
    late, early = place_of(a_list(), "1"), place_of(a_list(), "2")
    for place in (late, early):
        a_team(place)
    actions.publish(now=NOW)
    copy, has_said, may_end = Copy(), Event(), Event()

    def say_and_wait() -> None:
        with transaction.atomic():
            say(late, summary="Dit d’abord, publié tard")
            has_said.set()
            may_end.wait(20)

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(alone(say_and_wait))
        has_said.wait(20)
        second = pool.submit(alone(lambda: say(early, summary="Dit ensuite")))
        wait([second], timeout=2)
        mark = follow(copy, feed.Mark(0))
        may_end.set()
        first.result(), second.result()
    follow(copy, mark)
    return copy
