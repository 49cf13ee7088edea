"""Cells of real lists, and what must become of them. Each line of `corpus/values.csv` was read by a person; cells that reach a person were left out."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from maillage.ingestion.normalisers import addresses, dates, emails, names, phones, points, urls
from maillage.ingestion.remarks import Remarks

CORPUS = Path(__file__).parent / "corpus" / "values.csv"
TODAY = date(2026, 11, 23)


def of_phones(cell: str) -> tuple[str, Remarks]:
    found, remarks = phones.phones(cell)
    return " ".join(phone["number"] for phone in found), remarks


def of_emails(cell: str) -> tuple[str, Remarks]:
    found, remarks = emails.emails(cell)
    return " ".join(f"{email['address']}={email['contact']}" for email in found), remarks


def of_websites(cell: str) -> tuple[str, Remarks]:
    found, remarks = urls.urls(cell)
    return " ".join(found), remarks


def of_street(cell: str) -> tuple[str, Remarks]:
    found, remarks = addresses.street(cell, may_split=True)
    return " / ".join(found).rstrip(" /"), remarks


def of_point(cell: str) -> tuple[str, Remarks]:
    latitude, _bar, longitude = cell.partition(" | ")
    found, remarks = points.point(latitude, longitude)
    return f"{found.latitude} {found.longitude}" if found else "", remarks


def of_day(cell: str) -> tuple[str, Remarks]:
    found, remarks = dates.day(cell, today=TODAY)
    return str(found or ""), remarks


READERS: dict[str, Callable[[str], tuple[Any, Remarks]]] = {
    "phones": of_phones,
    "emails": of_emails,
    "websites": of_websites,
    "street": of_street,
    "point": of_point,
    "as_of": of_day,
    "name": lambda cell: names.name(cell, limit=300),
}


def corpus() -> list[tuple[str, str, str, str]]:
    with CORPUS.open(encoding="utf-8", newline="") as file:
        return [(row["kind"], row["received"], row["kept"], row["remarks"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("kind", "received", "kept", "told"), corpus())
def test_a_real_cell_is_read_as_a_person_would(kind: str, received: str, kept: str, told: str) -> None:
    value, remarks = READERS[kind](received)

    assert value == kept
    assert "|".join(remark.rule for remark in remarks) == told


def test_the_corpus_speaks_of_every_kind() -> None:
    kinds = [kind for kind, *_rest in corpus()]

    assert len(kinds) >= 300
    assert set(kinds) == set(READERS)
