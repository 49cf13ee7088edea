"""After some records changed, comparing only them leaves the base as comparing all: verdicts, places, questions."""

import sqlite3
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from maillage.base.identifiers import place_id
from maillage.directory.actions.origins import origin_for
from maillage.directory.actions.recording import record_statements
from maillage.directory.actions.unsaying import unsay
from maillage.directory.clusters import roots_of
from maillage.directory.models import Change, Origin, Place, Question
from maillage.directory.values import RecordIn
from maillage.linkage import actions, blocks, frequencies, incremental, keeping, remembered, selectors
from maillage.linkage.actions import following, forming, linking, remembering
from maillage.linkage.actions.linking import link_all
from maillage.linkage.communes import present
from maillage.linkage.enums import By, Decision, Veto
from maillage.linkage.existing import existing
from maillage.linkage.frequencies import Frequencies
from maillage.linkage.keeping import frequencies_of, tables_of, version_of
from maillage.linkage.models import Block, Common, Compared, Verdict
from maillage.linkage.records import LinkRecord
from maillage.linkage.resolve import resolve
from tests.factories.accounts import UserFactory
from tests.kills import NOW, TODAY

pytestmark = pytest.mark.django_db

ELLUL = {"name": "Médiathèque Jacques Ellul", "kinds": {"BIB": True}, "street": "21 rue de Camponac", "commune": "Pessac", "insee": "33318"}
ALPHA = {"name": "Association Alpha", "street": "2 rue Pasteur", "commune": "Bastia", "insee": "2B033"}
PHONE = {"phones": [{"number": "+33556936700", "contact": "service"}]}


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """In bases of some records, one that changes is a large share of them."""
    monkeypatch.setattr(following, "TOO_MANY", 100)


def tell(source: str, record: str, values: dict[str, Any]) -> UUID:
    """One record of one list says this. Gives the place it founds."""
    origin = origin_for(Origin.Kind.SOURCE, f"source:{source}", label=source)
    record_statements(origin, [RecordIn(record, values)], today=TODAY, now=NOW)
    return place_id(origin.key, record)


def remove(source: str, record: str) -> None:
    """As if the record had never come."""
    unsay(origin_for(Origin.Kind.SOURCE, f"source:{source}", label=source), {record: None}, today=TODAY, now=NOW)


def link(**options: Any) -> linking.Linked:
    return actions.link(today=TODAY, now=NOW, **options)


def dump() -> tuple[list[Any], ...]:
    """All that linkage decides, and all that it remembers."""
    verdicts = Verdict.objects.order_by("place_a", "place_b").values_list(
        "place_a", "place_b", "decision", "decided_by", "score", "veto", "contributions", "weights_version"
    )
    return (
        list(verdicts),
        list(Place.objects.order_by("pk").values_list("pk", "merged_into", "name", "phones")),
        list(Question.objects.filter(kind=Question.Kind.DUPLICATE, state=Question.State.OPEN).order_by("key").values_list("key", "details")),
        list(Compared.objects.order_by("pk").values_list("pk", "statement_id", "is_pending")),
        sorted(Block.objects.order_by("pk").values_list("statement_id", "mark")),
    )


# Changes, and what comparing only them leaves


def test_only_what_changed_meets_only_its_blocks():
    tell("a", "1", ELLUL)
    tell("a", "2", ALPHA)
    assert (link().records, link().records) == (2, 0)

    tell("b", "1", ELLUL | PHONE)
    linked = link()

    assert (linked.records, linked.pairs, linked.merges, linked.places_written) == (1, 1, 1, 1)


def test_a_change_parts_what_no_longer_is_one_and_frees_what_it_kept_apart():
    """One list has two Alpha at two addresses: the record that is one with the first keeps the second apart, until it changes."""
    moving = tell("c", "1", ALPHA | PHONE)
    tell("a", "1", ALPHA | PHONE)
    tell("a", "2", ALPHA | PHONE | {"street": "9 rue Neuve"})
    link()
    assert Verdict.objects.filter(decision=Decision.MERGE).count() == 1

    tell("c", "1", ALPHA | PHONE | {"street": "9 rue Neuve"})
    link()

    assert roots_of([moving])[moving] == roots_of([place_id("source:a", "2")])[place_id("source:a", "2")]
    assert roots_of([moving])[moving] != roots_of([place_id("source:a", "1")])[place_id("source:a", "1")]


