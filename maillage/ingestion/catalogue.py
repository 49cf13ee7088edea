"""Knows the national lists whose mapping is shipped, and where their owners publish them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("catalogue.toml")


@dataclass(frozen=True)
class National:
    """A national list. `url`: its file, "" when it has no lasting address; `page`: where a person finds it."""

    key: str
    label: str
    owner: str
    url: str
    page: str


@cache
def national_lists() -> tuple[National, ...]:
    """Every national list, in the order of the file."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(National(key, each["label"], each["owner"], each["url"], each["page"]) for key, each in told.items())
