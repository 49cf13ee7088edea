"""Two runs at once, or a person while a run goes on: the base ends as one of them alone would have left it, and the person is right."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from maillage.directory.actions import RecordIn, origin_for, record_statements
from maillage.directory.models import Origin, Place
from maillage.linkage import actions
from maillage.linkage.enums import By, Choice, Decision
from maillage.linkage.models import Opinion, Verdict

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]

COUNT = 40


@pytest.fixture
def doubles(today, now):
    """So many libraries, each in two lists."""
    for source in ("un", "deux"):
        origin = origin_for(Origin.Kind.SOURCE, f"source:{source}", label=source)
        told = [
            RecordIn(
                f"{number}",
                {"name": f"Médiathèque Ellul {number}", "kinds": {"BIB": True}, "street": f"{number} rue Neuve", "commune": "Pessac", "insee": "33318"},
            )
            for number in range(1, COUNT + 1)
        ]
        record_statements(origin, told, today=today, now=now)


def at_once(*works):
    """Run these in threads of their own; what each gives."""
    started = Barrier(len(works))

    def alone(work):
        try:
            started.wait()
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as threads:
        return [done.result() for done in [threads.submit(alone, work) for work in works]]


def test_two_runs_at_once_leave_what_one_would(doubles, today, now):
    at_once(*[lambda: actions.link(today=today, now=now)] * 2)

    assert Place.objects.current().count() == COUNT
    assert Verdict.objects.filter(decision=Decision.MERGE).count() == COUNT
    assert actions.link(today=today, now=now)[5:] == (0, 0, 0, 0)


@pytest.mark.parametrize("stage", ["clusters", "verdicts"])
def test_a_person_who_parts_two_places_while_a_run_goes_on_is_not_overruled(doubles, driss, today, now, stage):
    parted = list(Place.objects.filter(founding_record="7").order_by("pk"))

    def meanwhile(name, done, total):
        if name == stage:
            with ThreadPoolExecutor(1) as person:
                person.submit(decide).result()

    def decide():
        try:
            with transaction.atomic():
                actions.decide(*parted, Decision.DIFFERENT, by=driss, today=today, now=now)
        finally:
            connection.close()

    actions.link(today=today, now=now, progress=meanwhile)

    assert not Place.objects.filter(founding_record="7", merged_into__isnull=False).exists()
    assert Verdict.objects.get(decision=Decision.DIFFERENT).decided_by == By.PERSON
    assert Place.objects.current().count() == COUNT + 1


def test_two_persons_who_answer_otherwise_at_once_are_both_heard(doubles, driss, eva, today, now):
    """Neither answer is lost: they disagree, and the two places stay apart until a third person answers."""
    one, other = Place.objects.filter(founding_record="7").order_by("pk")

    at_once(
        lambda: actions.say(one, other, Choice.SAME, by=driss, today=today, now=now),
        lambda: actions.say(other, one, Choice.DIFFERENT, by=eva, today=today, now=now),
    )

    assert Opinion.objects.count() == 2
    assert Verdict.objects.get().decision == Decision.QUESTION
    assert not Place.objects.filter(founding_record="7", merged_into__isnull=False).exists()
