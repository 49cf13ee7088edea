"""Knows byte strings laid end to end, read one by one without the others."""

import numpy as np
from numpy.typing import NDArray

from maillage.search.postings import Ints


class Blob:
    """Byte strings end to end."""

    def __init__(self, data: NDArray[np.uint8], starts: NDArray[np.int64]) -> None:
        self.data, self.starts = memoryview(data), starts  # type: ignore[arg-type]

    def __getitem__(self, row: int) -> bytes:
        return bytes(self.data[self.starts[row] : self.starts[row + 1]])

    def lengths(self, rows: NDArray[np.intp]) -> NDArray[np.int64]:
        """How many bytes each of these strings has."""
        return self.starts[rows + 1] - self.starts[rows]

    def take(self, rows: Ints) -> list[memoryview]:
        """The strings of these rows, not copied."""
        bounds = zip(self.starts[rows].tolist(), self.starts[rows + 1].tolist(), strict=True)
        data = self.data
        return [data[start:stop] for start, stop in bounds]


def blob(strings: list[bytes]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Byte strings end to end, and where each begins."""
    starts = np.zeros(len(strings) + 1, dtype=np.int64)
    np.cumsum([len(string) for string in strings], out=starts[1:])
    return np.frombuffer(b"".join(strings), dtype=np.uint8), starts
