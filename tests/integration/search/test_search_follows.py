"""Whatever is published, an index that follows answers like one that is built again."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from random import Random
from typing import Any

import pytest

from maillage.base.errors import NotAllowed
from maillage.directory import actions
from maillage.directory.actions import Related
from maillage.directory.models import Closure, Place, Relation
from maillage.search import build, providers
from maillage.search.engine import Engine
from maillage.search.index import Index
from maillage.search.query import SearchQuery
from tests.factories.search import draws
from tests.factories.search_base import NOW, TODAY, a_list, edit, publish, told

pytestmark = pytest.mark.django_db
WHEN: dict[str, Any] = {"today": TODAY, "now": NOW}
BY_NOBODY: dict[str, Any] = {**WHEN, "by": None}
VALUES: dict[str, Any] = {"hours": "Mo-Su 08:00-20:00", "services": {"securite": True, "courriel": True}}
DAYS: dict[str, Any] = {"first_day": TODAY, "last_day": date(2026, 11, 26)}
TOMORROW = datetime(2026, 11, 24, 10)  # noqa: DTZ001 - on the clock of the places
QUESTIONS = [SearchQuery(page_size=500, open_at=at, facets=facets) for at in (None, TOMORROW) for facets in ({}, {"services": ("securite",)})]


class Publisher:
    """Does to some places what lists, teams and coordinators may do, at random."""

    def __init__(self, random: Random) -> None:
        self.random = random
        closed = actions.origin_for("source", "source:fermee", label="Liste fermée", licence="CC BY-NC-ND 4.0")
        for record in "abc":
            told(record, random.choice([None, closed]), **VALUES)
        for record in "def":
            told(record, hours=VALUES["hours"])  # may be stops: what they offer is lent

    def act(self) -> str:
        """One thing, allowed or not, then published. Returns its name."""
        one, other = self.random.sample(list(Place.objects.order_by("pk")), 2)
        closing = {"place": one, "origin": one.founding_origin, **DAYS, **BY_NOBODY}
        offer, closure = one.offers.filter(withdrawn_on__isnull=True).first(), Closure.objects.in_force().order_by("pk").first()
        related = Relation.objects.filter(ended_on__isnull=True).order_by("pk").first()
        acts: dict[str, Callable[[], Any]] = {
            "merge": lambda: actions.merge([(one.pk, other.pk)], **WHEN),
            "unmerge": lambda: actions.unmerge([one.pk], **WHEN),
            "edit": lambda: edit(one, services={"securite": self.random.random() < 0.5}),
            "rename": lambda: edit(one, name=f"Médiathèque {self.random.random()}"),
            "gone": lambda: told("a", **VALUES, state=self.random.choice(["closed", "open"])),
            "close": lambda: actions.close(**closing),
            "close an offer": lambda: offer and actions.close(offer=offer, **closing),
            "reopen": lambda: closure and actions.reopen(closure, **BY_NOBODY),
            "stop": lambda: actions.relate(kind="stop_of", place=one, other=other, origin=a_list(), **BY_NOBODY),
            "stop as founded": lambda: actions.state_relations([Related("stop_of", one.pk, other.pk, a_list().pk)], **WHEN),
            "end a stop": lambda: related and actions.end_relation(related, **BY_NOBODY),
        }
        name = self.random.choice(sorted(acts))
        with suppress(NotAllowed):
            acts[name]()
        publish()
        return f"{name} {one.code} {other.code}"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_an_index_that_follows_answers_like_one_built_again(seed: int):
    publisher, seconds = Publisher(draws(seed)), [100.0]
    done: list[str] = []
    publish()
    process = Engine(lambda: seconds[0])
    process.current()
    for _step in range(20):
        done.append(publisher.act())
        seconds[0] += 2
        followed = process.current()
        built = Index(build.segment(providers.load()), followed.generation)
        for query in QUESTIONS:
            assert followed.search(query) == built.search(query), done
