"""A list is declared, followed from its address, limited to a territory, and removed; a person decides what a machine must not."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from maillage.accounts.models import User
from maillage.audit.models import Event
from maillage.base.errors import NotAllowed
from maillage.directory.models import Origin, Place, Question, Statement
from maillage.ingestion import actions, deposits, fetching, permissions, selectors
from maillage.ingestion.actions import staging
from maillage.ingestion.errors import DeliveryStopped, ListRefused, WrongMapping
from maillage.ingestion.mapping.loading import compile_text
from maillage.ingestion.models import Run, Source, SourceRecord
from maillage.ingestion.processes import read_rows
from maillage.ingestion.reading import Delivery
from maillage.linkage import chain, tasks
from tests.integration.ingestion.test_ingestion_runs_undone import AUTHORITY, FIRST, MAPPING, listed, row

pytestmark = pytest.mark.django_db
Table = list[list[str]]


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path


@pytest.fixture
def when(today: date, now: datetime) -> dict[str, Any]:
    return {"today": today, "now": now}


@pytest.fixture
def deliver(when: dict[str, Any]) -> Any:
    def deliver(rows: Table, **options: Any) -> Run:
        told: dict[str, Any] = {"mapping": MAPPING, **when, **options}
        run = chain.import_list("creuse", content=listed(rows), **told)
        chain.link_and_publish(today=told["today"], now=told["now"])
        return run

    return deliver


# Renamed


def test_a_list_that_renames_its_rows_stops_and_says_so(deliver: Any) -> None:
    deliver(FIRST)

    with pytest.raises(DeliveryStopped, match="identifiants ont changé.* 10 des 10"):
        deliver([row(number, id=f"n{number}") for number in range(1, 11)])
    assert Place.objects.published().count() == 10
    assert "identifiants ont changé" in Source.objects.get().trouble


def test_renamed_rows_keep_their_places_when_a_person_says_so(deliver: Any) -> None:
    deliver(FIRST)
    codes = set(Place.objects.values_list("code", flat=True))

    renamed = [row(number, id=f"n{number}") for number in range(2, 12)]
    run = deliver(renamed, match_by_content=True)

    assert (run.gone, SourceRecord.objects.present().count()) == (1, 10)
    assert codes < set(Place.objects.values_list("code", flat=True))
    assert SourceRecord.objects.get(record_id="5").own_id == "n5"
    assert deliver(renamed).unchanged == 10
    assert deliver([*renamed[1:], row(2, id="n2", nom="Un tout autre nom")]).unchanged == 9
    assert SourceRecord.objects.get(record_id="2").values["name"] == "Un tout autre nom"


def test_numbers_dealt_anew_are_told_too(deliver: Any) -> None:
    deliver(FIRST)
    names = dict(SourceRecord.objects.values_list("record_id", "values__name"))
    dealt = [row(number, id=str(number % 10 + 1)) for number in range(1, 11)]

    with pytest.raises(DeliveryStopped, match="identifiants ont changé"):
        deliver(dealt)
    deliver(dealt, match_by_content=True)

    assert dict(SourceRecord.objects.values_list("record_id", "values__name")) == names
    assert deliver(dealt).unchanged == 10


def test_a_list_whose_rows_all_changed_is_no_list_renamed(deliver: Any) -> None:
    deliver(FIRST)

    assert deliver([row(number, tel="05 55 52 99 99") for number in range(1, 11)]).kept == 10


def test_a_list_that_names_no_place_stops(deliver: Any) -> None:
    with pytest.raises(DeliveryStopped, match="Aucune des 10 lignes ne nomme un lieu.*adresse2.*adresse"):
        deliver(FIRST, mapping=MAPPING.replace('name = "nom"', 'name = "adresse2"'))

    assert not SourceRecord.objects.exists()


# What a mapping no longer says


def test_what_a_mapping_no_longer_says_of_a_list_is_gone(deliver: Any) -> None:
    deliver(FIRST, mapping=AUTHORITY)
    assert Origin.objects.get(kind=Origin.Kind.SOURCE).attests_each_delivery

    deliver(FIRST, mapping=MAPPING.replace('licence = "Licence Ouverte 2.0"\n', ""))

    origin = Origin.objects.get(kind=Origin.Kind.SOURCE)
    assert (origin.licence, origin.authoritative_for, origin.attests_each_delivery) == ("", [], False)


def test_a_list_stopped_keeps_what_it_was(deliver: Any) -> None:
    deliver(FIRST)

    with pytest.raises(DeliveryStopped):
        deliver(FIRST[:2], mapping=AUTHORITY)

    assert Origin.objects.get(kind=Origin.Kind.SOURCE).authoritative_for == []
    assert Source.objects.get().mapping_text == MAPPING


def test_a_date_to_come_is_read_again_that_day(deliver: Any, today: date, now: datetime) -> None:
    tomorrow = (today + timedelta(days=1)).isoformat()
    rows = [row(1, maj=tomorrow), *FIRST[1:]]
    deliver(rows)
    assert SourceRecord.objects.get(record_id="1").as_of is None

    assert deliver(rows).unchanged == 10
    assert deliver(rows, today=today + timedelta(days=1), now=now + timedelta(days=1)).unchanged == 9
    assert SourceRecord.objects.get(record_id="1").as_of == today + timedelta(days=1)


# Quality


def test_quality_tells_each_reading_that_stands(deliver: Any, today: date) -> None:
    deliver(FIRST)
    deliver([row(1, nom=""), *FIRST[1:9]])

    told = selectors.quality(Source.objects.get())

    assert [(one.day, one.read, one.kept, one.gone) for one in told] == [(today, 10, 10, 0), (today, 9, 8, 1)]


def test_the_last_quality_of_each_list_is_one_query(deliver: Any, when: dict[str, Any], django_assert_num_queries: Any) -> None:
    deliver(FIRST)
    deliver([row(1, nom=""), *FIRST[1:9]])
    never = actions.create_source("autre", mapping=MAPPING, by=None, **when)
    read = Source.objects.get(key="creuse")

    with django_assert_num_queries(1):
        last = selectors.last_qualities([never, read])

    assert last == {read.pk: selectors.quality(read)[-1]}


def test_the_report_of_a_reading_counts_the_rows_that_did_not_change(deliver: Any) -> None:
    rows = [row(1, tel="zzz"), *FIRST[1:]]
    deliver(rows)

    assert deliver([*rows, row(11)]).report["remarks"]["phone_unreadable phones"] == 1


# Territory


def test_rows_out_of_the_territory_are_counted_and_not_kept(deliver: Any, when: dict[str, Any]) -> None:
    far = row(50, cp="33000", ville="Bordeaux")
    near = row(51, cp="87000", ville="Limoges")
    unknown = row(52, cp="", ville="", adresse="")
    actions.create_source("creuse", scope="dep:23", scope_km=0, by=None, **when)

    run = deliver([*FIRST, far, near, unknown])

    assert (run.read, run.kept, run.outside) == (13, 11, 2)
    assert not SourceRecord.objects.filter(record_id__in=["50", "51"]).exists()
    actions.set_scope(Source.objects.get(), scope="dep:23", scope_km=50, by=None, now=when["now"])
    assert deliver([*FIRST, far, near, unknown]).outside == 1
    actions.set_scope(Source.objects.get(), scope="dep:23", scope_km=0, by=None, now=when["now"])
    assert not SourceRecord.objects.present().filter(record_id="51").exists()
    assert (run := deliver([*FIRST, far, near, unknown])).outside == 2
    assert run.gone == 0
    assert not Question.objects.filter(kind=Question.Kind.GONE).exists()


def test_another_territory_takes_out_what_is_not_of_it_without_a_question(deliver: Any, when: dict[str, Any]) -> None:
    first = deliver(FIRST)

    assert actions.set_scope(Source.objects.get(), scope="com:23096", scope_km=0, by=None, now=when["now"]) == 8
    chain.link_and_publish(**when)

    assert set(Place.objects.published().values_list("commune", flat=True)) == {"Guéret"}
    assert not Question.objects.filter(kind=Question.Kind.GONE).exists()
    with pytest.raises(NotAllowed, match="n’est plus gardé"):
        chain.undo(first, by=None, **when)
    assert (run := deliver(FIRST)).outside == 8
    assert (run.kept, run.gone) == (2, 0)
    actions.set_scope(Source.objects.get(), scope="", scope_km=0, by=None, now=when["now"])
    assert deliver(FIRST).kept == Place.objects.published().count() == 10


PARIS = [row(number, cp="75001", ville="Paris") for number in range(1, 11)]


def test_rows_that_leave_the_territory_are_lost_too(deliver: Any, when: dict[str, Any]) -> None:
    actions.create_source("creuse", scope="dep:23", by=None, **when)
    deliver(FIRST)

    with pytest.raises(DeliveryStopped, match="10 des 10 lignes .* hors du territoire"):
        deliver(PARIS)
    with pytest.raises(DeliveryStopped, match="2 des 10 lignes .* dans la liste.* 1 des 10 lignes .* hors du territoire"):
        deliver([*PARIS[:1], *FIRST[1:8]])

    assert not Question.objects.filter(kind=Question.Kind.GONE).exists()
    assert (run := deliver([*PARIS[:2], *FIRST[2:]])).gone == 2
    assert run.outside == 2
    assert deliver([*PARIS[:4], *FIRST[4:]]).outside == 4
    assert deliver(PARIS, accept_losses=True).outside == 10


def test_a_row_outside_that_did_not_change_is_not_read_again(deliver: Any, when: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    actions.create_source("creuse", scope="dep:23", by=None, **when)
    far = [row(number, cp="33000", ville="Bordeaux") for number in range(50, 60)]
    deliver([*FIRST, *far])
    read: list[int] = []

    def reading(delivery: Delivery, places: list[int], today: date) -> Iterator[Any]:
        read.extend(places)
        return read_rows(delivery, places, today)

    monkeypatch.setattr(staging, "read_rows", reading)

    run = deliver([*FIRST, *far])
    assert (read, run.outside, run.unchanged, run.read) == ([], 10, 10, 20)
    run = deliver([*FIRST, row(50, cp="23000", ville="Guéret"), *far[1:-1], row(61, cp="33000", ville="Bordeaux")])
    assert (len(read), run.outside, run.kept, run.gone) == (2, 9, 11, 0)
    run = deliver([*FIRST, *far])
    assert (run.outside, run.kept, run.gone) == (10, 10, 1)
    read.clear()
    assert (deliver([*FIRST, *far]).outside, read) == (10, [])


def test_a_territory_must_exist(when: dict[str, Any]) -> None:
    with pytest.raises(ListRefused, match="dep:999"):
        actions.create_source("creuse", scope="dep:999", by=None, **when)

    assert not Source.objects.exists()


# Declared, set, removed


def test_a_list_that_weighs_otherwise_is_folded_again_out_of_the_request(deliver: Any, when: dict[str, Any]) -> None:
    deliver(FIRST)
    source = Source.objects.get()

    actions.set_mapping(source, AUTHORITY, by=None, **when)
    assert Source.objects.get().to_fold_again
    assert not Place.objects.filter(checked_on=when["today"]).exists()
    tasks.link_and_publish.call()

    assert not Source.objects.get().to_fold_again
    assert Place.objects.filter(checked_on=when["today"]).count() == 10


def test_a_list_is_declared_with_its_events(when: dict[str, Any], bruno: User) -> None:
    source = actions.create_source("creuse", url="https://exemple.fr/liste.csv", every="weekly", mapping=MAPPING, scope="dep:23", by=bruno, **when)

    assert (source.url, source.every, source.mapping_text) == ("https://exemple.fr/liste.csv", "weekly", MAPPING)
    assert source.origin.label == "Liste de Creuse"
    verbs = [event.verb for event in Event.objects.order_by("pk")]
    assert verbs == ["source.created", "source.schedule_changed", "source.scope_changed", "source.mapping_changed"]
    with pytest.raises(NotAllowed, match="existe déjà"):
        actions.create_source("creuse", by=bruno, **when)


@pytest.mark.parametrize(
    ("options", "refusal"), [({"every": "daily"}, NotAllowed), ({"every": "hourly", "url": "https://x.fr"}, NotAllowed), ({"mapping": "[list]"}, WrongMapping)]
)
def test_a_list_badly_declared_is_not(when: dict[str, Any], options: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        actions.create_source("creuse", by=None, **when, **options)

    assert not Source.objects.exists()


def test_a_list_removed_leaves_without_a_question_and_may_come_back(deliver: Any, when: dict[str, Any], bruno: User) -> None:
    deliver(FIRST)
    run = deliver(FIRST[:9])
    actions.remove_source(Source.objects.get(), by=bruno, **when)
    chain.link_and_publish(**when)

    assert not Place.objects.published().exists()
    assert not Statement.objects.in_force().exists()
    assert not Question.objects.filter(state=Question.State.OPEN).exists()
    assert Source.objects.get().removed_on == when["today"]
    assert Event.objects.get(verb="source.removed").details == {"records": 9}
    with pytest.raises(NotAllowed, match="retirée"):
        chain.undo(Run.objects.get(pk=run.pk), by=bruno, **when)

    deliver(FIRST, accept_losses=True)
    assert Place.objects.published().count() == 10
    assert Source.objects.get().removed_on is None


def test_who_may_manage_the_lists_of_a_territory(driss: User, now: datetime) -> None:
    driss.grants.create(role="coordinator", scope_kind="territory", scope_id="dep:23", granted_at=now)
    coordinator = driss

    assert permissions.can_manage(coordinator, "dep:23")
    assert permissions.can_manage(coordinator, "com:23096")
    assert not permissions.can_manage(coordinator, "dep:87")
    assert not permissions.can_manage(coordinator, "reg:75")
    assert not permissions.can_manage(coordinator, "")
    with pytest.raises(NotAllowed):
        permissions.check_can_manage(coordinator, "")


# Fetched


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the address of every list gives; an exception is raised."""
    held: dict[str, Any] = {"content": listed(FIRST), "etag": '"a"'}

    def ask(source: Source, *, anew: bool = False) -> fetching.Fetched:
        if isinstance(held["content"], Exception):
            raise held["content"]
        unchanged = not anew and source.etag == held["etag"]
        return fetching.Fetched(b"" if unchanged else held["content"], held["etag"], "", unchanged, source.url, "text/csv")

    monkeypatch.setattr(fetching, "ask", ask)
    return held


