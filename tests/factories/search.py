"""Knows how to draw rows and questions: few values, so that they meet, and the awkward ones among them.

Hypothesis draws only a size and a number: drawing each row by strategies is a hundred times slower.
"""

import json
from random import Random

from hypothesis import strategies as st

from maillage.base.geometry import Point
from maillage.search.index import Edits
from maillage.search.query import OFFER_FACETS, PLACE_FACETS, SearchQuery
from maillage.search.rows import OfferRow, PlaceRow

SERVICES = {"courriel": (), "ecran": ("materiel",), "imprimante": ("materiel",), "materiel": (), "visio": ("courriel",)}
CODES = [f"code-{number}" for number in range(11)]  # more than a byte of bits
WORDS = ["mediatheque", "media", "saint", "saints", "jean", "uzes", "7"]
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
    return OfferRow(concept, {**facets, "services": (concept, *SERVICES[concept])}, inferred=random.random() < 0.3)


def place(random: Random, code: str) -> PlaceRow:
    facets = {facet: some(random, CODES, 2) for facet in random.sample(PLACE_FACETS, 2)}
    where = point(random) if random.random() < 0.8 else None
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
    return SearchQuery(
        near=point(random) if random.random() < 0.6 else None,
        radius_km=random.choice([0.0, 0.05, 1.0, 20.0, 50.0, 1000.0, 50_000.0]),
        territories=some(random, [*AREAS, "dep:99", "x" * 40], random.choice([0, 0, 2])),
        text=" ".join(some(random, [*WORDS, "m", "de", "St", "Médiathèques", "zzz", "x" * 40], random.choice([0, 0, 2]))),
        facets=facets,
        sort=random.choice(["distance", "name", "relevance"]),
        page=random.randint(-1, 4),
        page_size=random.choice([1, 2, 3, 20]),
    )


seeds = st.integers(0, 2**63)
many_places = st.builds(drawn_rows, st.integers(0, 20), seeds)
edits = st.builds(drawn_edits, st.integers(0, 20), seeds)
questions = st.builds(drawn_question, seeds)
