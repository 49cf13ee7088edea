"""Knows how a whole export is written: main file, companion of rows that the format refuses, counts that add up."""

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

from maillage.base import clock
from maillage.opendata import rows
from maillage.opendata.schemas import standard

REASON = "raison"
COMPANION_SUFFIX = "-a-completer"


@dataclass(frozen=True)
class Export:
    """What was written: `rows + companion` = published places."""

    rows: int
    companion: int
    path: Path
    companion_path: Path


def export_standard(path: Path) -> Export:
    """Write the national standard's CSV and, beside it, the rows it refuses with the reason. Both appear whole or not at all."""
    companion_path = path.with_name(f"{path.stem}{COMPANION_SUFFIX}{path.suffix}")
    path.parent.mkdir(parents=True, exist_ok=True)
    drafts = [target.with_name(f".{target.name}.{os.getpid()}") for target in (path, companion_path)]
    counts = {True: 0, False: 0}
    try:
        with drafts[0].open("w", encoding="utf-8", newline="") as main, drafts[1].open("w", encoding="utf-8", newline="") as companion:
            writers = {True: writer(main, standard.NAMES), False: writer(companion, (*standard.NAMES, REASON))}
            for cells, complete in standard_rows():
                writers[complete].writerow(cells)
                counts[complete] += 1
        for draft, target in zip(drafts, (path, companion_path), strict=True):
            draft.replace(target)
    finally:
        for draft in drafts:
            draft.unlink(missing_ok=True)
    return Export(counts[True], counts[False], path, companion_path)


def standard_rows() -> Iterator[tuple[dict[str, str], bool]]:
    """Each published place in the standard's columns, and whether the standard accepts it; else its `raison` says why."""
    for place in rows.published(today=clock.today()):
        cells = standard.row(place)
        lacking = standard.missing(cells)
        if lacking:
            cells[REASON] = _("Le standard exige : %(fields)s") % {"fields": ", ".join(lacking)}
        yield cells, not lacking


def standard_lines(*, complete: bool) -> Iterator[str]:
    """The main file (or its companion) line by line, for streaming."""
    names = standard.NAMES if complete else (*standard.NAMES, REASON)
    yield line(names)
    for cells, accepted in standard_rows():
        if accepted == complete:
            yield line([cells[name] for name in names])


def line(cells: list[str] | tuple[str, ...]) -> str:
    buffer = StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    return buffer.getvalue()


def writer(stream: TextIO, names: tuple[str, ...]) -> "csv.DictWriter[str]":
    made = csv.DictWriter(stream, names, lineterminator="\n")
    made.writeheader()
    return made
