"""Whatever is done to the base, in whatever order: its rows are the fold of what is in force, and whatever is undone leaves no trace."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.base.errors import NotAllowed
from maillage.directory import actions
from maillage.directory.clusters import Cluster, gather
from maillage.directory.columns import FOLDED, columns
from maillage.directory.models import Origin, Place, Question, Statement
from maillage.directory.questions import questions_of
from tests.factories.directory import NOW, TODAY, WHEN, a_coordinator, a_list, a_team, record

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
seeds = st.integers(min_value=0, max_value=2**40)
few = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])

PHONES = [None, [{"number": "3949", "contact": "service"}], [{"number": "+33555000000", "contact": "person"}]]


@contextmanager
def undone() -> Iterator[None]:
    """Each example starts from the same base."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def some_values(chance: Random) -> dict[str, Any]:
    """What a record or a person may say, of few enough values to meet and to contradict each other."""
    makers: dict[str, Callable[[], Any]] = {
        "phones": lambda: chance.choice(PHONES),
        "hours": lambda: chance.choice([None, "Mo 09:00-12:00", "Tu 14:00-18:00"]),
        "street": lambda: chance.choice(["1 rue Vieille", "2 rue Neuve"]),
        "services": lambda: chance.choice([None, {"securite": True}, {"securite": False, "loisirs-creation": True}]),
        "audiences": lambda: {code: chance.random() < 0.6 for code in ("seniors", "jeunes") if chance.random() < 0.6},
        "state": lambda: chance.choice(["open", "closed"]),
        "receives_public": lambda: chance.random() < 0.7,
    }
    return {name: make() for name, make in makers.items() if chance.random() < 0.5}


def a_record(chance: Random, record_id: str, today: date) -> actions.RecordIn:
    as_of = today - timedelta(days=chance.randrange(900)) if chance.random() < 0.4 else None
    unreadable = {"hours": chance.choice(["le matin", "le soir"])} if chance.random() < 0.2 else {}
    if chance.random() < 0.1:
        return actions.RecordIn(record_id, {"name": "Bus", **{name: value for name, value in some_values(chance).items() if name != "street"}}, as_of)
    return record(record_id, as_of=as_of, unreadable=unreadable, **some_values(chance))


def lists() -> list[Origin]:
    return [a_list("a"), a_list("b", authoritative_for=["hours"]), a_list("c", attests_each_delivery=True)]


class Base:
    """A base to which things are done, day after day."""

    def __init__(self, chance: Random) -> None:
        self.chance, self.today = chance, TODAY

    def step(self) -> None:
        doing = [self.deliver, self.deliver, self.say, self.say, self.check, self.withdraw, self.merge, self.merge, self.unmerge, self.lose, self.publish]
        with suppress(NotAllowed):  # refused: nothing may have been written
            self.chance.choice(doing)()
        self.today += timedelta(days=self.chance.choice([0, 0, 1, 40, 300]))

    def deliver(self) -> None:
        origin = self.chance.choice(lists())
        ids = self.chance.sample("1234", self.chance.randint(1, 3))
        actions.record_statements(origin, [a_record(self.chance, record_id, self.today) for record_id in ids], today=self.today, now=NOW)
        actions.delivered(origin, on=self.today, today=self.today, now=NOW)

    def say(self) -> None:
        place = self.any_place()
        origin = self.chance.choice([a_team(place), a_coordinator()])
        actions.state(place=place, origin=origin, values=some_values(self.chance) or {"phones": None}, by=None, today=self.today, now=NOW)

    def check(self) -> None:
        place = self.any_place()
        actions.check(place=place, origin=self.chance.choice([a_team(place), a_coordinator()]), by=None, today=self.today, now=NOW)

    def withdraw(self) -> None:
        statements = list(Statement.objects.in_force().order_by("pk"))
        if statements:
            actions.withdraw(self.chance.choice(statements), by=None, today=self.today, now=NOW)

    def merge(self) -> None:
        pairs = [(self.any_place().pk, self.any_place().pk) for _pair in range(self.chance.randint(1, 2))]
        actions.merge(pairs, today=self.today, now=NOW)

    def unmerge(self) -> None:
        merged = list(Place.objects.filter(merged_into__isnull=False).order_by("pk").values_list("pk", flat=True))
        if merged:
            actions.unmerge([self.chance.choice(merged)], today=self.today, now=NOW)

    def lose(self) -> None:
        actions.mark_gone(self.chance.choice(lists()), self.chance.sample("1234", 2), today=self.today, now=NOW)

    def publish(self) -> None:
        actions.publish(now=NOW)

    def any_place(self) -> Place:
        places = list(Place.objects.order_by("pk"))
        if not places:
            self.deliver()
            places = list(Place.objects.order_by("pk"))
        return self.chance.choice(places)