def test_a_record_that_is_no_more_is_forgotten():
    tell("a", "1", ELLUL)
    gone = tell("b", "1", ELLUL | PHONE)
    link()

    remove("b", "1")
    link()

    assert not Verdict.objects.exists()
    assert gone not in remembered.compared()
    assert Block.objects.values("statement_id").distinct().count() == 1


RECORDS = st.sampled_from(
    [
        ELLUL,
        ELLUL | PHONE,
        ELLUL | {"name": "Bibliothèque municipale"},
        ELLUL | {"name": "Bibliothèque municipale Jacques Ellul", "street": "23 rue de Camponac"} | PHONE,
        ELLUL | {"name": "Mairie de Pessac", "kinds": {"MUNI": True}} | PHONE,
        ELLUL | {"name": "Médiathèque Camponac", "street": "3 rue Neuve"},
        ALPHA,
        ALPHA | PHONE,
        ALPHA | {"street": "9 rue Neuve"} | PHONE,
        ALPHA | {"name": "A.L.P.H.A.", "street": "2 r. Pasteur"},
    ]
)
CHANGES = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("12"), st.none() | RECORDS), max_size=5)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    start=CHANGES, steps=st.lists(CHANGES, min_size=1, max_size=4), decided=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.booleans()), max_size=2)
)
@example(  # of two groups that may be one, a single question: the surest pair
    start=[("a", "2", ALPHA)],
    steps=[[("a", "1", ALPHA | PHONE | {"street": "9 rue Neuve"}), ("b", "1", ALPHA)]],
    decided=[],
)
def test_any_sequence_of_changes_ends_as_comparing_all(start, steps, decided, db_left_as_found, driss):
    """Under the frequencies of the last full run. Persons decide in between."""
    with db_left_as_found():
        apply(start)
        link(full=True)
        for number, changes in enumerate(steps):
            apply(changes)
            link()
            check_same_as_all()
            if number < len(decided):
                decide(*decided[number], driss)
                link()
                check_same_as_all()


@pytest.fixture
def db_left_as_found():
    """A block whose writes are undone: hypothesis runs many examples in one test."""

    @contextmanager
    def left():
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    return left


def apply(changes):
    for source, record, values in changes:
        if values is None:
            remove(source, record)
        else:
            tell(source, record, values)


def decide(one, other, same, by):
    places = list(Place.objects.order_by("pk"))
    if max(one, other) < len(places) and one != other:
        actions.decide(places[one], places[other], Decision.MERGE if same else Decision.DIFFERENT, by=by, today=TODAY, now=NOW)


def check_same_as_all():
    """The verdicts and groups are those of the pure function over all records; and comparing all writes nothing."""
    frequencies = remembered.common()
    assert frequencies is not None
    told = resolve(selectors.records(), selectors.decided(), frequencies=frequencies, present=present)
    kept = {pair: verdict for pair, verdict in selectors.all_kept().items() if not verdict.by_person}
    assert {(one.a, one.b): (one.decision, one.score, one.veto) for one in told.verdicts} == {
        pair: (verdict.decision, verdict.score, verdict.veto) for pair, verdict in kept.items()
    }
    before = dump()
    linked = link_all(today=TODAY, now=NOW, frequencies=frequencies)
    assert not any(linked[5:])
    assert dump() == before


def test_verdicts_stand_under_the_frequencies_of_the_last_full_run():
    """A phone that is seen at more and more addresses proves as much as before, until all is counted anew."""
    for number in range(8):
        tell("a", str(number), {"name": f"Lieu {number}", "street": f"{number} rue Neuve", "commune": "Pessac", "insee": "33318"} | PHONE)
    first = link(full=True)
    common = remembered.common()

    tell("b", "9", ALPHA | PHONE)
    link()

    assert first.records == 8
    assert remembered.common() == common
    assert link(full=True).records == 9
    assert remembered.common() != common


