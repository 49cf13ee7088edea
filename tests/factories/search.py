"""Knows how to draw rows and questions at random: few values, so that they meet, and the awkward ones among them."""

import json

from hypothesis import strategies as st

from maillage.base.geometry import Point
from maillage.search.query import OFFER_FACETS, PLACE_FACETS, SearchQuery
from maillage.search.rows import OfferRow, PlaceRow

SERVICES = {"courriel": (), "ecran": ("materiel",), "imprimante": ("materiel",), "materiel": (), "visio": ("courriel",)}
CODES = ["a", "b", "c"]
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

points = st.sampled_from(POINTS) | st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))
some_codes = st.lists(st.sampled_from(CODES), max_size=2, unique=True).map(tuple)
offer_facets = st.dictionaries(st.sampled_from(OFFER_FACETS[1:4]), some_codes, max_size=3)
place_facets = st.dictionaries(st.sampled_from(PLACE_FACETS[:2]), some_codes, max_size=2)


@st.composite
def offers(draw: st.DrawFn) -> OfferRow:
    concept = draw(st.sampled_from(sorted(SERVICES)))
    return OfferRow(concept, {**draw(offer_facets), "services": (concept, *SERVICES[concept])})


@st.composite
def places(draw: st.DrawFn, code: str) -> PlaceRow:
    point = draw(st.none() | points)
    return PlaceRow(
        code=code,
        name=draw(st.sampled_from(["", "aa", "ab", "mediatheque"])),
        card=json.dumps({"code": code, "version": draw(st.integers(0, 9))}).encode(),
        point=point,
        has_own_point=point is not None and draw(st.booleans()),
        territories=tuple(draw(st.lists(st.sampled_from(AREAS), max_size=3, unique=True))),
        words=draw(st.dictionaries(st.sampled_from(WORDS), st.integers(1, 3), max_size=4)),
        facets=draw(place_facets),
        denied=tuple(draw(st.lists(st.sampled_from(sorted(SERVICES)), max_size=2, unique=True))),
        offers=tuple(draw(st.lists(offers(), max_size=3))),
    )


def code_of(number: int) -> str:
    return f"{number:08d}"


@st.composite
def many_places(draw: st.DrawFn, max_size: int = 12) -> list[PlaceRow]:
    count = draw(st.integers(0, max_size))
    return [draw(places(code_of(number))) for number in draw(st.permutations(range(count)))]


asked_facets = st.dictionaries(
    st.sampled_from([*OFFER_FACETS[1:4], *PLACE_FACETS[:2], "nonsense"]), st.lists(st.sampled_from([*CODES, "nonsense"]), max_size=2).map(tuple), max_size=2
)
asked_services = st.lists(st.sampled_from([*SERVICES, "nonsense"]), max_size=2).map(tuple)

questions = st.builds(
    SearchQuery,
    near=st.none() | points,
    radius_km=st.sampled_from([0.0, 0.05, 1.0, 20.0, 50.0, 1000.0, 50_000.0]),
    territories=st.lists(st.sampled_from([*AREAS, "dep:99", "x" * 40]), max_size=2).map(tuple),
    text=st.lists(st.sampled_from([*WORDS, "m", "de", "St", "Médiathèques", "zzz", "x" * 40]), max_size=2).map(" ".join),
    facets=st.builds(lambda facets, services: {**facets, "services": services}, asked_facets, asked_services),
    sort=st.sampled_from(["distance", "name", "relevance"]),
    page=st.integers(-1, 4),
    page_size=st.sampled_from([1, 2, 3, 20]),
)
