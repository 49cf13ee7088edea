"""Knows how to start each test without an index: snapshots in a folder of its own, nothing in memory."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from maillage.search import engine


@pytest.fixture(autouse=True)
def no_index(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.VAR = tmp_path
    engine.reset()
    yield tmp_path / "index"
    engine.reset()
