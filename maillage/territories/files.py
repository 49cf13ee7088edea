"""Knows the data files: their names, columns and exact bytes. The build and the online update write them, the index reads them."""

import csv
import gzip
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from sys import intern
from typing import Any

from maillage.territories.values import Arrondissement, Commune, Former, Located

SHIPPED = Path(__file__).parent / "data"
COMMUNES = "communes.csv.gz"
ARRONDISSEMENTS = "arrondissements.csv"
FORMER = "former-communes.csv"
REGIONS, DEPARTEMENTS, EPCIS = "regions.csv", "departements.csv", "epci.csv"
ZONES = "time-zones.csv"  # written by hand, never rebuilt
OUTLINE = "departements-outline.json"
ORIGIN = "origin.json"

LOCATED_COLUMNS = ("postal_codes", "population", "lat", "lon", "point_origin")
COMMUNE_COLUMNS = ("code", "name", "departement", "region", "epci", *LOCATED_COLUMNS)
ARRONDISSEMENT_COLUMNS = ("code", "name", "commune", *LOCATED_COLUMNS)
FORMER_COLUMNS = ("code", "name", "current")
DEPARTEMENT_COLUMNS = ("code", "name", "region")
NAME_COLUMNS = ("code", "name")


@dataclass
class Tables:
    """Everything the index is built from."""

    communes: list[Commune]
    arrondissements: list[Arrondissement]
    former: list[Former]
    regions: dict[str, str]
    departements: dict[str, tuple[str, str]]  # code -> name, region
    epcis: dict[str, str]
    origin: dict[str, Any] = field(default_factory=dict)  # vintage, attribution, sources


def read_tables(folder: Path) -> Tables:
    """Read the tables of a folder. Raise OSError when one is missing, ValueError when one is malformed."""
    return Tables(
        communes=[_commune(row) for row in _rows(folder / COMMUNES, COMMUNE_COLUMNS)],
        arrondissements=[_arrondissement(row) for row in _rows(folder / ARRONDISSEMENTS, ARRONDISSEMENT_COLUMNS)],
        former=[Former(*row) for row in _rows(folder / FORMER, FORMER_COLUMNS)],
        regions=dict(_rows(folder / REGIONS, NAME_COLUMNS)),
        departements={code: (name, region) for code, name, region in _rows(folder / DEPARTEMENTS, DEPARTEMENT_COLUMNS)},
        epcis=dict(_rows(folder / EPCIS, NAME_COLUMNS)),
        origin=json.loads((folder / ORIGIN).read_text(encoding="utf-8")),
    )


def read_zones(folder: Path = SHIPPED) -> dict[str, str]:
    """Time zone by code of a département, or of a commune where it differs."""
    return dict(_rows(folder / ZONES, ("code", "zone")))


def write_tables(folder: Path, tables: Tables) -> None:
    """Write every table: UTF-8, `\\n`, sorted by code, same bytes for same tables."""
    folder.mkdir(parents=True, exist_ok=True)
    communes = [(c.code, c.name, c.departement, c.region, c.epci, *_cells(c)) for c in sorted(tables.communes, key=lambda item: item.code)]
    (folder / COMMUNES).write_bytes(compress(_csv(COMMUNE_COLUMNS, communes)))
    arrondissements = [(a.code, a.name, a.commune, *_cells(a)) for a in sorted(tables.arrondissements, key=lambda item: item.code)]
    (folder / ARRONDISSEMENTS).write_bytes(_csv(ARRONDISSEMENT_COLUMNS, arrondissements))
    former = [(item.code, item.name, item.current) for item in sorted(tables.former, key=lambda item: (item.code, item.name))]
    (folder / FORMER).write_bytes(_csv(FORMER_COLUMNS, former))
    (folder / REGIONS).write_bytes(_csv(NAME_COLUMNS, sorted(tables.regions.items())))
    (folder / DEPARTEMENTS).write_bytes(_csv(DEPARTEMENT_COLUMNS, [(code, *rest) for code, rest in sorted(tables.departements.items())]))
    (folder / EPCIS).write_bytes(_csv(NAME_COLUMNS, sorted(tables.epcis.items())))
    (folder / ORIGIN).write_text(json.dumps(tables.origin, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def compress(content: bytes) -> bytes:
    """Gzip without date nor file name, so that two builds are the same bytes."""
    stream = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=stream, compresslevel=9, mtime=0) as file:
        file.write(content)
    return stream.getvalue()


def _rows(file: Path, columns: Sequence[str]) -> Iterator[list[str]]:
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8", newline="") as text:
        rows = csv.reader(text)
        header = next(rows, [])
        if header != list(columns):
            raise ValueError(f"{file.name}: columns are {header}, expected {list(columns)}")
        yield from rows


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()


def _commune(row: list[str]) -> Commune:
    code, name, departement, region, epci, postal_codes, population, lat, lon, origin = row
    located = _located(postal_codes, population, lat, lon, origin)
    return Commune(code, name, *located, intern(departement), intern(region), intern(epci))


def _arrondissement(row: list[str]) -> Arrondissement:
    code, name, commune, postal_codes, population, lat, lon, origin = row
    return Arrondissement(code, name, *_located(postal_codes, population, lat, lon, origin), commune)


def _located(postal_codes: str, population: str, lat: str, lon: str, origin: str) -> tuple[tuple[str, ...], int | None, float | None, float | None, str]:
    return (
        tuple(map(intern, postal_codes.split())),
        int(population) if population else None,
        float(lat) if lat else None,
        float(lon) if lon else None,
        intern(origin),
    )


def _cells(area: Located) -> tuple[str, ...]:
    population = "" if area.population is None else str(area.population)
    if area.latitude is None or area.longitude is None:
        return " ".join(area.postal_codes), population, "", "", ""
    return " ".join(area.postal_codes), population, f"{area.latitude:.4f}", f"{area.longitude:.4f}", area.point_origin
