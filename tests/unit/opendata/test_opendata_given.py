"""Formats for maps, tables and calendars, without a base: each is read again by something else than what wrote it."""

import csv
import io
import json
from dataclasses import replace
from datetime import date

import python_calamine
from icalendar import Calendar

from maillage.directory.models import Place
from maillage.directory.selectors import ClosureValues, OfferValues
from maillage.opendata import calendars, dictionary, geojson, tables, writers
from maillage.opendata.exporting import Selection
from maillage.opendata.schemas import standard
from tests.factories.opendata import LIBRARY

TODAY = date(2026, 11, 25)
HOLIDAYS = ClosureValues(date(2026, 12, 24), date(2026, 12, 31), "congés ; reprise, en janvier")


def test_a_feature_puts_the_longitude_first_and_leaves_out_what_is_not_known():
    (feature,) = json.loads(b"".join(geojson.collection([geojson.feature(LIBRARY)])))["features"]

    assert feature["geometry"] == {"type": "Point", "coordinates": [1.87, 46.17]}
    assert feature["id"] == feature["properties"]["code"] == "3F0C9A52"
    assert "summary" not in feature["properties"] and "address_hidden" not in feature["properties"]
    assert feature["properties"]["offers"] == [{"concept": "acces-internet-materiel", "role": "own", "costs": ["gratuit"]}]


def test_a_place_that_hides_its_address_has_no_geometry():
    hidden = replace(LIBRARY, visibility=Place.Visibility.ADDRESS_HIDDEN, street="", latitude=None, longitude=None)

    feature = geojson.feature(hidden)

    assert feature["geometry"] is None
    assert feature["properties"]["address_hidden"] is True


def test_the_dictionary_tells_every_property_that_leaves_and_no_other():
    full = replace(
        LIBRARY, complement="x", websites=["x"], hours_words="x", summary="x", description="x", appointment_url="x", access_url="x", parent="x",
        identifiers={"rna": "x"}, services_denied=["x"], closures=[HOLIDAYS], visibility="address_hidden",
        facets=dict.fromkeys(geojson.PLACE_LISTS, ["x"]),
        offers=[OfferValues("x", "x", "x", "own", {field.name: ["x"] for field in dictionary.fields("offer")}, ["dep:23"])],
    )  # fmt: skip
    properties = geojson.properties(full)

    assert set(properties) == {field.name for field in dictionary.fields("place")} - {"latitude", "longitude"}
    assert set(properties["offers"][0]) == {field.name for field in dictionary.fields("offer")}


def test_the_dictionary_tells_the_columns_of_the_national_standard_and_of_tables():
    told = [field.standard for field in dictionary.fields() if field.standard]

    assert sorted(told) == sorted(set(standard.NAMES) - {"pivot"})
    assert list(tables.place_record(LIBRARY)) == [field.header for field in dictionary.fields("place") if field.header]
    assert all(field.fr and field.en and field.fr != field.en for field in dictionary.fields())
    assert all(len(told["vocabulary"]["codes"]) > 1 for told in dictionary.described() if "vocabulary" in told)


def test_a_workbook_has_a_sheet_of_places_and_one_of_offers_in_words():
    place = replace(LIBRARY, name="=1+1", closures=[HOLIDAYS])

    book = python_calamine.load_workbook(io.BytesIO(b"".join(tables.workbook([place, LIBRARY]))))
    head, first, second = book.get_sheet_by_name("Lieux").to_python()
    row = dict(zip(head, first, strict=True))
    offers = book.get_sheet_by_name("Services").to_python()

    assert row["Nom"] == "=1+1" and row["Code INSEE"] == "23096" and row["Latitude"] == 46.17
    assert row["Type"] == "Bibliothèque, médiathèque" and row["Téléphone"] == "05 55 00 00 01"
    assert row["Fermetures"] == "24/12/2026 – 31/12/2026 (congés ; reprise, en janvier)"
    assert row["Vérifié le"] == "03/03/2026" and row["Fraîcheur"] == "À surveiller"
    assert len(offers) == 3 and dict(zip(offers[0], offers[1], strict=True))["Coût"] == "Gratuit"


def test_a_table_in_csv_runs_no_formula():
    text = b"".join(writers.csv(tables.NAMES, [tables.place_record(replace(LIBRARY, name="=cmd|x", summary="@SUM(1)"))])).decode()

    (row,) = csv.DictReader(io.StringIO(text))

    assert row["Nom"] == "'=cmd|x" and row["En bref"] == "'@SUM(1)"


def test_a_calendar_of_closures_reads_back_with_the_same_identities_each_time():
    place = replace(LIBRARY, closures=[HOLIDAYS, HOLIDAYS, ClosureValues(date(2026, 1, 1), date(2026, 1, 2), "passé")])

    def read() -> list[tuple[str, date, date, str, int]]:
        text = b"".join(calendars.calendar(calendars.events([place], Selection(TODAY))))
        assert all(len(line) <= 75 for line in text.split(b"\r\n"))
        return [
            (str(each["uid"]), each.decoded("dtstart"), each.decoded("dtend"), str(each["description"]), each["sequence"])
            for each in Calendar.from_ical(text).walk("VEVENT")
        ]

    assert read() == read()
    ((uid, first, after, reason, sequence),) = read()
    assert uid.endswith("@localhost") and (first, after, sequence) == (date(2026, 12, 24), date(2027, 1, 1), 0)
    assert reason == "congés ; reprise, en janvier"
