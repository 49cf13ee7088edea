"""Knows how rows become a segment: each row is taken in turn and let go, then everything is put in order once."""

from array import array
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maillage.search import spelling
from maillage.search.bits import BitsBuilder
from maillage.search.blob import blob
from maillage.search.coverage import is_remote
from maillage.search.freshness import ordinal
from maillage.search.postings import Ints, PostingsBuilder, numbers
from maillage.search.query import SERVICES
from maillage.search.rows import OfferRow, PlaceRow
from maillage.search.schedules import SchedulesBuilder
from maillage.search.segment import DENIED, INFERRED, Segment
from maillage.search.sphere import unit_vector
from maillage.search.text import WORTHS

NOWHERE = float("inf")


def segment(rows: Iterable[PlaceRow]) -> Segment:
    """Arrays of these rows."""
    builder = Builder()
    for row in rows:
        builder.add(row)
    return builder.segment()


def segment_beside(base: Segment, rows: Iterable[PlaceRow]) -> Segment:
    """Arrays of a few newer rows, ranked by name among those of the base (whose old rows of the same places are no longer looked at)."""
    beside = segment(rows)
    ranks = np.empty(len(beside))
    for position, row in enumerate(beside.by_rank.tolist()):
        ranks[row] = base.position_by_name(beside.names[row]) - 1 + (position + 1) / (len(beside) + 1)
    return Segment({**beside.arrays, "rank": ranks}, beside.meta)


def order_bytes(row: PlaceRow) -> bytes:
    """Order of names as one byte string: bytes of UTF-8 sort like characters."""
    return "\0".join(row.order).encode()


