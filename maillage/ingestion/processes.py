"""Knows how rows are read in several processes: same order, same result as in one. The caller alone writes the base.

Processes are started anew (spawn), never forked: the server and the worker have threads, and a fork would copy their locks.
"""

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from maillage.base.batches import batched
from maillage.ingestion.errors import ReadingBroken
from maillage.ingestion.mapping.plan import Cells, Plan
from maillage.ingestion.reading import Delivery
from maillage.ingestion.remarks import Remark
from maillage.ingestion.rows import Draft, RowReader

WORTH_IT = 8_000  # rows to read from which several processes gain more than their start costs (about a second)
BATCH = 250  # rows sent at once
AHEAD = 3  # batches sent to each process before the first answer is waited for
Row = tuple[int, Cells]  # place in the delivery, cells
Packed = tuple[dict[str, Any], date | None, list[tuple[str, str, str, str, str]], dict[str, str]]
_readers: list[RowReader] = []  # the one of this process, when it reads for another


def read_rows(delivery: Delivery, places: Sequence[int], today: date) -> Iterator[tuple[int, Cells, Draft]]:
    """Read these rows (in the order of the file): the place, the cells and what was understood of each. Raise ReadingBroken."""
    if not places:
        return
    rows = _wanted(delivery, places)
    if len(places) < WORTH_IT or not may_start_processes():
        reader = RowReader(delivery.plan, today)
        yield from ((place, cells, reader.read(cells)) for place, cells in rows)
        return
    try:
        yield from _read_apart(rows, delivery.plan, today)
    except BrokenProcessPool as broken:
        raise ReadingBroken(_("La lecture a été interrompue : un processus s’est arrêté. Relancez l’import, il reprendra où il en était.")) from broken


def may_start_processes() -> bool:
    """Does the operator want several, and may this process have children? Those of a pool may not."""
    return int(settings.IMPORT_PROCESSES) > 1 and not multiprocessing.current_process().daemon


def _wanted(delivery: Delivery, places: Sequence[int]) -> Iterator[Row]:
    """The cells of these rows."""
    wanted = iter(places)
    next_one = next(wanted, None)
    for place, cells in enumerate(delivery.cells()):
        if place == next_one:
            yield place, cells
            next_one = next(wanted, None)
            if next_one is None:
                return


def _read_apart(rows: Iterable[Row], plan: Plan, today: date) -> Iterator[tuple[int, Cells, Draft]]:
    count = int(settings.IMPORT_PROCESSES)
    sent: deque[tuple[list[Row], Future[list[Packed]]]] = deque()
    with ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), initializer=_prepare, initargs=(plan, today)) as pool:
        try:
            for batch in batched(rows, BATCH):
                sent.append((batch, pool.submit(_read, [cells for _place, cells in batch])))
                if len(sent) > count * AHEAD:
                    yield from _received(*sent.popleft())
            while sent:
                yield from _received(*sent.popleft())
        finally:
            pool.shutdown(cancel_futures=True)


def _received(batch: list[Row], answer: "Future[list[Packed]]") -> Iterator[tuple[int, Cells, Draft]]:
    for (place, cells), (values, as_of, remarks, unreadable) in zip(batch, answer.result(), strict=True):
        yield place, cells, Draft(values, as_of, [Remark(*remark) for remark in remarks], unreadable)


# In the other process


def _prepare(plan: Plan, today: date) -> None:
    _readers[:] = [RowReader(plan, today)]


def _read(rows: list[Cells]) -> list[Packed]:
    drafts = map(_readers[0].read, rows)
    return [
        (draft.values, draft.as_of, [(remark.rule, remark.raw, remark.kept, remark.field, remark.column) for remark in draft.remarks], draft.unreadable)
        for draft in drafts
    ]
