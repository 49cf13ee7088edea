"""Knows what a place's values mean for its publication: state, visibility, why it is withheld, when it was last checked."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from maillage.base.geometry import Point, distance_km
from maillage.directory.fold.hearing import Hearing, Said, Voice, first_received
from maillage.directory.policy import PERSONS

Locator = Callable[[str], Point | None]
LOCATING = ("street", "postal_code", "commune", "insee", "latitude")


class Checked(NamedTuple):
    """The last check, and who made it."""

    on: date
    by: Voice


class Standing(NamedTuple):
    """How a place stands. `withheld` is "" when nothing prevents its publication."""

    state: str
    visibility: str
    withheld: str
    contradiction_km: int
    checked: Checked | None
    hours_checked_on: date | None = None


def judge(values: Mapping[str, Any], hearing: Hearing, commune_point: Locator) -> Standing:
    """Read the standing of a place in its folded values and in the dates of what is said of it."""
    apart_km = distance_from_commune(values, commune_point)
    return Standing(
        state=values.get("state") or "open",
        visibility=visibility_of(values),
        withheld=reason_to_withhold(values, contradictory=apart_km > hearing.policy.contradiction_km),
        contradiction_km=round(apart_km),
        checked=last_check(hearing),
        hours_checked_on=last_check_of_hours(values, hearing),
    )


def visibility_of(values: Mapping[str, Any]) -> str:
    if values.get("receives_public") is False:
        return "professionals"
    return "address_hidden" if values.get("address_hidden") else "public"


def reason_to_withhold(values: Mapping[str, Any], *, contradictory: bool) -> str:
    if not values.get("name"):
        return "nameless"
    if all(values.get(name) is None for name in LOCATING):
        return "unlocated"
    return "contradictory" if contradictory else ""


def distance_from_commune(values: Mapping[str, Any], commune_point: Locator) -> float:
    """Kilometres between the point of a place and that of its commune; 0 when one is unknown."""
    if values.get("latitude") is None or values.get("longitude") is None or not values.get("insee"):
        return 0.0
    center = commune_point(values["insee"])
    return distance_km(center, Point(values["latitude"], values["longitude"])) if center else 0.0


def last_check(hearing: Hearing) -> Checked | None:
    """The newest check. On one day, a person's comes before a list's."""
    checks = [Checked(check.on, check.voice) for check in hearing.checks]
    checks += [Checked(day, said.voice) for said in hearing.statements if (day := checked_on(said)) is not None]
    if len(checks) < 2:
        return checks[0] if checks else None
    return min(checks, key=lambda check: (-check.on.toordinal(), hearing.policy.ranks[check.by.kind], check.by.key))


def last_check_of_hours(values: Mapping[str, Any], hearing: Hearing) -> date | None:
    """The day on which these very hours were last checked: by who gives them or says the same, or by a person after they were received."""
    if not values.get("hours"):
        return None
    same = [said for said in hearing.statements if said.values.get("hours") == values["hours"]]
    since = min([first_received(said, "hours") for said in same])
    days = [check.on for check in hearing.checks if check.on >= since]
    days += [day for said in same if (day := checked_on(said)) is not None]
    return max(days, default=None)


def checked_on(said: Said) -> date | None:
    """The day on which this statement counts as a check: a person's, the row's own, a delivery that is declared one. Never a download."""
    if said.voice.kind in PERSONS:
        return said.received_on
    attested = None if said.absent else said.voice.attested_on
    if said.as_of is None or attested is None:
        return said.as_of or attested
    return max(said.as_of, attested)
