"""A word that no place holds is read as the one that was meant; a word that places hold is left alone."""

from string import ascii_lowercase

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.search import build, spelling
from maillage.search.index import Index
from maillage.search.query import SearchQuery, SearchResult
from maillage.search.rows import OfferRow, PlaceRow
from maillage.search.spelling import Spelling
from maillage.search.text import WORD_LENGTH, is_correction, is_one_mistake, words_of

letters = st.text("abc", max_size=7)
stored = st.lists(st.text("abc1", min_size=1, max_size=9) | st.just("a" * WORD_LENGTH), min_size=1, max_size=30, unique=True)


def one_mistake(word: str) -> set[str]:
    """All that one mistake makes of a word."""
    parted = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    left_out = {start + rest[1:] for start, rest in parted if rest}
    added = {start + letter + rest for start, rest in parted for letter in ascii_lowercase}
    replaced = {start + letter + rest[1:] for start, rest in parted if rest for letter in ascii_lowercase}
    swapped = {start + rest[1] + rest[0] + rest[2:] for start, rest in parted if len(rest) > 1}
    return (left_out | added | replaced | swapped) - {word}


@given(letters, letters)
def test_one_mistake_is_a_letter_added_left_out_replaced_or_exchanged(one: str, other: str):
    assert is_one_mistake(one, other) is (other in one_mistake(one))


@given(stored, st.text("abc1s", min_size=4, max_size=9) | st.just("a" * (WORD_LENGTH - 1) + "s"))
def test_words_filed_are_found_like_by_reading_them_all(words: list[str], asked: str):
    keys = np.array(sorted(word.encode() for word in words), dtype=np.bytes_)
    found = Spelling(spelling.arrays(keys)).corrections(asked)
    assert found == sorted(word for word in words if is_correction(asked, word))


def test_no_word_is_read_as_an_empty_one():
    assert is_one_mistake("voudrai", "voudrais")
    assert not is_correction("voudrai", "voudrais")


def place(number: int, name: str) -> PlaceRow:
    offers = (OfferRow("courriel", {"services": ("courriel",)}),)
    return PlaceRow(f"{number:08d}", name.lower(), b"{}", words=dict.fromkeys(words_of(name), 3), offers=offers)


NAMES = ["Médiathèque d’Uzès", "Médiathèque de Guéret", "Mairie de Marie", "Médiatèque", "Bibliothèque Jean-Moulin", "Sainte-Marie", "École 23000"]
INDEX = Index(build.segment(place(number, name) for number, name in enumerate(NAMES)), 1)


def found(text: str, index: Index = INDEX) -> SearchResult:
    return index.search(SearchQuery(text=text))


@pytest.mark.parametrize(
    ("text", "corrected"),
    [
        ("Bilbiothèque", "bibliotheque"),
        ("bibliotèques", "bibliotheque"),
        ("medaitheque gueret", "mediatheque gueret"),
        ("mediathèqe", "mediatheque"),  # two places hold this one, one place holds "mediateque"
        ("jean moullin", "jean moulin"),
    ],
)
def test_a_mistake_is_corrected_and_told(text: str, corrected: str):
    result = found(text)
    assert result.corrected == corrected
    assert result.hits == found(corrected).hits
    assert result.total


@pytest.mark.parametrize("text", ["mairie", "marie", "mediateque", "biblio", "saintes"])
def test_a_word_that_places_hold_is_never_corrected(text: str):
    assert found(text).corrected == ""


def test_a_word_that_exists_brings_no_other():
    assert found("marie").total == 2
    assert found("mairie").total == 1


@pytest.mark.parametrize("text", ["uzis", "gare", "23001", "ecol3", "zzzzz", "bilbiothéqeu"])
def test_short_words_numbers_and_worse_mistakes_are_not_corrected(text: str):
    result = found(text)
    assert (result.total, result.corrected) == (0, "")


def test_words_of_places_gone_are_neither_known_nor_proposed():
    index = Index(INDEX.base, 2, {"00000004": None, "00000001": place(1, "Médiathèque de Bilbiotek")})

    assert found("bibliotheque", index).total == 0
    assert found("guéret", index).total == 0
    assert found("gueretz", index).corrected == ""
    assert found("bilbiotke", index).corrected == "bilbiotek"
