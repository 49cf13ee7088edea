"""What is proposed while a commune or a territory is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.territories import selectors
from maillage.territories.beginnings import Beginnings
from maillage.territories.names import without_article

words = st.lists(st.sampled_from(["la", "a", "ab", "abc", "b", "ba"]), min_size=1, max_size=4).map(" ".join)


def holds(name: str, typed: str) -> bool:
    """Are these beginnings of words found one after the other?"""
    rest = name.split()
    for word in typed.split():
        while rest and not rest[0].startswith(word):
            rest.pop(0)
        if not rest:
            return False
        rest.pop(0)
    return True


@given(st.lists(words, max_size=12), words)
def test_names_are_found_like_by_reading_them_all(names: list[str], typed: str):
    beginnings, forms = Beginnings(names), [(name, without_article(name)) for name in names]

    assert beginnings.same(typed) == [i for i, both in enumerate(forms) if typed in both]
    assert beginnings.beginning(typed) == [i for i, both in enumerate(forms) if any(form.startswith(typed) for form in both)]
    assert list(beginnings.holding(typed)) == [i for i, name in enumerate(names) if holds(name, typed)]


def test_a_former_commune_leads_to_that_of_today():
    match = selectors.communes_like("cherbourg oct")[0]
    assert (match.commune.name, match.former) == ("Cherbourg-en-Cotentin", "Cherbourg-Octeville")


@pytest.mark.parametrize(
    ("typed", "key"),
    [("creuse", "dep:23"), ("23", "dep:23"), ("2a", "dep:2A"), ("nouvelle a", "reg:75"), ("grand gueret", "epci:200034825"), ("reunion", "reg:04")],
)
def test_territories_are_found_by_name_and_departements_by_code(typed: str, key: str):
    assert key in [area.key for _closeness, area in selectors.areas_like(typed, 2)]


@given(st.text(max_size=30), st.integers(1, 5))
def test_any_text_is_accepted(typed: str, limit: int):
    assert len(selectors.areas_like(typed, limit)) <= limit
    assert len(selectors.communes_like(typed, limit)) <= limit
