"""Knows how an export becomes a file: whole or not at all, with the count of what was told, and beside it what the format refuses."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from maillage.opendata import formats
from maillage.opendata.exporting import Format, Selection

COMPANION_SUFFIX = "-a-completer"


@dataclass(frozen=True)
class Export:
    """What was written. Of a format that refuses rows: `rows + companion` = what there was to tell."""

    rows: int
    companion: int
    path: Path
    companion_path: Path | None


@dataclass
class Tally:
    """How many records went through."""

    count: int = 0

    def through(self, records: Iterable[Any]) -> Iterator[Any]:
        for record in records:
            self.count += 1
            yield record


def export(form: Format, path: Path, selection: Selection) -> Export:
    """Write a format to a file and, beside it, what it refuses. Both appear whole or not at all."""
    other = formats.named(form.companion)
    written = {path: form}
    if other:
        written[path.with_name(f"{path.stem}{COMPANION_SUFFIX}{Path(other.file_name).suffix}")] = other
    path.parent.mkdir(parents=True, exist_ok=True)
    drafts = {target: target.with_name(f".{target.name}.{os.getpid()}") for target in written}
    try:
        counts = {target: write(each, drafts[target], selection) for target, each in written.items()}
        for target, draft in drafts.items():
            draft.replace(target)
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
    beside = [target for target in written if target != path]
    return Export(counts[path], sum(counts[target] for target in beside), path, beside[0] if beside else None)


def write(form: Format, path: Path, selection: Selection) -> int:
    """Write a format to a file; how many records it holds."""
    tally = Tally()
    with path.open("wb") as file:
        file.writelines(form.container(tally.through(form.records(selection))))
    return tally.count