@pytest.fixture
def followed(published: dict[str, Any], when: dict[str, Any]) -> Source:
    return actions.create_source("creuse", url="https://exemple.fr/liste.csv", every="daily", mapping=MAPPING, by=None, **when)


def test_a_list_is_read_when_it_changed(followed: Source, published: dict[str, Any], when: dict[str, Any]) -> None:
    run = chain.deliver(followed, **when)

    assert run
    assert (run.kept, run.file_name) == (10, "liste.csv")
    assert chain.deliver(Source.objects.get(), **when) is None
    assert Run.objects.count() == 1
    actions.set_mapping(Source.objects.get(), MAPPING.replace('phones = "tel"\n', ""), by=None, **when)
    assert (otherwise := chain.deliver(Source.objects.get(), **when))
    assert (otherwise.unchanged, SourceRecord.objects.filter(values__phones__isnull=False).count()) == (0, 0)
    published |= {"content": listed(FIRST[:9]), "etag": '"b"'}
    assert (again := chain.deliver(Source.objects.get(), **when))
    assert again.gone == 1


def test_a_list_that_cannot_be_read_says_why_and_is_asked_again_in_full(followed: Source, published: dict[str, Any], when: dict[str, Any]) -> None:
    chain.deliver(followed, **when)
    published |= {"content": listed(FIRST[:2]), "etag": '"b"'}

    with pytest.raises(DeliveryStopped):
        chain.deliver(Source.objects.get(), **when)

    source = Source.objects.get()
    assert "8 des 10 lignes" in source.trouble
    assert source.etag == '"a"'
    published |= {"content": ListRefused("En panne.")}
    with pytest.raises(ListRefused):
        chain.deliver(source, **when)
    assert Source.objects.get().trouble == "En panne."
    published |= {"content": listed(FIRST), "etag": '"a"'}
    assert chain.deliver(Source.objects.get(), **when) is None
    assert Source.objects.get().trouble == ""


