"""Knows the policy: whose word counts first, how long a team's word holds. Data in policy.toml, checked when it is read."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from maillage.directory.fields import GROUPS

FILE = Path(__file__).with_name("policy.toml")
KINDS = ("team", "coordinator", "source", "report")  # those of models.Origin.Kind that state values
PERSONS = frozenset({"team", "coordinator"})


class WrongPolicy(ValueError):
    """The policy file says something impossible; the message names the file, the key and the value."""


@dataclass(frozen=True)
class Policy:
    """Ranks by kind of origin (smallest first), the lapse of a word in months, the limit of a contradiction in kilometres."""

    ranks: Mapping[str, int]
    authoritative: int
    lapsing: frozenset[str]
    lapse_months: int
    contradiction_km: float
    asks_about: frozenset[str]

    @property
    def lapsed_rank(self) -> int:
        return self.ranks["source"]


@cache
def current_policy() -> Policy:
    """The policy shipped with this version."""
    return read_policy(tomllib.loads(FILE.read_text(encoding="utf-8")))


def read_policy(data: Mapping[str, Any]) -> Policy:
    """Check the tables of a policy file and make a Policy of them; raise WrongPolicy."""
    ranks = dict(section(data, "ranks", {*KINDS, "authoritative"}))
    for name, rank in ranks.items():
        require(type(rank) is int and rank >= 0, f"ranks.{name}", rank, "a whole number, 0 or more")
    require(max(ranks["team"], ranks["coordinator"]) < min(ranks["source"], ranks["report"]), "ranks", ranks, "persons before lists")
    require(ranks["authoritative"] <= ranks["source"], "ranks.authoritative", ranks["authoritative"], "not after `source`")
    lapse, newer = section(data, "lapse", {"kinds", "months"}), section(data, "newer", {"asks_about"})
    require(type(lapse["months"]) is int and lapse["months"] > 0, "lapse.months", lapse["months"], "a number of months")
    require(set(lapse["kinds"]) <= PERSONS, "lapse.kinds", lapse["kinds"], "team, coordinator or both")
    require(set(newer["asks_about"]) <= set(GROUPS), "newer.asks_about", sorted(set(newer["asks_about"]) - set(GROUPS)), "groups of fields.py")
    km = section(data, "contradiction", {"km"})["km"]
    require(type(km) in {int, float} and km > 0, "contradiction.km", km, "a distance in kilometres")
    return Policy(
        ranks={kind: ranks[kind] for kind in KINDS},
        authoritative=ranks["authoritative"],
        lapsing=frozenset(lapse["kinds"]),
        lapse_months=lapse["months"],
        contradiction_km=float(km),
        asks_about=frozenset(newer["asks_about"]),
    )


def section(data: Mapping[str, Any], name: str, keys: set[str]) -> Mapping[str, Any]:
    table = data.get(name)
    if not isinstance(table, Mapping) or set(table) != keys:
        raise WrongPolicy(f"{FILE.name}: [{name}] must hold exactly {', '.join(sorted(keys))}.")
    return table


def require(holds: bool, key: str, value: object, expected: str) -> None:
    if not holds:
        raise WrongPolicy(f"{FILE.name}: {key} = {value!r}: expected {expected}.")
