"""Months and pieces: counted as people count them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.base.batches import batched
from maillage.base.geometry import Point, bounding_box
from maillage.base.months import months_before


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 5, 31), 3, date(2026, 2, 28)),
        (date(2024, 5, 31), 3, date(2024, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 7, 1), 18, date(2025, 1, 1)),
        (date(2026, 7, 1), 0, date(2026, 7, 1)),
    ],
)
def test_months_before(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before


@given(st.lists(st.integers()), st.integers(1, 9))
def test_pieces_are_the_whole_in_order(items: list[int], size: int) -> None:
    pieces = list(batched(iter(items), size))

    assert [item for piece in pieces for item in piece] == items
    assert all(1 <= len(piece) <= size for piece in pieces)


def test_box_over_a_pole_goes_all_around() -> None:
    box = bounding_box(Point(89.9, 0), 100)

    assert (box.north, box.west, box.east) == (90, -180, 180)
