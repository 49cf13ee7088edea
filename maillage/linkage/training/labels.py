"""Knows how what persons decided becomes a labelled set: the records in force, and the pairs judged. Contacts are replaced, the same by the same."""

import csv
import json
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path
from secrets import token_bytes
from typing import Any
from uuid import UUID

from maillage.linkage import selectors
from maillage.linkage.enums import By, Choice, Decision
from maillage.linkage.evaluating.labelled import DISTINCT, MATCH, UNSURE
from maillage.linkage.models import Opinion, Verdict
from maillage.linkage.normalise import normal_phone
from maillage.linkage.records import LinkRecord

LABELS = {Decision.MERGE: MATCH, Decision.DIFFERENT: DISTINCT, Decision.RELATION: DISTINCT}
SHORT_NUMBER = 6  # digits; a national number that has no more is nobody's
Replace = Callable[[str], int]


def write(folder: Path) -> dict[str, int]:
    """Write `records.jsonl` and `pairs.csv` in a folder; how many of each. Raise OSError when they cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    known, replace = set(), replacing(token_bytes(16))
    with (folder / "records.jsonl").open("w", encoding="utf-8") as file:
        for record in selectors.records():
            file.write(json.dumps(row(record, replace), ensure_ascii=False) + "\n")
            known.add(record.id)
    counts = dict.fromkeys((MATCH, DISTINCT, UNSURE), 0)
    with (folder / "pairs.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id_a", "id_b", "label", "reason"])
        for one, other, label, reason in judged():
            if {one, other} <= known:
                rows.writerow([one, other, label, reason])
                counts[label] += 1
    return {"records": len(known), **counts}


def judged() -> Iterator[tuple[str, str, str, str]]:
    """Pairs of founding places that persons judged, their label, and what was said. Undecided: somebody could not tell, and nothing was decided."""
    told = Verdict.objects.filter(decided_by=By.PERSON, decision__in=LABELS).order_by("place_a", "place_b")
    decided: dict[tuple[UUID, UUID], tuple[str, str]] = {}
    for one, other, decision, link in told.values_list("place_a_id", "place_b_id", "decision", "link"):
        decided[one, other] = (LABELS[Decision(decision)], f"{decision} {link}".strip())
    unsure = Opinion.objects.filter(choice=Choice.UNSURE).order_by("place_a", "place_b", "pk")
    for couple in unsure.values_list("place_a_id", "place_b_id"):
        decided.setdefault(couple, (UNSURE, Choice.UNSURE.value))
    for (one, other), (label, reason) in sorted(decided.items()):
        yield str(one), str(other), label, reason


def replacing(salt: bytes) -> Replace:
    """A large number for each text: the same for the same text, and under another salt another."""
    return lambda text: int.from_bytes(blake2b(text.encode(), key=salt, digest_size=8).digest(), "big")


def row(record: LinkRecord, replace: Replace) -> dict[str, Any]:
    """A record with the field names of the national standard; what is empty is left out."""
    told = {
        "id": record.id,
        "source": record.source.removeprefix("source:"),
        "source_id": record.record_id,
        "nom": record.name,
        "commune": record.commune,
        "code_postal": record.postal_code,
        "code_insee": record.insee,
        "adresse": record.street,
        "complement_adresse": record.complement,
        "latitude": record.latitude,
        "longitude": record.longitude,
        "precision": record.precision,
        "typologie": "|".join(record.kinds),
        "telephone": "|".join(filter(None, (phone(one, replace) for one in record.phones))),
        "courriels": "|".join(filter(None, (email(one, replace) for one in record.emails))),
        "site_web": "|".join(record.websites),
        "horaires": record.hours,
        "pivot": record.identifiers.get("siret", ""),
    }
    return {name: value for name, value in told.items() if value not in ("", None)}


def phone(number: str, replace: Replace) -> str:
    """Another number of ten digits; a short national one stays; "" for what is neither."""
    if normal := normal_phone(number):
        return f"0{1 + replace(normal) % 9}{replace(normal) // 9 % 10**8:08}"
    return number if number.isdigit() and len(number) <= SHORT_NUMBER else ""


def email(address: str, replace: Replace) -> str:
    """Another name at the same domain; "" for what is no address."""
    name, at, domain = address.strip().lower().rpartition("@")
    return f"{replace(name + at + domain) % 16**8:08x}@{domain}" if at else ""
