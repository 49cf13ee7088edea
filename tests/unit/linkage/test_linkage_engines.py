"""Where the work is done, and how it is cut, changes nothing of what is decided."""

import os
import signal
import sys
from functools import partial
from types import SimpleNamespace

import pytest

from maillage.cli.generator import linkage_records
from maillage.linkage import chunks, engines, resolve
from maillage.linkage.blocks import blocks
from maillage.linkage.candidates import candidates
from maillage.linkage.frequencies import count
from maillage.linkage.records import from_statement

RECORDS = 3_000


@pytest.fixture(scope="module")
def records():
    return [from_statement(f"{one.source}:{one.record_id}", f"source:{one.source}", one.record_id, one.values) for one in linkage_records(RECORDS)]


@pytest.fixture(scope="module")
def expected(records):
    return decided(records)


def decided(records, **options):
    found = resolve.resolve(records, **options)
    return repr((found.verdicts, found.groups, found.candidates))


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(chunks, "of_pairs", partial(chunks.of_pairs, size=500))


@pytest.mark.slow
def test_the_size_of_the_chunks_changes_nothing(records, expected, small_chunks):
    assert decided(records) == expected


def test_each_pair_is_in_one_chunk_with_its_records(records):
    rows = resolve.ready(records[:600])
    met = blocks(rows)
    pairs = candidates(met, count(rows, met).crowded)

    cut = list(chunks.of_pairs(rows, pairs, size=100))

    told = sorted((chunk.rows[one].id, chunk.rows[other].id) for chunk in cut for one, other in chunk.pairs.tolist())
    assert told == [(rows[one].id, rows[other].id) for one, other in pairs.tolist()]
    assert max(len(chunk.pairs) for chunk in cut) == 100
    assert all(chunk.pairs.tolist() == sorted(chunk.pairs.tolist()) for chunk in cut)


def test_no_pair_makes_no_chunk():
    assert list(chunks.of_pairs([], candidates(blocks([]), ()))) == []


def test_chunks_are_made_only_when_needed():
    made = []

    def numbers():
        for number in range(3):
            made.append(number)
            yield number

    results = engines.Serial().map(lambda common, chunk: common + chunk, 10, numbers())

    assert (next(results), made) == (10, [0])
    assert list(results) == [11, 12]


@pytest.mark.parametrize("address", ["foo", "tcp://foo", "tcp://127.0.0.1:", ""])
def test_an_address_where_nobody_can_listen_is_told_before_any_client(monkeypatch, address):
    monkeypatch.setitem(sys.modules, "distributed", SimpleNamespace(Client=pytest.fail))

    with pytest.raises(engines.EngineError, match="Aucun ordonnanceur"):
        engines.Dask(address)


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(engines.EngineError, match=r'pip install "maillage\[dask\]"'):
        engines.Dask("tcp://127.0.0.1:8786")


# With a cluster of two processes on this machine


@pytest.fixture
def cluster():
    distributed = pytest.importorskip("distributed", reason="extra absent: pip install maillage[dask]")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0", silence_logs=50) as made:
        yield made


@pytest.mark.slow
@pytest.mark.loopback
def test_two_workers_decide_the_same(records, expected, small_chunks, cluster):
    assert decided(records, engine=engines.Dask(cluster.scheduler_address)) == expected


@pytest.mark.slow
@pytest.mark.loopback
def test_a_worker_killed_in_the_middle_changes_nothing(records, expected, small_chunks, cluster):
    engine, killed = engines.Dask(cluster.scheduler_address), []

    def and_kill(work, common, chunks):
        for number, done in enumerate(engine.map(work, common, chunks)):
            if number == 2:
                with engine.distributed.Client(cluster.scheduler_address, set_as_default=False) as client:
                    killed.append(next(iter(client.run(os.getpid).values())))
                os.kill(killed[0], signal.SIGKILL)
            yield done

    assert decided(records, engine=SimpleNamespace(map=and_kill)) == expected
    assert killed


@pytest.mark.slow
@pytest.mark.loopback
def test_a_worker_of_another_version_is_refused(records, cluster, monkeypatch):
    monkeypatch.setattr(engines, "fingerprint", lambda: b"other")

    with pytest.raises(engines.EngineError, match="version de Maillage"):
        decided(records[:300], engine=engines.Dask(cluster.scheduler_address))


@pytest.mark.slow
@pytest.mark.loopback
def test_a_scheduler_that_does_not_answer_is_told(monkeypatch):
    pytest.importorskip("distributed", reason="extra absent: pip install maillage[dask]")
    monkeypatch.setattr(engines, "WAIT_S", 1)

    with pytest.raises(engines.EngineError, match="Aucun ordonnanceur"):
        engines.Dask("tcp://127.0.0.1:9")
