"""The index of a process follows what is published, and survives what goes wrong."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError

from maillage.directory import actions
from maillage.directory.models import Change, Generation
from maillage.search import engine, providers, snapshot
from maillage.search.engine import Engine
from maillage.search.query import SearchQuery
from tests.factories.search_base import NOW, TODAY, edit, publish, told

pytestmark = pytest.mark.django_db
EVERYTHING = SearchQuery()


class Clock:
    """Seconds that pass when told."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def process(clock: Clock) -> Engine:
    return Engine(clock)


def names(process: Engine) -> set[str]:
    result = process.current().search(EVERYTHING)
    return {hit.card["name"] for hit in (*result.hits, *result.unknown)}


def test_a_process_starts_from_the_database_when_there_is_no_snapshot(process: Engine):
    told("Uzès")
    publish()
    assert names(process) == {"Médiathèque Uzès"}


def test_a_process_starts_from_the_snapshot_and_what_was_published_since(process: Engine, monkeypatch: pytest.MonkeyPatch):
    one = told("Uzès")
    publish()
    snapshot.build()
    edit(one, name="Médiathèque Simone Veil")
    monkeypatch.setattr(snapshot, "build", None)

    assert names(process) == {"Médiathèque Simone Veil"}


def test_an_edit_is_seen_after_one_second_and_not_asked_before(process: Engine, clock: Clock, django_assert_num_queries: Any):
    one, _other = told("Uzès"), told("Nîmes")
    publish()
    assert names(process) == {"Médiathèque Uzès", "Médiathèque Nîmes"}
    clock.now += 2
    process.current()

    edit(one, name="Médiathèque Simone Veil")

    with django_assert_num_queries(0):
        assert names(process) == {"Médiathèque Uzès", "Médiathèque Nîmes"}
    clock.now += 1
    assert names(process) == {"Médiathèque Simone Veil", "Médiathèque Nîmes"}


def test_a_quiet_second_costs_one_query(process: Engine, clock: Clock, django_assert_num_queries: Any):
    told("Uzès")
    publish()
    process.current()
    clock.now += 2
    with django_assert_num_queries(1):
        process.current()


def test_merges_withdrawals_and_new_places_are_followed(process: Engine, clock: Clock):
    one, other = told("Uzès"), told("Nîmes")
    publish()
    process.current()

    def after(change: Any) -> set[str]:
        change()
        publish()
        clock.now += 2
        return {hit.code for hit in process.current().search(EVERYTHING).unknown}

    assert after(lambda: actions.merge([(other.pk, one.pk)], today=TODAY, now=NOW)) == {one.code}
    assert after(lambda: actions.unmerge([other.pk], today=TODAY, now=NOW)) == {one.code, other.code}
    assert after(lambda: told("Nîmes", state="closed")) == {one.code}
    assert len(after(lambda: told("Alès"))) == 2


def test_a_closure_follows_its_place_into_another(process: Engine, clock: Clock):
    one, other = told("Uzès"), told("Nîmes")
    publish()
    process.current()
    when = {"today": TODAY, "now": NOW, "by": None}
    actions.close(place=other, origin=other.founding_origin, first_day=TODAY, last_day=TODAY, reason="Inventaire", **when)

    actions.merge([(other.pk, one.pk)], today=TODAY, now=NOW)
    publish()
    clock.now += 2

    (hit,) = process.current().search(EVERYTHING).unknown
    assert [reason for _first, _last, reason in hit.card["closures"]] == ["Inventaire"]


def test_an_offer_stated_moves_a_place_from_the_unknown_to_the_known(process: Engine, clock: Clock):
    one = told("Uzès")
    publish()
    assert process.current().search(EVERYTHING).unknown_total == 1

    edit(one, services={"securite": True})
    clock.now += 2

    result = process.current().search(EVERYTHING)
    assert (result.total, result.unknown_total) == (1, 0)
    assert result.counts["services"]["securite"] == 1


def test_what_is_not_published_is_not_looked_for(process: Engine, clock: Clock):
    told("Uzès")
    publish()
    before = process.current()
    told("Nîmes")
    clock.now += 2
    assert process.current() is before


def test_a_newer_snapshot_is_adopted_and_the_overlay_emptied(process: Engine, clock: Clock):
    one = told("Uzès")
    publish()
    process.current()
    edit(one, name="Médiathèque Simone Veil")
    clock.now += 2
    assert process.current().edits

    snapshot.build()
    clock.now += 2

    assert names(process) == {"Médiathèque Simone Veil"}
    assert not process.current().edits


