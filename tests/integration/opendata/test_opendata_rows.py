"""Published places as the exports see them."""

import pytest

from maillage.directory import actions
from maillage.opendata import rows
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
