"""Lists never seen, with mappings in the form of the national tool: every place kept, every field true, nothing invented, in whatever order they come."""

import json
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from django.db import transaction

from maillage.directory.models import Place, Statement
from maillage.ingestion.checking import Checked, check_file
from maillage.ingestion.formats.opening import open_table
from maillage.ingestion.mapping.review import review
from maillage.ingestion.mapping.suggest import suggest
from maillage.ingestion.models import Run, SourceRecord
from maillage.ingestion.report import corrected
from maillage.ingestion.rows import Draft
from maillage.linkage import chain
from tests.factories.unseen.judging import faults
from tests.factories.unseen.lists import MAKERS, Made

TODAY = date(2026, 11, 24)


@cache
def made(name: str) -> Made:
    return MAKERS[name]()


@cache
def checked(name: str) -> Checked:
    return check_file(made(name).content, mapping=made(name).config, today=TODAY)


@pytest.mark.parametrize("name", MAKERS)
def test_every_place_is_kept_and_every_field_is_true(name: str) -> None:
    assert list(faults(made(name), checked(name))) == []
    assert checked(name).tally.set_aside == made(name).junk


@pytest.mark.parametrize("name", MAKERS)
def test_the_mapping_is_checked_and_one_is_proposed_that_keeps_as_many(name: str) -> None:
    table = open_table(made(name).content, None)
    proposed = check_file(made(name).content, mapping=suggest(table, name=name).text, today=TODAY)

    assert review(table, made(name).config, name="config.json").errors == []
    assert proposed.counts()["kept"] == checked(name).counts()["kept"]


@pytest.mark.parametrize("name", MAKERS)
def test_the_corrected_copy_reads_the_same(name: str) -> None:
    again = check_file(corrected.as_csv(checked(name)), mapping=made(name).config, today=TODAY)

    assert list(faults(made(name), again)) == []


ROW = {"nom": "Lieu", "adresse": "1 rue du Lac", "commune": "Bordeaux", "cp": "33000"}
READ = {"nom": {"colonne": "nom"}, "adresse": {"colonne": "adresse"}, "commune": {"colonne": "commune"}, "code_postal": {"colonne": "cp"}}


def read(row: dict[str, Any], **rules: Any) -> Draft:
    """One row, read by a mapping in the form of the national tool."""
    return check_file(json.dumps([ROW | row]).encode(), mapping=json.dumps(READ | rules), today=TODAY).rows[0].draft


def test_a_day_named_twice_has_its_morning_and_its_afternoon() -> None:
    days = [{"colonne": "matin", "osm": "Mo"}, {"colonne": "soir", "osm": "Mo"}, {"colonne": "mardi", "osm": "Tu"}, {"colonne": "mardi soir", "osm": "Tu"}]
    found = read({"matin": "9h-12h", "soir": "14h-17h", "mardi": "Fermé", "mardi soir": "14h-18h"}, horaires={"jours": days})

    assert found.values["hours"] == "Mo 09:00-12:00,14:00-17:00; Tu 14:00-18:00"


@pytest.mark.parametrize(
    ("cell", "hours"),
    [
        ("Semaine impaire", "week01-53/2 Mo 09:00-12:00"),
        ("paires", "week02-52/2 Mo 09:00-12:00"),
        ("Paire et impaire", "Mo 09:00-12:00"),
        ("Toutes", "Mo 09:00-12:00"),
        ("NC", "Mo 09:00-12:00"),
        ("A", None),
    ],
)
@pytest.mark.parametrize("weeks", [{"colonne": "semaine"}, [{"colonnes": ["semaine"], "termes": ["paire"], "cible": "pair"}]])
def test_weeks_are_odd_or_even_only_where_the_list_says_so(cell: str, hours: str | None, weeks: Any) -> None:
    rules = {"horaires": {"jours": [{"colonne": "lundi", "osm": "Mo"}]}, "semaine_ouverture": weeks}
    found = read({"lundi": "9h-12h", "semaine": cell}, **rules)

    assert found.values.get("hours") == hours
    assert hours or "A" in found.values["hours_words"]


def test_a_column_that_only_says_that_it_is_empty_gives_way_to_the_next() -> None:
    assert read({"maj": "n/a", "creation": "2024-03-02"}, date_maj={"colonne": ["maj", "creation"]}).as_of == date(2024, 3, 2)


