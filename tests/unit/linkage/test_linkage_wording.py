"""A score is said in words: a likeness of names of 100 % is not that of two names alike letter by letter."""

import pytest

from maillage.linkage.wording import say


@pytest.mark.parametrize(
    ("measure", "told"), [(92, "nom 92\u202f% +0,7"), (100, "noms pareils, ou l’un dans l’autre, aux abréviations près +0,7"), (99, "nom 99\u202f% +0,7")]
)
def test_names_that_are_one_once_abbreviations_are_read_are_not_said_the_same(measure: int, told: str) -> None:
    assert say([("name", 0.7, measure)]) == told
