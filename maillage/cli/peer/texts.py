"""Knows how two texts of one field are judged against what the list writes."""

import re

from maillage.base.geometry import distance_km
from maillage.base.text import fold
from maillage.cli.peer.facts import FAKE_DATE
from maillage.cli.peer.verdicts import Pair, Verdict
from maillage.ingestion.normalisers.addresses import street
from maillage.territories import selectors as territories
from maillage.territories.codes import departement_of, departements_from_prefix

TRAILING = re.compile(r"[\s\-–,;]*[\-–,;]\s*$")
CEDEX = re.compile(r"\bcedex(?: \d{1,2})?\b")
TAIL_WORDS = frozenset({"fra", "france"})
NEAR_KM = 0.05
COMMUNE_KM = 10  # a point is rarely further from the middle of its commune


def judge_text(pair: Pair, name: str) -> Verdict | None:
    """A field of one text: name, complement, parent, links."""
    mine, other = pair.ours.texts.get(name, ""), pair.theirs.texts.get(name, "")
    reason = _alone(pair, mine, other) or _both(pair, mine, other)
    return Verdict(name, reason, mine, other) if reason else None


def judge_street(pair: Pair) -> Verdict | None:
    """The street, whose tail often repeats the town."""
    mine, other = pair.ours.texts["adresse"], pair.theirs.texts["adresse"]
    if not mine and not other:
        return None
    if fold(mine) == fold(TRAILING.sub("", other)):
        return Verdict("adresse", "trailing-sign" if TRAILING.search(other) else "same", mine, other)
    if mine and fold(other).startswith(fold(mine)) and _is_tail(pair, CEDEX.sub("", fold(other)[len(fold(mine)) :])):
        return Verdict("adresse", "town-in-street", mine, other)
    near = f"{pair.ours.texts['complement_adresse']} {mine} {pair.ours.texts['nom']}"
    clean, _remarks = street(other, may_split=True)
    if set(fold(f"{clean.street} {clean.complement}").split()) <= set(fold(near).split()):
        return Verdict("adresse", "in-another-field" if mine else "not-a-street", mine, other)
    if not mine and fold(other) in {fold(facts.texts[name]) for facts in (pair.ours, pair.theirs) for name in ("commune", "nom")}:
        return Verdict("adresse", "not-a-street", mine, other)
    return Verdict("adresse", _alone(pair, mine, other) or _both(pair, mine, other), mine, other)


def _is_tail(pair: Pair, words: str) -> bool:
    """Does the rest of a street only repeat the town, its code, its département, its region or the country?"""
    here = territories.commune(pair.ours.texts["code_insee"])
    areas = [area.name for area in territories.areas_of(here.code)] if here else []
    known = {*fold(" ".join((*areas, pair.ours.texts["commune"], pair.ours.texts["code_postal"]))).split(), *TAIL_WORDS}
    return set(words.split()) <= known


def judge_presentation(pair: Pair) -> Verdict | None:
    """Summary and description together: the standard cuts them elsewhere."""
    mine, other = pair.ours.presentation, pair.theirs.presentation
    reason = _alone(pair, mine, other) or _both(pair, mine, other)
    return Verdict("presentation", reason, mine, other) if reason else None


def judge_date(pair: Pair) -> Verdict | None:
    mine, other = pair.ours.date, pair.theirs.date
    if other == FAKE_DATE:
        return Verdict("date_maj", "fake-date", mine, other)
    if mine == other:
        return Verdict("date_maj", "same", mine, other) if mine else None
    if not mine:
        return Verdict("date_maj", "only-theirs" if _dated(pair, other) else "not-in-list", mine, other)
    return Verdict("date_maj", "only-ours" if not other else _written_day(pair, mine, other), mine, other)


def _dated(pair: Pair, day: str) -> bool:
    """Does the row write this day, in the order of France or of machines?"""
    year, month, number = day.split("-") if day.count("-") == 2 else (day, "", "")
    return any(f" {way} " in f" {fold(pair.written())} " for way in (f"{year} {month} {number}", f"{number} {month} {year}"))


def _written_day(pair: Pair, mine: str, other: str) -> str:
    ours, theirs = _dated(pair, mine), _dated(pair, other)
    return "unknown" if ours == theirs else "as-written" if ours else "rewritten"


