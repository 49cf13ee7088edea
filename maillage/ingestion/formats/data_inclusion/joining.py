"""Knows how the services of data·inclusion join their structure. Source: gip-inclusion/data-inclusion-schema, schema v1.

A service of the digital themes gives its cells under `services.`; any other service stays raw under `autres_services`, and says nothing of what we list.
Where a service is given at a distance is told apart for each theme: `services.a-distance.<theme>`.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from maillage.ingestion.errors import UnreadableFile
from maillage.ingestion.formats.encoding import Decoded
from maillage.ingestion.formats.objects.flattening import flat, safe
from maillage.ingestion.formats.objects.scanning import Item
from maillage.ingestion.formats.table import MAX_CELL, Reading, Row, Table, check_cell, check_columns

KEYS = {"structures", "services"}
SERVICE_COLUMNS = {"structure_id", "thematiques"}
DIGITAL = "numerique--"
PREFIX = "services."
OTHERS = "autres_services"
HOURS = "horaires_accueil"
AT_A_DISTANCE = "a-distance"
ZONES = {"commune": "com:", "epci": "epci:", "departement": "dep:", "region": "reg:"}  # of the schema before v1
SEVERAL_HOURS = "services.horaires"  # in words, when services differ
LEFT_OUT = {"structure", "structure_id", "source", "adresse", "complement_adresse", "code_postal", "code_insee", "commune", "latitude", "longitude"}
LINES = {"nom", "description", "conditions_acces", "frais_precisions", "publics_precisions", "mobilisation_precisions"}  # texts, one a line

Key = tuple[str, str]  # source, identifier
Structures = dict[Key, tuple[int, dict[str, Any]]]


def is_service(value: Any) -> bool:
    """Is this object a service of data·inclusion?"""
    return isinstance(value, dict) and value.keys() >= SERVICE_COLUMNS


@dataclass
class Services:
    """What the services of one structure say together."""

    cells: dict[str, dict[str, None]] = field(default_factory=dict)  # values of each column, each once
    hours: dict[str, str] = field(default_factory=dict)  # name of a service -> its hours
    others: list[dict[str, Any]] = field(default_factory=list)

    def add(self, service: dict[str, Any]) -> None:
        """Add a digital service."""
        for column, value in service.items():
            for each in value if isinstance(value, list) else [value]:
                if column not in LEFT_OUT and each not in (None, "") and not isinstance(each, (dict, list)):
                    self.cells.setdefault(column, {})[str(safe(each))] = None
        for theme in listed(service.get("thematiques")) if AT_A_DISTANCE in listed(service.get("modes_accueil")) else ():
            for zone in zones(service) if str(theme).startswith(DIGITAL) else ():
                self.cells.setdefault(f"{AT_A_DISTANCE}.{safe(theme)}", {})[str(safe(zone))] = None
        if hours := service.get(HOURS):
            self.hours[str(service.get("nom"))] = str(safe(hours))

    def row(self) -> dict[str, str]:
        """The cells that the structure's row takes."""
        row = {f"{PREFIX}{column}": ("\n" if column in LINES else "|").join(values) for column, values in self.cells.items()}
        if len(set(self.hours.values())) > 1:
            del row[f"{PREFIX}{HOURS}"]
            row[SEVERAL_HOURS] = "\n".join(f"{name} : {hours}" for name, hours in self.hours.items())
        if self.others:
            row[OTHERS] = str(safe(json.dumps(self.others, ensure_ascii=False)))
        return row


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def zones(service: dict[str, Any]) -> list[str]:
    """Codes of the territories where a service may be asked for: `zone_eligibilite`, or `zone_diffusion_…` of the schema before v1."""
    kind, code = service.get("zone_diffusion_type"), service.get("zone_diffusion_code")
    before = ["france"] if kind == "pays" else [f"{ZONES.get(str(kind), '')}{code}"] if code else []
    told = listed(service.get("zone_eligibilite")) or before
    return [str(zone) for zone in told if zone not in (None, "") and not isinstance(zone, dict | list)]


