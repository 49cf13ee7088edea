"""What one Maillage exports, another reads without loss: the public code is the identifier of the row, and each value comes back."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from maillage.directory.models import Place
from maillage.ingestion.checking import Checked, check_file
from maillage.opendata import exports, formats
from maillage.opendata.exporting import Selection
from tests.factories import web

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
PLAIN = ("name", "street", "complement", "postal_code", "commune", "insee", "latitude", "longitude", "hours", "summary", "description", "parent", "websites")
FULL: dict[str, Any] = {
    "name": "=Numérique, le relais d’Œuvres", "complement": "Bâtiment « B »", "kinds": ["BIB", "TIERS_LIEUX"], "websites": ["https://a.example/A", "https://b.example/"],
    "emails": [{"address": "a@a.example", "contact": "service"}, {"address": "b@b.example", "contact": "service"}], "summary": "Cours, ateliers ; le mardi.",
    "description": "Cours.\n\nAteliers, l’après-midi :\n- photo", "parent": "Ville de Guéret", "identifiers": {"siret": "43493312300029"},
    "appointment_url": "https://rdv.example/", "access_url": "https://acceslibre.example/x",
    "facets": {"costs": ["gratuit"], "audiences": ["seniors"], "labels": ["etapes-numeriques-la-poste"], "other_labels": ["Label d’ici", "Réseau du fleuve"]},
}  # fmt: skip


def export_standard(path: Path) -> exports.Export:
    return exports.export(formats.FORMATS[0], path, Selection(TODAY))


def come_back(path: Path) -> Checked:
    return check_file(path.read_bytes(), source="un-autre-maillage", today=TODAY)


def test_each_value_comes_back(tmp_path: Path) -> None:
    one = web.place("1", offers=["demarches-administratives", "materiel-solidaire"], **FULL)
    other = web.place("2", commune="23030")
    written = export_standard(tmp_path / "lieux.csv")

    back = come_back(written.path)

    assert not [warning for warning in back.warnings if "aucune règle" in warning]
    rows = {row.record_base: row.draft for row in back.rows}
    assert rows.keys() == {one.code, other.code}
    for place in (one, other):
        values = rows[place.code].values
        assert {name: values[name] for name in PLAIN if name in values} == {name: kept for name in PLAIN if (kept := getattr(place, name))}
        assert rows[place.code].as_of == place.changed_on
        assert not [remark for remark in rows[place.code].remarks if remark.asks]
    values = rows[one.code].values
    assert values["identifiers"] == one.identifiers
    assert "identifiers" not in rows[other.code].values
    assert values["emails"] == one.emails
    assert values["phones"] == one.phones
    assert values["other_labels"] == one.facets["other_labels"]
    assert set(values["kinds"]) == {"BIB", "TIERS_LIEUX"}
    assert set(values["services"]) == {"demarches-administratives", "materiel-solidaire"}
    assert (values["costs"], values["audiences"], values["labels"]) == ({"gratuit": True}, {"seniors": True}, {"etapes-numeriques-la-poste": True})
    assert (values["appointment_url"], values["access_url"]) == (one.appointment_url, one.access_url)


def test_the_companion_comes_back_with_its_reasons(tmp_path: Path) -> None:
    place = web.place("1", street="", hours="")
    written = export_standard(tmp_path / "lieux.csv")

    back = come_back(written.companion_path)

    (row,) = back.rows
    assert row.record_base == place.code
    assert row.draft.values["commune"] == place.commune
    assert not [warning for warning in back.warnings if "raison" in warning]


def test_an_export_of_nothing_is_told(tmp_path: Path) -> None:
    assert Place.objects.count() == 0
    assert come_back(export_standard(tmp_path / "lieux.csv").path).tally.read == 0
