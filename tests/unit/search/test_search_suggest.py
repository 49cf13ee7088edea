"""What is proposed while one types: communes, needs, services, territories and places."""

import json
from dataclasses import replace

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from maillage.search import build
from maillage.search.brute import BruteIndex
from maillage.search.index import Edits, Index
from maillage.search.rows import PlaceRow
from maillage.search.suggest import Suggestion, suggest
from maillage.search.suggest_places import places_like
from maillage.search.suggest_terms import terms_like
from maillage.search.text import matches, typed_words, words_of
from tests.factories.search import drawn_edits, drawn_rows, draws


def place(code: str, name: str, commune: str = "", *, open_name: str = "") -> PlaceRow:
    card = {"code": code, "name": name, "postal_code": "", "commune": commune}
    open_card = json.dumps({**card, "name": open_name}).encode() if open_name else None
    words = dict.fromkeys(words_of(commune), 2) | dict.fromkeys(words_of(name), 3)
    return PlaceRow(code, " ".join(words_of(name)), json.dumps(card).encode(), words=words, open_card=open_card)


PLACES = [
    place("BIBLIO01", "Bibliothèque de Pérignac"),
    place("BIBLIO02", "Bibliothèque intercommunale du Périgord"),
    place("MEDIA001", "Médiathèque Simone-Veil", "Guéret"),
    place("MEDIA002", "Médiathèque de Saint-Étienne", "Saint-Étienne"),
    place("PERSON01", "Point d’accueil de Mme Durand", open_name="Point d’accueil"),
]
INDEX = Index(build.segment(PLACES), 1)


def found(text: str, kind: str = "", index: Index = INDEX) -> list[str]:
    return [each.code for each in suggest(index, text) if kind in ("", each.kind)]


def labels(text: str) -> list[str]:
    return [each.label for each in suggest(INDEX, text)]


def test_a_commune_tells_its_postal_code_and_departement():
    assert suggest(INDEX, "st et")[0] == Suggestion("commune", "42218", "Saint-Étienne", "42000 · Loire")


def test_a_commune_tells_the_postal_code_that_was_typed():
    assert suggest(INDEX, "75011")[0] == Suggestion("commune", "75056", "Paris", "75011 · Paris")
    assert suggest(INDEX, "paris 750")[0].detail == "75001 · Paris"
    assert suggest(INDEX, "st etienne 421")[0].detail == "42100 · Loire"
    assert suggest(INDEX, "97417")[0].detail == "97417 · La Réunion"


def test_a_former_commune_leads_to_that_of_today():
    first = suggest(INDEX, "cherbourg-octe")[0]
    assert (first.label, first.detail) == ("Cherbourg-en-Cotentin", "50100 · Manche · comprend Cherbourg-Octeville")


def test_a_departement_comes_before_the_villages_of_its_name():
    assert [(each.kind, each.code) for each in suggest(INDEX, "Creuse")][:2] == [("territory", "dep:23"), ("commune", "80225")]
    assert suggest(INDEX, "23")[0] == Suggestion("territory", "dep:23", "Creuse", "département · 23")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("biblio per", ["BIBLIO01", "BIBLIO02"]),
        ("perig bibli", ["BIBLIO01", "BIBLIO02"]),
        ("bilbiotheque perignac", ["BIBLIO01"]),
        ("medi gueret", ["MEDIA001"]),
        ("médiathèque de s", ["MEDIA001", "MEDIA002"]),
        ("médiathèque st et", ["MEDIA002"]),
        ("guéret", []),  # an address names no place by itself
        ("zzz", []),
    ],
)
def test_places_are_found_by_their_words_in_any_order(text: str, codes: list[str]):
    assert found(text, "place") == codes


def test_what_may_not_leave_is_not_proposed():
    assert "Point d’accueil" in labels("point d'accueil")


