"""Knows the report as one page that opens alone in any browser, and prints."""

from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from maillage.ingestion.remarks import Severity
from maillage.ingestion.report.content import Report, counted, read_as

STYLES = (Path(__file__).with_name("alone.css"), Path(__file__).parents[1] / "static/ingestion/report.css")
MOST_LINES = 2_000  # remarks shown; the workbook has them all


def as_html(report: Report) -> bytes:
    """Bytes of the page; its style is inside, it fetches nothing."""
    return render_to_string("ingestion/report.html", {**context(report), "style": "\n".join(style.read_text(encoding="utf-8") for style in STYLES)}).encode()


def context(report: Report) -> dict[str, Any]:
    """What the template of a report needs."""
    asking, kinds = report.asking(), report.kinds()
    return {
        "report": report,
        "counted": counted(report),
        "read_as": read_as(report),
        "percent": round(100 * report.usable_share),
        "kinds": [kind for kind in kinds if kind.severity is not Severity.REPAIRED],
        "repairs": [kind for kind in kinds if kind.severity is Severity.REPAIRED],
        "asking": asking[:MOST_LINES],
        "not_shown": max(0, len(asking) - MOST_LINES),
        "repaired": len(report.lines) - len(asking),
    }
