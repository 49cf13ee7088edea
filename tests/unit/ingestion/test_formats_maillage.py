"""Our own complete form is read as it stands; what cannot be stated is left out, and told."""

import json
from datetime import date
from typing import Any

import pytest

from maillage.ingestion.checking import check_file
from maillage.ingestion.normalisers import statements

TODAY = date(2026, 11, 24)
VALUES: dict[str, Any] = {
    "name": "Médiathèque", "commune": "Guéret", "insee": "23096", "kinds": {"BIB": True, "MUNI": False}, "summary": None,
    "inferred": {"services:securite": True},
    "phones": [{"number": "+33555000001", "contact": "service"}], "latitude": 46.17, "longitude": 1.87, "other_labels": ["Un | deux"],
    "offers": [{"concept": "courriel", "state": True, "provider": "Emmaüs Connect", "role": "hosted", "facets": {"costs": {"gratuit": True}, "care": None}}],
}  # fmt: skip


AROUND = ("id", "changed_on", "hours_checked_on", "freshness", "visibility", "territories", "origins", "closures", "relations")


def row(**values: Any) -> dict[str, Any]:
    about = {"maillage": 1, "code": "3F0C9A52", "name": "Médiathèque", "checked_on": "2026-03-03"}
    return dict.fromkeys(AROUND) | about | {"values": VALUES | values}


def wrapped(rows: list[dict[str, Any]]) -> bytes:
    return json.dumps({"format": "maillage", "version": 1, "places": rows}).encode()


def in_lines(rows: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(each) + "\n" for each in rows).encode()


@pytest.mark.parametrize("form", [wrapped, in_lines])
def test_a_place_is_stated_as_it_was(form):
    checked = check_file(form([row(), row(name="Autre") | {"code": "K7Q2MZ8T"}]), source="un-autre-maillage", today=TODAY)

    one, other = checked.rows
    assert (one.record_base, one.draft.as_of) == ("3F0C9A52", date(2026, 3, 3))
    assert one.draft.values == VALUES
    assert other.draft.values == VALUES | {"name": "Autre"}
    assert not one.draft.remarks
    assert not checked.warnings


@pytest.mark.parametrize(
    ("wrong", "lost"),
    [
        ({"phones": ["+33555000001"]}, {"phones"}),
        ({"kinds": {"INCONNU": True}}, {"kinds"}),
        ({"longitude": None}, {"latitude", "longitude"}),
        ({"longitude": 200}, {"latitude", "longitude"}),
        ({"champ_inconnu": "x"}, set()),
        ({"offers": [{"concept": "courriel"}], "street": ["a"]}, {"offers"}),
    ],
)
def test_a_field_that_cannot_be_stated_costs_nothing_but_itself(wrong, lost):
    kept, remarks = statements.read(json.dumps(VALUES | wrong))

    assert kept == {name: value for name, value in VALUES.items() if name not in lost}
    assert len(remarks) == len(lost | wrong.keys())


@pytest.mark.parametrize("text", ["", "[", "[1]", "null", "[" * 10_000])
def test_what_is_no_statement_states_nothing(text):
    kept, remarks = statements.read(text)

    assert kept == {}
    assert len(remarks) == 1
