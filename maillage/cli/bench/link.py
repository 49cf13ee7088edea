"""Knows how linkage is measured: time, memory, pairs compared, exactness on known doubles.

Damaged records of invented places are made in one process and linked in another, so that its memory is its own: from records to verdicts and
groups, without the database. The exactness is that of invented damage: for regression, never a claim.
"""

import pickle
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import combinations
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

import django

from maillage.cli.generator import linkage_records
from maillage.linkage.communes import present
from maillage.linkage.records import from_statement
from maillage.linkage.resolve import resolve

OPTIONS = {"records": 100_000}


def run(records: int) -> dict[str, Any]:
    """Link so many records. Times in seconds, memory in megabytes."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "records"
        figures: dict[str, Any] = apart(measure, file, apart(make, file, records))
        return figures


def apart(work: Callable[..., Any], *given: Any) -> Any:
    """What a new process answers."""
    with ProcessPoolExecutor(1, get_context("spawn"), initializer=django.setup) as process:
        return process.submit(work, *given).result()


def make(file: Path, count: int) -> dict[str, str]:
    """Write invented records, as linkage reads them; the truth: record -> place."""
    told = linkage_records(count)
    names = [f"{one.source}:{one.record_id}" for one in told]
    records = [from_statement(name, f"source:{one.source}", one.record_id, one.values) for name, one in zip(names, told, strict=True)]
    file.write_bytes(pickle.dumps(records))
    return {name: one.place for name, one in zip(names, told, strict=True)}


def measure(file: Path, truth: Mapping[str, str]) -> dict[str, Any]:
    """Link the records of a file."""
    records = pickle.loads(file.read_bytes())  # noqa: S301 written by `make` a moment ago
    present("", "")  # loads the communes: not the work measured
    before, stages, last = memory_mb("VmRSS"), dict[str, float](), perf_counter()

    def step(stage: str, _count: int) -> None:
        nonlocal last
        stages[stage], last = round(perf_counter() - last, 2), perf_counter()

    started, started_cpu = perf_counter(), process_time()
    found = resolve(records, present=present, step=step)
    return {
        "records": len(records),
        "pairs": found.candidates,
        "seconds": round(perf_counter() - started, 2),
        "cpu_seconds": round(process_time() - started_cpu, 2),
        "stages": stages,
        "peak_mb": memory_mb("VmHWM"),
        "before_mb": before,
        **exactness(found.groups, truth),
    }


def exactness(groups: Sequence[Sequence[str]], truth: Mapping[str, str]) -> dict[str, Any]:
    """Pairs of records put in one place: how many rightly, and of how many."""
    pairs = [truth[one] == truth[other] for group in groups for one, other in combinations(group, 2)]
    right, of = sum(pairs), sum(count * (count - 1) // 2 for count in Counter(truth.values()).values())
    return {"merged": len(pairs), "precision": round(right / max(len(pairs), 1), 4), "recall": round(right / max(of, 1), 4)}


def memory_mb(line: str) -> int:
    """Memory of this process, in megabytes: VmRSS now, VmHWM at its highest."""
    for told in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if told.startswith(f"{line}:"):
            return round(int(told.split()[1]) / 1024)
    raise ValueError(line)
