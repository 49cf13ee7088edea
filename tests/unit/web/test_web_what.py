"""What people mean by the words they type."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.referentials import selectors as referentials
from maillage.web.resident import what


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("impôts", ["demarche"]),
        ("faire mes impots", ["demarche"]),
        ("CAF", ["demarche"]),
        ("apprendre l'ordinateur", ["apprendre"]),
        ("imprimer", ["imprimer"]),
        ("je veux imprimer", ["imprimer"]),
        ("wifi", ["utiliser-sur-place"]),
        ("cv", ["emploi"]),
        ("job", ["emploi"]),
        ("ordinateur", ["apprendre", "utiliser-sur-place", "equipement"]),
        ("carte grise", ["demarches-transports"]),
        ("doctolib", ["sante-en-ligne"]),
    ],
)
def test_words_of_a_need_name_it(typed: str, codes: list[str]) -> None:
    assert [meaning.code for meaning in what.understand(typed)] == codes


@pytest.mark.parametrize("typed", ["", "a", "médiathèque", "Guéret", "rue du Vieux Château", "mairie", "xyzzy"])
def test_other_words_are_searched_as_they_are(typed: str) -> None:
    assert what.understand(typed) == []


def test_every_need_is_understood_by_its_own_label() -> None:
    for meaning in what.needs():
        assert what.understand(meaning.label)[0].code == meaning.code
        assert what.icon_of_need(meaning)


def test_every_service_has_an_icon_and_every_need_answers_by_services() -> None:
    assert all(what.icon_of_service(code) for code in referentials.vocabulary("services").codes)
    assert all(meaning.facets["services"] for meaning in what.needs())


@given(st.text(max_size=120))
@settings(deadline=None)
def test_any_text_is_read_without_fault(typed: str) -> None:
    assert len(what.understand(typed)) <= what.MAX_MEANINGS