def test_a_file_undone_does_not_come_back_by_itself(followed: Source, published: dict[str, Any], when: dict[str, Any]) -> None:
    run = chain.deliver(followed, **when)
    assert run
    chain.undo(run, by=None, **when)

    published["etag"] = ""
    assert chain.deliver(Source.objects.get(), **when) is None
    assert chain.deliver(Source.objects.get(), anew=True, **when)
    chain.undo(Run.objects.latest("pk"), by=None, **when)
    actions.set_mapping(Source.objects.get(), MAPPING.replace('phones = "tel"\n', ""), by=None, **when)
    assert chain.deliver(Source.objects.get(), **when)  # to be read otherwise
    chain.undo(Run.objects.latest("pk"), by=None, **when)
    published["content"] = listed(FIRST[:9])
    assert chain.deliver(Source.objects.get(), **when)


def test_lists_are_due_in_their_turn(published: dict[str, Any], when: dict[str, Any]) -> None:
    for key, every in (("a", "daily"), ("b", "weekly"), ("c", "")):
        actions.create_source(key, url="https://exemple.fr/x.csv", every=every, mapping=MAPPING, by=None, **when)

    def due(days: int) -> list[str]:
        return [source.key for source in selectors.due_sources(when["now"] + timedelta(days=days))]

    assert due(0) == ["a", "b"]
    Source.objects.update(asked_at=when["now"])
    assert (due(0), due(1), due(7)) == ([], ["a"], ["a", "b"])