def read(decoded: Decoded, items: Callable[[], Iterator[Item]]) -> Table:
    """One row per structure, whatever wraps them: two lists, one mixed list, or services that each hold their structure."""
    structures, twins = _structures(items)
    services, lost = _services(items, structures)
    rows = [(place, flat(each) | services[code].row() if code in services else flat(each)) for code, (place, each) in structures.items()]
    columns = tuple(dict.fromkeys(column for _place, row in rows for column in row))
    check_columns(len(columns))
    notes = decoded.notes
    if lost:
        notes += (_("Services laissés de côté, parce que leur structure est absente du fichier : %(count)s.") % {"count": lost},)
    if twins:
        notes += (_("Structures de même identifiant et pourtant différentes, toutes gardées : %(count)s.") % {"count": twins},)
    return Table(Reading("data-inclusion", decoded.encoding, "", notes), columns, lambda: _checked(rows))


def _checked(rows: list[Row]) -> Iterator[Row]:
    for place, row in rows:
        for column, cell in row.items():
            if isinstance(cell, str) and len(cell) > MAX_CELL:
                check_cell(place, column, cell)
        yield place, row


def _structures(items: Callable[[], Iterator[Item]]) -> tuple[Structures, int]:
    """Each structure with its place, and how many bear the identifier of another."""
    found: Structures = {}
    inner: set[Key] = set()  # known only by what their services hold
    rank, twins = 0, 0
    for path, place, value in items():
        if not isinstance(value, dict):
            continue
        held = value.get("structure")
        if is_service(value) and isinstance(held, dict):
            if (key := _key({"source": held.get("source")} | value, "structure_id")) not in found:
                found[key] = (place, held)
                inner.add(key)
        elif not is_service(value) and path != "services":
            rank += 1
            key = _key(value, "id") if value.get("id") else ("", f"#{rank}")
            if key in found and key not in inner and found[key][1] != value:
                twins += 1
                key = (key[0], f"{key[1]}#{rank}")
            if key not in found or key in inner:
                found[key] = (place, value)
                inner.discard(key)
    if not found:
        raise UnreadableFile(services_alone())
    return found, twins


def _key(value: dict[str, Any], name: str) -> Key:
    """Two sources may give the same identifier."""
    return str(value.get("source") or ""), str(value[name])


def _services(items: Callable[[], Iterator[Item]], structures: Structures) -> tuple[dict[Key, Services], int]:
    found: dict[Key, Services] = {}
    lost = 0
    first: dict[str, Key] = {}  # of those that have this identifier
    for key in structures:
        first.setdefault(key[1], key)
    for _path, _place, value in items():
        if not is_service(value):
            continue
        own = _key(value, "structure_id")
        key = own if own in structures else first.get(own[1], own)
        if key not in structures:
            lost += 1
        elif _is_digital(value) and _is_here(value, structures[key][1]):
            found.setdefault(key, Services()).add(value)
        else:
            found.setdefault(key, Services()).others.append({name: value.get(name) for name in ("nom", "thematiques", "commune", "adresse") if value.get(name)})
    return found, lost


def _is_digital(service: dict[str, Any]) -> bool:
    themes = service.get("thematiques")
    return isinstance(themes, list) and any(str(theme).startswith(DIGITAL) for theme in themes)


def _is_here(service: dict[str, Any], structure: dict[str, Any]) -> bool:
    """A service given in another commune is not offered at the structure."""
    there, here = service.get("code_insee"), structure.get("code_insee")
    return not there or not here or there == here


def services_alone() -> str:
    """The sentence for services that come without the structures that give them."""
    return _("Ce fichier ne contient que des services de data·inclusion, sans leurs structures. Réunissez les deux sous « structures » et « services ».")
