"""Knows how a list is tried without the base: what an import would count and remark."""

from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from maillage.ingestion.errors import NoMapping, UnreadableFile
from maillage.ingestion.formats.opening import open_table
from maillage.ingestion.formats.table import MAX_ROWS, Reading
from maillage.ingestion.mapping.loading import Written, choose, compile_text
from maillage.ingestion.mapping.plan import Plan
from maillage.ingestion.mapping.suggest import suggest
from maillage.ingestion.reading import CheckedRow, Delivery, Progress, Tally, open_delivery, read_all


@dataclass(frozen=True)
class Checked:
    """What would happen to a list."""

    delivery: Delivery
    mapping: str  # its name
    tally: Tally
    rows: list[CheckedRow]
    today: date

    @property
    def reading(self) -> Reading:
        return self.delivery.table.reading

    @property
    def warnings(self) -> list[str]:
        return self.delivery.warnings

    def counts(self) -> dict[str, Any]:
        """As `import --json` would print them."""
        return self.tally.counts()


def check_file(
    content: bytes,
    *,
    source: str = "",
    mapping: Path | str | None = None,
    today: date,
    imposed: Reading | None = None,
    progress: Progress | None = None,
    most_rows: int = MAX_ROWS,
) -> Checked:
    """Read a whole list as an import would, and write nothing; by a proposed mapping when none is given nor known. Raise ListRefused.

    `most_rows`: refuse a longer list before reading it.
    """
    if most_rows < MAX_ROWS:
        _check_length(content, imposed, most_rows)
    chosen: list[Written] = []

    def plan_for(columns: tuple[str, ...]) -> Plan:
        chosen.append(_choose(source, mapping, columns, content, imposed))
        return compile_text(chosen[0].text, name=chosen[0].name, source=source)

    delivery, tally = open_delivery(content, plan_for, imposed), Tally()
    rows = list(read_all(delivery, today=today, progress=progress))
    for row in rows:
        tally.add(row.draft)
    return Checked(delivery, chosen[0].name, tally, rows, today)


def _check_length(content: bytes, imposed: Reading | None, most: int) -> None:
    if sum(1 for _row in islice(open_table(content, imposed).rows(), most + 1)) > most:
        raise UnreadableFile(_("Cette liste a plus de %(most)s lignes. Découpez-la, ou employez « maillage check ».") % {"most": most})


def _choose(source: str, mapping: Path | str | None, columns: tuple[str, ...], content: bytes, imposed: Reading | None) -> Written:
    try:
        return choose(source, mapping, "", columns)
    except NoMapping:
        return Written(suggest(open_table(content, imposed), name=source).text, _("proposée d’après le fichier"))
