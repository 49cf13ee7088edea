"""Knows the national standard of « lieux de médiation numérique » 1.0.2: its columns, and how a place is said in them.

Source: LaMednum/standard-mediation-num, schema.json v1.0.2 (July 2024).
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from maillage.base.cells import safe
from maillage.opendata.rows import PlaceRow
from maillage.referentials import selectors as referentials

VERSION = "1.0.2"
SEPARATOR = "|"
SUMMARY_LIMIT = 280
POSTAL_CODE = re.compile(r"\d{5}")
INSEE = re.compile(r"([013-9]\d|2[AB1-9])\d{3}")
PHONE = re.compile(r"(\+33|\+590|\+594|\+262|\+596|\+269|\+687|\+689|\+508|\+681)\d{6,9}")
PIVOT = re.compile(r"[a-zA-Z0-9]{9,14}")
PIVOT_KINDS = ("siret", "siren", "rna", "ridet")
OWN_PIVOT_PREFIX = "M"


def joined(values: Iterable[str]) -> str:
    return SEPARATOR.join(value.replace(SEPARATOR, " ") for value in values)


def labels(vocabulary: str, codes: Iterable[str]) -> str:
    """The standard's own values for our codes, each once, in the order of the vocabulary; codes it has no word for are left out."""
    terms = referentials.vocabulary(vocabulary)
    wanted = set(codes)
    values = (referentials.standard_value(vocabulary, term.code) for term in terms if term.code in wanted)
    return joined(dict.fromkeys(value for value in values if value))


def pivot(place: PlaceRow) -> str:
    """SIRET, SIREN, RNA or RIDET as stated; else `M` + our public code, documented as ours (the standard requires a value)."""
    stated = (str(place.identifiers.get(kind, "")) for kind in PIVOT_KINDS)
    return next((value for value in stated if PIVOT.fullmatch(value)), OWN_PIVOT_PREFIX + place.code)


def phone(place: PlaceRow) -> str:
    numbers = (number for number in place.phones if PHONE.fullmatch(number))
    return next(numbers, "")


def number(value: float | None) -> str:
    return "" if value is None else f"{value:.7f}".rstrip("0").rstrip(".")


def text(value: str) -> str:
    return safe(value.strip())


def of_vocabulary(name: str) -> Callable[[PlaceRow], str]:
    return lambda place: labels(name, place.codes(name))


@dataclass(frozen=True)
class Column:
    """One column of the standard and how a place fills it."""

    name: str
    cell: Callable[[PlaceRow], str]


COLUMNS: tuple[Column, ...] = (
    Column("id", lambda place: place.code),
    Column("pivot", pivot),
    Column("nom", lambda place: text(place.name)),
    Column("commune", lambda place: text(place.commune)),
    Column("code_postal", lambda place: place.postal_code if POSTAL_CODE.fullmatch(place.postal_code) else ""),
    Column("code_insee", lambda place: place.insee if INSEE.fullmatch(place.insee) else ""),
    Column("adresse", lambda place: text(place.street)),
    Column("complement_adresse", lambda place: text(place.complement)),
    Column("latitude", lambda place: number(place.latitude)),
    Column("longitude", lambda place: number(place.longitude)),
    Column("typologie", lambda place: joined(place.kinds)),
    Column("telephone", phone),
    Column("courriels", lambda place: text(joined(place.emails))),
    Column("site_web", lambda place: text(joined(place.websites))),
    Column("horaires", lambda place: text(place.hours)),
    Column("presentation_resume", lambda place: text(place.summary)[:SUMMARY_LIMIT]),
    Column("presentation_detail", lambda place: text(place.description)),
    Column("source", lambda place: text(joined(place.origins))),
    Column("itinerance", of_vocabulary("itinerance")),
    Column("structure_parente", lambda place: text(place.parent)),
    Column("date_maj", lambda place: place.changed_on.isoformat()),
    Column("services", lambda place: labels("services", place.services)),
    Column("publics_specifiquement_adresses", of_vocabulary("audiences")),
    Column("prise_en_charge_specifique", of_vocabulary("care")),
    Column("frais_a_charge", of_vocabulary("costs")),
    Column("dispositif_programmes_nationaux", of_vocabulary("programmes")),
    Column("formations_labels", of_vocabulary("labels")),
    Column("autres_formations_labels", lambda place: text(joined(place.other_labels))),
    Column("modalites_acces", of_vocabulary("access")),
    Column("modalites_accompagnement", of_vocabulary("support")),
    Column("fiche_acces_libre", lambda place: text(place.access_url)),
    Column("prise_rdv", lambda place: text(place.appointment_url)),
)
NAMES = tuple(column.name for column in COLUMNS)
REQUIRED = ("id", "pivot", "nom", "commune", "code_postal", "adresse", "date_maj")


def row(place: PlaceRow) -> dict[str, str]:
    """One place in the standard's columns; a value we do not hold is an empty cell, never an invented one."""
    return {column.name: column.cell(place) for column in COLUMNS}


def missing(cells: dict[str, Any]) -> list[str]:
    """The required columns that this row cannot fill: such a row goes to the companion file."""
    return [name for name in REQUIRED if not cells[name]]
