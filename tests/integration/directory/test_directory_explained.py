"""The worked example of docs/explanation/heart.md is true."""

from datetime import date

import pytest

from maillage.directory import actions, selectors
from maillage.directory.models import Place, Question
from tests.factories.directory import NOW, TODAY, WHEN, a_list, a_team, place_of

pytestmark = pytest.mark.django_db
OLD_PHONE, NEW_PHONE = ([{"number": number, "contact": "service"}] for number in ("+33555000000", "+33555999999"))
COMMUNE = {"postal_code": "23000", "commune": "Guéret", "insee": "23096"}
CREUSE = {
    "name": "Médiathèque municipale",
    **COMMUNE,
    "street": "2 rue Neuve",
    "phones": NEW_PHONE,
    "hours": "Mo-Fr 09:00-12:00",
    "services": {"securite": False, "loisirs-creation": True},
    "audiences": {"jeunes": True},
}


@pytest.fixture
def library() -> Place:
    culture, creuse = a_list("culture"), a_list("creuse")
    old = {"name": "Médiathèque", **COMMUNE, "street": "1 rue Vieille", "latitude": 46.17, "longitude": 1.87, "phones": OLD_PHONE}
    old |= {"services": {"securite": True}, "audiences": {"seniors": True}}
    actions.record_statements(culture, [actions.RecordIn("B23096", old, date(2025, 2, 1))], **WHEN)
    actions.record_statements(creuse, [actions.RecordIn("17", CREUSE, date(2026, 1, 15))], **WHEN)
    actions.unite([[place_of(culture, "B23096").pk, place_of(creuse, "17").pk]], **WHEN)
    place = Place.objects.current().get()
    actions.state(place=place, origin=a_team(place), values={"phones": None}, by=None, today=date(2026, 9, 10), now=NOW)
    return Place.objects.get(pk=place.pk)


def test_the_worked_example_gives_the_values_of_the_page(library: Place) -> None:
    assert (library.name, library.street, library.latitude, library.hours) == ("Médiathèque municipale", "2 rue Neuve", None, "Mo-Fr 09:00-12:00")
    assert (library.phones, library.stated_none) == ([], ["phones"])
    assert library.services_denied == ["securite"]
    assert [(offer.concept, offer.facets) for offer in selectors.offers_of(library)] == [("loisirs-creation", {"audiences": ["jeunes"]})]
    assert library.facets == {"audiences": ["jeunes", "seniors"]}
    assert (library.checked_on, library.checked_by) == (date(2026, 9, 10), a_team(library))


def test_the_worked_example_is_explained(library: Place) -> None:
    why = selectors.explain(library, today=TODAY)
    assert (why["phones"].winner.origin.kind, [voice.value for voice in why["phones"].others]) == ("team", [NEW_PHONE, OLD_PHONE])
    assert [voice.value for voice in (why["offer:securite"].winner, *why["offer:securite"].others)] == [False, True]


def test_the_worked_example_asks_and_can_be_taken_back(library: Place) -> None:
    october = {"today": date(2026, 10, 15), "now": NOW}
    other = [{"number": "+33555111111", "contact": "service"}]
    actions.record_statements(a_list("creuse"), [actions.RecordIn("17", CREUSE | {"phones": other}, date(2026, 10, 10))], **october)
    library.refresh_from_db()
    assert (library.phones, Question.objects.get().kind) == ([], "newer_source")
    word = library.statements.in_force().get(origin__kind="team")
    actions.withdraw(word, by=None, **october)
    library.refresh_from_db()
    assert (library.phones, Question.objects.get().state) == (other, "moot")
