"""What the base knows of a territory, and whom to call first."""

import pytest

from maillage.directory import knowledge
from maillage.territories import selectors as territories
from tests.factories import web as factory

pytestmark = pytest.mark.django_db
TODAY = factory.TODAY
AHUN, GUERET, AUBUSSON, LIMOGES = "23001", "23096", "23008", "87085"


def creuse() -> knowledge.Known:
    area = territories.departement("23")
    assert area
    return knowledge.known(area, today=TODAY)


def called(limit: int = 20) -> list[tuple[str, str]]:
    area = territories.departement("23")
    assert area
    return [(call.name, call.commune) for call in knowledge.calls(area, today=TODAY, limit=limit)]


def test_an_empty_territory_says_so() -> None:
    known = creuse()

    assert (known.places, known.with_services) == (0, 0)
    assert known.communes == len(known.communes_without) > 250
    assert known.communes_without[0] == "Guéret"
    assert called() == []


def test_places_are_counted_by_what_is_known_of_them() -> None:
    factory.place("1", offers=["demarches-administratives"])
    factory.place("2", commune=AHUN, hours="", hours_words="", phones=[], precision="commune", checked_on=None)
    factory.place("3", commune=LIMOGES, offers=["demarches-administratives"])

    known = creuse()

    assert (known.places, known.with_services, known.with_hours, known.with_phone, known.with_address, known.fresh) == (2, 1, 1, 1, 1, 1)
    assert dict(known.kinds) == {"BIB": 2}
    assert dict(known.needs)["demarche"] == 1
    assert not {"Guéret", "Ahun"} & set(known.communes_without)


def test_one_place_a_commune_is_called_before_a_second_largest_communes_first() -> None:
    factory.place("1", name="Mairie", kinds=["MUNI"])
    factory.place("2", name="Médiathèque")
    factory.place("3", name="Bibliothèque", commune=AHUN)
    factory.place("4", name="Bibliothèque", commune=AUBUSSON)

    assert called() == [("Médiathèque", "Guéret"), ("Bibliothèque", "Aubusson"), ("Bibliothèque", "Ahun"), ("Mairie", "Guéret")]
    assert called(limit=1) == [("Médiathèque", "Guéret")]


def test_nobody_is_called_who_has_said_all() -> None:
    factory.place("1", offers=["demarches-administratives"])

    assert called() == []


@pytest.mark.parametrize("phones", [[], [{"number": "+33600000000", "contact": "person"}]])
def test_a_place_without_a_telephone_of_its_service_is_asked_after_one_that_has_it(phones: list[dict[str, str]]) -> None:
    factory.place("1", name="A", phones=phones)
    factory.place("2", name="B")
    area = territories.departement("23")
    assert area

    assert [(call.name, call.phone) for call in knowledge.calls(area, today=TODAY)] == [("B", "+33555640012"), ("A", "")]


def test_a_call_says_what_to_ask() -> None:
    factory.place("1", hours="", checked_on=None)
    area = territories.departement("23")
    assert area

    (call,) = knowledge.calls(area, today=TODAY)

    assert call.unknown == ("services", "hours", "checked")
    assert call.phone == "+33555640012"
