"""Knows how what was received is read, and what a new place may be already."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from maillage.accounts.keys import Key
from maillage.contributions.models import Proposal
from maillage.directory import naming
from maillage.directory.models import Place
from maillage.linkage.existing import existing
from maillage.linkage.records import from_statement


class Known(NamedTuple):
    """A published place that a new one may be, and why, in words."""

    place: Place
    why: str

    @property
    def name(self) -> str:
        return naming.display_name(self.place.name, self.place.kinds, self.place.commune)


def perhaps_already(values: Mapping[str, Any]) -> Iterator[Known]:
    """Published places that a place so described may be, the likest first."""
    found = existing(from_statement("", "", "", values))
    places = Place.objects.published().in_bulk([alike.place for alike in found])
    return (Known(places[alike.place], alike.why) for alike in found if alike.place in places)


def proposal_of(key: Key, proposal: UUID) -> Proposal | None:
    """A proposal, for whoever sent it."""
    return Proposal.objects.filter(pk=proposal, sent_with=key.pk).select_related("place").order_by("pk").first()
