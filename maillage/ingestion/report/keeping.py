"""Knows where the remarks of each reading are kept: `reports/<list>/<reading>.jsonl.gz` under MAILLAGE_VAR, a record on each line, the last readings only."""

import gzip
import json
import logging
import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db.models import TextField
from django.db.models.functions import Cast

from maillage.ingestion.models import LINES, Run, Source
from maillage.ingestion.remarks import RULES, Remark
from maillage.ingestion.selectors import ReportRow

log = logging.getLogger(__name__)

KEPT = 24  # readings of a list
LEVEL = 1  # of compression: remarks repeat themselves, more would cost more than the rest


def keep(run: Run) -> None:
    """Keep the remarks on the rows of the reading just done; its oldest companions are forgotten. A disk that fails costs a line in the journal."""
    file = _file(run)
    fresh = file.with_suffix(".part")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh.unlink(missing_ok=True)
        same = _same_as(run)
        if same:
            os.link(same, fresh)
        else:
            _write(run, fresh)
        fresh.replace(file)
        for old in sorted(file.parent.glob("*.jsonl.gz"), key=_number)[:-KEPT]:
            old.unlink()
            log.info("remarks of reading %s of %s are no longer kept", _number(old), run.source.key)
    except OSError as error:
        log.warning("remarks of reading %s of %s not kept: %s", run.pk, run.source.key, error)


def forget(source: Source) -> None:
    """Keep the remarks of no reading of a list any more: they quote columns that name persons. The last ones are those of its rows. Raise OSError."""
    for file in _folder(source).glob("*.jsonl.gz"):
        file.unlink()


def is_kept(run: Run) -> bool:
    return _file(run).is_file()


def read(run: Run) -> Iterator[ReportRow]:
    """The remarks of a reading, in the order of the file; those of rules that are no more are left out."""
    with gzip.open(_file(run), "rt", encoding="utf-8") as file:
        for told in map(json.loads, file):
            line, record_id, values, remarks = told
            yield from (ReportRow(line, record_id, values, Remark.from_json(remark)) for remark in remarks if remark["rule"] in RULES)


def _write(run: Run, path: Path) -> None:
    """Values and remarks pass from the base to the file as they are written there: to read them only to write them again would cost more than the rest."""
    records = run.source.records.present().exclude(remarks=[]).order_by("line", "pk")
    as_written = records.annotate(said=Cast("values", TextField()), remarked=Cast("remarks", TextField()))
    private = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(private, "wb") as raw, gzip.GzipFile("", "wb", LEVEL, raw, mtime=0) as packed:
        for line, record_id, said, remarked in as_written.values_list("line", "record_id", "said", "remarked").iterator():
            packed.write(f"[{line},{json.dumps(record_id)},{said},{remarked}]\n".encode())


def _same_as(run: Run) -> Path | None:
    """The remarks of the reading before, when this one changed nothing of what is told."""
    before = run.source.runs.filter(state=Run.State.DONE, pk__lt=run.pk).order_by("-pk").first()
    if before is None or not is_kept(before) or run.written_records.exists() or run.befores.exists() or run.source_was.get(LINES):
        return None
    return _file(before)


def _number(file: Path) -> int:
    return int(file.name.split(".")[0])


def _file(run: Run) -> Path:
    return _folder(run.source) / f"{run.pk}.jsonl.gz"


def _folder(source: Source) -> Path:
    return Path(settings.VAR) / "reports" / source.key
