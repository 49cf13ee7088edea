"""Published places as the exports see them."""

import pytest

from maillage.directory import actions
from maillage.opendata import rows
from maillage.opendata.schemas import standard
from tests.factories.directory import NOW, TODAY, WHEN, a_list, deliver, place_of, record

pytestmark = pytest.mark.django_db


def test_a_merged_place_is_told_with_all_its_origins_and_only_offers_in_force():
    one, other = a_list("creuse"), a_list("mairies")
    deliver(one, record("1", services={"securite": True}, costs={"gratuit": True}))
    deliver(other, record("1", services={"culture-numerique": True}))
    actions.merge([(place_of(other).pk, place_of(one).pk)], **WHEN)
    deliver(one, record("1", costs={"gratuit": True}))
    actions.publish(now=NOW)

    (told,) = rows.published()

    assert told.origins == ["Liste creuse", "Liste mairies"]
    assert told.services == ["culture-numerique"]
    assert told.changed_on == TODAY


def test_nothing_inferred_leaves_in_an_export():
    deliver(a_list("creuse"), record("1", kinds={"MUNI": True}, inferred={"kinds:BIB": True, "services:securite": True, "costs:gratuit": True}))
    actions.publish(now=NOW)
    assert place_of(a_list("creuse")).inferred

    (told,) = rows.published()
    cells = standard.row(told)

    assert cells["typologie"] == "MUNI"
    assert (cells["services"], cells["frais_a_charge"]) == ("", "")