@pytest.mark.django_db(transaction=True)
def test_too_many_edits_make_a_new_snapshot_that_nobody_waits_for(process: Engine, clock: Clock, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(engine, "MOST_EDITS", 2)
    told("Uzès")
    publish()
    before, first = process.current(), snapshot.current_name()
    for number in range(3):
        told(f"n° {number}")
    publish()
    clock.now += 2

    assert process.current() is before
    assert process.building
    process.building.join()
    clock.now += 2

    assert len(names(process)) == 4
    assert not process.current().edits
    assert snapshot.current_name() != first


@pytest.mark.django_db(transaction=True)
def test_nobody_builds_while_another_process_does(process: Engine, clock: Clock, monkeypatch: pytest.MonkeyPatch, no_index: Path):
    monkeypatch.setattr(engine, "MOST_EDITS", 0)
    told("Uzès")
    publish()
    process.current()
    told("Nîmes")
    publish()
    first = snapshot.current_name()
    clock.now += 2

    with snapshot.alone(wait=True):
        process.current()
        assert process.building
        process.building.join()

    assert snapshot.current_name() == first


@pytest.mark.django_db(transaction=True)
def test_a_base_put_back_to_an_earlier_day_is_followed(process: Engine, clock: Clock):
    one = told("Uzès")
    publish()
    edit(one, name="Médiathèque Simone Veil")
    assert process.current().generation == 2
    Generation.objects.update(number=1)
    clock.now += 2
    process.current()
    assert process.building
    process.building.join()
    clock.now += 2
    assert process.current().generation == 1


def test_publications_during_the_reading_are_read_again(process: Engine, clock: Clock, monkeypatch: pytest.MonkeyPatch):
    one, other = told("Uzès"), told("Nîmes")
    publish()
    process.current()
    edit(one, name="Uzès 1")
    load, left = providers.load, [2, 1]

    def load_while_others_publish(codes: Any = None) -> Any:
        rows = list(load(codes))
        if left:
            number = left.pop()
            edit(one, name=f"Uzès {number + 1}")
            edit(other, name=f"Nîmes {number + 1}")
        return iter(rows)

    monkeypatch.setattr(providers, "load", load_while_others_publish)
    clock.now += 2

    assert names(process) == {"Uzès 3", "Nîmes 3"}
    assert process.current().generation == Generation.objects.get().number


def test_a_failing_database_leaves_the_last_index_and_says_so(process: Engine, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: Any):
    told("Uzès")
    publish()
    before = process.current()
    monkeypatch.setattr(engine, "current_generation", lambda: (_ for _ in ()).throw(DatabaseError("no connection")))
    clock.now += 2

    assert process.current() is before
    assert "goes on answering" in caplog.text


def test_publications_without_end_leave_the_last_index(process: Engine, clock: Clock, monkeypatch: pytest.MonkeyPatch):
    told("Uzès")
    publish()
    before = process.current()
    numbers = iter(range(before.generation + 1, 10_000))
    monkeypatch.setattr(engine, "current_generation", lambda: next(numbers))
    clock.now += 2
    assert process.current() is before


@pytest.mark.parametrize("damage", ["empty", "altered", "absent", "pointer lost", "pointer wrong"])
def test_a_damaged_snapshot_is_built_again(damage: str, no_index: Path, process: Engine, caplog: Any):
    told("Uzès")
    publish()
    file = no_index / snapshot.build().name
    if damage == "empty":
        file.write_bytes(b"")
    elif damage == "altered":
        file.write_bytes(file.read_bytes()[:-1] + b"?")
    elif damage == "absent":
        file.unlink()
    else:
        (no_index / "current").write_text("" if damage == "pointer lost" else "../../etc/passwd")
    caplog.set_level(logging.INFO)

    assert names(process) == {"Médiathèque Uzès"}
    assert "1 places" in caplog.text
    assert snapshot.newest() is not None


def test_a_full_disk_is_no_refusal(process: Engine, monkeypatch: pytest.MonkeyPatch, caplog: Any):
    told("Uzès")
    publish()
    monkeypatch.setattr(snapshot.snapshot_file, "write", lambda *_args: (_ for _ in ()).throw(OSError("No space left on device")))
    assert names(process) == {"Médiathèque Uzès"}
    assert "answers from memory" in caplog.text


def test_a_snapshot_of_another_base_is_not_used(process: Engine):
    told("Uzès")
    publish()
    snapshot.build()
    Change.objects.update(at=NOW.replace(year=2025))
    first = snapshot.current_name()

    assert names(process) == {"Médiathèque Uzès"}
    assert snapshot.current_name() != first


def test_a_snapshot_of_a_later_day_than_the_base_is_not_used(process: Engine):
    one = told("Uzès")
    publish()
    edit(one, name="Médiathèque Simone Veil")
    snapshot.build()
    Generation.objects.update(number=1)

    assert process.current().generation == 1
    assert process.building is None, "it is built before anybody is answered, not beside"


def test_old_snapshots_are_removed_but_the_one_before(no_index: Path):
    kept = [snapshot.build(force=True).name for _number in range(4)]
    (no_index / f".{kept[0]}.999").write_bytes(b"left by a killed build")
    kept.append(snapshot.build(force=True).name)
    assert sorted(path.name for path in no_index.iterdir()) == sorted([*kept[-2:], "current", "lock"])


def test_a_removed_snapshot_goes_on_answering_who_maps_it(process: Engine, clock: Clock):
    told("Uzès")
    publish()
    index = process.current()
    for _number in range(3):
        snapshot.build(force=True)
    assert index.search(EVERYTHING).unknown[0].card["name"] == "Médiathèque Uzès"


def test_building_again_without_news_takes_what_is_there():
    told("Uzès")
    publish()
    first = snapshot.build()
    assert snapshot.build().name == first.name
    assert snapshot.build(force=True).name != first.name


def test_rebuild_answers_at_once_from_this_process():
    told("Uzès")
    publish()
    engine.current()
    told("Nîmes")
    assert engine.rebuild().places == 2
    assert engine.current().places == 2


def test_a_search_asks_nothing_of_the_database(process: Engine, django_assert_num_queries: Any):
    told("Uzès", services={"securite": True})
    publish()
    index = process.current()
    with django_assert_num_queries(0):
        result = index.search(SearchQuery(text="uzès", facets={"services": ("securite",)}))
        assert json.dumps(result.hits[0].card)
