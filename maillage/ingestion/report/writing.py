"""Knows the files a report is written in, by the end of their name: .xlsx and .html for people, .csv for their spreadsheet, .json for programmes."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from maillage.base.cells import safe
from maillage.ingestion.report import page, workbook
from maillage.ingestion.report.content import Report, as_row, heads


def as_dict(report: Report) -> dict[str, Any]:
    """The whole report for programmes: how the file was read, counts, warnings, and each remark with its row and field."""
    return {
        "title": report.title,
        "file": report.file,
        "sha256": report.sha256,
        "format": report.reading.format,
        "encoding": report.reading.encoding,
        "delimiter": report.reading.delimiter,
        "mapping": report.mapping,
        "state": report.state,
        **report.counts,
        "usable_share": round(report.usable_share, 4),
        "gone": report.gone,
        "notes": list(report.reading.notes),
        "warnings": report.warnings,
        "kinds": [
            {"severity": str(kind.severity), "column": kind.column, "why": kind.why, "remedy": kind.remedy, "count": kind.count} for kind in report.kinds()
        ],
        "columns": {column.column: column.said for column in report.columns},
        "unknown_words": dict(report.unknown_words),
        "rows": [
            {
                "row": line.row,
                "record": line.record,
                "name": line.name,
                "column": line.column,
                "field": line.field,
                "received": line.received,
                "kept": line.kept,
                "severity": str(line.severity),
                "rule": line.rule,
                "why": line.why,
                "remedy": line.remedy,
            }
            for line in report.lines
        ],
    }


def as_json(report: Report) -> bytes:
    return json.dumps(as_dict(report), ensure_ascii=False, indent=1).encode()


def as_csv(report: Report) -> bytes:
    """The table of remarks, as a spreadsheet opens it in French: semicolons, a byte order mark, no cell that runs as a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(heads())
    writer.writerows([safe(each) for each in as_row(line)] for line in report.lines)
    return text.getvalue().encode("utf-8-sig")


WRITERS: dict[str, Callable[[Report], bytes]] = {".xlsx": workbook.as_xlsx, ".html": page.as_html, ".csv": as_csv, ".json": as_json}


def write(path: Path, report: Report) -> None:
    """Write a report in the form that the name of the file asks for. Raise KeyError for another, OSError."""
    path.write_bytes(WRITERS[path.suffix.lower()](report))
