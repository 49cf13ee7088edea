"""Knows how a whole list is compared: each row, then each field of the rows that both keep."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from maillage.cli.peer import facts, texts
from maillage.cli.peer.choices import answered, judge_choices
from maillage.cli.peer.facts import Facts
from maillage.cli.peer.hours import judge_hours
from maillage.cli.peer.lists import SAME, judge_list
from maillage.cli.peer.matching import Row, match
from maillage.cli.peer.verdicts import REASONS, Kind, Pair, Verdict
from maillage.directory.hours import osm
from maillage.ingestion.checking import Checked, check_file
from maillage.ingestion.errors import UnreadableFile
from maillage.ingestion.mapping.choosing import Chooser
from maillage.ingestion.mapping.national import CHOICES
from maillage.ingestion.normalisers.text import as_text
from maillage.ingestion.reading import CheckedRow, is_usable

ROW = "ligne"
PLAIN_TEXTS = ("nom", "complement_adresse", "structure_parente", "prise_rdv", "fiche_acces_libre")
COMMUNE = ("commune", "code_postal", "code_insee")


@dataclass(frozen=True)
class Finding:
    """A verdict, and the row it is about."""

    line: int
    name: str
    verdict: Verdict


@dataclass(frozen=True)
class Comparison:
    """A list by us and by the national tool."""

    source: str
    mapping: str
    rows: int
    kept: int
    peer_kept: int
    usable: int
    peer_usable: int
    findings: list[Finding]

    def counts(self) -> dict[str, Counter[Kind]]:
        """How many of each verdict, by field; rows first."""
        found: dict[str, Counter[Kind]] = {ROW: Counter()}
        for finding in self.findings:
            found.setdefault(finding.verdict.field, Counter())[finding.verdict.kind] += 1
        return found

    def total(self) -> Counter[Kind]:
        return Counter(finding.verdict.kind for finding in self.findings)

    def decided(self) -> tuple[int, int]:
        """How many differences rules decide, without a judgement written for this list, of how many."""
        differences = [finding.verdict.reason for finding in self.findings if finding.verdict.reason != "same"]
        decided = [reason for reason in differences if not reason.startswith("judged") and REASONS[reason][0] is not Kind.TO_JUDGE]
        return len(decided), len(differences)

    def judged_share(self) -> float:
        """The part of the differences that rules decide."""
        decided, differences = self.decided()
        return decided / differences if differences else 1.0


def compare(list_file: Path, output_file: Path, *, source: str, mapping: Path | None, today: date) -> Comparison:
    """Read the list as an import would, without the base, and set it beside the tool's output. Raise ListRefused."""
    return compare_rows(check_file(list_file.read_bytes(), source=source, mapping=mapping, today=today), read_output(output_file), source=source)


def read_output(path: Path) -> list[Row]:
    """Rows of the tool's JSON. Raise UnreadableFile."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise UnreadableFile(_("La sortie « %(path)s » ne se lit pas : %(reason)s.") % {"path": path, "reason": error}) from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnreadableFile(_("La sortie « %(path)s » doit être une liste d’objets JSON, un par lieu.") % {"path": path})
    return rows


def compare_rows(checked: Checked, output: Sequence[Row], *, source: str) -> Comparison:
    """A list already read, beside rows of the tool's output."""
    ours = [facts.ours(row.draft) for row in checked.rows]
    found = match(checked.rows, ours, output)
    findings: list[Finding] = []
    chooser = Chooser(checked.delivery.plan)
    for row, mine, other, cells in zip(checked.rows, ours, found, checked.delivery.cells(), strict=True):
        name = mine.texts["nom"] or str((other or {}).get("nom") or "")
        for verdict in judge_row(checked, chooser, row, mine, other, cells, source):
            findings.append(Finding(row.line, name, verdict))
    alone = [row for row in output if not any(row is taken for taken in found)]
    findings += [Finding(0, str(row.get("nom") or ""), Verdict(ROW, "row-lost")) for row in alone]
    return Comparison(
        source,
        checked.mapping,
        len(checked.rows),
        sum(row.draft.names_a_place for row in checked.rows),
        len(output),
        sum(row.draft.names_a_place and is_usable(row.draft) for row in checked.rows),
        sum(peer_usable(facts.theirs(row)) for row in output),
        findings,
    )


def judge_row(checked: Checked, chooser: Chooser, row: CheckedRow, mine: Facts, other: Row | None, cells: Mapping[str, Any], source: str) -> Iterator[Verdict]:
    """The row itself, then its fields when both keep it."""
    kept = row.draft.names_a_place
    yield Verdict(ROW, ("same" if kept else "row-lost") if other is not None else "row-kept" if kept else "row-empty")
    if kept and other is not None:
        pair = Pair(source, row.line, cells, mine, facts.theirs(other), answered(chooser, cells))
        rule = checked.delivery.plan.hours
        yield from judge_fields(pair, "\n".join(as_text(cells.get(column)) for column in rule.named()) if rule else "")


def judge_fields(pair: Pair, hours_text: str) -> Iterator[Verdict]:
    """Every field of a row, in the order of the standard as far as it goes."""
    single = [
        *(texts.judge_text(pair, name) for name in PLAIN_TEXTS),
        *(texts.judge_commune(pair, name) for name in COMMUNE),
        texts.judge_street(pair),
        texts.judge_point(pair),
        *(judge_list(pair, name) for name in SAME),
        judge_hours(pair, hours_text),
        texts.judge_presentation(pair),
        texts.judge_date(pair),
    ]
    yield from (verdict for verdict in single if verdict)
    for name in CHOICES:
        yield from judge_choices(pair, name)


def peer_usable(row: Facts) -> bool:
    """The same test as ours: a name, a commune, hours that read or a telephone, a service."""
    reached = row.lists["telephone"] or osm.check(row.hours).value
    return bool(row.texts["nom"] and row.texts["commune"] and reached and row.choices["services"])
