"""Knows the national standard of « lieux de médiation numérique » 1.0.2: its columns, and how a place is said in them.

Source: LaMednum/standard-mediation-num, schema.json v1.0.2 (July 2024).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from maillage.opendata import writers
from maillage.opendata.exporting import REASON, Format, Selection, accepted, refused
from maillage.opendata.rows import PlaceRow
from maillage.opendata.writers import Record, joined
from maillage.referentials import selectors as referentials

VERSION = "1.0.2"
POSTAL_CODE = re.compile(r"\d{5}")
INSEE = re.compile(r"([013-9]\d|2[AB1-9])\d{3}")
PHONE = re.compile(r"(\+33|\+590|\+594|\+262|\+596|\+269|\+687|\+689|\+508|\+681)\d{6,9}")
PIVOT = re.compile(r"[a-zA-Z0-9]{9,14}")
PIVOT_KINDS = ("siret", "siren", "rna", "ridet")
OWN_PIVOT_PREFIX = "M"


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


def of_vocabulary(name: str) -> Callable[[PlaceRow], str]:
    return lambda place: labels(name, place.codes(name))


@dataclass(frozen=True)
class Column:
    """One column of the standard and how a place fills it."""

    name: str
    value: Callable[[PlaceRow], str | float | None]


COLUMNS: tuple[Column, ...] = (
    Column("id", lambda place: place.code),
    Column("pivot", pivot),
    Column("nom", lambda place: place.name.strip()),
    Column("commune", lambda place: place.commune.strip()),
    Column("code_postal", lambda place: place.postal_code if POSTAL_CODE.fullmatch(place.postal_code) else ""),
    Column("code_insee", lambda place: place.insee if INSEE.fullmatch(place.insee) else ""),
    Column("adresse", lambda place: place.street.strip()),
    Column("complement_adresse", lambda place: place.complement.strip()),
    Column("latitude", lambda place: place.latitude),
    Column("longitude", lambda place: place.longitude),
    Column("typologie", lambda place: joined(place.kinds)),
    Column("telephone", phone),
    Column("courriels", lambda place: joined(place.emails)),
    Column("site_web", lambda place: joined(place.websites)),
    Column("horaires", lambda place: place.hours.strip()),
    Column("presentation_resume", lambda place: place.summary.strip()),
    Column("presentation_detail", lambda place: place.description.strip()),
    Column("source", lambda place: joined(place.origins)),
    Column("itinerance", of_vocabulary("itinerance")),
    Column("structure_parente", lambda place: place.parent.strip()),
    Column("date_maj", lambda place: place.changed_on.isoformat()),
    Column("services", lambda place: labels("services", place.services)),
    Column("publics_specifiquement_adresses", of_vocabulary("audiences")),
    Column("prise_en_charge_specifique", of_vocabulary("care")),
    Column("frais_a_charge", of_vocabulary("costs")),
    Column("dispositif_programmes_nationaux", of_vocabulary("programmes")),
    Column("formations_labels", of_vocabulary("labels")),
    Column("autres_formations_labels", lambda place: joined(place.other_labels)),
    Column("modalites_acces", of_vocabulary("access")),
    Column("modalites_accompagnement", of_vocabulary("support")),
    Column("fiche_acces_libre", lambda place: place.access_url.strip()),
    Column("prise_rdv", lambda place: place.appointment_url.strip()),
)
NAMES = tuple(column.name for column in COLUMNS)
REQUIRED = ("id", "pivot", "nom", "commune", "code_postal", "adresse", "date_maj")


def row(place: PlaceRow) -> dict[str, str | float]:
    """One place in the standard's columns; a value we do not hold is absent, never an invented one."""
    told = {column.name: column.value(place) for column in COLUMNS}
    return {name: value for name, value in told.items() if value is not None and value != ""}


def missing(record: Record) -> list[str]:
    """The required columns that this record cannot fill: such a record goes to the companion file."""
    return [name for name in REQUIRED if name not in record]


def told(selection: Selection) -> Iterator[tuple[Record, str]]:
    """Each place in the standard's columns, and why the standard refuses it."""
    for place in selection.places():
        record = row(place)
        lacking = missing(record)
        yield record, _("Le standard exige : %(fields)s") % {"fields": ", ".join(lacking)} if lacking else ""


FORMATS = (
    Format(
        name="standard-csv",
        title=gettext_noop("Standard national 1.0.2 (CSV)"),
        about=gettext_noop("Les lieux au standard national de la médiation numérique, tel que le lisent la cartographie nationale et data.gouv.fr."),
        media_type="text/csv; charset=utf-8",
        file_name="lieux-mediation-numerique.csv",
        records=accepted(told),
        container=partial(writers.csv, NAMES),
        companion="standard-companion-csv",
    ),
    Format(
        name="standard-companion-csv",
        title=gettext_noop("Standard national 1.0.2 : lieux à compléter (CSV)"),
        about=gettext_noop("Les lieux que le standard national refuse, avec la raison."),
        media_type="text/csv; charset=utf-8",
        file_name="lieux-mediation-numerique-a-completer.csv",
        records=refused(told),
        container=partial(writers.csv, (*NAMES, REASON)),
    ),
    Format(
        name="standard-json",
        title=gettext_noop("Standard national 1.0.2 (JSON)"),
        about=gettext_noop("Les mêmes lieux et les mêmes colonnes en JSON ; une colonne vide est absente."),
        media_type="application/json",
        file_name="lieux-mediation-numerique.json",
        records=accepted(told),
        container=writers.json,
        companion="standard-companion-csv",
    ),
)
