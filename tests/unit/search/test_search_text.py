"""Words of places and words asked meet whatever accents, plurals and saints."""

import pytest

from maillage.search.text import MAX_ASKED, MAX_TEXT, asked_words, matches, typed_words, words_of


def test_words_are_folded_and_saints_written_one_way():
    assert words_of("Médiathèque de St-Étienne") == ["mediatheque", "de", "saint", "etienne"]
    assert words_of("rue des Sts-Pères, Stes-Maries, Ste-Foy") == ["rue", "des", "saints", "peres", "saintes", "maries", "sainte", "foy"]
    assert words_of("Sœurs d’Œuilly, l'Haÿ, Besançon") == ["soeurs", "d", "oeuilly", "l", "hay", "besancon"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("la médiathèque d’Uzès", ("mediatheque", "uzes")),
        ("Je voudrais imprimer pour la CAF", ("imprimer", "caf")),
        ("de la", ("de", "la")),
        ("Uzès, uzes", ("uzes",)),
        ("!?", ()),
    ],
)
def test_asked_words_leave_out_the_empty_ones(text: str, words: tuple[str, ...]):
    assert asked_words(text) == words


def test_asked_words_are_bounded():
    assert len(asked_words(" ".join(f"mot{number}" for number in range(100)))) == MAX_ASKED
    assert len(asked_words("x" * 1000)[0]) < 30
    assert asked_words("uzes" + " " * MAX_TEXT + "nimes") == ("uzes",)


def test_of_many_typed_words_the_last_ones_count():
    typed = typed_words(" ".join(f"mot{number}" for number in range(30)))
    assert (len(typed), typed[-1]) == (MAX_ASKED, "mot29")


def test_an_empty_word_counts_while_it_may_still_grow():
    assert typed_words("la médiathèque de la") == ("mediatheque", "la")


@pytest.mark.parametrize(
    ("asked", "word", "answers"),
    [
        ("media", "mediatheque", True),
        ("imprimantes", "imprimante", True),
        ("imprimante", "imprimantes", True),
        ("mediatheque", "media", False),
        ("jus", "ju", False),
    ],
)
def test_matches_beginnings_and_singulars(asked: str, word: str, answers: bool):
    assert matches(asked, word) is answers
