"""Knows every format in which the base leaves: one registry, read by the page of data, the API, the command line and the dumps."""

from maillage.opendata import calendars, geojson, tables
from maillage.opendata.exporting import Format
from maillage.opendata.schemas import data_inclusion, hsds, maillage, standard

FORMATS: tuple[Format, ...] = (
    *standard.FORMATS,
    *geojson.FORMATS,
    *tables.FORMATS,
    *data_inclusion.FORMATS,
    *hsds.FORMATS,
    *maillage.FORMATS,
    *calendars.FORMATS,
)


def named(name: str) -> Format | None:
    """The format of that name ("standard-csv"); None when there is none."""
    return next((each for each in FORMATS if each.name == name), None)


def of_file(file_name: str) -> Format | None:
    """The format whose file has that name; None when there is none."""
    return next((each for each in FORMATS if each.file_name == file_name), None)
