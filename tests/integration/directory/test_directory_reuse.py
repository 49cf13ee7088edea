"""What may leave of a place: licences, and persons. Our own pages keep the rest."""

import json
from typing import Any

import pytest

from maillage.directory import actions, reuse, selectors
from maillage.directory.models import Place
from maillage.directory.reuse import OpenPlace
from maillage.opendata import rows
from maillage.search import directory_rows
from tests.factories.directory import NOW, TODAY, WHEN, a_list, a_team, deliver, place_of, record, say, told

pytestmark = pytest.mark.django_db
CLOSED = {"licence": "ODbL 1.0"}


def opened(place: Place) -> OpenPlace | None:
    (row,) = Place.objects.filter(pk=place.pk).values()
    return reuse.open_values([row], selectors.offers_of_places([place.pk]), selectors.closures_of_places([place.pk]), today=TODAY).get(place.pk)


@pytest.mark.parametrize(
    ("licence", "permits"),
    [
        ("", True), ("Licence Ouverte 2.0", True), ("Licence Ouverte / Open Licence version 2.0", True), ("etalab-2.0", True), ("lov2", True), ("CC0", True),
        ("cc-by", True), ("CC BY 4.0", True), ("https://creativecommons.org/licenses/by/4.0/", True), ("ODC-BY", True), ("PDDL", True), ("OGL v3", True),
        ("ODbL", False), ("Open Database License (ODbL)", False), ("CC BY-SA 4.0", False), ("CC BY-NC", False), ("CC-BY-ND 3.0", False), ("CC0 ou ODbL", False),
        ("https://creativecommons.org/licenses/by-nc-sa/4.0/", False), ("propriétaire", False), ("usage interne", False), ("Licence maison", False),
        ("tous droits réservés", False), ("Creative Commons Attribution Partage dans les mêmes conditions", False),
    ],
)  # fmt: skip
def test_a_licence_lets_a_value_go_or_not(licence: str, permits: bool):
    assert reuse.permits(licence) is permits


def test_a_value_under_a_closed_licence_is_shown_and_does_not_leave():
    deliver(a_list("ouverte"), record("1", summary="Venez", services={"securite": True}))
    deliver(a_list("fermee", **CLOSED), record("1", summary="Venez vite", hours="Mo 09:00-12:00", services={"culture-numerique": True}), today=TODAY)
    actions.merge([(place_of(a_list("fermee", **CLOSED)).pk, place_of(a_list("ouverte")).pk)], **WHEN)
    actions.publish(now=NOW)
    place = place_of(a_list("ouverte"))

    left = opened(place)
    (row,) = rows.published(today=TODAY)

    assert place.hours == "Mo 09:00-12:00" and len(selectors.offers_of(place)) == 2
    assert left is not None and (left.values["hours"], left.values["summary"]) == ("", "Venez")
    assert [offer.concept for offer in left.offers] == ["securite"]
    assert (row.hours, row.services, row.origins) == ("", ["securite"], ["Liste ouverte"])


def test_a_place_known_by_a_closed_licence_alone_does_not_leave():
    place = told("1", a_list("fermee", **CLOSED))
    actions.publish(now=NOW)

    assert opened(place) is None
    assert list(rows.published(today=TODAY)) == []
    (row,) = directory_rows.load()
    assert (b'"name":"M' in row.card, row.open_card) == (True, directory_rows.NOTHING)


def test_a_closure_told_by_a_closed_origin_does_not_leave():
    place = told("1")
    for origin, day in ((a_team(place), 1), (a_list("fermee", **CLOSED), 10)):
        first = TODAY.replace(month=12, day=day)
        actions.close(place=place, origin=origin, first_day=first, last_day=first, by=None, **WHEN)
    actions.publish(now=NOW)

    (row,) = rows.published(today=TODAY)

    assert [closure.first_day.day for closure in row.closures] == [1]


def test_an_address_that_a_closed_list_asks_to_hide_stays_hidden():
    deliver(a_list("ouverte"), record("1", street="1 rue Verte"))
    deliver(a_list("fermee", **CLOSED), record("1", address_hidden=True))
    actions.merge([(place_of(a_list("fermee", **CLOSED)).pk, place_of(a_list("ouverte")).pk)], **WHEN)
    actions.publish(now=NOW)

    (row,) = rows.published(today=TODAY)

    assert row.address_hidden and not row.street


def test_what_a_team_says_over_a_closed_list_leaves():
    place = told("1", a_list("fermee", **CLOSED))
    say(place, name="Espace public", postal_code="23000", commune="Guéret", insee="23096")

    (row,) = rows.published(today=TODAY)

    assert row.name == "Espace public"


def test_places_of_which_no_closed_list_speaks_cost_one_query(django_assert_num_queries: Any):
    for number in range(5):
        told(str(number))
    found = list(Place.objects.values())
    with django_assert_num_queries(1):
        reuse.open_values(found, {}, {}, today=TODAY)


def test_a_place_without_persons_is_given_as_it_is():
    place = told("1", summary="Médiathèque Jean Moulin, salle Simone Veil", phones=[{"number": "+33555000001", "contact": "service"}])

    left = opened(place)

    assert left is not None and not left.differs


def test_a_place_named_by_a_person_takes_the_name_of_its_kind():
    place = told("1", name="Mme Durand", kinds={"BIB": True})

    left = opened(place)

    assert left is not None and left.values["name"] == "Bibliothèque de Guéret"


def test_a_number_of_the_service_stays_in_its_texts():
    phone = [{"number": "+33612345678", "contact": "service"}]
    place = told("1", summary="Demander Karim au 06 12 34 56 78, ou passer", phones=phone)

    left = opened(place)

    assert left is not None and left.values["summary"] == "Demander […] au 06 12 34 56 78, ou passer"


def test_the_card_of_other_software_names_nobody():
    told("1", hours_words="Sur rendez-vous avec Sophie Bernard", emails=[{"address": "sophie.bernard@mairie.fr", "contact": "person"}])
    actions.publish(now=NOW)

    (row,) = directory_rows.load()

    assert row.open_card is not None and b"Bernard" in row.card
    assert json.loads(row.open_card)["hours_words"] == "Sur rendez-vous avec […]"
