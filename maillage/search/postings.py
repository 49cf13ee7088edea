"""Knows lists of rows under a key (a word, a territory, a service): keys sorted, rows of all keys end to end, so that a prefix is one slice."""

from array import array
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

AFTER_LETTERS = b"{"  # follows "z": no folded word begins with it
Ints = NDArray[np.int32]
Arrays = Mapping[str, NDArray[Any]]
Range = tuple[int, int]


@dataclass(frozen=True)
class Postings:
    """Rows by key, ascending within a key."""

    keys: NDArray[np.bytes_]
    starts: Ints
    rows: Ints

    @classmethod
    def from_arrays(cls, arrays: Arrays, name: str) -> "Postings":
        return cls(*(arrays[f"{name}.{part}"] for part in ("keys", "starts", "rows")))

    def exactly(self, key: str) -> Range:
        """Range of the rows of one key."""
        position = self.position(key.encode())
        found = position < len(self.keys) and self.keys[position] == key.encode()
        return int(self.starts[position]), int(self.starts[position + found])

    def beginning(self, prefix: str) -> Range:
        """Range of the rows of all keys that begin so; a row may be there several times."""
        first, last = self.position(prefix.encode()), self.position(prefix.encode() + AFTER_LETTERS)
        return int(self.starts[first]), int(self.starts[last])

    def rows_of(self, key: str) -> Ints:
        """Rows of one key, ascending."""
        first, last = self.exactly(key)
        return self.rows[first:last]

    def position(self, key: bytes) -> int:
        """How many keys come before this one."""
        width = self.keys.itemsize
        needle = np.array(key[:width], dtype=self.keys.dtype)  # the same type: a longer one would copy all the keys
        return int(self.keys.searchsorted(needle, side="right" if len(key) > width else "left"))


class PostingsBuilder:
    """Collects (key, row), then sorts them once."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}
        self.keys = array("i")
        self.rows = array("i")

    def add(self, row: int, keys: Collection[str]) -> None:
        """This row under these keys, each given once."""
        ids = self.ids
        self.keys.extend([ids.setdefault(key, len(ids)) for key in keys])
        self.rows.extend([row] * len(keys))

    def arrays(self, name: str, renumbered: Ints) -> dict[str, NDArray[Any]]:
        """The arrays of `Postings`, rows renumbered."""
        names = np.array([key.encode() for key in self.ids] or [b""], dtype=np.bytes_)[: len(self.ids)]
        order = np.argsort(names)
        rank = np.empty(len(order), dtype=np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        keys, rows = rank[numbers(self.keys)], renumbered[numbers(self.rows)]
        by_key = np.lexsort((rows, keys))
        starts = np.zeros(len(order) + 1, dtype=np.int32)
        np.cumsum(np.bincount(keys, minlength=len(order)), out=starts[1:])
        return {f"{name}.keys": names[order], f"{name}.starts": starts, f"{name}.rows": rows[by_key].astype(np.int32)}


def numbers(collected: "array[int]") -> Ints:
    """What an `array("i")` holds, for NumPy."""
    return np.frombuffer(collected, dtype=np.int32)
