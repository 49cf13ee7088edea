"""Published places as the exports see them."""

import pytest

from maillage.directory import actions, selectors
from maillage.directory.models import Organisation, Origin
from maillage.opendata import rows
from maillage.opendata.schemas import standard
from tests.factories.directory import NOW, TODAY, WHEN, a_coordinator, a_list, deliver, place_of, record

pytestmark = pytest.mark.django_db


def a_body(origin: Origin) -> Organisation:
    return actions.create_organisation(origin=origin, record_id="ville", kind="structure", name="Ville de Guéret", by=None, now=NOW)


def test_a_merged_place_is_told_with_all_its_origins_and_only_offers_in_force():
    one, other = a_list("creuse"), a_list("mairies")
    deliver(one, record("1", services={"securite": True}, costs={"gratuit": True}))
    deliver(other, record("1", services={"culture-numerique": True}))
    actions.merge([(place_of(other).pk, place_of(one).pk)], **WHEN)
    deliver(one, record("1", costs={"gratuit": True}))
    actions.publish(now=NOW)

    (told,) = rows.published(today=TODAY)

    assert told.origins == ["Liste creuse", "Liste mairies"]
    assert told.services == ["culture-numerique"]
    assert told.changed_on == TODAY


def test_nothing_inferred_leaves_in_an_export():
    deliver(a_list("creuse"), record("1", kinds={"MUNI": True}, inferred={"kinds:BIB": True, "services:securite": True, "costs:gratuit": True}))
    actions.publish(now=NOW)
    assert place_of(a_list("creuse")).inferred

    (told,) = rows.published(today=TODAY)
    cells = standard.row(told)

    assert cells["typologie"] == "MUNI"
    assert not {"services", "frais_a_charge"} & cells.keys()


def test_named_persons_stay_here():
    phones = [{"number": "+33612345678", "contact": "person"}, {"number": "+33555000001", "contact": "service"}]
    deliver(a_list(), record("1", phones=phones, emails=[{"address": "b.lemaire@lieu.example", "contact": "person"}]))

    (told,) = rows.published(today=TODAY)

    assert (told.phones, told.emails) == (["+33555000001"], [])


def test_a_place_of_which_something_was_left_out_is_told_like_the_others():
    deliver(a_list(), record("1", phones=[{"number": "+33612345678", "contact": "person"}]), record("2"))

    one, other = rows.published(today=TODAY)

    assert (one.offers, one.closures, one.relations) == (other.offers, other.closures, other.relations) == ([], [], [])


def test_a_place_that_hides_its_address_is_told_without_what_leads_to_it():
    creuse = a_list()
    stated = {"street": "12 rue des Lilas", "complement": "2e étage", "latitude": 46.17, "longitude": 1.87, "precision": "housenumber"}
    deliver(creuse, record("1", **stated, access_url="https://acces.example/", identifiers={"siret": "43493312300029"}, address_hidden=True), record("2"))
    hidden, host = place_of(creuse), place_of(creuse, "2")
    actions.relate(kind="hosted_at", place=hidden, other=host, origin=a_coordinator(), by=None, **WHEN)
    actions.relate(kind="run_by", place=hidden, organisation=a_body(creuse), origin=a_coordinator(), by=None, **WHEN)

    told = {row.code: row for row in rows.published(today=TODAY)}

    row = told[hidden.code]
    assert not any((row.street, row.complement, row.latitude, row.longitude, row.precision, row.access_url, row.identifiers))
    assert [link.kind for link in row.relations] == ["run_by"]
    assert told[host.code].relations == []


def test_relations_are_told_once_from_both_ends_and_lead_only_to_published_places():
    creuse, mairies = a_list(), a_list("mairies")
    deliver(creuse, record("1"), record("2"), record("3", receives_public=False))
    deliver(mairies, record("1"))
    library, host, elsewhere, twin = place_of(creuse), place_of(creuse, "2"), place_of(creuse, "3"), place_of(mairies)
    for place in (library, twin):
        actions.relate(kind="hosted_at", place=place, other=host, origin=a_coordinator(), by=None, **WHEN)
    actions.relate(kind="same_building", place=library, other=elsewhere, origin=a_coordinator(), by=None, **WHEN)
    actions.merge([(twin.pk, library.pk)], **WHEN)
    kept = selectors.current(library)

    told = {row.code: row.relations for row in rows.published(today=TODAY)}

    assert {code: [(link.kind, link.outward, link.code) for link in links] for code, links in told.items()} == {
        kept.code: [("hosted_at", True, host.code)],
        host.code: [("hosted_at", False, kept.code)],
    }


def test_only_places_of_the_territories_asked_are_told():
    nowhere = {"commune": None, "insee": None, "postal_code": None, "latitude": 43.0, "longitude": 4.0}
    deliver(a_list(), record("1"), record("2", commune="Limoges", insee="87085", postal_code="87000"), record("3", **nowhere))

    def names(*territories: str) -> list[str]:
        return sorted(row.name for row in rows.published(territories, today=TODAY))

    assert names("dep:23") == ["Médiathèque 1"]
    assert names("com:87085", "dep:23") == names("reg:75") == ["Médiathèque 1", "Médiathèque 2"]
    assert names("com:00000") == []


def test_every_place_is_told_once_whatever_the_chunks(monkeypatch):
    deliver(a_list(), *(record(str(rank)) for rank in range(7)))
    whole = list(rows.published(today=TODAY))

    monkeypatch.setattr(rows, "CHUNK", 2)

    assert list(rows.published(today=TODAY)) == whole
    assert [row.code for row in whole] == sorted(row.code for row in whole)
    assert len(whole) == 7
