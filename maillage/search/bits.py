"""Knows facets as bits: a byte column holds eight codes of one facet for every row, so that filters and counts are a few array operations."""

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maillage.search.postings import Ints, numbers

Bytes = NDArray[np.uint8]
Flags = NDArray[np.bool_]
Layout = Mapping[str, tuple[int, list[str]]]  # facet -> its first column, its codes (eight to a column)

# Row b: which of the eight bits the byte b holds.
BITS_OF_BYTE = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little").astype(np.int64)


@dataclass(frozen=True)
class Bits:
    """Facets of all rows."""

    layout: Layout
    columns: Bytes  # [column, row]

    def any_of(self, rows: Any, facet: str, codes: Iterable[str]) -> Flags:
        """Which of these rows hold at least one of the codes."""
        found: Any = np.zeros(len(rows), dtype=np.uint8)
        for column, mask in self.masks(facet, codes).items():
            found |= self.columns[column][rows] & np.uint8(mask)
        return np.asarray(found, dtype=np.bool_)

    def any_between(self, first: int, last: int, facet: str, codes: Iterable[str]) -> Ints:
        """Which rows, from one to before another, hold at least one of the codes: read end to end, which costs less than one by one."""
        found = np.zeros(last - first, dtype=np.uint8)
        for column, mask in self.masks(facet, codes).items():
            found |= self.columns[column][first:last] & np.uint8(mask)
        rows: Ints = (np.flatnonzero(found) + first).astype(np.int32)
        return rows

    def all_of(self, rows: Any, facet: str, codes: Iterable[str]) -> Flags:
        """Which of these rows hold every one of the codes."""
        found = np.full(len(rows), set(codes) <= set(self.codes(facet)))
        for column, mask in self.masks(facet, codes).items():
            found &= self.columns[column][rows] & np.uint8(mask) == mask
        return found

    def masks(self, facet: str, codes: Iterable[str]) -> dict[int, int]:
        """Column -> bits of these codes; codes that no row holds are left out."""
        first, known = self.layout.get(facet, (0, []))
        masks: dict[int, int] = {}
        for position in (known.index(code) for code in codes if code in known):
            masks[first + position // 8] = masks.get(first + position // 8, 0) | 1 << position % 8
        return masks

    def codes(self, facet: str) -> list[str]:
        return self.layout.get(facet, (0, []))[1]

    def only(self, facet: str) -> "Bits":
        """The part of one facet."""
        first, codes = self.layout.get(facet, (0, []))
        return Bits({facet: (0, codes)}, self.columns[first : first + width(codes)])


class BitsBuilder:
    """Collects (row, facet, code), then lays them out in columns."""

    def __init__(self) -> None:
        self.ids: dict[tuple[str, str], int] = {}
        self.rows = array("i")
        self.codes = array("i")

    def add(self, row: int, facets: Mapping[str, Iterable[str]]) -> None:
        for facet, codes in facets.items():
            for code in codes:
                self.rows.append(row)
                self.codes.append(self.ids.setdefault((facet, code), len(self.ids)))

    def bits(self, renumbered: Ints) -> Bits:
        """One `Bits` of all that was collected, rows renumbered."""
        layout, height = self.layout()
        columns = np.zeros((height, len(renumbered)), dtype=np.uint8)
        places = [(layout[facet][0], layout[facet][1].index(code)) for facet, code in self.ids]
        column = np.array([first + position // 8 for first, position in places], dtype=np.int32)
        mask = np.array([1 << position % 8 for _first, position in places], dtype=np.uint8)
        codes = numbers(self.codes)
        np.bitwise_or.at(columns, (column[codes], renumbered[numbers(self.rows)]), mask[codes])
        return Bits(layout, columns)

    def layout(self) -> tuple[Layout, int]:
        by_facet: dict[str, list[str]] = {}
        for facet, code in sorted(self.ids):
            by_facet.setdefault(facet, []).append(code)
        layout, height = {}, 0
        for facet, codes in by_facet.items():
            layout[facet] = (height, codes)
            height += width(codes)
        return layout, height


def width(codes: list[str]) -> int:
    """Columns that these codes take."""
    return -(-len(codes) // 8)


def tally(layout: Layout, columns: Bytes) -> dict[str, dict[str, int]]:
    """How many of these rows hold each code: facet -> code -> rows."""
    beside = np.arange(len(columns), dtype=np.uint32)[:, None] * np.uint32(256)  # each column counts in its own 256 cells
    cells = np.bincount((columns + beside).ravel(), minlength=256 * len(columns))
    totals = (cells.reshape(-1, 256) @ BITS_OF_BYTE).ravel().tolist()
    counted = ((facet, codes, totals[8 * first : 8 * first + len(codes)]) for facet, (first, codes) in layout.items())
    return {facet: {code: total for code, total in zip(codes, part, strict=True) if total} for facet, codes, part in counted}