class Builder:
    """Collects rows in compact form, in the order they come."""

    def __init__(self) -> None:
        self.codes: list[bytes] = []
        self.names: list[bytes] = []
        self.cards: list[bytes] = []
        self.open_cards: list[bytes] = []
        self.checked_on = array("i")
        self.latitude, self.vectors = array("d"), array("d")
        self.has_own_point = array("B")
        self.offer_place, self.offer_concept = array("i"), array("i")
        self.offer_inferred = array("B")
        self.concepts: dict[str, int] = {}
        self.place_bits, self.offer_bits = BitsBuilder(), BitsBuilder()
        self.services, self.remote = PostingsBuilder(), PostingsBuilder()
        self.areas = PostingsBuilder()
        self.words = {worth: PostingsBuilder() for worth in WORTHS}
        self.schedules = SchedulesBuilder()

    def add(self, row: PlaceRow) -> None:
        place = len(self.codes)
        self.codes.append(row.code.encode())
        self.names.append(order_bytes(row))
        self.cards.append(row.card)
        self.open_cards.append(row.open_card or b"")
        self.checked_on.append(ordinal(row.checked_on))
        self.schedules.add(place, row, first_offer=len(self.offer_place))
        self.add_point(row)
        self.place_bits.add(place, {**row.facets, DENIED: row.denied, INFERRED: row.inferred})
        self.areas.add(place, dict.fromkeys(row.territories))
        for worth, builder in self.words.items():
            builder.add(place, [word for word, value in row.words.items() if value == worth])
        for offer in row.offers:
            self.add_offer(place, offer)

    def add_point(self, row: PlaceRow) -> None:
        self.latitude.append(row.point.latitude if row.point else NOWHERE)
        self.vectors.extend(unit_vector(row.point) if row.point else (0.0, 0.0, 0.0))
        self.has_own_point.append(row.has_own_point)

    def add_offer(self, place: int, offer: OfferRow) -> None:
        number = len(self.offer_place)
        self.offer_place.append(place)
        self.offer_concept.append(self.concepts.setdefault(offer.concept, len(self.concepts)))
        self.offer_inferred.append(offer.inferred)
        self.offer_bits.add(number, offer.facets)
        self.services.add(number, dict.fromkeys(offer.facets.get(SERVICES, ())))
        if is_remote(offer):
            self.remote.add(number, dict.fromkeys(offer.area))

    def segment(self) -> Segment:
        """Number places by latitude and offers by place, then lay out every array."""
        by_rank = np.array(sorted(range(len(self.names)), key=self.names.__getitem__), dtype=np.int32)
        rank = inverse(by_rank)
        places = np.lexsort((rank, floats(self.latitude))).astype(np.int32)
        place_of = inverse(places)
        offers = np.argsort(place_of[numbers(self.offer_place)], kind="stable").astype(np.int32)
        arrays = {
            **self.place_arrays(places, rank),
            **self.offer_arrays(offers, place_of),
            **self.areas.arrays("areas", place_of),
            **self.word_arrays(place_of),
            **self.services.arrays("services", inverse(offers)),
            **self.remote.arrays("remote", inverse(offers)),
            **self.schedules.arrays(places, place_of, inverse(offers)),
        }
        place_bits, offer_bits = self.place_bits.bits(place_of), self.offer_bits.bits(inverse(offers))
        arrays |= {"place_bits": place_bits.columns, "offer_bits": offer_bits.columns}
        arrays["any_offer_bits"] = by_place(offer_bits.columns, arrays["offer_starts"])
        meta = {
            "concepts": list(self.concepts),
            "place_layout": place_bits.layout,
            "offer_layout": offer_bits.layout,
            "clocks": list(self.schedules.clocks),
        }
        return Segment(frozen(arrays), meta)

    def word_arrays(self, place_of: Ints) -> dict[str, NDArray[Any]]:
        arrays = {name: values for worth, builder in self.words.items() for name, values in builder.arrays(f"words{worth}", place_of).items()}
        return arrays | spelling.arrays(np.unique(np.concatenate([arrays[f"words{worth}.keys"] for worth in WORTHS])))

    def place_arrays(self, places: Ints, rank: Ints) -> dict[str, NDArray[Any]]:
        code = np.array(self.codes, dtype="S8")[places]
        names, name_starts = blob([self.names[place] for place in places])
        cards, card_starts = blob([self.cards[place] for place in places])
        open_cards, open_card_starts = blob([self.open_cards[place] for place in places])
        return {
            "latitude": floats(self.latitude)[places],
            "vectors": np.ascontiguousarray(floats(self.vectors).reshape(-1, 3)[places].T),
            "has_own_point": np.frombuffer(self.has_own_point, dtype=np.bool_)[places],
            "rank": rank[places].astype(np.float64),
            "by_rank": np.argsort(rank[places]).astype(np.int32),
            "code": code,
            "by_code": np.argsort(code).astype(np.int32),
            "checked_on": numbers(self.checked_on)[places],
            **{"names": names, "name_starts": name_starts, "cards": cards, "card_starts": card_starts},
            **{"open_cards": open_cards, "open_card_starts": open_card_starts},
        }

    def offer_arrays(self, offers: Ints, place_of: Ints) -> dict[str, NDArray[Any]]:
        offer_place = place_of[numbers(self.offer_place)][offers]
        per_place = np.bincount(offer_place, minlength=len(place_of))
        inferred = np.frombuffer(self.offer_inferred, dtype=np.bool_)[offers]
        starts = np.zeros(len(place_of) + 1, dtype=np.int32)
        np.cumsum(per_place, out=starts[1:])
        return {
            "offer_place": offer_place,
            "offer_concept": numbers(self.offer_concept)[offers],
            "offer_starts": starts,
            "offer_inferred": inferred,
            "is_known": per_place > 0,
            "is_stated": np.bincount(offer_place[~inferred], minlength=len(place_of)) > 0,
        }


def by_place(columns: NDArray[np.uint8], offer_starts: Ints) -> NDArray[np.uint8]:
    """Bits that any offer of each place holds."""
    merged = np.zeros((len(columns), len(offer_starts) - 1), dtype=np.uint8)
    known = np.flatnonzero(np.diff(offer_starts))
    if len(known):
        merged[:, known] = np.bitwise_or.reduceat(columns, offer_starts[known], axis=1)
    return merged


def inverse(order: Ints) -> Ints:
    """From "who is at this place" to "at which place is each"."""
    positions = np.empty(len(order), dtype=np.int32)
    positions[order] = np.arange(len(order), dtype=np.int32)
    return positions


def floats(collected: "array[float]") -> NDArray[np.float64]:
    return np.frombuffer(collected, dtype=np.float64)


def frozen(arrays: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    for values in arrays.values():
        values.flags.writeable = False
    return arrays
