"""What the base knows of a territory, and whom to call first."""

import pytest

from maillage.directory import knowledge
from maillage.directory.models import Place, Question
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


def told(**wanted: object) -> list[knowledge.Call]:
    area = territories.departement("23")
    assert area
    return [call for call in knowledge.calls(area, today=TODAY) if all(getattr(call, name) == value for name, value in wanted.items())]


def ask(kind: str, place: Place, other: Place | None = None) -> Question:
    return Question.objects.create(key=f"{kind}:{place.code}", kind=kind, place=place, other=other, raised_on=TODAY)


def test_kinds_that_only_a_name_tells_count() -> None:
    factory.place("1", name="Mairie", kinds=[], inferred=["kinds:MUNI", "services:securite"])

    assert dict(creuse().kinds) == {"MUNI": 1}


def test_a_place_without_a_number_is_called_through_the_town_hall_of_its_commune() -> None:
    factory.place("1", name="Point lecture", phones=[])
    factory.place("2", name="Médiathèque", phones=[{"number": "+33555640099", "contact": "service"}])
    factory.place("3", name="Mairie", kinds=[], inferred=["kinds:MUNI"])
    factory.place("4", name="Bibliothèque", commune=AHUN, phones=[])

    (call,) = told(name="Point lecture")
    assert call.through == knowledge.Through("Mairie", "+33555640012", is_town_hall=True)
    assert [call.through for call in told(name="Médiathèque")] == [None], "it has a number of its own"
    assert [call.through for call in told(name="Bibliothèque")] == [None], "nobody of its commune has one"


def test_without_a_town_hall_another_place_of_the_commune_answers() -> None:
    factory.place("1", name="Point lecture", phones=[])
    factory.place("2", name="Médiathèque")

    assert [call.through and call.through.name for call in told(name="Point lecture")] == ["Médiathèque"]


def test_of_two_places_that_are_perhaps_one_only_the_one_with_a_number_is_called() -> None:
    silent = factory.place("1", name="Équinoxe", phones=[])
    reached = factory.place("2", name="Médiathèque Équinoxe")
    asked = ask("duplicate", silent, reached)
    assert [call.name for call in told()] == ["Médiathèque Équinoxe"]

    Question.objects.filter(pk=asked.pk).update(state="answered")
    assert {call.name for call in told()} == {"Équinoxe", "Médiathèque Équinoxe"}


def test_of_two_with_a_number_one_is_called_and_of_two_without_both() -> None:
    ask("duplicate", factory.place("1", name="A"), factory.place("2", name="B"))
    assert len(told()) == 1

    Place.objects.update(phones=[])
    assert len(told()) == 2


def test_questions_are_counted_by_kind_in_the_territory() -> None:
    here, there = factory.place("1"), factory.place("2", commune=LIMOGES)
    nowhere = factory.place("3", insee="", latitude=None, longitude=None, withheld="unlocated")
    ask("unreadable", here)
    ask("contradictory", there)
    ask("unlocated", nowhere)

    assert dict(creuse().questions) == {"unreadable": 1, "unlocated": 1}
