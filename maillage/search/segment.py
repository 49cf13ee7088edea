"""Knows one frozen set of rows as arrays: the snapshot is one, the overlay of recent edits is another, much smaller.

Places are numbered by latitude, offers by place: the places of a band of latitudes are one slice, their offers are another,
and every posting is an ascending list. Places that nothing situates come last, at an infinite latitude.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maillage.search.bits import Bits, Bytes, Flags
from maillage.search.blob import Blob
from maillage.search.postings import Arrays, Ints, Postings
from maillage.search.schedules import Schedules
from maillage.search.spelling import Spelling
from maillage.search.text import WORTHS

DENIED = "denied"  # among the bits of a place: services that it says it does not offer
INFERRED = "inferred"  # among the bits of a place: what of its facets was deduced from texts ("kinds:BIB")
LATELY_TOLD = 4_096  # sets of concepts kept in words
Floats = NDArray[np.float64]


class Segment:
    """Read-only arrays, named in `build`. Never changed once made: any thread may read it."""

    def __init__(self, arrays: Arrays, meta: Mapping[str, Any]) -> None:
        self.arrays, self.meta = arrays, meta
        self.latitude: Floats = arrays["latitude"]
        self.vectors: Floats = arrays["vectors"]  # [axis, place]
        self.has_own_point: NDArray[np.bool_] = arrays["has_own_point"]
        self.rank: Floats = arrays["rank"]  # position by name
        self.by_rank: Ints = arrays["by_rank"]
        self.code: NDArray[np.bytes_] = arrays["code"]
        self.by_code: Ints = arrays["by_code"]
        self.names = Blob(arrays["names"], arrays["name_starts"])
        self.cards = Blob(arrays["cards"], arrays["card_starts"])
        self.open_cards = Blob(arrays["open_cards"], arrays["open_card_starts"])  # empty where it is the same
        self.has_open_cards = len(arrays["open_cards"]) > 0
        self.checked_on: Ints = arrays["checked_on"]
        self.schedules = Schedules(arrays, meta)
        self.is_known: NDArray[np.bool_] = arrays["is_known"]  # at least one offer, stated or inferred
        self.is_stated: NDArray[np.bool_] = arrays["is_stated"]  # at least one offer is stated
        self.offer_inferred: NDArray[np.bool_] = arrays["offer_inferred"]
        self.has_inferred = bool(self.offer_inferred.any()) or INFERRED in meta["place_layout"]
        self.offer_starts: Ints = arrays["offer_starts"]  # of a place: its first offer
        self.offer_place: Ints = arrays["offer_place"]
        self.offer_concept: Ints = arrays["offer_concept"]
        self.concepts: list[str] = meta["concepts"]
        self.names_of = lru_cache(maxsize=LATELY_TOLD)(self.distinct_names)
        self.place_bits = Bits(meta["place_layout"], arrays["place_bits"])
        self.offer_bits = Bits(meta["offer_layout"], arrays["offer_bits"])
        self.any_offer_bits = Bits(meta["offer_layout"], arrays["any_offer_bits"])  # by place: what any of its offers holds
        self.services = Postings.from_arrays(arrays, "services")  # of offers
        self.remote = Postings.from_arrays(arrays, "remote")  # of offers at a distance, by what they cover
        self.areas = Postings.from_arrays(arrays, "areas")  # of places
        self.words = {worth: Postings.from_arrays(arrays, f"words{worth}") for worth in WORTHS}  # of places, by what they are worth there
        self.spelling = Spelling(arrays)
        self.lately: dict[tuple[str, ...], Bytes] = {}  # what words asked lately are worth (`words.relevance_of`): the one thing that changes

    def __len__(self) -> int:
        return len(self.latitude)

    def distinct_names(self, concepts: tuple[int, ...]) -> tuple[str, ...]:
        """Codes of these concepts, each once."""
        return tuple(dict.fromkeys([self.concepts[concept] for concept in concepts]))

    def row_of(self, code: str) -> int | None:
        """Row of the place of this public code."""
        wanted = np.array([code.encode()], dtype=self.code.dtype)
        position = int(self.code.searchsorted(wanted, sorter=self.by_code)[0])
        if position < len(self) and self.code[self.by_code[position]] == wanted[0]:
            return int(self.by_code[position])
        return None

    def position_by_name(self, name: bytes) -> int:
        """How many places have a name before this one."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self.names[int(self.by_rank[middle])] < name else (low, middle)
        return low


@dataclass(frozen=True)
class Part:
    """A segment, and which of its places still hold."""

    segment: Segment
    alive: Flags | None = None  # None = all

    def holds_any(self, places: Ints) -> bool:
        """Does any of these places still hold?"""
        return len(places) > 0 if self.alive is None else bool(self.alive[places].any())

    def size_of(self, places: Ints) -> int:
        """How many of these places still hold."""
        return len(places) if self.alive is None else int(np.count_nonzero(self.alive[places]))
