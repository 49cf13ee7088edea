"""Each way out of an empty answer says what it lets go, and its address asks the rest and no more."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from maillage.search.query import SearchQuery
from maillage.web.embed.asked import EmbeddedAsked
from maillage.web.resident.asked import Asked
from maillage.web.resident.ways import way_of

ASKED = Asked(what="impots", where="Guéret (23)", facets={"cout": ("gratuit",), "public": ("jeunes",)}, when="samedi", by_name=True)


def of(key: str, asked: Asked = ASKED, **query: object) -> tuple[str, dict[str, str]]:
    found = way_of(key, SearchQuery(radius_km=50, **query), asked)  # type: ignore[arg-type]
    assert found
    return found[0].replace("\xa0", " ").replace("\u202f", " "), dict(parse_qsl(urlsplit(found[1]).query))


ALL = {"quoi": "impots", "ou": "Guéret (23)", "cout": "gratuit", "public": "jeunes", "ouvert": "samedi", "tri": "nom"}


@pytest.mark.parametrize(
    ("key", "sentence", "gone", "other"),
    [
        ("radius", "Élargir à 50 km", (), {"rayon": "50"}),
        ("around", "Élargir à 50 km", (), {"rayon": "50", "ou": "Aubusson (23)"}),
        ("facet:costs", "Sans « Gratuit »", ("cout",), {}),
        ("open_at", "À n’importe quel moment", ("ouvert",), {}),
        ("text", "Sans les mots « impots »", ("quoi",), {}),
        ("spelling", "Chercher « impots caf »", (), {"quoi": "impots caf"}),
        ("anywhere", "La même chose, partout", ("ou",), {}),
        ("facet:services", "Tous les services, au même endroit", ("quoi",), {}),
        ("need", "Tous les lieux, jusqu’à 100 km", ("quoi", "cout", "public", "ouvert"), {"rayon": "100"}),
        ("everything", "Tous les lieux", tuple(ALL), {}),
        ("radius+facet:costs", "Élargir à 50 km, sans « Gratuit »", ("cout",), {"rayon": "50"}),
        ("facet:costs+facet:audiences", "Sans « Gratuit », sans « Jeunes »", ("cout", "public"), {}),
    ],
)
def test_a_way_lets_go_what_it_says_and_no_more(key: str, sentence: str, gone: tuple[str, ...], other: dict[str, str]) -> None:
    said, asked = of(key, text="impots caf", commune="23008")

    assert said == sentence
    assert asked == {name: value for name, value in ALL.items() if name not in gone} | other


@pytest.mark.parametrize("key", ["facet:equipment", "facet:languages", "zorglub", "radius+zorglub", "around"])
def test_what_an_address_cannot_say_is_no_way(key: str) -> None:
    assert way_of(key, SearchQuery(), ASKED) is None


@pytest.mark.parametrize("key", ["everything", "radius", "anywhere"])
def test_a_way_of_an_embedded_list_stays_in_its_frame(key: str) -> None:
    found = way_of(key, SearchQuery(radius_km=50), EmbeddedAsked(what="impots", where="dep:23", territory="dep:23"))

    assert found and found[1].startswith("/integrer/") and "territoire=dep" in found[1]
