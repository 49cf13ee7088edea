"""Knows which columns that no rule reads are dropped because their cells, or their names, are about persons."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from maillage.ingestion.formats.table import Table
from maillage.ingestion.mapping.persons import hold_persons
from maillage.ingestion.mapping.plan import Plan, bind, unread
from maillage.ingestion.normalisers.text import as_text

LOOKED_AT = 300  # rows


def bound_to(plan: Plan, table: Table) -> Plan:
    """The plan bound to a file, which drops the columns that no rule reads and that name persons, even under a name that tells nothing."""
    bound = bind(plan, table.columns)
    silent = [column for column in unread(plan, table.columns) if column not in bound.personal]
    return replace(bound, personal=(*bound.personal, *_of_persons(table, silent))) if silent else bound


def _of_persons(table: Table, columns: Sequence[str]) -> list[str]:
    cells = {column: Counter[str]() for column in columns}
    for _line, row in islice(table.rows(), LOOKED_AT):
        for column, seen in cells.items():
            if text := as_text(row.get(column)).strip():
                seen[text] += 1
    return [column for column, seen in cells.items() if hold_persons(seen)]
