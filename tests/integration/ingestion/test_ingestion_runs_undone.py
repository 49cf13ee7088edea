"""A reading that was undone leaves the base as if it had never come."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from maillage.accounts.models import User
from maillage.audit.models import Event
from maillage.base.errors import NotAllowed
from maillage.directory import actions as directory
from maillage.directory.models import Origin, Place, Question, Statement
from maillage.ingestion import actions
from maillage.ingestion.actions import registering, staging, undoing
from maillage.ingestion.models import Before, Run, Source, SourceRecord
from maillage.linkage import chain
from tests.kills import finish

pytestmark = pytest.mark.django_db
MAPPING = """
[list]
label = "Liste de Creuse"
licence = "Licence Ouverte 2.0"
id = "id"
[fields]
name = "nom"
street = "adresse"
postal_code = "cp"
commune = "ville"
phones = "tel"
as_of = "maj"
"""
AUTHORITY = MAPPING.replace("[fields]", 'authoritative_for = ["phones"]\nattests = true\n[fields]')
HEADER = ["id", "nom", "adresse", "cp", "ville", "tel", "maj"]
TOWNS = [("Guéret", "23000"), ("Aubusson", "23200"), ("Bourganeuf", "23400"), ("La Souterraine", "23300"), ("Boussac", "23600")]
UNLIKE = ["Médiathèque des Sources", "Atelier du Moulin", "Espace Jean Moulin", "Maison des services", "Centre social Arc-en-ciel"]


def row(number: int, **changes: str) -> list[str]:
    town, code = TOWNS[number % 5]
    told = [str(number), f"{UNLIKE[number % 5]} {number}", f"{number} rue de la Mairie", code, town, f"05 55 52 00 {number:02}", "2026-01-15"]
    return list((dict(zip(HEADER, told, strict=True)) | changes).values())


def listed(rows: Iterable[list[str]]) -> bytes:
    return "\n".join(";".join(cells) for cells in [HEADER, *rows]).encode()


FIRST = [row(number) for number in range(1, 11)]
# One is gone, one has no name any more, one changed, one says the same otherwise, two are new, one of them like a known one.
SECOND = [
    row(1, nom="Tiers-lieu du Plateau", tel="05 55 52 99 99", maj="2026-10-01"),
    row(2, tel="0555520002"),
    row(3, nom=""),
    *FIRST[3:9],
    row(11),
    row(12, nom=FIRST[3][1], adresse=FIRST[3][2], cp=FIRST[3][3], ville=FIRST[3][4], tel=FIRST[3][5]),
]


@pytest.fixture
def deliver(today: date, now: datetime) -> Any:
    """Bring a list in, up to what is published, so many days after the first."""

    def deliver(rows: Iterable[list[str]], *, days: int = 0, heard: bool = True, **options: Any) -> Run:
        later: dict[str, Any] = {"today": today + timedelta(days=days), "now": now + timedelta(days=days)}
        told: dict[str, Any] = {"mapping": MAPPING, "accept_losses": True, **later, **options}
        run = actions.import_list("creuse", content=listed(rows), **told)
        if heard:
            chain.apply(run.source, **later)
            chain.link(**later)
            chain.publish(now=later["now"])
        return run

    return deliver


@pytest.fixture
def undo(today: date, now: datetime) -> Any:
    def undo(run: Run, *, by: User | None = None, days: int = 5) -> Run:
        later: dict[str, Any] = {"today": today + timedelta(days=days), "now": now + timedelta(days=days)}
        undone = chain.undo(Run.objects.get(pk=run.pk), by=by, **later)
        chain.link(**later)
        chain.publish(now=later["now"])
        return undone

    return undo


def base() -> dict[str, list[Any]]:
    """What must be as before: statements in force, places that anyone finds, open questions, records of the list, the list."""
    place = [field.attname for field in Place._meta.concrete_fields if field.attname not in {"id", "published_generation", "changed_on"}]
    statement = ["record_id", "values", "as_of", "received_on", "value_dates", "unreadable", "absent_since", "place"]
    record = ["record_id", *staging.WRITTEN, "first_seen_on"]
    return {
        "statements": list(Statement.objects.in_force().order_by("record_id").values(*statement)),
        "places": list(Place.objects.published().order_by("code").values(*place)),
        "questions": list(Question.objects.filter(state=Question.State.OPEN).order_by("key").values("key", "kind", "details")),
        "records": list(SourceRecord.objects.exclude(last_run__state=Run.State.UNDONE).order_by("record_id").values(*record)),
        "list": list(Source.objects.values("columns_seen", "mapping_text")),
        "origin": list(Origin.objects.order_by("key").values("label", "licence", "authoritative_for", "attests_each_delivery", "last_delivery_on")),
    }


def test_undone_the_base_is_as_before(deliver: Any, undo: Any, bruno: User) -> None:
    deliver(FIRST)
    expected = base()
    second = deliver(SECOND, days=3)
    assert base() != expected

    undone = undo(second, by=bruno)

    assert undone.state == Run.State.UNDONE
    assert base() == expected
    assert Event.objects.get(verb="source.undone").details == {"run": second.pk}


def test_a_list_that_weighed_more_weighs_as_before(deliver: Any, undo: Any) -> None:
    deliver(FIRST)
    expected = base()
    second = deliver(SECOND, days=3, mapping=AUTHORITY)
    assert Origin.objects.get(kind=Origin.Kind.SOURCE).authoritative_for == ["phones"]

    undo(second)

    assert base() == expected


@pytest.fixture
def mapped(settings: Any, tmp_path: Path, today: date, now: datetime) -> Any:
    """A person gives the list another mapping."""
    settings.VAR = tmp_path
    return lambda text: actions.set_mapping(Source.objects.get(), text, by=None, today=today, now=now)


@pytest.mark.parametrize("reading", [{}, {"mapping": AUTHORITY}])
def test_a_mapping_that_a_person_set_since_stays(deliver: Any, undo: Any, mapped: Any, reading: dict[str, str]) -> None:
    deliver(FIRST)
    second = deliver(SECOND, days=1, **reading)
    mapped(MAPPING.replace("Liste de Creuse", "Mairies de Creuse").replace("Ouverte 2.0", "Ouverte 3.0"))

    undo(second)

    assert "Mairies de Creuse" in Source.objects.get().mapping_text
    assert list(Origin.objects.filter(kind=Origin.Kind.SOURCE).values_list("label", "licence", "authoritative_for")) == [
        ("Mairies de Creuse", "Licence Ouverte 3.0", [])
    ]


def test_what_a_person_told_otherwise_stays_and_the_rest_is_put_back(deliver: Any, undo: Any) -> None:
    deliver(FIRST)
    second = deliver(SECOND, days=1, mapping=AUTHORITY.replace("Liste de Creuse", "Liste bis"))
    Origin.objects.update(label="Mairies de Creuse")

    undo(second)

    assert list(Origin.objects.filter(kind=Origin.Kind.SOURCE).values_list("label", "authoritative_for", "attests_each_delivery")) == [
        ("Mairies de Creuse", [], False)
    ]
    assert Source.objects.get().mapping_text == MAPPING


@pytest.mark.parametrize("changed", [{}, {"nom": "Ailleurs"}])
def test_lines_are_as_before(deliver: Any, undo: Any, monkeypatch: pytest.MonkeyPatch, changed: dict[str, str]) -> None:
    """Rows that only moved, some of them in a reading that was interrupted, then changed."""
    remarked = [row(number, tel="numéro inconnu") for number in range(1, 11)]
    deliver(remarked)
    expected = base()
    with monkeypatch.context() as patch:
        patch.setattr(staging, "_mark_gone", lambda _staging: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            deliver([row(4, nom="Là"), *remarked[4:], *remarked[:3]], days=1)

    undo(deliver([row(1, tel="numéro inconnu", **changed), *reversed(remarked[1:])], days=2))

    assert base() == expected


def test_what_the_base_had_not_heard_is_undone_too(deliver: Any, undo: Any) -> None:
    deliver(FIRST)
    expected = base()
    second = deliver(SECOND, days=3, heard=False)

    undo(second)

    assert base() == expected


def test_the_first_reading_undone_leaves_no_place(deliver: Any, undo: Any) -> None:
    first = deliver(FIRST)

    undo(first)

    assert not Place.objects.published().exists()
    assert not Statement.objects.in_force().exists()
    assert not Question.objects.filter(state=Question.State.OPEN).exists()
    assert deliver(FIRST, days=6).kept == 10
    assert Place.objects.published().count() == 10


def test_two_readings_are_undone_one_after_the_other(deliver: Any, undo: Any) -> None:
    deliver(FIRST)
    expected = base()
    second = deliver([*FIRST[:8], row(11)], days=1)
    after_second = base()
    third = deliver(SECOND, days=2)

    undo(third, days=3)
    assert base() == after_second
    undo(second, days=4)
    assert base() == expected


@pytest.mark.parametrize("days", [0, 1])
def test_undone_twice_it_brings_nothing_back(deliver: Any, undo: Any, days: int) -> None:
    undo(deliver(FIRST), days=days)

    undo(deliver(FIRST, days=2 * days), days=3 * days)

    assert not Place.objects.published().exists()
    assert not Question.objects.filter(state=Question.State.OPEN).exists()


@pytest.mark.parametrize("days", [0, 1])
def test_what_it_brought_leaves_as_often_as_it_is_undone(deliver: Any, undo: Any, days: int) -> None:
    deliver(FIRST)
    expected = base()
    undo(deliver([*FIRST, row(30), row(31)], days=days), days=2 * days)

    undo(deliver([*FIRST, row(30), row(31)], days=3 * days), days=4 * days)

    assert base() == expected


def test_a_removed_list_that_came_back_is_removed_again(deliver: Any, undo: Any, today: date, now: datetime) -> None:
    deliver([*FIRST, row(30)])
    deliver(FIRST, days=1)
    actions.remove_source(Source.objects.get(), by=None, today=today + timedelta(days=2), now=now)
    chain.publish(now=now)
    expected = base()

    undo(deliver([*FIRST, row(30)], days=3))

    assert not Place.objects.published().exists()
    assert base() == expected
    assert Source.objects.get().removed_on == today + timedelta(days=2)


def test_a_row_that_had_left_and_came_back_the_same_day_has_left_again(deliver: Any, undo: Any) -> None:
    deliver(FIRST)
    deliver(FIRST[:9])
    expected = base()
    assert [kind for kind in expected["questions"] if kind["kind"] == "gone"]

    undo(deliver(FIRST), days=0)

    assert base() == expected


def test_every_word_since_the_reading_is_taken_back(deliver: Any, undo: Any, today: date, now: datetime) -> None:
    deliver(FIRST)
    expected = base()
    second = deliver([row(1, nom="Ailleurs"), *FIRST[1:]], days=1)
    located = SourceRecord.objects.get(record_id="1")
    located.values, located.is_pending = {**located.values, "latitude": 46.17, "longitude": 1.87, "precision": "street"}, True
    located.save()
    chain.apply(second.source, today=today + timedelta(days=2), now=now)

    undo(second)

    assert base() == expected
    assert deliver([row(1, nom="Ailleurs encore"), *FIRST[1:]], days=6).kept == 10
    assert Place.objects.published().filter(name="Ailleurs encore").exists()


def test_what_an_abandoned_reading_said_is_taken_back_with_the_next(
    deliver: Any, undo: Any, today: date, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(FIRST)
    expected = base()
    with monkeypatch.context() as patch:
        patch.setattr(staging, "_mark_gone", lambda _staging: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            deliver([row(1, nom="Ailleurs"), *FIRST[1:], row(21)], days=1)
    finish(today=today + timedelta(days=1), now=now)

    undo(deliver([row(1, nom="Encore ailleurs"), *FIRST[1:], row(22)], days=2))

    assert base() == expected


def test_a_word_withdrawn_by_a_person_stays_withdrawn(deliver: Any, undo: Any, bruno: User, today: date, now: datetime) -> None:
    deliver([row(1, nom="Ailleurs"), *FIRST[1:]])
    deliver(FIRST, days=1)
    third = deliver(FIRST[1:], days=2)
    directory.withdraw(Statement.objects.in_force().get(record_id="1"), by=bruno, today=today + timedelta(days=3), now=now)

    undo(third)

    assert Place.objects.published().filter(name="Ailleurs").exists()


def test_only_the_last_readings_can_be_undone(deliver: Any, undo: Any) -> None:
    first = deliver(FIRST)
    second = deliver(SECOND, days=1)
    third = deliver(FIRST, days=2)

    with pytest.raises(NotAllowed, match="dernière lecture"):
        undo(second)
    undo(third)
    with pytest.raises(NotAllowed, match="déjà annulée"):
        undo(third)
    undo(second)
    with pytest.raises(NotAllowed, match="plus gardé"):
        undo(first)


def test_what_older_readings_replaced_is_forgotten(deliver: Any) -> None:
    runs = [deliver([row(1, tel=f"05 55 52 10 {number:02}"), *FIRST[1:]], days=number, heard=False) for number in range(4)]

    assert list(Before.objects.values_list("run", "record__record_id").order_by("run")) == [(runs[2].pk, "1"), (runs[3].pk, "1")]


def test_an_interrupted_reading_forbids_to_undo(deliver: Any, undo: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first = deliver(FIRST)
    with monkeypatch.context() as patch:
        patch.setattr(staging, "_mark_gone", lambda _staging: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            deliver(SECOND, days=1)

    with pytest.raises(NotAllowed, match="interrompue"):
        undo(first)


def test_what_an_abandoned_reading_wrote_is_undone_with_the_next(deliver: Any, undo: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    deliver(FIRST)
    expected = base()
    with monkeypatch.context() as patch:
        patch.setattr(staging, "_mark_gone", lambda _staging: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            deliver([row(1, nom="Ailleurs"), *FIRST[1:], row(21)], days=1)
    second = deliver([*FIRST[:9], row(22)], days=2)

    undo(second)

    assert base() == expected


@pytest.mark.parametrize("chunks", range(6))
def test_killed_while_undoing_and_undone_again(deliver: Any, undo: Any, monkeypatch: pytest.MonkeyPatch, chunks: int) -> None:
    deliver(FIRST)
    expected = base()
    second = deliver(SECOND, days=3, mapping=AUTHORITY)
    monkeypatch.setattr(staging, "CHUNK", 3)
    left = [chunks]
    restore, fold_again = undoing._restore, registering.fold_again

    def killed(work: Any) -> Any:
        def work_or_die(*args: Any, **options: Any) -> None:
            if left[0] == 0:
                raise KeyboardInterrupt
            left[0] -= 1
            work(*args, **options)

        return work_or_die

    with monkeypatch.context() as patch:
        patch.setattr(undoing, "_restore", killed(restore))
        patch.setattr(undoing, "fold_again", killed(fold_again))
        if chunks < 5:
            with pytest.raises(KeyboardInterrupt):
                undo(second)
        else:
            undo(second)
            return
    undo(second, days=6)

    assert base() == expected
