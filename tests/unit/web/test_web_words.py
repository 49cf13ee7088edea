"""What is said of dates, distances and numbers, in both languages."""

from datetime import date

import pytest
from django.utils import translation

from maillage.web import words
from maillage.web.resident import cards

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("km", "said"),
    [
        (None, ""),
        (0.02, "à moins de 100 m"),
        (0.84, "à 800 m à vol d’oiseau"),
        (2.34, "à 2,3 km à vol d’oiseau"),
        (9.96, "à 10 km à vol d’oiseau"),
        (41.7, "à 42 km à vol d’oiseau"),
    ],
)
def test_distance_is_said_as_people_say_it(km: float | None, said: str) -> None:
    assert words.distance(km).replace(NBSP, " ") == said


def test_day_is_said_in_the_language_of_the_moment() -> None:
    assert words.day(date(2026, 3, 1)) == "1er mars 2026"
    assert words.day(date(2026, 3, 3)) == "3 mars 2026"
    with translation.override("en"):
        assert words.day(date(2026, 3, 1)) == "1 March 2026"


@pytest.mark.parametrize(
    ("name", "said"), [("Guéret", "près de Guéret"), ("Aubusson", "près d’Aubusson"), ("Le Mans", "près du Mans"), ("Les Mureaux", "près des Mureaux")]
)
def test_near_agrees_with_the_name(name: str, said: str) -> None:
    assert words.near(name) == said


def test_near_in_english_keeps_the_whole_name() -> None:
    with translation.override("en"):
        assert words.near("Le Mans") == "near Le Mans"


def test_enumeration() -> None:
    assert [words.enumeration(items) for items in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a et b", "a, b et c"]


@pytest.mark.parametrize(
    ("stored", "shown"),
    [("+33555640012", "05 55 64 00 12"), ("3949", "39 49"), ("+262692123456", "0692 12 34 56"), ("+nonsense", "+nonsense")],
)
def test_phone_is_written_as_people_read_it(stored: str, shown: str) -> None:
    phone = cards.phone(stored)
    assert (phone.number, phone.href) == (shown, f"tel:{stored}")


@pytest.mark.parametrize(
    ("checked_on", "level"),
    [(date(2026, 11, 1), "up-to-date"), (date(2026, 3, 1), "to-watch"), (date(2025, 9, 1), "to-check"), (date(2021, 1, 1), "to-update"), (None, "to-update")],
)
def test_freshness_has_four_words(checked_on: date | None, level: str) -> None:
    assert cards.freshness(checked_on, today=date(2026, 11, 23)).level == level


def test_named_persons_are_not_contacts_of_the_service() -> None:
    contacts = [{"number": "+33555640012", "contact": "service"}, {"number": "+33612345678", "contact": "person"}]
    assert cards.service_contacts(contacts, "number") == ["+33555640012"]


@pytest.mark.parametrize(("text", "lower"), [("Faire un CV", "faire un CV"), ("CAF et MSA", "CAF et MSA"), ("Wi-Fi", "Wi-Fi"), ("", ""), ("Écrire", "écrire")])
def test_first_letter_is_lowered_but_not_that_of_an_acronym(text: str, lower: str) -> None:
    assert words.lower_first(text) == lower


def test_quotation_marks_do_not_nest_alike() -> None:
    assert words.quoted("Liste « ville »").replace("\N{NARROW NO-BREAK SPACE}", " ") == "« Liste “ville” »"
    with translation.override("en"):
        assert words.quoted("Liste « ville »") == "“Liste ‘ville’”"


@pytest.mark.parametrize(
    ("received", "shown"),
    [("9 RUE DES TANNEURS", "9 rue des Tanneurs"), ("2 rue de l'École", "2 rue de l’École"), ("3 AV. DU GÉNÉRAL LECLERC", "3 av. du Général Leclerc")],
)
def test_streets_do_not_shout(received: str, shown: str) -> None:
    assert words.street(received) == shown
