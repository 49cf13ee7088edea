"""The index answers like plain Python over rows: totals, places, order, distances, counts, unknown places, relaxations."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from maillage.search import build
from maillage.search.brute import BruteIndex
from maillage.search.index import Edits, Index
from maillage.search.query import SearchQuery
from maillage.search.rows import PlaceRow
from tests.factories.search import drawn_edits, drawn_question, drawn_rows, draws, edits, many_places, questions


def edited(rows: list[PlaceRow], changes: Edits) -> list[PlaceRow]:
    return [row for row in ({row.code: row for row in rows} | dict(changes)).values() if row]


@pytest.mark.slow
@settings(max_examples=400)
@given(rows=many_places, query=questions)
def test_index_answers_like_brute_force(rows: list[PlaceRow], query: SearchQuery):
    assert Index(build.segment(rows), 7).search(query) == BruteIndex(rows, 7).search(query)


@pytest.mark.slow
@settings(max_examples=400)
@given(rows=many_places, changes=edits, query=questions)
def test_index_with_edits_answers_like_brute_force_on_the_edited_rows(rows: list[PlaceRow], changes: Edits, query: SearchQuery):
    index = Index(build.segment(rows), 7, changes)

    assert index.search(query) == BruteIndex(edited(rows, changes), 7).search(query)
    assert index.places == len(edited(rows, changes))


@pytest.mark.slow
@given(rows=many_places, changes=edits, query=questions)
def test_pages_neither_repeat_nor_skip(rows: list[PlaceRow], changes: Edits, query: SearchQuery):
    index = Index(build.segment(rows), 7, changes)
    first = index.search(replace(query, page=1))

    codes = [hit.code for page in range(1, first.pages + 1) for hit in index.search(replace(query, page=page)).hits]

    assert len(codes) == len(set(codes)) == first.total
    assert codes == [hit.code for hit in index.search(replace(query, page=1, page_size=100)).hits]


@pytest.mark.long
def test_ten_thousand_questions_find_no_difference():
    random = draws(20261122)
    for _base in range(50):
        rows, changes = drawn_rows(100, random.getrandbits(63)), drawn_edits(20, random.getrandbits(63))
        index, oracle = Index(build.segment(rows), 7, changes), BruteIndex(edited(rows, changes), 7)
        for _question in range(200):
            query = drawn_question(random.getrandbits(63))
            assert index.search(query) == oracle.search(query), query
