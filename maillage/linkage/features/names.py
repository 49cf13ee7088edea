"""Knows how alike the names and kinds of two records are."""

from typing import Any

import numpy as np
from rapidfuzz import fuzz

from maillage.linkage.features.columns import Columns, by_values
from maillage.linkage.kinds import likeness, succeed
from maillage.linkage.normalise import Normal

MORE_WORDS = 0.3  # how much the words that only one core has count against them


def of_names(columns: Columns) -> dict[str, Any]:
    """What names and kinds tell."""
    families = columns.each(lambda record: (record.family, record.declared))
    return {
        "core": (1 - MORE_WORDS) * columns.alike(core_text, fuzz.token_set_ratio) + MORE_WORDS * columns.alike(core_text, fuzz.token_sort_ratio),
        "core_equal": columns.same(lambda record: record.core),
        "core_none": columns.both(lambda record: not record.core),
        "kind": by_values(families, columns.pairs, lambda one, other: likeness(one[0], other[0], one[1], other[1])),
        "declared_successor": by_values(columns.each(lambda record: record.declared), columns.pairs, succeed) > 0,
        "name": np.nan_to_num(columns.alike(lambda record: record.name, fuzz.token_set_ratio)),
        "name_sorted": np.nan_to_num(columns.alike(lambda record: record.name, fuzz.token_sort_ratio)),
        "words_equal": columns.same(lambda record: record.words),
    }


def core_text(record: Normal) -> str:
    """The core as one text."""
    return " ".join(record.core)
