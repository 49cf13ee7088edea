"""The index answers like plain Python over rows: totals, places, order, distances, counts, unknown places, relaxations."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.search import build
from maillage.search.brute import BruteIndex
from maillage.search.index import Index
from maillage.search.query import SearchQuery
from maillage.search.rows import PlaceRow
from tests.factories.search import code_of, many_places, places, questions


@settings(max_examples=300)
@given(rows=many_places(), query=questions)
def test_index_answers_like_brute_force(rows: list[PlaceRow], query: SearchQuery):
    assert Index(build.segment(rows), 7).search(query) == BruteIndex(rows, 7).search(query)


@settings(max_examples=200)
@given(data=st.data(), rows=many_places(8), query=questions)
def test_index_with_edits_answers_like_brute_force_on_the_edited_rows(data: st.DataObject, rows: list[PlaceRow], query: SearchQuery):
    edits = {code_of(number): data.draw(st.none() | places(code_of(number))) for number in data.draw(st.sets(st.integers(0, 10), max_size=5))}

    after = {row.code: row for row in rows} | edits
    index = Index(build.segment(rows), 7, edits)

    assert index.search(query) == BruteIndex([row for row in after.values() if row], 7).search(query)
    assert index.places == sum(row is not None for row in after.values())


@given(rows=many_places(), query=questions)
def test_pages_neither_repeat_nor_skip(rows: list[PlaceRow], query: SearchQuery):
    index = Index(build.segment(rows), 7)
    first = index.search(replace(query, page=1))

    codes = [hit.code for page in range(1, first.pages + 1) for hit in index.search(replace(query, page=page)).hits]

    assert len(codes) == len(set(codes)) == first.total
    assert codes == [hit.code for hit in index.search(replace(query, page=1, page_size=100)).hits]
