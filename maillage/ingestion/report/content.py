"""Knows what a report says of a reading, whether the base was written or not: counts, remarks by kind, each remark in its row."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.ingestion import selectors
from maillage.ingestion.checking import Checked
from maillage.ingestion.errors import WrongMapping
from maillage.ingestion.formats.table import Reading
from maillage.ingestion.mapping.loading import compile_text
from maillage.ingestion.mapping.plan import bind
from maillage.ingestion.mapping.telling import ColumnTold, columns_told, field_words
from maillage.ingestion.models import Run, Source
from maillage.ingestion.remarks import RULES, Remark, Severity
from maillage.ingestion.report import keeping
from maillage.ingestion.report.cells import kept
from maillage.ingestion.selectors import ReportRow

OUTCOMES: dict[Severity, str | Promise] = {
    Severity.BLOCKING: gettext_lazy("la ligne attend"),
    Severity.LOST: gettext_lazy("non gardé"),
    Severity.DOUBT: gettext_lazy("à vérifier"),
    Severity.REPAIRED: gettext_lazy("réparé"),
}
GRAVITY = list(OUTCOMES)  # the gravest first


@dataclass(frozen=True)
class Line:
    """One remark as the owner of the list reads it."""

    row: int
    record: str
    name: str
    column: str
    field: str
    received: str
    kept: str
    severity: Severity
    rule: str
    why: str
    remedy: str

    @property
    def asks(self) -> bool:
        """Should somebody look at it? A repaired value needs nobody."""
        return self.severity is not Severity.REPAIRED

    @property
    def outcome(self) -> str:
        """What became of the value, in words."""
        return str(OUTCOMES[self.severity])


@dataclass(frozen=True)
class Kind:
    """Remarks of one kind on one column: how many, and what to do about them all."""

    severity: Severity
    column: str
    why: str
    remedy: str
    count: int
    example: str

    @property
    def outcome(self) -> str:
        return str(OUTCOMES[self.severity])


@dataclass(frozen=True)
class Report:
    """A reading, told. `counts`: as `Run.counts`."""

    title: str
    file: str
    reading: Reading
    mapping: str
    day: date
    counts: Mapping[str, int]
    warnings: list[str]
    unknown_words: list[tuple[str, int]]
    lines: list[Line]
    columns: list[ColumnTold]
    gone: int = 0
    state: str = ""
    sha256: str = ""

    @property
    def usable_share(self) -> float:
        """Part of the rows read that are usable: name, commune, hours or phone, a service that the list states. Between 0 and 1."""
        return self.counts["usable"] / self.counts["read"] if self.counts["read"] else 0.0

    def asking(self) -> list[Line]:
        """Remarks that somebody should look at."""
        return [line for line in self.lines if line.asks]

    def kinds(self) -> list[Kind]:
        """Remarks counted by kind and column, the gravest and then the most frequent first."""
        counted = Counter((line.severity, line.rule, line.column) for line in self.lines)
        first = {(line.severity, line.rule, line.column): line for line in reversed(self.lines)}
        found = [
            Kind(severity, column, _general(rule), first[severity, rule, column].remedy, count, first[severity, rule, column].received)
            for (severity, rule, column), count in counted.items()
        ]
        return sorted(found, key=lambda kind: (GRAVITY.index(kind.severity), -kind.count, kind.column, kind.why))


def _general(rule: str) -> str:
    """The sentence of a kind of remark, with an ellipsis where the value stands."""
    return str(RULES[rule].message).format(raw="…", kept="…").replace("….", "…")


def of_run(run: Run) -> Report:
    """The report of a reading that wrote the base: its counts, and its remarks, if it is the last or if they are kept still."""
    is_last = run == selectors.last_run(run.source)
    rows, forgotten = _remarks_of(run, is_last=is_last)
    return Report(
        title=run.source.origin.label,
        file=run.file_name,
        reading=Reading(run.format, run.encoding, run.delimiter, notes=tuple(run.report.get("notes", ()))),
        mapping=run.mapping_name,
        day=timezone.localtime(run.finished_at or run.started_at).date(),
        counts=run.counts(),
        warnings=[*run.report.get("warnings", ()), *forgotten],
        unknown_words=list(run.report.get("unknown_words", {}).items()),
        lines=_lines(rows),
        columns=_columns_of(run.source) if is_last else [],
        gone=run.gone,
        state=run.state,
        sha256=run.file_hash,
    )


def _remarks_of(run: Run, *, is_last: bool) -> tuple[Iterable[ReportRow], list[str]]:
    """The remarks of a reading, and a word when they are not kept any more."""
    if keeping.is_kept(run):
        return keeping.read(run), []
    if is_last:
        return selectors.report_rows(run.source), []
    return (), [_("Les remarques de cette lecture ne sont plus gardées : il n’en reste que les comptes.")] if run.state != Run.State.STOPPED else []


def of_check(checked: Checked, *, title: str, file: str, today: date) -> Report:
    """The report of a list that was only tried."""
    rows = (ReportRow(row.line, row.record_base, row.draft.values, remark) for row in checked.rows for remark in row.draft.remarks)
    return Report(
        title=title,
        file=file,
        reading=checked.reading,
        mapping=checked.mapping,
        day=today,
        counts=checked.counts(),
        warnings=checked.warnings,
        unknown_words=checked.tally.unknown_words.most_common(),
        lines=_lines(rows),
        columns=columns_told(checked.delivery.plan, checked.delivery.table.columns),
    )


def _columns_of(source: Source) -> list[ColumnTold]:
    """What the columns of the last delivery mean, by the mapping then used; nothing when it is not kept or no longer reads."""
    try:
        plan = compile_text(source.mapping_text, name=source.mapping_name, source=source.key)
    except WrongMapping:
        return []
    return columns_told(bind(plan, source.columns_seen), source.columns_seen)


def _lines(rows: Iterable[ReportRow]) -> list[Line]:
    """Remarks as they are read: what is left to do first, in the order of the file; then what was repaired."""
    lines = [_line(row.line, row.record_id, row.values, row.remark) for row in rows]
    return sorted(lines, key=lambda line: (not line.asks, line.row))


def _line(row: int, record: str, values: Mapping[str, Any], remark: Remark) -> Line:
    return Line(
        row=row,
        record=record,
        name=values.get("name", ""),
        column=remark.column or field_words(remark.field),
        field=remark.field,
        received=remark.raw,
        kept="" if remark.severity is Severity.LOST else kept(remark.field, values),
        severity=remark.severity,
        rule=remark.rule,
        why=remark.message,
        remedy=remark.remedy,
    )


def heads() -> list[str]:
    """Heads of the table of remarks, in the order of `as_row`."""
    return [_("ligne"), _("lieu"), _("colonne"), _("reçu"), _("gardé"), _("ce qui a été fait"), _("pourquoi"), _("que faire"), _("votre correction")]


def as_row(line: Line) -> list[str]:
    """A remark as cells, the row first; the last cell is left to the owner of the list."""
    return [str(line.row), line.name, line.column, line.received, line.kept, line.outcome, line.why, line.remedy, ""]


def counted(report: Report) -> list[tuple[str, int]]:
    """What became of the rows, in words; only what is not zero, but for the first two."""
    counts = report.counts
    told = [
        (_("lignes lues"), counts["read"]),
        (_("gardées"), counts["kept"]),
        (_("mises de côté : aucun lieu n’y est nommé"), counts["set_aside"]),
        (_("hors du territoire de la liste"), counts.get("outside", 0)),
        (_("gardées, avec quelque chose à vérifier"), counts["with_remarks"]),
        (_("sans changement depuis la livraison précédente"), counts["unchanged"]),
        (_("lignes de la livraison précédente qui ont disparu"), report.gone),
    ]
    return told[:2] + [(words, count) for words, count in told[2:] if count]


def read_as(report: Report) -> str:
    """How the file was read: « csv, windows-1252, séparateur « ; » »."""
    reading = report.reading
    mark = _("tabulation") if reading.delimiter == "\t" else reading.delimiter
    parts = (reading.format.upper(), reading.encoding, mark and _("séparateur « %(mark)s »") % {"mark": mark})
    return ", ".join(part for part in parts if part)
