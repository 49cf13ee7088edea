"""What leaves and is read again elsewhere is the same, but for what the table of differences tells, with its reason."""

from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from maillage.base.geometry import Point
from maillage.directory import actions
from maillage.directory.models import Place, Statement
from maillage.linkage import chain
from maillage.opendata import exports, formats, rows
from maillage.opendata.differences import differences
from maillage.opendata.exporting import Selection
from maillage.opendata.rows import PlaceRow
from maillage.search import build, directory_rows
from maillage.search.index import Index
from maillage.search.query import SearchQuery
from tests.factories.directory import NOW, TODAY, WHEN, a_coordinator, a_list, deliver, place_of, record, say

pytestmark = pytest.mark.django_db
LATER: dict[str, Any] = {"today": date(2026, 12, 7), "now": datetime(2026, 12, 7, 9, 30, tzinfo=UTC)}
ELSEWHERE = "un-autre-maillage"
FILES = {"maillage": "lieux.json", "maillage-jsonl": "lieux.jsonl", "standard-csv": "lieux.csv", "standard-json": "lieux.json", "data-inclusion": "lieux.json"}
FULL: dict[str, Any] = {
    "name": "=Médiathèque de la M.J.C.",
    "street": "12 rue des Lilas", "complement": "2e étage", "latitude": 46.17, "longitude": 1.87, "precision": "housenumber",
    "phones": [{"number": "3949", "contact": "service"}, {"number": "+33555000001", "contact": "service"}],
    "emails": [{"address": "accueil@lieu.example", "contact": "service"}, {"address": "ateliers@lieu.example", "contact": "service"}],
    "websites": ["https://lieu.example/A", "https://autre.example/"], "hours": 'Mo-Tu unknown "sur rendez-vous"; We 09:00-12:00',
    "hours_words": "Fermé en août", "summary": "Cours, ateliers ; le mardi.", "appointment_url": "https://rdv.example/",
    "access_url": "https://acceslibre.example/x", "identifiers": {"siret": "43493312300029", "rna": "W332000001"}, "parent": "Ville de Guéret",
    "kinds": {"BIB": True, "CCAS": True, "ASSO": False}, "itinerance": {"fixe": True}, "equipment": {"ordinateur": True, "scanner": False},
    "audiences": {"seniors": True}, "care": {"surdite": True}, "costs": {"gratuit": True}, "access": {"se-presenter": True, "telephoner": True},
    "support": {"atelier-collectif": True}, "who_may_come": {"inscrits": True}, "level": {"debutant": True}, "languages": {"ar": True},
    "programmes": {"aidants-connect": True}, "labels": {"ordi-3-0": True}, "other_labels": ["Label d’ici | de là", "-Réseau du fleuve"],
    "inferred": {"services:culture-numerique": True}, "services": {"securite": True, "materiel-solidaire": False},
    "offers": [
        {"concept": "courriel", "state": True, "provider": "Emmaüs Connect", "role": "hosted", "facets": {"costs": {"payant": True}}},
        {"concept": "outils-du-quotidien", "state": True, "role": "own", "facets": {"audiences": {"jeunes": True}}, "area": ["dep:23"]},
    ],
}  # fmt: skip
ODD = [
    record("2", commune="Épernay Cedex", insee="51230", postal_code="51200", street="5 rue Claude Bouchet 51200 Épernay", summary="Ateliers le mardi."),
    record(
        "3",
        street="1 chemin de la Combe",
        commune="Saint-Jean-de-Touslas",
        insee="69179",
        postal_code="96700",
        latitude=45.58956,
        longitude=4.69551,
        summary=None,
    ),
    record("4", street="3 rue du Secret", address_hidden=True),
]


