"""Knows how linkage is measured: time, memory, pairs compared, growth, exactness on known doubles.

Damaged records of invented places are made in one process and linked in another, so that its memory is its own: from records to verdicts and
groups, without the database. The exactness is that of invented damage: for regression, never a claim.
"""

import pickle
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import combinations
from math import log
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any, NamedTuple

import django
import numpy as np

from maillage.base.batches import batched
from maillage.cli.generator import each_linkage_record
from maillage.linkage.communes import present
from maillage.linkage.records import LinkRecord, from_statement
from maillage.linkage.resolve import resolve
from maillage.territories.selectors import current_code

CHUNK = 10_000  # records written at a time


class Sizes(tuple[int, ...]):
    """Numbers of records, as written on the command line: "100000" or "10000,30000,100000". Raise ValueError."""

    def __new__(cls, written: str) -> "Sizes":
        sizes = super().__new__(cls, map(int, written.split(",")))
        if min(sizes) < 1:
            raise ValueError(written)
        return sizes


OPTIONS = {"records": Sizes("100000")}


class Truth(NamedTuple):
    """What is true of a record: its place, and what tells why it may be taken for another."""

    place: str
    kind: str
    commune: str
    trap: str


def run(records: Sequence[int]) -> dict[str, Any]:
    """Link so many records. Times in seconds, memory in megabytes. Several sizes: the figures of each, and how time grows with size."""
    runs = [run_one(size) for size in records]
    if len(runs) == 1:
        return runs[0]
    return {"exponent": exponent(runs, "seconds"), "cpu_exponent": exponent(runs, "cpu_seconds"), "runs": runs}


def run_one(size: int) -> dict[str, Any]:
    """Link so many records."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "records"
        truth = apart(make, file, size)
        figures, groups = apart(measure, file)
    return {**figures, **exactness(groups, truth)}


def exponent(runs: Sequence[Mapping[str, Any]], what: str) -> float:
    """The power of the number of records with which a figure grows, by least squares."""
    return round(float(np.polyfit([log(one["records"]) for one in runs], [log(max(one[what], 0.01)) for one in runs], 1)[0]), 3)


def apart(work: Callable[..., Any], *given: Any) -> Any:
    """What a new process answers."""
    with ProcessPoolExecutor(1, get_context("spawn"), initializer=django.setup) as process:
        return process.submit(work, *given).result()


def make(file: Path, count: int) -> dict[str, Truth]:
    """Write invented records, as linkage reads them; what is true of each."""
    truth: dict[str, Truth] = {}
    with file.open("wb") as written:
        for told in batched(each_linkage_record(count), CHUNK):
            names = [f"{one.source}:{one.record_id}" for one in told]
            truth.update((name, Truth(one.place, one.kind, one.commune, one.trap)) for name, one in zip(names, told, strict=True))
            records = [from_statement(name, f"source:{one.source}", one.record_id, one.values) for name, one in zip(names, told, strict=True)]
            pickle.dump(records, written, protocol=pickle.HIGHEST_PROTOCOL)
    return truth


def read(file: Path) -> Iterator[LinkRecord]:
    """The records of a file."""
    with file.open("rb") as written:
        while written.peek(1):
            yield from pickle.load(written)  # noqa: S301 written by `make` a moment ago


def measure(file: Path) -> tuple[dict[str, Any], list[list[str]]]:
    """Link the records of a file."""
    records = list(read(file))
    current_code("")  # loads the communes: not the work measured
    before, stages, last = memory_mb("VmRSS"), dict[str, float](), process_time()

    def step(stage: str, _count: int) -> None:
        nonlocal last
        stages[stage], last = round(process_time() - last, 2), process_time()

    started, started_cpu = perf_counter(), process_time()
    found = resolve(records, present=present, step=step)
    figures = {
        "records": len(records),
        "pairs": found.candidates,
        "seconds": round(perf_counter() - started, 2),
        "cpu_seconds": round(process_time() - started_cpu, 2),
        "cpu_by_stage": stages,
        "peak_mb": memory_mb("VmHWM"),
        "before_mb": before,
    }
    return figures, found.groups


def exactness(groups: Sequence[Sequence[str]], truth: Mapping[str, Truth]) -> dict[str, Any]:
    """Pairs of records put in one place: how many rightly, of how many, and what the wrong ones are."""
    pairs = [(truth[one], truth[other]) for group in groups for one, other in combinations(group, 2)]
    wrong = Counter(mistake(one, other) for one, other in pairs if one.place != other.place)
    right = len(pairs) - wrong.total()
    of = sum(count * (count - 1) // 2 for count in Counter(one.place for one in truth.values()).values())
    told = {"merged": len(pairs), "precision": round(right / max(len(pairs), 1), 4), "recall": round(right / max(of, 1), 4)}
    return {**told, "wrong": dict(sorted(wrong.items()))}


def mistake(one: Truth, other: Truth) -> str:
    """What two places taken for one are to each other: a trap of the generator, or what they have in common."""
    if one.trap == other.trap != "":
        return one.trap
    if one.commune != other.commune:
        return "two communes"
    return "one kind in one commune" if one.kind == other.kind else "two kinds in one commune"


def memory_mb(line: str) -> int:
    """Memory of this process, in megabytes: VmRSS now, VmHWM at its highest."""
    for told in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if told.startswith(f"{line}:"):
            return round(int(told.split()[1]) / 1024)
    raise ValueError(line)
