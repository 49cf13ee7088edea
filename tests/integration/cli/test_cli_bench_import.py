"""The bench of imports runs, in a base of its own, on generated rows and on the lists of a folder."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from maillage.cli.bench import import_
from maillage.cli.generator import write_lists


@pytest.mark.slow
def test_import_bench_measures_in_a_base_of_its_own(tmp_path: Path, today: date) -> None:
    for written in write_lists(tmp_path / "written", "48", today=today):
        folder = tmp_path / "lists" / written.source
        folder.mkdir(parents=True)
        shutil.copy(written.path, folder / f"source{written.path.suffix}")
        shutil.copy(written.mapping, folder / ("mapping.toml" if written.mapping.suffix == ".toml" else "config.json"))

    figures = import_.run(rows=60, lists=str(tmp_path / "lists"))

    assert figures["rows"] >= 60
    assert figures["rows_per_second"] > 0
    assert figures["peak_mb"] > 0
    assert figures["lists"]["rows"] > 60
