"""Knows what lists do to the truth: other forms of a name, lost numbers, points elsewhere, someone else's phone. Each with its own chance."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from math import cos, radians

from maillage.cli.generator.draw import Draw
from maillage.cli.generator.sites import FEW, Site
from maillage.territories import selectors as territories
from maillage.territories.values import Commune

SHORT = {"avenue": "av.", "boulevard": "bd", "place": "pl.", "route": "rte", "chemin": "chem.", "impasse": "imp.", "allée": "all.", "rue": "r."}
VAGUE = ("Le Bourg", "Mairie", "Le Bourg", "Bourg")
ENDS = ((48.4, -4.5), (43.3, 5.4), (50.6, 3.06), (43.5, -1.5))  # corners of France
METRES_PER_DEGREE = 111_200

Chances = Mapping[str, float]
Point = tuple[float, float] | None


@dataclass(slots=True)
class Listing:
    """A place as one list tells it. What is not here (services, costs…) the list tells as it is."""

    source: str
    record_id: str
    site: Site
    name: str
    number: str
    street: str
    postal_code: str
    commune: str
    insee: str
    point: Point
    phone: str
    email: str
    hours: str
    as_of: date | None


def damage(site: Site, source: str, record_id: str, chances: Chances, draw: Draw, *, as_of: date | None) -> Listing:
    """What a list says of a place."""
    number, street = _cut(*_address(site, chances, draw), chances, draw)
    return Listing(
        source=source,
        record_id=record_id,
        site=site,
        name=_name(site, chances, draw),
        number=number,
        street=street,
        postal_code=_postal_code(site, chances, draw),
        commune=_commune(site.commune.name, chances, draw),
        insee=_insee(site.commune, chances, draw),
        point=_point(site, chances, draw),
        phone=_phone(site.phone, chances, draw),
        email=_email(site.email, chances, draw),
        hours="" if draw.chance(chances.get("hours_missing", 0)) else site.hours,
        as_of=as_of,
    )


def row_date(days: tuple[int, int] | None, *, today: date, draw: Draw) -> date | None:
    """When the row was last touched; None for lists that do not tell."""
    if not days:
        return None
    newest, oldest = days
    return today - timedelta(days=int(draw.triangular(newest, oldest, newest + (oldest - newest) / 4)))


def plain(text: str) -> str:
    """Without accents."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)).replace("’", "'")


def _name(site: Site, chances: Chances, draw: Draw) -> str:
    name = draw.pick(site.other_names) if site.other_names and draw.chance(chances.get("name_other", 0)) else site.name
    if draw.chance(chances.get("name_commune", 0)) and site.commune.name not in name:
        name = f"{name} - {site.commune.name}"
    if draw.chance(chances.get("name_typo", 0)):
        name = _typo(name, draw)
    if draw.chance(chances.get("name_plain", 0)):
        name = plain(name)
    return name.upper() if draw.chance(chances.get("name_capitals", 0)) else name


def _typo(text: str, draw: Draw) -> str:
    """One letter lost, doubled, or two exchanged, not at the ends."""
    if len(text) < 6:
        return text
    i = draw.randrange(2, len(text) - 2)
    return draw.pick([text[:i] + text[i + 1 :], text[:i] + text[i] + text[i:], text[:i] + text[i + 1] + text[i] + text[i + 2 :]])


def _address(site: Site, chances: Chances, draw: Draw) -> tuple[str, str]:
    number, street = site.number, site.street
    if draw.chance(chances.get("street_vague", 0)):
        return "", draw.pick(VAGUE)
    if draw.chance(chances.get("street_short", 0)):
        first, _, rest = street.partition(" ")
        street = f"{SHORT.get(first, first)} {rest}".strip()
    if number and draw.chance(chances.get("number_lost", 0)):
        return "", street
    if number and draw.chance(chances.get("number_off", 0)):
        number = str(max(1, int(number.split()[0]) + draw.pick([-2, -1, 1, 2])))
    return number, street


