"""What the product promises, on nine real lists: every row accounted for, the same twice, a valid export, honest answers in small communes."""

import csv
import json
from collections.abc import Iterator
from dataclasses import fields
from io import StringIO
from pathlib import Path
from random import Random

import jsonschema_rs
import pytest
from django.core.management import call_command
from django.db import transaction
from frictionless import Schema, system, validate
from pytest_django import DjangoDbBlocker

from maillage.base import clock
from maillage.directory.models import Change, Place, Statement
from maillage.ingestion.models import SourceRecord
from maillage.linkage import chain
from maillage.opendata import exports, formats
from maillage.opendata.differences import differences
from maillage.opendata.exporting import Selection
from maillage.referentials import selectors as referentials
from maillage.search import engine
from maillage.search.query import SearchQuery
from maillage.territories import selectors as territories
from maillage.web.resident.cards import result_card

pytestmark = [pytest.mark.long, pytest.mark.slow, pytest.mark.xdist_group("nine-lists")]

ROWS = {
    "bibliotheques-publiques": 15_779,
    "france-services": 2_683,
    "gironde": 347,
    "maine-et-loire": 243,
    "corse": 161,
    "etapes-numerique": 95,
    "angers": 63,
    "epernay": 39,
    "aix-en-provence": 38,
}
NAMELESS = {"maine-et-loire": 3, "bibliotheques-publiques": 1}  # an identifier and coordinates only; a name that is a dot
NEEDS = ("demarche", "apprendre", "utiliser-sur-place")
SMALL = 2_000  # inhabitants
COMMUNES_DRAWN, SEED, FIRST = 20, 23, 5
NOTHING_KNOWN = "Ni horaires ni téléphone connus"


def said(*arguments: object) -> dict[str, int]:
    out = StringIO()
    call_command(*(str(argument) for argument in arguments), "--json", stdout=out)
    return json.loads(out.getvalue())


def bring_in(shared: Path, source: str) -> dict[str, int]:
    return said("import", next((shared / "sources" / source).glob("source.*")), "--source", source)


@pytest.fixture(scope="module")
def base(shared: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, dict[str, int]]]:
    """The nine lists imported, linked and published once for this file; counts of each import."""
    with django_db_blocker.unblock():
        counts = {source: bring_in(shared, source) for source in ROWS}
        said("link")
        said("publish")
        engine.reset()
        yield counts
        call_command("flush", "--no-input", verbosity=0)
        engine.reset()


def test_every_row_is_kept_or_set_aside_with_a_reason(base):
    for source, rows in ROWS.items():
        counts = base[source]
        assert (counts["read"], counts["set_aside"]) == (rows, NAMELESS.get(source, 0)), source
        assert counts["kept"] == rows - counts["set_aside"]
    aside = SourceRecord.objects.filter(state=SourceRecord.State.SET_ASIDE)
    assert aside.count() == sum(NAMELESS.values())
    assert all(record.remarks for record in aside)


def test_again_writes_no_statement_and_no_change(base, shared):
    before = (Statement.objects.count(), Change.objects.count(), said("publish")["generation"])

    for source in ROWS:
        counts = bring_in(shared, source)
        assert counts["unchanged"] == counts["kept"], source
    said("link")

    assert (Statement.objects.count(), Change.objects.count(), said("publish")["generation"]) == before


def test_standard_export_is_valid_and_complete(base, shared, tmp_path):
    done = said("export", "--out", tmp_path / "out.csv")
    schema = Schema.from_descriptor(json.loads((shared / "referentials" / "standard" / "schema.json").read_text(encoding="utf-8")))

    with system.use_context(trusted=True):
        report = validate(str(done["path"]), schema=schema)

    assert report.valid, [error.message for task in report.tasks for error in task.errors][:5]
    assert done["rows"] + done["companion"] == said("stats")["places"] == Place.objects.published().count()


def test_standard_export_invents_nothing(base, tmp_path):
    """Each pivot, date and contact of the export was stated by a list, or is ours and says so."""
    path = Path(str(said("export", "--out", tmp_path / "out.csv")["path"]))
    siret = {value for place in Place.objects.published() for value in place.identifiers.values()}
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            assert row["pivot"] in siret or row["pivot"] == f"M{row['id']}"
            assert row["date_maj"] == clock.today().isoformat()
            assert (row["latitude"], row["longitude"]) != ("0", "0")