def enqueued() -> list[str]:
    """Tasks that wait for the worker, in their order."""
    return [path.rsplit(".", 1)[1] for path in DBTaskResult.objects.order_by("enqueued_at").values_list("task_path", flat=True)]


def test_tasks_fetch_what_is_due_and_publish_it_once(published: dict[str, Any], when: dict[str, Any]) -> None:
    for key in ("creuse", "autre"):
        actions.create_source(key, url="https://exemple.fr/liste.csv", every="daily", mapping=MAPPING, by=None, **when)
    tasks.fetch_due_sources.call()
    tasks.fetch_due_sources.call()
    assert enqueued() == ["fetch_source"] * 2

    for key in ("creuse", "autre"):
        tasks.fetch_source.call(key)

    assert enqueued() == ["fetch_source", "fetch_source", "link_and_publish"]
    tasks.link_and_publish.call()
    assert Place.objects.published().count() == 10


def test_a_list_that_did_not_change_links_nothing(followed: Source) -> None:
    tasks.fetch_source.call("creuse")
    DBTaskResult.objects.all().delete()

    tasks.fetch_source.call("creuse")

    assert enqueued() == []


def test_a_deposited_file_is_read_then_forgotten(when: dict[str, Any], bruno: User, tmp_path: Path) -> None:
    actions.create_source("creuse", mapping=MAPPING, by=bruno, **when)
    token = deposits.deposit(listed(FIRST))

    tasks.import_upload.call("creuse", token, "mairie.csv", str(bruno.pk), False, False)

    assert Run.objects.get().file_name == "mairie.csv"
    assert enqueued() == ["link_and_publish"]
    assert not list((tmp_path / "deposits").iterdir())
    tasks.import_upload.call("creuse", token, "mairie.csv", str(bruno.pk), False, False)
    assert "Déposez-le de nouveau" in Source.objects.get().trouble


