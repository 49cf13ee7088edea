"""Knows how a reading is told: one JSON object for programmes, one sheet for the owner of the list. Cells are safe in a spreadsheet."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from maillage.base.cells import safe
from maillage.ingestion.models import Run
from maillage.ingestion.selectors import ReportRow


def as_json(run: Run, rows: Iterable[ReportRow]) -> dict[str, Any]:
    """The whole report of a reading: how the file was read, counts, warnings, and each remark with its row and field."""
    return {
        "source": run.source.key,
        "file": run.file_name,
        "sha256": run.file_hash,
        "format": run.format,
        "encoding": run.encoding,
        "delimiter": run.delimiter,
        "mapping": run.mapping_name,
        "state": run.state,
        "read": run.read,
        "kept": run.kept,
        "set_aside": run.set_aside,
        "with_remarks": run.with_remarks,
        "unchanged": run.unchanged,
        "gone": run.gone,
        **run.report,
        "rows": [as_dict(row) for row in rows],
    }


def as_dict(row: ReportRow) -> dict[str, Any]:
    """One remark, with the sentence that tells it and the remedy."""
    remark = row.remark
    return {
        "row": row.line,
        "record": row.record_id,
        "name": row.name,
        "column": remark.column,
        "field": remark.field,
        "received": remark.raw,
        "kept": remark.kept,
        "severity": str(remark.severity),
        "rule": remark.rule,
        "why": remark.message,
        "remedy": remark.remedy,
    }


def as_csv(rows: Iterable[ReportRow]) -> str:
    """The sheet for the owner of the list: one line a remark, and an empty column for the correction."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([_("ligne"), _("lieu"), _("colonne"), _("reçu"), _("gardé"), _("pourquoi"), _("que faire"), _("correction")])
    for row in rows:
        told = as_dict(row)
        writer.writerow([told["row"], *(safe(told[key]) for key in ("name", "column", "received", "kept", "why", "remedy")), ""])
    return text.getvalue()
