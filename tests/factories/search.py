"""Knows how to draw rows and questions: few values, so that they meet, and the awkward ones among them.

Hypothesis draws only a size and a number: drawing each row by strategies is a hundred times slower.
"""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from maillage.base.geometry import Point
from maillage.search.index import Edits
from maillage.search.query import OFFER_FACETS, PLACE_FACETS, SearchQuery
from maillage.search.rows import ClosedDays, OfferRow, PlaceRow

SERVICES = {"courriel": (), "ecran": ("materiel",), "imprimante": ("materiel",), "materiel": (), "visio": ("courriel",)}
CODES = [f"code-{number}" for number in range(11)]  # more than a byte of bits
WORDS = ["mediatheque", "media", "mediatheques", "uzest", "zzzzz", "voudrais", "saint", "saints", "jean", "uzes", "7"]
MISTAKEN = ["mediathque", "meidatheques", "mediaz", "saimt", "sains", "uzets", "voudrai", "zzzzy", "2zzzz", "jeann"]
AREAS = ["com:23096", "dep:23", "dep:87", "reg:75", "epci:200067189"]
POINTS = [
    Point(46.17, 1.87),
    Point(46.17, 1.870001),
    Point(46.2, 1.9),
    Point(45.8, 1.25),
    Point(-16.8, 179.99),
    Point(-16.8, -179.99),
    Point(90.0, 0.0),
    Point(48.85, 2.35),
]
TODAY = date(2026, 11, 25)
CHECKS = [None, *(date(2026, 11, 25) - timedelta(days=days) for days in (-400, -2, -1, 0, 30, 182, 184, 185, 364, 365, 400, 546, 550, 900)), date(1, 1, 1)]
FRESHNESSES = ["up-to-date", "to-watch", "to-check", "to-update"]
HOURS = [
    "",
    "Mo-Fr 09:00-12:00,14:00-18:00",
    "Mo-Fr 09:00-12:00; Sa 10:00-12:00",
    "Fr-Su 20:00-02:00",
    "24/7",
    "Tu 09:07-12:03",
    "Mo-Sa 09:00-18:00; PH off",
    "Mo-Su 10:00-16:00; PH 10:00-12:00",
    "PH 09:00-12:00",
    "Mo-Fr 09:00-17:00; SH Mo-Fr 10:00-12:00",
    "SH off; Mo-Fr 08:30-12:30",
    "Jul-Aug Mo-Su 10:00-19:00; Sep-Jun We,Sa 14:00-18:00",
    "We[1] 14:00-16:00",
    "week 01-53/2 Tu 09:00-12:00",
    'Mo-Fr 09:00-12:00 "sur rendez-vous"',
    'Mo-Fr 09:00-12:00 unknown "PH et SH : appeler"',
    'Mo 09:00-12:00; Tu 09:00-12:00 unknown "?"',
    "2026 Nov 20-2026 Dec 05 Mo-Su 08:00-20:00",
    "ouvert souvent",
]
CLOCKS = [("23", ""), ("67", ""), ("974", ""), ("971", ""), ("987", ""), ("987", "Pacific/Marquesas"), ("", ""), ("975", "")]
DAYS = [
    date(2026, 11, 25),
    date(2026, 11, 29),
    date(2026, 12, 25),
    date(2026, 12, 26),  # a holiday in Alsace and Moselle only
    date(2026, 10, 25),  # the clocks go back
    date(2026, 3, 29),  # the clocks go forward
    date(2026, 7, 14),
    date(2026, 4, 27),
    date(2026, 5, 22),  # abolition of slavery, in Martinique
    date(2026, 5, 27),  # in Guadeloupe
    date(2031, 7, 1),  # no calendar of schools
]
ZONES = [None, None, UTC, ZoneInfo("Europe/Paris"), ZoneInfo("Pacific/Tahiti"), timezone(timedelta(hours=14))]
COMMUNES = ["", "", "", "23096", "23008", "87085", "99999"]
COVERED = ["fr", "com:23096", "dep:23", "reg:75", "dep:87", "nowhere:1"]
ASKABLE = [*OFFER_FACETS, *PLACE_FACETS, "nonsense", "denied", "inferred"]


