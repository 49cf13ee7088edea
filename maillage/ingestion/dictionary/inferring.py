"""Knows what the words of a row let us infer, where its list states nothing. What is inferred is marked so, and never denies what is stated."""

from collections.abc import Mapping
from typing import Any

from maillage.ingestion.mapping.plan import Plan
from maillage.ingestion.remarks import NONE, Remarks


def infer(values: Mapping[str, Any], plan: Plan) -> tuple[dict[str, bool], Remarks]:
    """What follows from the name and the texts of a row: {"services:demarches-administratives": True, "kinds:BIB": True}, only for fields the row does not state."""
    return {}, NONE
