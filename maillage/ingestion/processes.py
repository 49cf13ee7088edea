"""Knows how rows are read in several processes: same order, same result as in one. The caller alone writes the base, and reads with the others.

Processes are started anew (spawn), never forked: the server and the worker have threads, and a fork would copy their locks.
"""

import gc
import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext as _

from maillage.base.batches import batched
from maillage.base.memory import SELDOM
from maillage.ingestion.errors import ReadingBroken
from maillage.ingestion.mapping.plan import Cells, Plan
from maillage.ingestion.reading import Delivery
from maillage.ingestion.remarks import Remark
from maillage.ingestion.rows import Draft, RowReader

WORTH_IT = 8_000  # rows to read from which another process gains more than its start costs: one to two seconds
BATCH = 250  # rows sent at once
AHEAD = 6  # batches that each other process has before it
BEHIND = 40  # batches read here while the first one sent is waited for
Row = tuple[int, Cells]  # place in the delivery, cells
Read = tuple[int, Cells, Draft]
Packed = tuple[dict[str, Any], date | None, list[tuple[str, str, str, str, str]], dict[str, str]]
_readers: list[RowReader] = []  # the one of this process, when it reads for another


def read_rows(delivery: Delivery, places: Sequence[int], today: date) -> Iterator[Read]:
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


def _read_apart(rows: Iterable[Row], plan: Plan, today: date) -> Iterator[Read]:
    """Others read as many batches as they can take; this process reads the next one meanwhile."""
    others = int(settings.IMPORT_PROCESSES) - 1
    reader, sent = RowReader(plan, today), deque[Batch]()
    with ProcessPoolExecutor(others, multiprocessing.get_context("spawn"), initializer=_prepare, initargs=(plan, today)) as pool:
        try:
            for batch in batched(rows, BATCH):
                busy = sum(not one.is_ready for one in sent)
                if busy < others * AHEAD:
                    sent.append(Batch(batch, pool.submit(_read, [cells for _place, cells in batch])))
                else:
                    sent.append(Batch(batch, [reader.read(cells) for _place, cells in batch]))
                while sent and (sent[0].is_ready or len(sent) > BEHIND):
                    yield from sent.popleft().drafts()
            while sent:
                yield from sent.popleft().drafts()
        finally:
            pool.shutdown(cancel_futures=True)


@dataclass
class Batch:
    """Rows read here, or by another process."""

    rows: list[Row]
    answer: "list[Draft] | Future[list[Packed]]"

    @property
    def is_ready(self) -> bool:
        return isinstance(self.answer, list) or self.answer.done()

    def drafts(self) -> Iterator[Read]:
        """What was understood of each row, waited for."""
        drafts = self.answer if isinstance(self.answer, list) else map(_unpacked, self.answer.result())
        for (place, cells), draft in zip(self.rows, drafts, strict=True):
            yield place, cells, draft


def _unpacked(packed: Packed) -> Draft:
    values, as_of, remarks, unreadable = packed
    return Draft(values, as_of, [Remark(*remark) for remark in remarks], unreadable)


# In the other process


def _prepare(plan: Plan, today: date) -> None:
    if not apps.ready:
        apps.populate(())  # words are translated; no model is used
    gc.set_threshold(*SELDOM)
    _readers[:] = [RowReader(plan, today)]


def _read(rows: list[Cells]) -> list[Packed]:
    drafts = map(_readers[0].read, rows)
    return [
        (draft.values, draft.as_of, [(remark.rule, remark.raw, remark.kept, remark.field, remark.column) for remark in draft.remarks], draft.unreadable)
        for draft in drafts
    ]
