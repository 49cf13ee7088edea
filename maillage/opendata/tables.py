"""Knows how places are told in tables that people read: French column headers, labels rather than codes, no formula."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from tempfile import TemporaryFile
from typing import Any

import xlsxwriter
from django.utils.translation import gettext_noop
from django.utils.translation import override as in_language

from maillage.directory.hours import say
from maillage.directory.selectors import OfferValues
from maillage.opendata import writers
from maillage.opendata.addresses import page_of
from maillage.opendata.dictionary import fields
from maillage.opendata.exporting import Format, Selection
from maillage.opendata.rows import PlaceRow
from maillage.referentials import selectors as referentials
from maillage.territories import selectors as territories

BETWEEN = "\N{NO-BREAK SPACE}; "
HEADERS = {of: {field.name: field.header for field in fields(of) if field.header} for of in ("place", "offer")}
PLACE_OF_OFFER = ("code", "name", "commune", "insee")  # told again beside each offer
PIECE = 1 << 16
WIDTH = 24  # characters
CELL_LIMIT = 32_767  # characters a cell of a workbook holds


def labels(vocabulary: str, codes: Iterable[str]) -> str:
    """What these codes say; a code that has left its vocabulary is told as it is."""
    terms = referentials.vocabulary(vocabulary)
    return BETWEEN.join(terms.get(code).label if code in terms else code for code in codes)


def listed(values: Iterable[str]) -> str:
    return BETWEEN.join(values)


def closures(place: PlaceRow) -> str:
    """« du 3 au 10 août (congés) », with figures: 03/08/2026."""
    told = (f"{day(one.first_day)} – {day(one.last_day)}" + (f" ({one.reason})" if one.reason else "") for one in place.closures)
    return listed(told)


def day(of: date) -> str:
    return f"{of:%d/%m/%Y}"


def facet(name: str) -> Callable[[PlaceRow], str]:
    return lambda place: labels(name, place.facets.get(name, ()))


OF_PLACE: dict[str, Callable[[PlaceRow], Any]] = {
    "kinds": lambda place: labels("kinds", place.kinds),
    "phones": lambda place: listed(map(phone, place.phones)),
    "emails": lambda place: listed(place.emails),
    "websites": lambda place: listed(place.websites),
    "hours_words": lambda place: place.hours_words or (say.french(place.hours) if place.hours else ""),
    "itinerance": facet("itinerance"),
    "equipment": facet("equipment"),
    "programmes": facet("programmes"),
    "labels": facet("labels"),
    "other_labels": lambda place: listed(place.other_labels),
    "services_denied": lambda place: labels("services", place.services_denied),
    "offers": lambda place: labels("services", place.services),
    "closures": closures,
    "origins": lambda place: listed(place.origins),
    "freshness": lambda place: str(place.freshness.label),
    "page": page_of,
}


def phone(number: str) -> str:
    """A number as people dial it: 05 55 00 00 01."""
    if not number.startswith("+33"):
        return number
    ten = f"0{number[3:]}"
    return " ".join(ten[start : start + 2] for start in range(0, len(ten), 2))


def place_record(place: PlaceRow) -> dict[str, Any]:
    """One place, by French header."""
    return {header: OF_PLACE[name](place) if name in OF_PLACE else getattr(place, name) for name, header in HEADERS["place"].items()}


def offer_records(place: PlaceRow) -> Iterator[dict[str, Any]]:
    """Its offers, by French header, each with the name of the place."""
    for offer in place.offers:
        told = {HEADERS["place"][name]: getattr(place, name) for name in PLACE_OF_OFFER}
        yield told | {header: of_offer(offer, name) for name, header in HEADERS["offer"].items()}


def of_offer(offer: OfferValues, name: str) -> str:
    if name == "concept":
        return labels("services", [offer.concept])
    if name == "role":
        return labels("roles", [offer.role])
    if name == "area":
        return listed(area.name if (area := territories.parse_territory(key)) else key for key in offer.area)
    return str(getattr(offer, name)) if name in ("provider", "variant") else labels(name, offer.facets.get(name, ()))


NAMES = tuple(HEADERS["place"].values())
OFFER_NAMES = (*(HEADERS["place"][name] for name in PLACE_OF_OFFER), *HEADERS["offer"].values())


def place_records(selection: Selection) -> Iterator[dict[str, Any]]:
    with in_language("fr"):
        yield from map(place_record, selection.places())


def offers(selection: Selection) -> Iterator[dict[str, Any]]:
    with in_language("fr"):
        for place in selection.places():
            yield from offer_records(place)


def workbook(places: Iterable[PlaceRow]) -> Iterator[bytes]:
    """A workbook: one sheet of places, one of offers. Rows go to disk as they come: memory does not grow."""
    with TemporaryFile() as file, in_language("fr"):
        book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
        book.set_properties({"title": "Lieux"})
        fill(book, places)
        book.close()
        file.seek(0, os.SEEK_SET)
        while piece := file.read(PIECE):
            yield piece


def fill(book: Any, places: Iterable[PlaceRow]) -> None:
    """Write both sheets at once, row after row."""
    sheets = [(sheet_of(book, "Lieux", NAMES), NAMES), (sheet_of(book, "Services", OFFER_NAMES), OFFER_NAMES)]
    rows = [1, 1]
    for place in places:
        for rank, records in enumerate(([place_record(place)], offer_records(place))):
            sheet, names = sheets[rank]
            for record in records:
                write_row(sheet, rows[rank], [record[name] for name in names])
                rows[rank] += 1


def sheet_of(book: Any, title: str, names: Sequence[str]) -> Any:
    sheet = book.add_worksheet(title)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(names) - 1, WIDTH)
    sheet.write_row(0, 0, names, book.add_format({"bold": True, "text_wrap": True}))
    return sheet


def write_row(sheet: Any, row: int, values: Iterable[Any]) -> None:
    """Cells of one row: numbers as numbers, all else as text, which no spreadsheet runs."""
    for column, value in enumerate(values):
        if isinstance(value, float):
            sheet.write_number(row, column, value)
        elif value is not None and value != "":
            sheet.write_string(row, column, (day(value) if isinstance(value, date) else str(value))[:CELL_LIMIT])


FORMATS = (
    Format(
        name="table-xlsx",
        title=gettext_noop("Tableur (XLSX)"),
        about=gettext_noop("Une feuille des lieux et une de leurs services, avec des mots plutôt que des codes. Pour lire et trier, pas pour programmer."),
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        file_name="lieux.xlsx",
        records=Selection.places,
        container=workbook,
    ),
    Format(
        name="table-csv",
        title=gettext_noop("Tableau des lieux (CSV)"),
        about=gettext_noop("La feuille des lieux du tableur, en CSV."),
        media_type="text/csv; charset=utf-8",
        file_name="lieux.csv",
        records=place_records,
        container=partial(writers.csv, NAMES),
    ),
    Format(
        name="table-offers-csv",
        title=gettext_noop("Tableau des services (CSV)"),
        about=gettext_noop("La feuille des services du tableur, en CSV : une ligne par service et par lieu."),
        media_type="text/csv; charset=utf-8",
        file_name="services-des-lieux.csv",
        records=offers,
        container=partial(writers.csv, OFFER_NAMES),
    ),
)
