"""Knows what every test of the open data starts from: a folder and an index of its own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from maillage.search import engine


@pytest.fixture(autouse=True)
def var(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Where dumps and snapshots go."""
    settings.VAR = tmp_path
    engine.reset()
    yield tmp_path
    engine.reset()