def test_needs_and_services_are_found_by_what_people_say():
    assert "imprimer" in found("imprim", "need")
    assert "demarche" in found("CAF", "need")
    assert len(labels("démarche en ligne")) == len(set(labels("démarche en ligne")))
    with override("en"):
        assert "Print or scan a document" in labels("imprim")


def test_the_best_of_each_kind_comes_first():
    kinds = [each.kind for each in suggest(INDEX, "saint")]
    assert kinds[:3] == ["commune", "territory", "place"]
    assert len(kinds) == 8


@pytest.mark.parametrize(("text", "closeness"), [("Médiathèque Simone-Veil", 0), ("médiathèque sim", 1), ("simone", 2)])
def test_the_very_name_of_a_place_is_closer_than_its_beginning_than_its_words(text: str, closeness: int):
    assert [(rank, card["code"]) for rank, card in places_like(INDEX, text, 1)] == [(closeness, "MEDIA001")]


@pytest.mark.parametrize(("text", "closeness"), [("Imprimer ou scanner un document", 0), ("imprimer ou", 1), ("photocopie", 1), ("scanner un doc", 2)])
def test_the_very_wording_of_a_need_is_closer_than_what_people_say_than_its_words(text: str, closeness: int):
    assert (closeness, "imprimer") in [(rank, code) for rank, code, _label in terms_like("needs", text, 8)]


def test_two_letters_inside_a_wording_propose_nothing():
    assert found("un or", "need") == []
    assert "apprendre" in found("un ord", "need")


def test_a_place_of_which_nothing_may_leave_is_told_by_its_own_card():
    secret = replace(place("SECRET01", "Médiathèque secrète"), open_card=b"null")
    assert found("secrète", "place", Index(INDEX.base, 2, {"SECRET01": secret})) == ["SECRET01"]


def test_nothing_is_proposed_for_nothing():
    assert suggest(INDEX, " ,;") == []


def test_edits_are_seen_and_places_gone_are_not():
    index = Index(INDEX.base, 2, {"BIBLIO01": None, "MEDIA001": place("MEDIA001", "Bibliothèque Perec")})
    assert found("biblio per", "place", index) == ["MEDIA001", "BIBLIO02"]
    assert found("simone", "place", index) == []


def by_reading_all(rows: list[PlaceRow], text: str, limit: int) -> list[str]:
    """The rule of places, in plain Python."""
    oracle = BruteIndex(rows)
    asked = [word if oracle.holds(word) else oracle.correction(word) or word for word in typed_words(text)]

    def worth(row: PlaceRow) -> list[int]:
        return [max((value for stored, value in row.words.items() if value > 1 and matches(word, stored)), default=0) for word in asked]

    answering = [row for row in rows if asked and all(worth(row)) and 3 in worth(row)]
    return [row.code for row in sorted(answering, key=lambda row: (-sum(worth(row)), len(row.name.encode()), row.order))][:limit]


@given(
    st.integers(0, 30), st.integers(0, 2**32), st.sampled_from(["m", "media", "saint je", "uzest", "mediathque", "s", "7 m", "jeann saint"]), st.integers(1, 4)
)
def test_places_are_found_like_by_reading_them_all(size: int, seed: int, text: str, limit: int):
    rows, changes = drawn_rows(size, seed), drawn_edits(size, draws(seed).getrandbits(30))
    cards: Edits = {code: row and with_code(row) for code, row in changes.items()}
    index = Index(build.segment(map(with_code, rows)), 1, cards)
    published = [row for row in ({row.code: row for row in rows} | dict(changes)).values() if row]

    assert [card["code"] for _closeness, card in places_like(index, text, limit)] == by_reading_all(published, text, limit)


def with_code(row: PlaceRow) -> PlaceRow:
    return replace(row, open_card=None, card=json.dumps({"code": row.code}).encode())


@given(st.text(max_size=40), st.integers(1, 8))
def test_any_text_is_accepted(text: str, limit: int):
    assert len(suggest(INDEX, text, limit)) <= limit
