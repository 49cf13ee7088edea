"""Cells that no spreadsheet runs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.base.cells import FORMULA_STARTS, safe, unsafe


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_safe_never_leaves_a_formula_at_the_start(start):
    assert not safe(f"{start}1+1").startswith(FORMULA_STARTS)


def test_safe_leaves_plain_words_alone():
    assert safe("Médiathèque d’Uzès") == "Médiathèque d’Uzès"


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("'=+-@"))))
def test_unsafe_gives_back_any_text(text):
    assert unsafe(safe(text)) == text
    assert not safe(text).startswith(FORMULA_STARTS)