def _cut(number: str, street: str, chances: Chances, draw: Draw) -> tuple[str, str]:
    """Only lists that say so cut streets, and lose or add "bis": the draws of the others stay what they are."""
    if "street_cut" in chances and draw.chance(chances["street_cut"]) and street.count(" ") > 1:
        street = street.rpartition(" ")[0]
    if number and "number_bis" in chances and draw.chance(chances["number_bis"]):
        number = number.removesuffix(" bis") if number.endswith(" bis") else f"{number} {draw.pick(['bis', 'ter'])}"
    return number, street


def _point(site: Site, chances: Chances, draw: Draw) -> Point:
    latitude, longitude = site.latitude, site.longitude
    fate = draw.random()
    for name in ("point_missing", "point_commune", "point_near", "point_far", "point_swapped"):
        fate -= chances.get(name, 0)
        if fate >= 0:
            continue
        moved = {
            "point_missing": None,
            "point_commune": (site.commune.latitude or latitude, site.commune.longitude or longitude),
            "point_near": _moved(latitude, longitude, 1000, draw),
            "point_far": max(ENDS, key=lambda end: abs(end[0] - latitude) + abs(end[1] - longitude)),
            "point_swapped": (longitude, latitude),
        }
        return moved[name]
    return _moved(latitude, longitude, chances.get("point_noise_m", 0), draw)


def _moved(latitude: float, longitude: float, metres: float, draw: Draw) -> tuple[float, float]:
    north, east = draw.gauss(0, metres / METRES_PER_DEGREE), draw.gauss(0, metres / METRES_PER_DEGREE)
    return round(latitude + north, 6), round(longitude + east / cos(radians(latitude)), 6)


def _postal_code(site: Site, chances: Chances, draw: Draw) -> str:
    if draw.chance(chances.get("postal_cedex", 0)):
        return f"{site.postal_code[:3]}{draw.randint(1, 9)}{draw.randint(1, 9)}"
    return f"{site.postal_code[:2]}{draw.randint(100, 999)}" if draw.chance(chances.get("postal_wrong", 0)) else site.postal_code


def _insee(commune: Commune, chances: Chances, draw: Draw) -> str:
    if draw.chance(chances.get("insee_missing", 0)):
        return ""
    if draw.chance(chances.get("insee_neighbour", 0)):
        return _neighbour(commune.code)
    if "insee_former" in chances and draw.chance(chances["insee_former"]):
        return draw.pick(_former_codes().get(commune.code, (commune.code,)))
    return commune.code


@cache
def _former_codes() -> dict[str, tuple[str, ...]]:
    """Codes of the communes that were merged into one of today, where nothing else has them."""
    found: dict[str, tuple[str, ...]] = {}
    for former in territories.index().former:
        if territories.current_code(former.code) == former.current != former.code:
            found[former.current] = (*found.get(former.current, ()), former.code)
    return found


@lru_cache(maxsize=4096)
def _neighbour(code: str) -> str:
    """The nearest other commune."""
    found = territories.neighbours(code, 15)
    return found[0][0].code if found else code


def _commune(name: str, chances: Chances, draw: Draw) -> str:
    if draw.chance(chances.get("commune_saint", 0)):
        name = name.replace("Sainte-", "Ste-").replace("Saint-", "St-")
    if draw.chance(chances.get("commune_hyphens", 0)):
        name = name.replace("-", " ")
    if draw.chance(chances.get("commune_capitals", 0)):
        name = plain(name).upper()
    return f"{name} CEDEX" if draw.chance(chances.get("commune_cedex", 0)) else name


def _phone(phone: str, chances: Chances, draw: Draw) -> str:
    if draw.chance(chances.get("phone_missing", 0)):
        return ""
    return f"{phone[:6]}{(int(phone[6:]) + FEW) % 10_000:04d}" if draw.chance(chances.get("phone_direct", 0)) else phone


def _email(email: str, chances: Chances, draw: Draw) -> str:
    if draw.chance(chances.get("email_missing", 0)):
        return ""
    return f"{draw.pick(['accueil', 'contact', 'secretariat'])}@{email.partition('@')[2]}" if draw.chance(chances.get("email_other", 0)) else email
