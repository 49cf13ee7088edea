"""Knows the form of the labelled set: records with the national standard's field names, judged pairs, and the ids among which the truth is complete."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from maillage.linkage.clusters import Pair
from maillage.linkage.evaluating import reading
from maillage.linkage.evaluating.reading import Absent
from maillage.linkage.evaluating.records import OFFICIAL_LIBRARIES, link_record
from maillage.linkage.records import LinkRecord

MATCH, DISTINCT, UNSURE = "match", "distinct", "unsure"


@dataclass(frozen=True)
class Labelled:
    """Records, the label of each judged pair, and the ids of the closed set: None when the truth is known of the judged pairs alone.

    `left_out`: ids given that no record has.
    """

    records: list[LinkRecord]
    labels: dict[Pair, str]
    closed: frozenset[str] | None = None
    left_out: tuple[Absent, ...] = ()

    def counts(self, one: Pair) -> bool:
        """Is the truth of this pair known? In a closed set: both ends are in it, not undecided, not two libraries; else: the pair was judged."""
        label = self.labels.get(one)
        if self.closed is None:
            return label in (MATCH, DISTINCT)
        return self.closed.issuperset(one) and label != UNSURE and (label is not None or not self.libraries.issuperset(one))

    @cached_property
    def libraries(self) -> frozenset[str]:
        """Records of the national list of libraries: in the closed set they were not judged among themselves."""
        return frozenset(record.id for record in self.records if record.source == OFFICIAL_LIBRARIES)

    def true_pairs(self) -> set[Pair]:
        """Judged the same, and counted."""
        return {one for one in self.labelled(MATCH) if self.counts(one)}

    def labelled(self, label: str) -> set[Pair]:
        """Pairs with this label, counted or not."""
        return {one for one, told in self.labels.items() if told == label}

    def counted(self, pairs: Iterable[Pair]) -> set[Pair]:
        """Those of these pairs of which the truth is known."""
        return {one for one in pairs if self.counts(one)}


def read(records: Path, pairs: Path, closed: Path | None = None) -> Labelled:
    """Read the files of a labelled set. Raise NotAllowed with the file, the line, the value and the remedy."""
    rows = [link_record(row, where) for where, row in reading.objects(records)]
    known = reading.unique(records, rows)
    labels, absent = reading.labels(pairs, known, (MATCH, DISTINCT, UNSURE))
    inside, strangers = reading.ids(closed, known) if closed else (None, [])
    return Labelled(rows, labels, inside, (*absent, *strangers))