def test_what_too_many_shared_is_met_again_once_it_is_rare(monkeypatch):
    """A record compared while its phone was crowded is found by that phone after a full run under which it no longer is."""
    for module in (blocks, frequencies):
        monkeypatch.setattr(module, "LARGEST_BLOCK", 3)
    for number in range(4):
        tell("a", str(number), {"name": f"Lieu {number}", "commune": f"Ville {number}"} | PHONE)
    link(full=True)
    tell("b", "1", {"name": "Association Alpha"} | PHONE)
    link()
    for number in range(4):
        remove("a", str(number))
    link(full=True)

    tell("c", "1", {"name": "Association Alpha"} | PHONE)
    linked = link()

    assert (linked.records, linked.pairs) == (1, 1)
    check_same_as_all()


def test_what_stands_around_many_places_is_read_in_queries_that_sqlite_takes():
    if connection.vendor != "sqlite":
        pytest.skip("a limit of SQLite")
    one, other = tell("a", "1", ELLUL), tell("b", "1", ELLUL)
    link()
    limit = connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 2 * selectors.CHUNK + 10)
    try:
        many = {one, *(uuid4() for _number in range(3 * selectors.CHUNK))}
        assert selectors.component(many) == {*many, other}
        assert list(selectors.kept_among(many)) == [tuple(sorted((str(one), str(other))))]
        assert selectors.live(many) == {one}
        assert selectors.duplicates_asked(many) == {}
        assert set(roots_of(many)) == {one}
    finally:
        connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, limit)


# When all must be compared


def test_all_are_compared_when_asked_when_much_changed_and_when_the_rules_did(monkeypatch):
    tell("a", "1", ELLUL)
    tell("b", "1", ELLUL)
    assert link().records == 2
    assert link(full=True).records == 2

    monkeypatch.setattr(following, "TOO_MANY", 0.2)
    tell("a", "1", ELLUL | PHONE)
    assert link().records == 2

    monkeypatch.setattr("maillage.linkage.remembered.rules_version", lambda: "other")
    monkeypatch.setattr("maillage.linkage.actions.remembering.rules_version", lambda: "other")
    assert link().records == 2
    assert link().records == 0


def test_a_run_under_other_code_rewrites_what_records_share(monkeypatch):
    tell("a", "1", ELLUL)
    tell("b", "1", ELLUL)
    link()
    Block.objects.update(mark=7)

    monkeypatch.setattr(keeping, "fingerprint", lambda: b"other code")
    keeping._version.cache_clear()
    assert link().records == 2
    keeping._version.cache_clear()

    assert not Block.objects.filter(mark=7).exists()


def test_all_are_compared_when_a_block_grew_too_much(monkeypatch):
    tell("a", "1", ELLUL)
    tell("b", "1", ELLUL)
    link()
    monkeypatch.setattr(incremental, "CROWDED", 2)

    tell("c", "1", ELLUL)

    assert link().records == 3


def test_what_persons_decide_is_compared_again():
    """The rules may have more to say of the two once the person takes the answer back."""
    one, other = Place.objects.get(pk=tell("a", "1", ELLUL)), Place.objects.get(pk=tell("b", "1", ALPHA))
    link()
    assert not remembered.changed()

    actions.decide(one, other, Decision.MERGE, by=UserFactory.create(), today=TODAY, now=NOW)

    assert len(remembered.changed()) == 2
    link()
    assert not remembered.changed()
    assert Verdict.objects.get().decided_by == By.PERSON


@pytest.mark.parametrize("stage", ["normalise", "features", "clusters"])
@pytest.mark.parametrize("decision", [Decision.MERGE, Decision.DIFFERENT])
def test_what_a_person_decides_during_a_run_stands_after_the_next(stage, decision, driss):
    alike = ELLUL if decision == Decision.DIFFERENT else ALPHA
    one, other = (Place.objects.get(pk=tell(source, "1", values)) for source, values in (("a", ELLUL), ("b", alike)))

    def meanwhile(told, _done, _total):
        if told == stage:
            actions.decide(one, other, decision, by=driss, today=TODAY, now=NOW)

    tell("c", "1", ELLUL)
    link(progress=meanwhile)
    link()

    assert (len(set(roots_of([one.pk, other.pk]).values())) == 1) == (decision == Decision.MERGE)
    check_same_as_all()


# Interruptions


class Killed(Exception):
    pass


