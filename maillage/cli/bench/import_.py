"""Knows how an import is measured: decode, map, normalise, report, stage; then the same list again, unchanged. Linking and folding are apart.

A generated list is written by one process and read by another, in a new SQLite file, gone afterwards. With `--lists FOLDER`, lists that are
there too: one folder each, with `source.*` and, if the mapping is not shipped, `mapping.toml` or `config.json`.
"""

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import perf_counter
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command

from maillage.cli.bench.fold import new_base
from maillage.cli.generator import write_long_list
from maillage.ingestion import actions
from maillage.ingestion.mapping.loading import shipped_names
from maillage.ingestion.models import Run
from maillage.ingestion.processes import others
from maillage.territories.selectors import find_commune

OPTIONS = {"rows": 100_000, "lists": ""}
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
MAPPINGS = ("mapping.toml", "config.json")
Given = tuple[str, Path, Path | None]  # list, file, mapping


def run(rows: int, lists: str) -> dict[str, Any]:
    """Import so many generated rows, then the lists of a folder. Memory in megabytes, children included."""
    with TemporaryDirectory() as folder, new_base(folder):
        written = apart(write_long_list, Path(folder) / "lists", rows)
        generated = [(written.source, written.path, written.mapping)]
        figures: dict[str, Any] = apart(measure, generated)
        if lists:
            figures["lists"] = apart(measure, found(Path(lists)))
        return figures


def apart(work: Any, *given: Any) -> Any:
    """What a new process answers."""
    with ProcessPoolExecutor(1, get_context("spawn"), initializer=django.setup) as process:
        return process.submit(work, *given).result()


def found(folder: Path) -> list[Given]:
    """Lists of a folder that have a mapping."""
    lists = []
    for each in sorted(path for path in folder.iterdir() if path.is_dir()):
        file = next(iter(sorted(each.glob("source.*"))), None)
        mapping = next((each / name for name in MAPPINGS if (each / name).is_file()), None)
        if file and (each.name in shipped_names() or mapping):
            lists.append((each.name, file, None if each.name in shipped_names() else mapping))
    return lists


def measure(lists: list[Given]) -> dict[str, Any]:
    """All figures, in a process of its own."""
    call_command("migrate", verbosity=0)
    find_commune("Paris")  # loads the communes: not the work measured
    with peak() as memory:
        first, cpu = delivered(lists)
        again, cpu_again = delivered(lists)
    rows = sum(read for read, _seconds in first)
    return {
        "rows_per_second": round(rows / sum(seconds for _read, seconds in first)),
        "unchanged_rows_per_second": round(rows / sum(seconds for _read, seconds in again)),
        "peak_mb": memory["peak_mb"],
        "rows": rows,
        "seconds": round(sum(seconds for _read, seconds in first), 2),
        "cpu_seconds": round(cpu, 2),
        "unchanged_seconds": round(sum(seconds for _read, seconds in again), 2),
        "unchanged_cpu_seconds": round(cpu_again, 2),
        "processes": settings.IMPORT_PROCESSES,
    }


def delivered(lists: list[Given]) -> tuple[list[tuple[int, float]], float]:
    """All lists, one after the other as `territory start` does: rows and seconds of each, CPU seconds of all."""
    with others(several=len(lists) > 1):
        before = cpu_seconds()
        return [timed(one) for one in lists], cpu_seconds() - before


def timed(one: Given) -> tuple[int, float]:
    """Rows read, seconds."""
    name, file, mapping = one
    started = perf_counter()
    read: Run = actions.import_list(name, file, mapping=mapping, today=TODAY, now=NOW)
    return read.read, perf_counter() - started


def cpu_seconds() -> float:
    """Work of this process and of its children: what counts when others use the machine too."""
    return sum(os.times()[:4]) + sum(worked(child.pid or 0) for child in multiprocessing.active_children())


def worked(pid: int) -> float:
    """Seconds of CPU of a process at work."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def peak() -> Iterator[dict[str, int]]:
    """The most memory that this process and its children held together, looked at ten times a second."""
    found, ended = {"peak_mb": 0}, Event()

    def look() -> None:
        while not ended.wait(0.1):
            pids = ["self", *(str(child.pid) for child in multiprocessing.active_children())]
            found["peak_mb"] = max(found["peak_mb"], round(sum(map(held_kb, pids)) / 1024))

    watch = Thread(target=look, daemon=True)
    watch.start()
    try:
        yield found
    finally:
        ended.set()
        watch.join()


def held_kb(pid: str) -> int:
    """Memory of a process now, what it shares with others counted in part; 0 once it is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
