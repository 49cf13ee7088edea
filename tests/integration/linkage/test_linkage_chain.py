"""From a file to what is published, and again."""

import json
from pathlib import Path

import pytest

from maillage.cli.generator import write_lists
from maillage.directory.models import Change, Place, Question, Statement
from maillage.ingestion.errors import ListRefused
from maillage.ingestion.models import Source, SourceRecord
from maillage.linkage import chain
from maillage.linkage.models import Verdict
from maillage.search import snapshot
from tests.kills import finish

pytestmark = pytest.mark.django_db


@pytest.fixture
def bring(tmp_path, today, now):
    """bring("hub", rows): import these rows of the standard as a list."""

    def brought(source, rows, **options):
        file = tmp_path / f"{source}.json"
        file.write_text(json.dumps(rows), encoding="utf-8")
        return chain.import_list(source, file, today=today, now=now, **options)

    return brought


def row(number, name="Médiathèque Jacques Ellul", **cells):
    return {
        "id": str(number),
        "nom": name,
        "commune": "Pessac",
        "code_postal": "33600",
        "code_insee": "33318",
        "adresse": "21 rue de Camponac",
        "latitude": 44.8046,
        "longitude": -0.6279,
        "typologie": "BIB",
        "services": "Aide aux démarches administratives",
        **cells,
    }


def state():
    models = (SourceRecord, Statement, Place, Change, Verdict, Question)
    return [model.objects.count() for model in models], Change.objects.order_by("-pk").values_list("pk", flat=True).first()


def test_two_lists_become_one_published_place(bring, today, now, settings, tmp_path):
    settings.VAR = tmp_path
    bring("hub", [row(1)])
    bring("town", [row(7, telephone="0556936700")])

    linked = chain.link(today=today, now=now)
    published = chain.publish(now=now)

    assert (linked.records, linked.merges, Place.objects.published().count()) == (2, 1, 1)
    assert published.generation == 1
    assert published.changes == Change.objects.count()
    assert snapshot.newest().stamp.generation == 1


def test_everything_again_writes_nothing(bring, today, now, settings, tmp_path):
    settings.VAR = tmp_path
    lists = {"hub": [row(1), row(2, "Mairie", typologie="MUNI")], "town": [row(7)]}

    def everything():
        for source, rows in lists.items():
            bring(source, rows)
        return chain.link(today=today, now=now), chain.publish(now=now)

    everything()
    before = state()
    linked, published = everything()

    assert state() == before
    assert not any(linked[5:])
    assert (published.generation, published.changes) == (1, 0)


def test_a_missing_index_is_built_though_nothing_waits(bring, now, settings, tmp_path):
    settings.VAR = tmp_path
    bring("hub", [row(1)])
    chain.publish(now=now)
    for file in snapshot.files():
        file.unlink()

    chain.publish(now=now)

    assert snapshot.newest() is not None


def test_a_record_that_left_its_list_is_asked_about_and_kept(bring, today, now):
    bring("hub", [row(1), row(2, "Mairie de Pessac", adresse="3 rue Neuve")])
    bring("hub", [row(1)], accept_losses=True)

    assert Statement.objects.in_force().filter(absent_since=today).count() == 1
    assert Question.objects.filter(kind=Question.Kind.GONE, state=Question.State.OPEN).count() == 1
    assert Place.objects.count() == 2


def test_a_list_that_cannot_be_read_changes_nothing(tmp_path, today, now):
    file = tmp_path / "broken.json"
    file.write_text("{")

    with pytest.raises(ListRefused):
        chain.import_list("broken", file, today=today, now=now)

    assert not Statement.objects.exists()


def test_what_an_interrupted_import_left_waiting_is_finished_by_the_chain(bring, today, now, monkeypatch, settings, tmp_path):
    settings.VAR = tmp_path
    with monkeypatch.context() as interrupted:
        interrupted.setattr(chain, "apply", lambda *_, **__: None)
        bring("hub", [row(1)])
    assert not Statement.objects.exists()

    finish(today=today, now=now)

    assert Place.objects.published().count() == 1
    assert not SourceRecord.objects.filter(is_pending=True).exists()


def test_progress_goes_up_to_the_end(bring, today, now):
    told = []
    bring("hub", [row(1)])
    bring("town", [row(7)], progress=lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] == 1

    steps = []
    chain.link(today=today, now=now, progress=lambda done, total: steps.append(done / total))
    assert steps == sorted(steps)
    assert steps[-1] == 1


@pytest.mark.slow
def test_invented_lists_go_through_and_find_their_doubles(tmp_path, today, now, settings):
    settings.VAR = tmp_path
    for written in write_lists(tmp_path / "lists", "48", today=today):
        chain.import_list(written.source, written.path, mapping=written.mapping, today=today, now=now)

    linked = chain.link(today=today, now=now)

    assert linked.records == SourceRecord.objects.filter(state=SourceRecord.State.KEPT).count()
    assert linked.merges > linked.records / 10


@pytest.mark.long
def test_real_lists_never_merge_two_records_of_a_list_with_official_ids(shared: Path, tmp_path, today, now, settings):
    settings.VAR = tmp_path
    for name in ("bibliotheques-publiques", "france-services", "gironde", "maine-et-loire"):
        chain.import_list(name, next(iter(sorted((shared / "sources" / name).glob("source.*")))), today=today, now=now)
    chain.link(today=today, now=now)

    for key in ("bibliotheques-publiques", "france-services"):
        told = Statement.objects.in_force().filter(origin=Source.objects.get(key=key).origin).select_related("place")
        roots = [statement.place.merged_into_id or statement.place_id for statement in told]
        assert len(roots) == len(set(roots))