def clusters() -> list[Cluster]:
    return list(gather(Place.objects.current().values_list("pk", flat=True)).values())


def assert_rows_are_the_fold(today: date) -> None:
    for cluster in clusters():
        folded = cluster.fold(today)
        assert {name: cluster.row[name] for name in FOLDED} == columns(folded)
        assert cluster.offers_in_force() == folded.offers
        asked = {question.key for question in questions_of(cluster.root, cluster.statements, folded) if cluster.statements}  # nothing is asked of silence
        states = dict(Question.objects.filter(key__in=[*asked, *cluster.questions]).values_list("key", "state"))
        assert asked <= states.keys()
        assert all((state == "open") == (key in asked) for key, state in states.items() if state != "answered")


def stored() -> list[Any]:
    """All that can be read of current places."""
    return [(cluster.root, {name: cluster.row[name] for name in FOLDED}, cluster.offers_in_force()) for cluster in clusters()]


@few
@given(seeds)
def test_whatever_is_done_rows_are_the_fold_of_what_is_in_force(seed: int) -> None:
    with undone():
        base = Base(Random(seed))
        for _step in range(12):
            base.step()
        actions.apply_lapses(base.today, now=NOW)
        assert_rows_are_the_fold(base.today)
        assert actions.refold(Place.objects.values_list("pk", flat=True), today=base.today, now=NOW) == (0, 0)


@few
@given(seeds)
def test_merges_undone_restore_what_was_there_before(seed: int) -> None:
    with undone():
        base = Base(Random(seed))
        base.deliver()
        for _step in range(8):
            base.step()
        today = base.today
        actions.refold(Place.objects.values_list("pk", flat=True), today=today, now=NOW)
        before, merged = stored(), set(Place.objects.filter(merged_into__isnull=False).values_list("pk", flat=True))
        current = [row[0] for row in before]
        merge_at_random(base.chance, current, today)
        actions.unmerge([place for place in current if place not in merged], today=today, now=NOW)
        assert stored() == before


def merge_at_random(chance: Random, places: list[UUID], today: date) -> None:
    for _merge in range(4):
        with suppress(NotAllowed):  # a cycle
            actions.merge([(chance.choice(places), chance.choice(places))], today=today, now=NOW)


@few
@given(seeds)
def test_words_withdrawn_leave_what_was_there_before(seed: int) -> None:
    with undone():
        chance = Random(seed)
        origin = a_list()
        actions.record_statements(origin, [a_record(chance, "1", TODAY)], **WHEN)
        before = stored()
        place = Place.objects.get()
        known = set(Statement.objects.values_list("pk", flat=True))
        for _word in range(4):
            speaker = chance.choice([a_team(place), a_coordinator()])
            actions.state(place=place, origin=speaker, values=some_values(chance) or {"hours": None}, by=None, **WHEN)
        while last := Statement.objects.in_force().exclude(pk__in=known).order_by("-pk").first():
            actions.withdraw(last, by=None, **WHEN)
        assert stored() == before


@few
@given(seeds)
def test_the_order_of_deliveries_of_a_day_does_not_matter(seed: int) -> None:
    chance = Random(seed)
    for key in "abc":
        a_list(key)
    told = [(key, a_record(chance, record_id, TODAY)) for key in "abc" for record_id in "12"]
    shuffled = chance.sample(told, len(told))
    assert after(told, groups_first=False) == after(shuffled, groups_first=True)


def after(told: list[tuple[str, actions.RecordIn]], *, groups_first: bool) -> list[Any]:
    """The base after these records, linked at the end, or as soon as there is something to link."""
    with undone():
        for key, said in told:
            actions.record_statements(a_list(key), [said], **WHEN)
            if groups_first:
                unite()
        unite()
        return stored()


def unite() -> None:
    groups = [list(Place.objects.filter(founding_record=record_id).values_list("pk", flat=True)) for record_id in "12"]
    actions.unite([group for group in groups if group], **WHEN)
