"""Knows how rows are read in several processes: same order, same result as in one. The caller alone writes the base, and reads with the others.

They may be started before they are needed, and serve one list after the other. They start anew (spawn), never forked: the server and the worker
have threads, and a fork would copy their locks.
"""

import gc
import multiprocessing
import pickle
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext as _

from maillage.base.batches import batched
from maillage.base.memory import SELDOM
from maillage.ingestion.errors import ReadingBroken
from maillage.ingestion.mapping.plan import Cells
from maillage.ingestion.reading import Delivery
from maillage.ingestion.remarks import Remark
from maillage.ingestion.rows import Draft, RowReader
from maillage.territories.selectors import find_commune

WORTH_IT = 8_000  # rows to read from which another process gains more than its start costs: one to two seconds
WORTH_SHARING = 500  # the same, once that process is started
LONG = 2_000_000  # bytes of a list that surely has as many rows to read, when it is new: the others start while it is surveyed
BATCH = 250  # rows sent at once
AHEAD = 6  # batches that each other process has before it; of a short list, so few that it ends in both at once
SHORT_BATCHES, SHORT_AHEAD = 16, 2
BEHIND = 16  # batches read here while the first one sent is waited for
Row = tuple[int, Cells]  # place in the delivery, cells
Read = tuple[int, Cells, Draft]
Packed = tuple[dict[str, Any], date | None, list[tuple[str, str, str, str, str]], dict[str, str]]


class Others:
    """The other processes that read rows for this one. None is started before the first need. `several`: many lists come, short ones are worth it too."""

    def __init__(self, *, several: bool = False) -> None:
        self.several = several
        self._pool: ProcessPoolExecutor | None = None
        self._begun: Future[None] | None = None

    def start(self) -> None:
        """Have them begin, without waiting."""
        if self._pool is None and may_start_processes():
            self._pool = ProcessPoolExecutor(int(settings.IMPORT_PROCESSES) - 1, multiprocessing.get_context("spawn"), initializer=_prepare)
            self._begun = self._pool.submit(_nothing)

    @property
    def are_ready(self) -> bool:
        return bool(self._begun and self._begun.done())

    def read(self, how: bytes, rows: list[Cells]) -> "Future[list[Packed]]":
        """`how`: a plan and the day, packed. Raise BrokenProcessPool."""
        self.start()
        if self._pool is None:
            raise BrokenProcessPool
        return self._pool.submit(_read, how, rows)

    def stop(self) -> None:
        """Have them end, and wait: one left while it starts would find nothing to start from, and hang."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
        self._pool = self._begun = None


_held: ContextVar[Others | None] = ContextVar("_held", default=None)


@contextmanager
def others(*, several: bool = False) -> Iterator[Others]:
    """Other processes at hand; within another such block, the same ones: they serve one list after the other. `several`: see `Others`."""
    if held := _held.get():
        yield held
        return
    mine = Others(several=several)
    token = _held.set(mine)
    try:
        yield mine
    finally:
        _held.reset(token)
        mine.stop()


def read_rows(delivery: Delivery, places: Sequence[int], today: date) -> Iterator[Read]:
    """Read these rows (in the order of the file): the place, the cells and what was understood of each. Raise ReadingBroken.

    With the other processes at hand (`others`) when these rows are worth it.
    """
    if not places:
        return
    rows, reader, helping = _wanted(delivery, places), RowReader(delivery.plan, today), _held.get()
    if helping is None or not may_start_processes() or len(places) < (WORTH_SHARING if helping.are_ready else WORTH_IT):
        yield from ((place, cells, reader.read(cells)) for place, cells in rows)
        return
    try:
        yield from _shared(batched(rows, _batch(len(places))), reader, helping, AHEAD if len(places) >= WORTH_IT else SHORT_AHEAD)
    except BrokenProcessPool as broken:
        helping.stop()
        raise ReadingBroken(_("La lecture a été interrompue : un processus s’est arrêté. Relancez l’import, il reprendra où il en était.")) from broken


def _batch(rows: int) -> int:
    return min(BATCH, max(rows // SHORT_BATCHES, 1))


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


def _shared(batches: Iterable[list[Row]], reader: RowReader, helping: Others, ahead: int) -> Iterator[Read]:
    """Others read as many batches as they can take, once they have begun; this process reads the next one meanwhile."""
    helping.start()
    how, sent = pickle.dumps((reader.plan, reader.today)), deque[Batch]()
    most = ahead * (int(settings.IMPORT_PROCESSES) - 1)
    for batch in batches:
        if helping.are_ready and sum(not one.is_ready for one in sent) < most:
            sent.append(Batch(batch, helping.read(how, [cells for _place, cells in batch])))
        else:
            sent.append(Batch(batch, [reader.read(cells) for _place, cells in batch]))
        while sent and (sent[0].is_ready or len(sent) > BEHIND):
            yield from sent.popleft().drafts()
    while sent:
        yield from sent.popleft().drafts()


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

_readers: dict[bytes, RowReader] = {}  # the last one asked for


def _prepare() -> None:
    if not apps.ready:
        apps.populate(())  # words are translated; no model is used
    gc.set_threshold(*SELDOM)
    find_commune("Paris")  # loads the communes


def _nothing() -> None:
    """Answered once the process is ready."""


def _read(how: bytes, rows: list[Cells]) -> list[Packed]:
    reader = _readers.get(how)
    if reader is None:
        _readers.clear()
        reader = _readers[how] = RowReader(*pickle.loads(how))  # noqa: S301 packed by our own parent
    drafts = map(reader.read, rows)
    return [
        (draft.values, draft.as_of, [(remark.rule, remark.raw, remark.kept, remark.field, remark.column) for remark in draft.remarks], draft.unreadable)
        for draft in drafts
    ]
