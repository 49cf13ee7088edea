"""Knows what a name and an address tell of another place: who hosts this one, of which bus it is a stop, of which network it is part. Pure."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from maillage.base.text import fold
from maillage.linkage import kinds

CUTS = re.compile(r"\s[-–—:]\s|\s?[/()\[\]|]\s?|\s?[–—]\s?")
WORTH_READING = re.compile(
    r"perman|chez|sein|locaux|berg|accueilli|\bbus\b|arr[eê]t|antenne|annexe|r[eé]seau|[([]|guichet|th[eèé]ques\b|lecture publique", re.IGNORECASE
)
BRACKETED = re.compile(r"\(([^()]+)\)\s*$")


class Reading(NamedTuple):
    """What is told, folded; empty when nothing is. `operator` and `host`: two entities of one name.

    `within`: a building named by the address; `carrier`: the bus of which this is a stop, for sure if `is_stop`; `network`: its name;
    `is_several`: all the libraries of a commune, under one name.
    """

    operator: str = ""
    host: str = ""
    within: tuple[str, ...] = ()
    is_visitor: bool = False
    carrier: str = ""
    is_stop: bool = False
    network: str = ""
    is_network: bool = False
    is_several: bool = False


NOTHING = Reading()


@dataclass(frozen=True)
class Patterns:
    """The patterns of the data file."""

    hosted: tuple[re.Pattern[str], ...]
    openings: re.Pattern[str]
    visitors: re.Pattern[str]
    before: re.Pattern[str]
    buildings: re.Pattern[str]
    not_there: re.Pattern[str]
    carriers: re.Pattern[str]
    sure: re.Pattern[str]
    likely: re.Pattern[str]
    nameless: re.Pattern[str]
    carrier_words: frozenset[str]
    networks: re.Pattern[str]
    several: re.Pattern[str]
    common_words: frozenset[str]
    fewest_words: int


@cache
def patterns() -> Patterns:
    """The patterns of the data file, read once."""
    data = tomllib.loads((kinds.DATA / "relations.toml").read_text(encoding="utf-8"))
    hosted, stops, networks = data["hosted"], data["stops"], data["networks"]
    return Patterns(
        hosted=tuple(map(re.compile, hosted["names"])),
        **{name: re.compile(hosted[name]) for name in ("openings", "visitors", "before", "buildings", "not_there")},
        **{name: re.compile(stops[name]) for name in ("carriers", "sure", "likely", "nameless")},
        carrier_words=frozenset(stops["carrier_words"].split()),
        networks=re.compile(networks["names"]),
        several=re.compile(networks["several"]),
        common_words=frozenset(networks["common_words"].split()),
        fewest_words=networks["fewest_words"],
    )


def read(name: str, lines: Sequence[str] = ()) -> Reading:
    """What a name and the lines of an address tell. `lines`: street, complement."""
    within = tuple(buildings(lines))
    if not WORTH_READING.search(name):
        return Reading(within=within) if within else NOTHING
    parts = [part for part in map(fold, CUTS.split(name)) if part]
    operator, host = hosted(name, parts)
    carrier, is_stop = stop(parts)
    network, is_network = member(fold(name))
    is_visitor = any(patterns().visitors.search(part) for part in parts)
    is_several = bool(patterns().several.search(fold(name)))
    return Reading(operator, host, within, is_visitor, carrier, is_stop, network, is_network, is_several)


def hosted(name: str, parts: Sequence[str]) -> tuple[str, str]:
    """Who is hosted, and by whom ("X – permanence à la mairie de Y" -> "x", "mairie de y"); empty when the name does not tell."""
    for place, part in enumerate(parts):
        for pattern in patterns().hosted:
            if told := pattern.search(part):
                return " ".join(parts[:place]) or told["operator"].strip(), told["host"]
    bracketed = BRACKETED.search(name)
    if bracketed and parts and patterns().openings.search(parts[0]) and starts_with_kind(fold(bracketed[1])):
        return fold(name[: bracketed.start()]), fold(bracketed[1])
    return "", ""


def buildings(lines: Sequence[str]) -> Iterator[str]:
    """Buildings that the lines of an address name first ("Mairie de Luri", "Médiathèque de Ceignac")."""
    for line in lines:
        for piece in line.split(","):
            if piece[:1].isdigit():  # a house number: most lines
                continue
            text = patterns().before.sub("", fold(piece), count=1)
            if text and not patterns().not_there.search(text) and starts_with_kind(text):
                yield text


def starts_with_kind(text: str) -> bool:
    """Does a folded text begin with a kind of place?"""
    return bool(patterns().buildings.match(text))


def stop(parts: Sequence[str]) -> tuple[str, bool]:
    """The bus of which this is a stop, and whether the name says so for sure."""
    rules = patterns()
    for place, part in enumerate(parts[1:], start=1):
        if rules.nameless.search(part):
            return part, True
        is_sure, before = bool(rules.sure.search(part)), " ".join(parts[:place])
        if (is_sure and rules.carriers.search(before)) or rules.likely.search(part):
            return before, is_sure
    return "", False


def carried(name: str) -> frozenset[str]:
    """Words that name a bus, or a stop of it, apart from what says that it is one."""
    return frozenset(fold(name).split()) - patterns().carrier_words


def member(name: str) -> tuple[str, bool]:
    """The network that a folded name tells, and whether it is that network itself."""
    told = patterns().networks.search(name)
    if not told or len(set(told[0].split()) - patterns().common_words) < patterns().fewest_words:
        return "", False
    return told[0], told.start() == 0