def draws(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - no secret here


def some(random: Random, values: list[str], most: int) -> tuple[str, ...]:
    return tuple(random.sample(values, random.randint(0, most)))


def point(random: Random) -> Point:
    return random.choice(POINTS) if random.random() < 0.7 else Point(random.uniform(-90, 90), random.uniform(-180, 180))


def offer(random: Random) -> OfferRow:
    concept = random.choice(sorted(SERVICES))
    facets = {facet: some(random, CODES, 2) for facet in random.sample(OFFER_FACETS[1:], 3)}
    if random.random() < 0.4:
        facets["support"] = ("a-distance", *some(random, CODES, 1))
    return OfferRow(
        concept,
        {**facets, "services": (concept, *SERVICES[concept])},
        inferred=random.random() < 0.3,
        area=some(random, COVERED, 2) if random.random() < 0.5 else (),
        closures=closures(random, 0.2),
    )


def closures(random: Random, share: float) -> tuple[ClosedDays, ...]:
    if random.random() > share:
        return ()
    day = random.choice(DAYS)
    return ((day - timedelta(days=random.randint(0, 3)), day + timedelta(days=random.randint(0, 3))), (date(2020, 1, 1), date.max))[
        : random.choice([1, 1, 1, 2])
    ]


def place(random: Random, code: str) -> PlaceRow:
    facets = {facet: some(random, CODES, 2) for facet in random.sample(PLACE_FACETS, 2)}
    where = point(random) if random.random() < 0.8 else None
    departement, timezone_name = random.choice(CLOCKS)
    return PlaceRow(
        code=code,
        name=random.choice(["", "aa", "ab", "mediatheque"]),
        card=json.dumps({"code": code, "version": random.randint(0, 9)}).encode(),
        point=where,
        has_own_point=where is not None and random.random() < 0.8,
        territories=some(random, AREAS, 3),
        words={word: random.randint(1, 3) for word in some(random, WORDS, 4)},
        facets=facets,
        inferred=tuple(f"{facet}:{code}" for facet, codes in facets.items() for code in codes if random.random() < 0.4),
        denied=some(random, sorted(SERVICES), 2),
        offers=tuple(offer(random) for _ in range(random.randint(0, 3))),
        checked_on=random.choice(CHECKS),
        hours=random.choice(HOURS),
        hours_checked_on=random.choice(CHECKS),
        departement=departement,
        timezone=timezone_name,
        closures=closures(random, 0.2),
        open_card=random.choice([None, b'{"open":true}']),
    )


def moment(random: Random) -> datetime:
    """Any moment of an awkward day, on no clock or on one."""
    if random.random() < 0.03:
        return random.choice([datetime.min, datetime.max, datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=timezone(timedelta(hours=14)))])
    at = datetime.combine(random.choice(DAYS), datetime.min.time(), random.choice(ZONES))
    return at.replace(
        hour=random.choice([0, 1, 2, 9, 10, 11, 15, 21, 23]), minute=random.choice([0, 0, 4, 5, 8, 30, 59]), second=59, fold=random.choice([0, 1])
    )


def drawn_rows(size: int, seed: int) -> list[PlaceRow]:
    random = draws(seed)
    return [place(random, f"{number:08d}") for number in random.sample(range(size), size)]


def drawn_edits(size: int, seed: int) -> Edits:
    """Places gone, changed and new, among twice as many codes as there are rows."""
    random = draws(seed)
    codes = [f"{number:08d}" for number in random.sample(range(2 * size + 1), random.randint(0, size))]
    return {code: place(random, code) if random.random() < 0.7 else None for code in codes}


def drawn_question(seed: int) -> SearchQuery:
    random = draws(seed)
    facets = {facet: some(random, [*CODES, "nonsense"], 5) for facet in random.sample(ASKABLE, random.choice([0, 0, 1, 2]))}
    if random.random() < 0.5:
        facets["services"] = some(random, [*SERVICES, "nonsense"], 3)
    if random.random() < 0.2:
        facets["freshness"] = some(random, [*FRESHNESSES, "nonsense"], 3)
    return SearchQuery(
        near=point(random) if random.random() < 0.6 else None,
        radius_km=random.choice([0.0, 0.05, 1.0, 20.0, 50.0, 1000.0, 50_000.0]),
        territories=some(random, [*AREAS, "dep:99", "x" * 40], random.choice([0, 0, 2])),
        text=" ".join(some(random, [*WORDS, "m", "de", "St", "Médiathèques", "zzz", "x" * 40, *MISTAKEN], random.choice([0, 0, 2]))),
        facets=facets,
        commune=random.choice(COMMUNES),
        open_at=moment(random) if random.random() < 0.5 else None,
        today=random.choice([TODAY, TODAY, date(2027, 2, 28)]),
        sort=random.choice(["distance", "name", "relevance", "freshness"]),
        page=random.randint(-1, 4),
        page_size=random.choice([1, 2, 3, 20]),
    )


seeds = st.integers(0, 2**63)
many_places = st.builds(drawn_rows, st.integers(0, 20), seeds)
edits = st.builds(drawn_edits, st.integers(0, 20), seeds)
questions = st.builds(drawn_question, seeds)
