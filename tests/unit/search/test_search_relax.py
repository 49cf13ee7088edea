"""When nothing is found, the answer says what to let go, and how much is found then."""

from datetime import datetime

from maillage.base.geometry import Point
from maillage.search import build
from maillage.search.index import Index
from maillage.search.query import SearchQuery
from maillage.search.rows import OfferRow, PlaceRow

GUERET, LIMOGES, POLE = Point(46.17, 1.87), Point(45.83, 1.26), Point(-89.0, 0.0)
FREE_MAIL = OfferRow("courriel", {"services": ("courriel",), "costs": ("gratuit",)})
ROWS = [
    PlaceRow("00000001", "mediatheque", b"{}", GUERET, territories=("dep:23",), words={"mediatheque": 3}, offers=(FREE_MAIL,)),
    PlaceRow("00000002", "mediatheqe", b"{}", Point(-60.0, 0.0), words={"mediatheqe": 3}, offers=(FREE_MAIL,)),
]
INDEX = Index(build.segment(ROWS), 1)


def keys(query: SearchQuery) -> list[str]:
    result = INDEX.search(query)
    assert result.total == 0
    assert all(INDEX.search(relaxation.query).total == relaxation.total > 0 for relaxation in result.relaxations)
    return [relaxation.key for relaxation in result.relaxations]


def test_the_radius_widens_step_by_step_until_something_is_found():
    assert keys(SearchQuery(near=LIMOGES, radius_km=10)) == ["radius"]
    assert INDEX.search(SearchQuery(near=LIMOGES, radius_km=10)).relaxations[0].query.radius_km == 100


def test_each_facet_alone_is_let_go():
    assert keys(SearchQuery(near=GUERET, facets={"services": ("courriel",), "costs": ("payant",)})) == ["facet:costs"]


def test_text_and_territories_are_let_go():
    assert keys(SearchQuery(text="piscine", territories=("dep:23",))) == ["text"]
    assert keys(SearchQuery(near=GUERET, territories=("dep:75",))) == ["territories"]


def test_a_mistake_that_a_list_made_is_not_the_only_spelling():
    assert keys(SearchQuery(near=GUERET, text="mediatheqe")) == ["spelling", "text"]
    assert INDEX.search(SearchQuery(near=GUERET, text="mediatheqe")).relaxations[0].query.text == "mediatheque"


def test_neighbours_of_a_territory_are_proposed():
    assert keys(SearchQuery(territories=("com:23079",))) == ["around"]  # Felletin
    assert INDEX.search(SearchQuery(territories=("com:23079",))).relaxations[0].query.radius_km == 50
    assert INDEX.search(SearchQuery(territories=("com:23079",))).relaxations[0].query.commune == "23079"
    assert keys(SearchQuery(territories=("reg:93",))) == ["anywhere", "everything"]


def test_the_moment_is_let_go():
    assert keys(SearchQuery(near=GUERET, open_at=datetime(2026, 11, 25, 10))) == ["open_at"]


def test_two_things_are_let_go_when_one_is_not_enough():
    assert keys(SearchQuery(near=LIMOGES, radius_km=10, text="piscine")) == ["radius+text"]
    assert keys(SearchQuery(text="piscine", territories=("com:23079",))) == ["around+text"]
    assert keys(SearchQuery(near=GUERET, text="piscine", facets={"costs": ("payant",)})) == ["facet:costs+text"]


def test_when_one_thing_is_not_enough_the_whole_where_or_the_whole_need_is_let_go():
    assert keys(SearchQuery(near=POLE)) == ["anywhere", "everything"]
    assert keys(SearchQuery(near=LIMOGES, radius_km=5, text="piscine", facets={"costs": ("payant",)})) == ["need", "everything"]


def test_an_answer_needs_no_relaxation():
    assert INDEX.search(SearchQuery(near=GUERET)).relaxations == ()