@pytest.mark.parametrize("name", ["0", "[0]"])
def test_a_value_of_an_array_has_its_rank_for_name(name: str) -> None:
    latitude, longitude = ("point.0", "point.1") if name == "0" else ("point[0]", "point[1]")
    found = read({"point": [44.84, -0.57]}, latitude={"colonne": latitude}, longitude={"colonne": longitude})

    assert (found.values["latitude"], found.values["longitude"]) == (44.84, -0.57)


def test_columns_named_by_signs_are_not_taken_for_one_another() -> None:
    found = read({"☎": "05 56 00 00 00", "@": ""}, telephone={"colonne": "☎"}, courriels={"colonne": "@"})

    assert found.remarks == [remark for remark in found.remarks if remark.field == "commune"]


def test_a_number_of_martinique_is_never_one_of_the_mainland() -> None:
    found = read({"commune": "Schœlcher", "cp": "97233", "tel": "0596 20 79 89"}, telephone={"colonne": "tel"})

    assert found.values["phones"][0]["number"] == "+596596207989"
    assert [remark.rule for remark in found.remarks if remark.field == "phones"] == ["phone_unassigned"]


@pytest.mark.parametrize("address", ["1 rue du Lac\n33000 Bordeaux\nFrance", "1 rue du Lac, 33000 Bordeaux, France", "1 rue du Lac 33000 Bordeaux FRANCE"])
def test_the_country_is_no_part_of_the_town(address: str) -> None:
    found = read({"adresse": address, "commune": "", "cp": ""})

    assert (found.values["street"], found.values["commune"], found.values["insee"]) == ("1 rue du Lac", "Bordeaux", "33063")


@pytest.mark.parametrize(
    "name", ["Total", "TOTAL : 42", "Sous-total", "Source : enquête 2024", "* Note : sur rendez-vous", "Nombre de lieux : 4", "Mise à jour le 3 mars"]
)
def test_totals_and_notes_under_the_table_are_no_places(name: str) -> None:
    alone = read({"nom": name, "adresse": "", "commune": "", "cp": ""})

    assert not alone.names_a_place
    assert [remark.raw for remark in alone.remarks if remark.rule == "name_missing"] == [name.removeprefix("* ")]
    assert read({"nom": name}).names_a_place


@pytest.mark.parametrize("name", ["Source de vie", "Total Énergies", "Notes et mots", "La Légende", "Médiathèque"])
def test_a_row_that_says_only_a_name_is_kept(name: str) -> None:
    assert read({"nom": name, "adresse": "", "commune": "", "cp": ""}).names_a_place


def dump() -> list[Any]:
    """What the base says, without what tells when nor from which delivery."""
    stated = Statement.objects.in_force().order_by("record_id").values_list("record_id", "values", "as_of", "unreadable")
    return [list(stated), sorted(Place.objects.exclude(name="").values_list("name", "commune", "street"))]


def deliver(name: str, now: datetime, rows: slice | None = None, *, days: int = 0) -> Run:
    """Bring a list in, or some rows of it."""
    content = made(name).content if rows is None else json.dumps(json.loads(made(name).content)[rows], ensure_ascii=False).encode()
    later: dict[str, Any] = {"today": TODAY + timedelta(days=days), "now": now + timedelta(days=days)}
    return chain.import_list("inconnue", content=content, mapping=made(name).config, accept_losses=True, **later)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["survey", "grist", "days"])
def test_the_same_list_twice_writes_nothing_the_second_time(name: str, now: datetime) -> None:
    first = deliver(name, now)
    stored = list(SourceRecord.objects.order_by("pk").values_list())
    second = deliver(name, now)

    assert first.kept == second.unchanged == len(made(name).truths)
    assert list(SourceRecord.objects.order_by("pk").values_list()) == stored


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["wordpress", "bare"])
def test_a_list_in_halves_gives_the_base_of_the_whole(name: str, now: datetime) -> None:
    with transaction.atomic():
        deliver(name, now)
        whole = dump()
        transaction.set_rollback(True)
    deliver(name, now, slice(0, 20))
    deliver(name, now)

    assert dump() == whole


@pytest.mark.django_db
def test_an_undone_delivery_leaves_the_base_as_it_was(now: datetime) -> None:
    deliver("wordpress", now, slice(0, 20))
    before = dump()
    run = deliver("wordpress", now, days=1)
    assert dump() != before

    chain.undo(run, by=None, today=TODAY + timedelta(days=2), now=now + timedelta(days=2))

    assert dump() == before