def test_a_task_that_fails_says_so_and_forgets_its_file(when: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.create_source("creuse", mapping=MAPPING, by=None, **when)
    token = deposits.deposit(listed(FIRST))
    monkeypatch.setattr(chain, "import_list", lambda *_, **__: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        tasks.import_upload.call("creuse", token, "mairie.csv", "0", False, False)

    assert "La lecture a échoué" in Source.objects.get().trouble
    assert not list((tmp_path / "deposits").iterdir())


def test_an_undo_refused_says_why(deliver: Any) -> None:
    first = deliver(FIRST)
    deliver(FIRST[:9])

    tasks.undo_run.call(first.pk, "0")

    assert "Seule la dernière lecture" in Source.objects.get().trouble
    tasks.undo_run.call(Run.objects.latest("pk").pk, "0")
    assert Source.objects.get().trouble == ""


def test_what_waits_about_a_list_is_told(deliver: Any, when: dict[str, Any]) -> None:
    run = deliver(FIRST)
    actions.create_source("autre", mapping=MAPPING, by=None, **when)
    tasks.undo_run.enqueue(run.pk, "0")
    tasks.fetch_source.enqueue("creuse")
    tasks.import_upload.enqueue("creuse", "0" * 32, "l.csv", "0", False, False)
    tasks.import_upload.enqueue("autre", "1" * 32, "l.csv", "0", False, False)
    DBTaskResult.objects.filter(task_path=tasks.fetch_source.module_path).update(status=TaskResultStatus.RUNNING)

    assert tasks.waiting("creuse") == ["undo", "fetch", "import"]
    assert tasks.waiting("autre") == ["import"]
    DBTaskResult.objects.update(status=TaskResultStatus.SUCCESSFUL)
    assert tasks.waiting("creuse") == []


def test_a_deposit_is_read_by_its_token_only(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    for token in ("../secret", "", "a" * 33):
        with pytest.raises(ListRefused):
            deposits.read(token)


# From the command line


def test_lists_are_followed_from_the_command_line(published: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text(MAPPING, encoding="utf-8")

    def told(*words: str) -> Any:
        capsys.readouterr()
        call_command("source", *words, "--json")
        return json.loads(capsys.readouterr().out)

    assert told("add", "creuse", "--url", "https://exemple.fr/l.csv", "--every", "daily", "--mapping", str(mapping))["every"] == "daily"
    assert told("fetch", "creuse")["kept"] == 10
    assert told("fetch", "creuse") == {"changed": False}
    assert told("set", "creuse", "--every", "weekly", "--scope", "dep:23")["scope"] == "dep:23"
    assert told("undo", "creuse")["undone"] == Run.objects.get().pk
    assert told("fetch", "creuse", "--anew")["kept"] == 10
    assert told("list")["sources"][0]["readings"][-1]["kept"] == 10
    assert told("remove", "creuse")["left"] == 10
    with pytest.raises(CommandError, match="autre"):
        call_command("source", "fetch", "autre")


# Who speaks for whom


@pytest.fixture
def coordinator(driss: User, now: datetime) -> User:
    driss.grants.create(role="coordinator", scope_kind="territory", scope_id="dep:23", granted_at=now)
    return driss


def test_a_list_known_to_all_is_declared_by_those_who_look_after_all(coordinator: User) -> None:
    permissions.check_can_declare(coordinator, "mairies", "dep:23")
    for key in ("bibliotheques-publiques", "france-services", "gironde"):
        with pytest.raises(NotAllowed, match="connue de tous"):
            permissions.check_can_declare(coordinator, key, "dep:23")
    coordinator.grants.update(scope_kind="instance", scope_id="")
    permissions.check_can_declare(User.objects.get(), "france-services", "dep:23")


def test_an_address_of_a_page_is_no_name_of_a_list(when: dict[str, Any]) -> None:
    with pytest.raises(NotAllowed, match="nouvelle"):
        actions.create_source("nouvelle", by=None, **when)


@pytest.mark.parametrize(
    ("more", "told"),
    [('authoritative_for = ["phones"]', "fait foi"), ("attests = true", "fait foi"), ('label = "France Services"', "autre liste")],
)
def test_a_local_mapping_gives_neither_authority_nor_the_name_of_another(coordinator: User, when: dict[str, Any], more: str, told: str) -> None:
    source = actions.create_source("creuse", scope="dep:23", by=None, **when)
    text = f'[list]\nid = "id"\n{more}\n[fields]\nname = "nom"\n'
    plan = compile_text(text, name="creuse")

    with pytest.raises(NotAllowed, match=told):
        permissions.check_can_say(coordinator, plan, source)
    permissions.check_can_say(coordinator, compile_text(MAPPING, name="creuse"), source)
    actions.set_mapping(source, text, by=None, **when)  # what a list was given, it keeps
    permissions.check_can_say(coordinator, plan, source)
