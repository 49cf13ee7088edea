"""Knows how the run after a few changes is measured, and how long it takes to tell which places a record being typed may be.

Invented records are stated in a new SQLite file, gone afterwards, and all linked once; then some change, some are new, and only these are compared.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

import django
from django.core.management import call_command
from django.db import connection

from maillage.base.batches import batched
from maillage.cli.bench.fold import CHUNK, WHEN, memory_mb, new_base
from maillage.cli.generator import linkage_records
from maillage.cli.generator.records import Record
from maillage.directory import actions as directory
from maillage.linkage import actions
from maillage.linkage.existing import existing
from maillage.linkage.models import Block
from maillage.linkage.records import from_statement

OPTIONS = {"records": 100_000, "changed": 100}
TYPED = 200


def run(records: int, changed: int) -> dict[str, Any]:
    """Link so many records, then so many that changed. `seconds`: from statements to verdicts; `write_seconds`: to store them and form the places."""
    with TemporaryDirectory() as folder, new_base(folder), ProcessPoolExecutor(1, get_context("spawn"), initializer=django.setup) as apart:
        figures: dict[str, Any] = apart.submit(measure, Path(folder), records, changed).result()
        return figures


def measure(folder: Path, records: int, changed: int) -> dict[str, Any]:
    """All figures, in a process and a base of its own."""
    call_command("migrate", verbosity=0)
    told = linkage_records(records + changed // 2)
    first, later = told[:records], [*amended(told[:records], changed - changed // 2), *told[records:]]
    state(first)
    before, whole = megabytes(folder), watched()
    state(later)
    spent = watched()
    typed = sorted(milliseconds(told[:: max(1, len(told) // TYPED)]))
    return {
        "records": records,
        "changed": changed,
        "seconds": spent["read"],
        "write_seconds": spent["write"],
        "cpu_seconds": spent["cpu"],
        "pairs": spent["pairs"],
        "full": whole | {"base_mb": before, "linked_mb": megabytes(folder), "marks": Block.objects.count()},
        "typed_ms": {"median": round(median(typed), 1), "p95": round(quantiles(typed, n=20)[-1], 1)},
        "peak_mb": memory_mb("VmHWM"),
    }


def amended(records: Sequence[Record], count: int) -> Iterator[Record]:
    """So many of these, spread, that say another street, telephone or name."""
    others: list[dict[str, Any]] = [
        {"street": "1 place de la République"},
        {"phones": [{"number": "+33555010203", "contact": "service"}]},
        {"name": "Maison des services"},
    ]
    for number, one in enumerate(records[:: max(1, len(records) // count)][:count]):
        yield replace(one, values=one.values | others[number % len(others)])


def state(records: Iterable[Record]) -> None:
    """Let the base hear of these records."""
    by_list: dict[str, list[directory.RecordIn]] = {}
    for one in records:
        by_list.setdefault(one.source, []).append(directory.RecordIn(one.record_id, one.values, one.as_of))
    for name, told in by_list.items():
        origin = directory.origin_for("source", f"source:{name}", label=name)
        for batch in batched(told, CHUNK):
            directory.record_statements(origin, batch, **WHEN)


def watched() -> dict[str, Any]:
    """Seconds of one run: to read and compare, then to write, what is remembered apart."""
    times: dict[str, float] = {}
    started, cpu = perf_counter(), process_time()
    linked = actions.link(**WHEN, progress=lambda stage, _done, _total: times.update({stage: perf_counter()}))
    compared, formed = times.get("clusters", times["features"]), times.get("places", times.get("verdicts", times["features"]))
    return {
        "read": round(compared - started, 2),
        "write": round(perf_counter() - compared, 2),
        "remember": round(perf_counter() - formed, 2),
        "cpu": round(process_time() - cpu, 2),
        "pairs": linked.pairs,
        "merges": linked.merges,
    }


def milliseconds(records: Iterable[Record]) -> Iterator[float]:
    """To tell which places each record may be, were it being typed."""
    for one in records:
        started = perf_counter()
        existing(from_statement("", "", "", one.values))
        yield (perf_counter() - started) * 1000


def megabytes(folder: Path) -> int:
    """Size of the base."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return round(sum(file.stat().st_size for file in folder.glob("*.sqlite3*")) / 1e6)
