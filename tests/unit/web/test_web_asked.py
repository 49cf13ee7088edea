"""The address of the results page: read with indulgence, written always the same way."""

from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.referentials import selectors as referentials
from maillage.search.facets import codes_of
from maillage.web.resident.asked import FACETS, RADII_KM, Asked
from maillage.web.resident.moments import MOMENTS

CODES = {name: codes_of(facet) for name, facet in FACETS.items()}
ASKED = st.builds(
    Asked,
    what=st.text(max_size=150),
    where=st.text(max_size=150),
    need=st.sampled_from(["", *referentials.vocabulary("needs").codes]),
    facets=st.fixed_dictionaries(
        {}, optional={name: st.lists(st.sampled_from(codes), min_size=1, max_size=4, unique=True).map(tuple) for name, codes in CODES.items()}
    ),
    radius_km=st.sampled_from(RADII_KM),
    when=st.sampled_from(["", *MOMENTS]),
    by_name=st.booleans(),
    word=st.booleans(),
    page=st.integers(1, 1000),
)


def read(query: str) -> Asked:
    return Asked.read(QueryDict(query))


@given(ASKED)
@settings(deadline=None)  # the first one loads addresses and vocabularies
def test_what_is_written_is_read_again_the_same(asked: Asked) -> None:
    once = read(urlsplit(asked.url(page=asked.page)).query)
    assert read(urlsplit(once.url(page=once.page)).query) == once
    assert (once.need, once.radius_km, once.when, once.by_name, once.word, once.page) == (
        asked.need,
        asked.radius_km,
        asked.when,
        asked.by_name,
        asked.word,
        asked.page,
    )
    assert {name: set(codes) for name, codes in once.facets.items()} == {name: set(codes) for name, codes in asked.facets.items()}


@given(st.text(max_size=400))
@settings(deadline=None)
def test_any_query_is_read_without_fault(query: str) -> None:
    read(query)


@pytest.mark.parametrize(
    "query",
    [
        "service=inconnu",
        "rayon=-3",
        "rayon=7",
        "page=abc",
        "page=0",
        "page=²",
        "page=99999999999999",
        "besoin=x",
        "tri=1",
        "ouvert=jeudi",
        "quoi=%00%01",
        "ou=%20%20",
    ],
)
def test_what_means_nothing_is_left_out(query: str) -> None:
    assert read(query) == Asked()


def test_spaces_are_put_right_and_long_texts_cut() -> None:
    asked = read("quoi=++imprimer%0A+un+CV++&ou=" + "a" * 500)
    assert asked.what == "imprimer un CV"
    assert len(asked.where) == 120


def test_without_takes_one_box_off_and_goes_back_to_the_first_page() -> None:
    asked = read("ou=Gu%C3%A9ret&cout=gratuit&cout=payant&page=3")
    assert asked.without("cout", "payant") == "/lieux/?ou=Gu%C3%A9ret&cout=gratuit"
