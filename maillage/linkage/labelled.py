"""Knows the form of the labelled set: records with the national standard's field names, judged pairs, and the ids among which the truth is complete."""

import csv
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from maillage.linkage import kinds, normalise
from maillage.linkage.clusters import Pair, pair
from maillage.linkage.records import LinkRecord

LIBRARIES = "bibliotheques-mcc"  # library–library pairs were not judged
SAME_LIST = {LIBRARIES: "bibliotheques-publiques"}  # the same list under the name that our weights know
SEVERAL = re.compile(r"[|,/{}\"]+")


@dataclass(frozen=True)
class Labelled:
    """Records, the label of each judged pair, and the ids of the closed set."""

    records: list[LinkRecord]
    labels: dict[Pair, str]
    closed: frozenset[str]

    def counts(self, one: Pair) -> bool:
        """Is the truth of this pair known: both ends in the closed set, not left out, not undecided?"""
        libraries = all(end.startswith(f"{LIBRARIES}-") for end in one)
        return self.closed.issuperset(one) and not libraries and self.labels.get(one) != "unsure"

    def true_pairs(self) -> set[Pair]:
        """Judged the same, in the closed set."""
        return {one for one, label in self.labels.items() if label == "match" and self.closed.issuperset(one)}

    def hard_negatives(self) -> set[Pair]:
        """Judged different though they look alike, everywhere."""
        return {one for one, label in self.labels.items() if label == "distinct"}


def read(records: Path, pairs: Path, closed: Path) -> Labelled:
    """Read the three files of the labelled set."""
    with pairs.open(encoding="utf-8", newline="") as rows:
        labels = {pair(row["id_a"], row["id_b"]): row["label"] for row in csv.DictReader(rows)}
    lines = records.read_text(encoding="utf-8").splitlines()
    return Labelled([link_record(json.loads(line)) for line in lines], labels, frozenset(closed.read_text(encoding="utf-8").split()))


def link_record(row: Mapping[str, Any]) -> LinkRecord:
    """A record of the labelled set as linkage reads it."""
    siret = row.get("pivot", "")
    return LinkRecord(
        id=row["id"],
        source=f"source:{SAME_LIST.get(row['source'], row['source'])}",
        record_id=row["source_id"],
        name=row.get("nom", ""),
        kinds=kind_codes(row.get("typologie", "")),
        street=row.get("adresse", ""),
        postal_code=row.get("code_postal", ""),
        commune=row.get("commune", ""),
        insee=row.get("code_insee", ""),
        latitude=row.get("latitude"),
        longitude=row.get("longitude"),
        phones=_several(row.get("telephone", "")),
        emails=_several(row.get("courriels", "")),
        websites=_several(row.get("site_web", "")),
        identifiers={"siret": siret} if len(siret) == 14 else {},
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("|")))


def kind_codes(typology: str) -> tuple[str, ...]:
    """Codes of a typology cell, whether it holds the standard's codes or labels in words."""
    found = []
    for part in filter(None, map(str.strip, SEVERAL.split(typology))):
        families = kinds.table().families
        named = kinds.table().named(normalise.normal_name(part))
        found += (
            [part] if any(part in family.codes for family in families) else [min(family.codes) for family in families if family.name == named and family.codes]
        )
    return tuple(dict.fromkeys(found))