def small_communes() -> list[str]:
    """Communes of under 2,000 inhabitants that the lists know, drawn once for all."""
    codes = Place.objects.published().order_by("insee").values_list("insee", flat=True).distinct()
    small = [code for code in codes if (commune := territories.commune(code)) and commune.point and (commune.population or SMALL) < SMALL]
    return Random(SEED).sample(small, COMMUNES_DRAWN)  # noqa: S311 - a draw that anyone can make again


def test_first_answers_in_small_communes_are_stated_or_told_as_guesses_and_reachable(base):
    index, now = engine.current(), clock.now()
    for code in small_communes():
        commune = territories.commune(code)
        assert commune is not None and commune.point is not None
        for need in NEEDS:
            wanted = {child for service in referentials.services_for(need) for child in referentials.with_children("services", service)}
            found = index.search(SearchQuery(near=commune.point, radius_km=50, facets={"services": tuple(sorted(wanted))}))
            assert len(found.hits) == min(found.total, 20)
            for hit in found.hits[:FIRST]:
                card = result_card(hit, now=now)
                assert set(hit.matched) & wanted or (hit.inferred and set(hit.guessed) & wanted and card.guesses), (code, need, hit.code)
                reachable = hit.card["hours"] or hit.card["hours_words"] or hit.card["phones"]
                assert reachable or NOTHING_KNOWN in card.status.text


def test_unknown_libraries_are_never_among_the_answers(base):
    stated = set(Place.objects.published().filter(offers__withdrawn_on__isnull=True, offers__isnull=False).values_list("code", flat=True))
    for code in small_communes():
        commune = territories.commune(code)
        assert commune is not None
        found = engine.current().search(SearchQuery(near=commune.point, radius_km=50, page_size=50))

        assert {hit.code for hit in found.hits if not hit.inferred} <= stated
        assert all(hit.card["inferred"] for hit in found.hits if hit.inferred)
        assert not {hit.code for hit in found.unknown} & stated


OFFICIAL = {
    "data-inclusion-structures-json": ("data-inclusion/structure.json", ""),
    "data-inclusion-services-json": ("data-inclusion/service.json", ""),
    "hsds-services": ("hsds/service_with_definitions.json", ""),
    "hsds-service-at-locations": ("hsds/service_with_definitions.json", "service_at_location"),
    "hsds-locations": ("hsds/service_with_definitions.json", "location"),
}


@pytest.mark.parametrize("name", OFFICIAL)
def test_every_record_of_an_export_is_valid_by_its_official_schema(base, shared, name):
    file, definition = OFFICIAL[name]
    schema = json.loads((shared / "referentials" / file).read_text(encoding="utf-8"))
    if definition:
        schema = {**schema["definitions"][definition], "definitions": schema["definitions"]}
    check = jsonschema_rs.validator_for(schema, validate_formats=True)
    form = formats.named(name)
    assert form

    told = json.loads(b"".join(form.write(Selection(clock.today()))))

    assert [str(error)[:300] for record in told for error in check.iter_errors(record)][:5] == []
    assert len(told) > 10_000


@pytest.mark.parametrize(("name", "family"), [("maillage", "maillage"), ("standard-csv", "standard"), ("data-inclusion", "data-inclusion")])
def test_what_is_read_again_elsewhere_differs_only_where_the_table_tells(base, tmp_path, name, family):
    form, path, selection = formats.named(name), tmp_path / "lieux", Selection(clock.today())
    assert form
    left = {row.code: row for row in selection.places()}
    done = exports.export(form, path, selection)
    with transaction.atomic():  # the places read again are taken away with it
        run = chain.import_list("un-autre-maillage", path, today=selection.today, now=clock.now())
        records = Statement.objects.filter(origin__key="source:un-autre-maillage").values_list("place__code", "record_id")
        codes = {code: record_id.removeprefix("maillage--") for code, record_id in records}
        back = {codes[row.code]: row for row in selection.places() if row.code in codes}
        transaction.set_rollback(True)

    differing = {field.name for code, row in back.items() for field in fields(row) if getattr(row, field.name) != getattr(left[code], field.name)}

    assert differing <= differences()[family].keys()
    assert len(back) == run.kept == len(left) - done.companion
