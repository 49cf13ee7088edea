"""The reference of the mapping form says what is true: each example is run, and each key of the form has one."""

import csv
import io
import json
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from maillage.directory.values import check_values
from maillage.ingestion.identity import own_id, without_personal
from maillage.ingestion.mapping import faults, own
from maillage.ingestion.mapping.plan import bind
from maillage.ingestion.rows import RowReader

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "mapping.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"```toml\n(.*?)```(?:\s*```csv\n(.*?)```\s*```json\n(.*?)```)?", re.DOTALL)
EXAMPLES = EXAMPLE.findall(PAGE)
KEYS = {
    *faults.LIST_KEYS,
    *faults.TAKE_KEYS,
    *faults.OFFER_KEYS,
    *faults.HOURS_KEYS,
    *faults.WORDS_KEYS,
    *faults.VALUES_KEYS,
    *faults.PRECISION_KEYS,
}
UNTRIED = {"attests", "statement"}  # tried elsewhere: the one changes no value, the other holds a whole one


def completed(written: dict[str, Any]) -> dict[str, Any]:
    """An example with what every mapping needs."""
    return written | {"list": {"id": "id"} | written.get("list", {}), "fields": {"name": "nom"} | written.get("fields", {})}


def inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {inline(inner)}" for key, inner in value.items()) + "}"
    return "[" + ", ".join(map(inline, value)) + "]" if isinstance(value, list) else json.dumps(value)


@pytest.mark.parametrize(("mapping", "table", "expected"), EXAMPLES, ids=[mapping.splitlines()[0] for mapping, _table, _expected in EXAMPLES])
def test_each_example_is_true(mapping: str, table: str, expected: str) -> None:
    text = "\n".join(f"{key} = {inline(part)}" for key, part in completed(tomllib.loads(mapping)).items())
    plan = own.compile_plan(text, name="x", version="1")
    rows = [{"id": str(rank), "nom": "Lieu"} | row for rank, row in enumerate(csv.DictReader(io.StringIO(table)))]
    told = json.loads(expected or "[]")

    assert len(told) == len(rows)
    for cells, values in zip(rows, told, strict=True):
        bound = bind(plan, cells)
        kept = without_personal(cells, bound)
        draft = RowReader(bound, date(2026, 11, 23)).read(kept)
        check_values(draft.values)
        said = draft.values | {"record": own_id(kept, bound), "row": list(kept)}
        assert {name: said.get(name) for name in values} == values


def test_each_key_of_the_form_is_told_and_tried() -> None:
    told = set(re.findall(r"`\[*([\w.]+)\]*`", PAGE))
    tried = set(re.findall(r"(\w+)(?: = |\])", "\n".join(mapping for mapping, _table, _expected in EXAMPLES)))

    assert KEYS - told == set()
    assert KEYS - tried == UNTRIED
    assert faults.TAKES - told == set()
    assert faults.CHOSEN - told == set()
    assert set(faults.DAYS) - told == set()
