"""What is kept in memory of communes follows those brought by an update, and verdicts reached under the former are reached again."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from maillage.linkage import communes, keeping
from maillage.linkage.keeping import rules_version
from maillage.territories import files, selectors
from maillage.territories.selectors import data_folder


@pytest.fixture
def newer(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Where an update writes; what was loaded is forgotten afterwards."""
    settings.VAR = tmp_path
    selectors.reload()
    yield tmp_path / "territories"
    settings.VAR = tmp_path / "none"
    selectors.reload()


def update(folder: Path) -> None:
    """Another commune has the code of Guéret, and the vintage is another."""
    tables = files.read_tables(data_folder())
    tables = replace(tables, communes=[replace(one, name="Saint-Renommé") if one.code == "23096" else one for one in tables.communes])
    files.write_tables(folder, tables)
    origin = folder / files.ORIGIN
    origin.write_text(json.dumps(json.loads(origin.read_text()) | {"vintage": "2031-01-01"}))
    selectors.reload()


@pytest.mark.slow
def test_communes_brought_by_an_update_replace_those_kept_in_memory(newer: Path) -> None:
    before, version = communes.present("23096", ""), rules_version()
    assert before
    assert before.name == "Guéret"
    assert communes.locality("saint renomme", before) == "saint renomme"

    update(newer)

    after = communes.present("23096", "")
    assert after
    assert after.name == "Saint-Renommé"
    assert communes.locality("saint renomme", after) == ""
    assert rules_version() != version


def test_other_code_or_data_of_linkage_is_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    before = rules_version()
    keeping._version.cache_clear()
    monkeypatch.setattr(keeping, "fingerprint", lambda: b"other code")
    after = rules_version()
    keeping._version.cache_clear()

    assert after != before
