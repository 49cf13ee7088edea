"""Knows how a text in French becomes hours in OSM syntax, and refuses when any of it leaves a doubt."""

import re
from dataclasses import dataclass
from functools import lru_cache

from maillage.directory.hours import osm
from maillage.directory.hours.french import schedule
from maillage.directory.hours.french.composing import Composer
from maillage.directory.hours.french.phrases import Reader
from maillage.directory.hours.french.tokens import Unsaid, tokens

LIMIT = 1000  # characters; longer texts tell more than hours
ALWAYS_OPEN = "Mo-Su 00:00-24:00"


@dataclass(frozen=True)
class Read:
    """Hours in OSM syntax, None when they cannot be said; `rest` are the understood words that the hours do not carry."""

    value: str | None
    rest: tuple[str, ...] = ()


NOTHING = Read(None)


@lru_cache(maxsize=16384)
def read(text: str) -> Read:
    """Read hours in French words, or already in OSM syntax."""
    if not text.strip() or len(text) > LIMIT:
        return NOTHING
    if osm.may_be(text) and (checked := osm.check(text)).value:
        return Read(checked.value)
    try:
        reader = Reader(tokens(text))
        told = Composer(reader.read()).compose()
        written = schedule.expression(told)
    except Unsaid:
        return NOTHING
    value = osm.check("24/7" if written == ALWAYS_OPEN else written).value
    return Read(value, tuple(reader.rest)) if value else NOTHING


def read_day(text: str) -> str | None:
    """What one day's cell says, as the end of a rule ("09:00-12:00", 'unknown "sur rendez-vous"'); None when it says more or less than hours."""
    value = read(f"lundi : {text}").value
    found = re.fullmatch(r"Mo ((?:\d\d:\d\d-\d\d:\d\d,?)*(?: ?unknown \"[^\"]*\")?)", value or "")
    return found.group(1) if found and found.group(1) else None