def judge_commune(pair: Pair, name: str) -> Verdict | None:
    """Name, postal code and INSEE code: whose commune is that of the list, or of the point?"""
    mine, other = pair.ours.texts[name], pair.theirs.texts[name]
    if fold(mine) == fold(other):
        return Verdict(name, "same", mine, other) if mine else None
    if not other:
        return Verdict(name, "only-ours" if pair.says(mine) else "deduced", mine, other)
    if not mine:
        return Verdict(name, "not-in-list" if name == "code_postal" and _guessed(pair, other) else "only-theirs", mine, other)
    codes = pair.ours.texts["code_insee"], pair.theirs.texts["code_insee"]
    if codes[0] and codes[0] == codes[1]:
        return Verdict(name, "same-commune" if name != "code_postal" else _written(pair, mine, other), mine, other)
    return Verdict(name, _by_list(pair) or _by_point(pair), mine, other)


def _guessed(pair: Pair, postal_code: str) -> bool:
    """Did the tool take one of the several postal codes of a commune, that the row does not write?"""
    here = territories.commune(pair.theirs.texts["code_insee"])
    return not pair.says(postal_code) and here is not None and len(here.postal_codes) > 1


def _written(pair: Pair, mine: str, other: str) -> str:
    """Of two codes of one commune, the one that the list writes, if it may be: "49321" is Cholet CEDEX, "21017" is not in Corsica."""
    ours, theirs = pair.says(mine), pair.says(other)
    if ours and departement_of(pair.ours.texts["code_insee"]) not in departements_from_prefix(mine):
        return "impossible-code"
    here = territories.commune(pair.ours.texts["code_insee"])
    if ours and here and mine not in here.postal_codes and other in here.postal_codes:
        return "cedex"
    return "unknown" if ours == theirs else "as-written" if ours else "rewritten"


def _by_list(pair: Pair) -> str:
    ours, theirs = pair.says(pair.ours.texts["commune"]), pair.says(pair.theirs.texts["commune"])
    return "" if ours == theirs else "commune-of-the-list" if ours else "other-commune"


def _by_point(pair: Pair) -> str:
    point = pair.ours.point or pair.theirs.point
    ours, theirs = (territories.commune(facts.texts["code_insee"]) for facts in (pair.ours, pair.theirs))
    if ours and not theirs:
        return "deduced"
    if not point or not theirs or not theirs.point or (ours and not ours.point):
        return "unknown"
    if not ours or not ours.point:
        return "other-commune" if distance_km(point, theirs.point) <= COMMUNE_KM else "unknown"
    return "commune-of-the-point" if distance_km(point, ours.point) <= distance_km(point, theirs.point) else "other-commune"


def judge_point(pair: Pair) -> Verdict | None:
    """The same within fifty metres; else the one that falls in the commune."""
    mine, other = pair.ours.point, pair.theirs.point
    told = tuple(f"{point.latitude:.5f}, {point.longitude:.5f}" if point else "" for point in (mine, other))
    if not mine or not other:
        return Verdict("point", "only-ours" if mine else "only-theirs", *told) if mine or other else None
    if distance_km(mine, other) <= NEAR_KM:
        return Verdict("point", "same", *told)
    here = territories.commune(pair.ours.texts["code_insee"])
    if not here or not here.point:
        return Verdict("point", "unknown", *told)
    return Verdict("point", "point-agrees" if distance_km(mine, here.point) <= distance_km(other, here.point) else "point-strays", *told)


def _alone(pair: Pair, mine: str, other: str) -> str:
    """When one side alone has a text: was it in the list?"""
    if mine and not other:
        return "only-ours" if pair.holds(mine) else "deduced"
    if other and not mine:
        return "only-theirs" if pair.holds(other) else "not-in-list"
    return ""


def _both(pair: Pair, mine: str, other: str) -> str:
    """When both have one: the same, or the one that keeps the words of the list."""
    ours, theirs = fold(mine).split(), fold(other).split()
    if ours == theirs:
        return "same" if ours or mine else ""
    if "".join(ours) == "".join(theirs):
        return "glued" if pair.holds(mine) else "rewritten" if pair.holds(other) else "unknown"
    if pair.holds(mine) and not pair.holds(other):
        return "glued" if sorted("".join(ours)) == sorted("".join(theirs)) else "as-written"
    if pair.holds(other) and not pair.holds(mine):
        return "rewritten"
    if set(theirs) < set(ours) and len(theirs) < len(ours):
        return "fuller"
    if set(ours) < set(theirs) and len(ours) < len(theirs):
        return "shorter"
    return "unknown"
