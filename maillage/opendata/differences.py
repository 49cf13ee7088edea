"""Knows what does not come back from each format when it is read again, and why (`schemas/differences.toml`)."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "schemas" / "differences.toml"


@cache
def differences() -> Mapping[str, Mapping[str, str]]:
    """Family of formats ("standard", "data-inclusion", "hsds", "maillage") -> field of a place -> why it differs, in French."""
    return tomllib.loads(DATA.read_text("utf-8"))