@pytest.fixture
def base() -> None:
    """A place with everything, some that are oddly written, one that hides its address."""
    creuse = a_list()
    deliver(creuse, record("1", **FULL, as_of=date(2026, 3, 3)), *ODD)
    place = place_of(creuse)
    say(place, description="Cours.\n\nAteliers, l’après-midi :\n- photo")
    actions.close(place=place, first_day=TODAY, last_day=date(2026, 12, 30), origin=a_coordinator(), by=None, **WHEN)
    actions.relate(kind="same_building", place=place, other=place_of(creuse, "2"), origin=a_coordinator(), by=None, **WHEN)
    actions.publish(now=NOW)


def there_and_back(name: str, folder: Path) -> list[tuple[PlaceRow, PlaceRow]]:
    """Each place as it left, and as it is told where the file was read again."""
    form, path = formats.named(name), folder / FILES[name]
    assert form
    left = {row.code: row for row in rows.published(today=TODAY)}
    exports.export(form, path, Selection(TODAY))
    chain.import_list(ELSEWHERE, path, **LATER)
    records = Statement.objects.filter(origin__key=f"source:{ELSEWHERE}").values_list("place__code", "record_id")
    codes = {code: record_id.removeprefix("maillage--") for code, record_id in records}
    return [(left[codes[row.code]], row) for row in rows.published(today=LATER["today"]) if row.code in codes]


def differing(pairs: list[tuple[PlaceRow, PlaceRow]]) -> set[str]:
    """Fields that are not the same on both sides."""
    return {field.name for field in fields(PlaceRow) for left, back in pairs if getattr(left, field.name) != getattr(back, field.name)}


@pytest.mark.parametrize(
    ("name", "family", "count"),
    [
        ("maillage", "maillage", 4),
        ("maillage-jsonl", "maillage", 4),
        ("standard-csv", "standard", 3),
        ("standard-json", "standard", 3),
        ("data-inclusion", "data-inclusion", 4),
    ],
)
def test_what_comes_back_differs_only_where_the_table_tells(base, tmp_path, name, family, count):
    pairs = there_and_back(name, tmp_path)

    assert len(pairs) == count
    assert differing(pairs) == differences()[family].keys()


def test_hsds_leaves_out_only_fields_that_exist():
    assert differences()["hsds"].keys() <= {*(field.name for field in fields(PlaceRow)), "other_labels"}


def test_every_reason_is_a_sentence():
    for family in differences().values():
        assert all(reason.endswith(".") and reason[0].isupper() or reason.startswith("data·inclusion") for reason in family.values())


def test_a_named_person_of_a_place_that_left_is_nowhere_in_our_own_form(tmp_path):
    deliver(a_list(), record("1", phones=[{"number": "+33612345678", "contact": "person"}]))

    ((left, back),) = there_and_back("maillage", tmp_path)

    assert Place.objects.get(code=back.code).phones == []
    assert "+33612345678" not in (tmp_path / FILES["maillage"]).read_text("utf-8")
    assert left.phones == []


def test_what_is_given_at_a_distance_comes_back_and_answers_where_it_is_given(tmp_path):
    """Through a data·inclusion file: codes and modes of their schema, read again, put in the index."""
    here = a_list()
    offer = {"concept": "demarches-administratives", "state": True, "area": ["dep:87", "com:23096", "epci:200034825"]}
    deliver(here, record("1", support={"a-distance": True}, offers=[offer], services={"acces-internet-materiel": True}))
    actions.publish(now=NOW)
    ((_left, back),) = there_and_back("data-inclusion", tmp_path)

    index = Index(build.segment(directory_rows.load()), 1)
    limoges, nimes = Point(45.83, 1.26), Point(43.83, 4.36)
    assert {offer.concept: offer.area for offer in back.offers} == {"demarches-administratives": offer["area"], "acces-internet-materiel": []}
    assert back.code in {hit.code for hit in index.search(SearchQuery(near=limoges, commune="87085")).hits if hit.remote}
    assert index.search(SearchQuery(near=nimes, commune="30189")).remote_total == 0