@pytest.mark.parametrize("module", ["form", "store", "settle", "keep_asking", "remember", "forget", "settle_again"])
@pytest.mark.parametrize("after", [False, True])
def test_killed_anywhere_and_run_again_the_base_is_as_after_comparing_all(monkeypatch, module, after):
    tell("a", "1", ELLUL | PHONE)
    tell("a", "2", ELLUL | PHONE | {"street": "25 rue de Camponac"})
    tell("b", "1", ELLUL | PHONE | {"street": "rue de Camponac"})
    tell("c", "1", ALPHA)
    tell("c", "2", ALPHA)
    link(full=True)
    assert Verdict.objects.filter(veto=Veto.CLUSTER).count() == 1  # the first keeps apart the two others, of which it is said no more

    tell("a", "1", ALPHA | {"commune": "Brest", "insee": "29019"})
    remove("c", "2")

    owner = {"form": following, "remember": remembering, "forget": remembering, "settle_again": remembering}.get(module, forming)
    whole = getattr(owner, module)

    def killed(*given, **named):
        if after:
            whole(*given, **named)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(owner, module, killed)
        with pytest.raises(Killed):
            link()
    link()

    check_same_as_all()
    assert not remembered.changed()


def test_a_full_run_killed_is_done_again_whole(monkeypatch):
    tell("a", "1", ELLUL)
    tell("b", "1", ELLUL)
    link()

    def killed(*_given, **_named):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(linking, "form", killed)
        with pytest.raises(Killed):
            link(full=True)

    assert remembered.common() is None
    assert link().records == 2


def test_linking_again_writes_nothing():
    tell("a", "1", ELLUL)
    tell("b", "1", ELLUL)
    link()
    tell("b", "2", ELLUL | PHONE)
    link()
    link(full=True)
    before, changes = dump(), Change.objects.count()

    assert link() == (0,) * 9
    assert (dump(), Change.objects.count()) == (before, changes)
    assert not any(link(full=True)[5:])
    assert (dump(), Change.objects.count()) == (before, changes)


# What is common


def test_what_is_common_is_read_as_it_was_written():
    common = Frequencies(records=3, crowded=frozenset({-5, 7}), contacts={-9: 4}, several=frozenset({1}), words={"maison": 2})

    tables = tables_of(common)

    assert frequencies_of(tables) == common
    assert version_of(tables) == version_of(tables_of(common)) != version_of(tables_of(Frequencies()))
    assert frequencies_of({"records": 3}) is None


def test_what_was_counted_otherwise_is_counted_anew():
    tell("a", "1", ELLUL)
    link()
    Common.objects.update(tables={"records": 1}, version="older")

    assert remembered.common() is None
    assert link().records == 1


# A record being typed


def typed(**values: Any) -> LinkRecord:
    return LinkRecord(id="", source="", record_id="", **values)


def test_a_record_being_typed_is_told_the_places_it_may_be():
    place = tell("a", "1", ELLUL | PHONE)
    tell("b", "1", ELLUL)
    tell("b", "2", ALPHA)
    link()
    root = roots_of([place])[place]
    before = dump()

    found = existing(typed(name="mediatheque ellul", commune="Pessac", phones=("05 56 93 67 00",)))

    assert [alike.place for alike in found] == [root]
    assert found[0].score > 0
    assert "même téléphone +" in found[0].why
    assert dump() == before


def test_the_likest_comes_first_and_no_more_than_asked():
    for number in range(4):
        tell("a", str(number), ELLUL | {"street": f"{number * 20 + 1} rue de Camponac"})
    link()

    found = existing(typed(name="Médiathèque Jacques Ellul", commune="Pessac", street="21 rue de Camponac"), most=2)

    assert [alike.place for alike in found][:1] == [place_id("source:a", "1")]
    assert len(found) == 2
    assert found[0].score > found[1].score


@pytest.mark.parametrize("values", [{}, {"name": "Médiathèque Jacques Ellul"}, {"name": "Mairie", "commune": "Brest", "insee": "29019"}])
def test_nothing_is_told_of_what_nothing_is_like(values):
    assert existing(typed(**values)) == []
    tell("a", "1", ELLUL)
    link()
    assert existing(typed(**values)) == []
