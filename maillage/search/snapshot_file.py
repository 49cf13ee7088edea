"""Knows how a segment lies in a file: a JSON header, then raw little-endian arrays, aligned, which processes map and share.

    magic (16 bytes) · length of the header (8) · CRC-32 of the header (4) · padding (4) · header · arrays

The header tells format, generation, size and CRC-32 of the arrays, and where each lies. A file that was cut or altered is refused.
"""

import json
import mmap
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from maillage.search.segment import Segment

FORMAT = 7  # raise it when arrays, their meaning or the folding of words or cards change: older files are then rebuilt
MAGIC = b"maillage-index\n\0"
PREFIX = struct.Struct("<16sQI4x")
ALIGNMENT = 64


class SnapshotError(Exception):
    """This file cannot be used: damaged, cut, or of another format."""


@dataclass(frozen=True)
class Stamp:
    """What a snapshot was made from: the generation, and which base (a base begun anew counts from 1 again)."""

    generation: int
    base: str


def write(path: Path, segment: Segment, stamp: Stamp) -> None:
    """Write beside, make sure it is on the disk, then rename: readers see all or nothing."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    layout, size = lay_out(segment)
    body_crc = 0
    for piece in pieces(segment):
        body_crc = crc32(piece, body_crc)
    told = {"format": FORMAT, "generation": stamp.generation, "base": stamp.base, "size": size, "crc": body_crc, "arrays": layout, "meta": segment.meta}
    header = json.dumps(told).encode()
    header += b" " * (-(PREFIX.size + len(header)) % ALIGNMENT)
    with beside.open("wb") as stream:
        stream.write(PREFIX.pack(MAGIC, len(header), crc32(header)) + header)
        write_pieces(stream, segment)
    beside.replace(path)


def write_pieces(stream: BinaryIO, segment: Segment) -> None:
    for piece in pieces(segment):
        stream.write(piece)
    stream.flush()
    os.fsync(stream.fileno())


def read(path: Path) -> tuple[Segment, Stamp]:
    """Map a snapshot. Raise SnapshotError, or OSError when there is none."""
    if path.stat().st_size < PREFIX.size:
        raise SnapshotError(f"{path.name}: cut short")
    with path.open("rb") as file:
        mapping = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    mapped = np.frombuffer(mapping, dtype=np.uint8)
    magic, length, header_crc = PREFIX.unpack(mapped[: PREFIX.size].tobytes())
    header = mapped[PREFIX.size : PREFIX.size + length].tobytes()
    if magic != MAGIC or crc32(header) != header_crc:
        raise SnapshotError(f"{path.name}: not a snapshot, or a damaged one")
    told = json.loads(header)
    body = mapped[PREFIX.size + length :]
    if told["format"] != FORMAT:
        raise SnapshotError(f"{path.name}: format {told['format']}, this version reads {FORMAT}")
    if len(body) != told["size"] or crc32(body) != told["crc"]:  # type: ignore[arg-type]  # an array is a buffer
        raise SnapshotError(f"{path.name}: damaged")
    mapping.madvise(mmap.MADV_DONTNEED)  # all was read to be checked: the process keeps in memory only what it will look at
    arrays = {name: array_at(body, *where) for name, where in told["arrays"].items()}
    return Segment(arrays, told["meta"]), Stamp(told["generation"], told["base"])


def array_at(body: NDArray[np.uint8], dtype: str, shape: list[int], offset: int) -> NDArray[Any]:
    kind = np.dtype(dtype)
    size = kind.itemsize * int(np.prod(shape))
    return body[offset : offset + size].view(kind).reshape(shape)


def lay_out(segment: Segment) -> tuple[dict[str, tuple[str, tuple[int, ...], int]], int]:
    """Name -> type, shape and offset of each array; and the size of all."""
    layout, offset = {}, 0
    for name, values in segment.arrays.items():
        kind = values.dtype.newbyteorder("<")
        layout[name] = (kind.str, values.shape, offset)
        offset += values.nbytes + -values.nbytes % ALIGNMENT
    return layout, offset


def pieces(segment: Segment) -> Iterator[bytes]:
    """The arrays as bytes, each padded to the alignment."""
    for values in segment.arrays.values():
        yield np.ascontiguousarray(values, dtype=values.dtype.newbyteorder("<")).tobytes()
        yield bytes(-values.nbytes % ALIGNMENT)
