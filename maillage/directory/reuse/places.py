"""Knows what may leave of published places: nothing under a licence that forbids it, nothing that names or reaches a person."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from maillage.directory.models import Place
from maillage.directory.reuse import persons
from maillage.directory.reuse.licences import closed_origins
from maillage.directory.reuse.refolding import Refolded, folded_without, touched_by
from maillage.directory.selectors import ClosureValues, OfferValues, closures_of_places

Row = Mapping[str, Any]  # columns of a place -> values


class OpenPlace(NamedTuple):
    """What may leave of a place: the columns asked, its offers and closures. `differs`: our own pages show more."""

    values: Row
    offers: Sequence[OfferValues]
    closures: Sequence[ClosureValues]
    differs: bool = False


def open_values(
    places: Iterable[Row], offers: Mapping[UUID, Sequence[OfferValues]], closures: Mapping[UUID, Sequence[ClosureValues]], *, today: date
) -> dict[UUID, OpenPlace]:
    """What may leave of some thousands of published places, by identity, in the same order; a place of which nothing may leave is absent.

    `places`: columns of current places, "id" among them. `offers`, `closures`: as `selectors.offers_of_places` and `closures_of_places` give them.
    """
    whole = {row["id"]: OpenPlace(row, offers.get(row["id"], ()), closures.get(row["id"], ())) for row in places}
    allowed = without_closed_licences(whole, today)
    return {pk: cleaned(place) for pk, place in allowed.items() if place is not None}


def without_closed_licences(places: Mapping[UUID, OpenPlace], today: date) -> dict[UUID, OpenPlace | None]:
    """Places without what comes from an origin whose licence forbids re-use; None when nothing is left. Places of which no such origin speaks cost nothing."""
    origins = closed_origins()
    touched = touched_by(origins, places) if origins else ()
    if not touched:
        return dict(places)
    said, closed = folded_without(origins, touched, today=today), closures_of_places(touched, without=origins)
    return {pk: place if pk not in touched else told_by_others(place, said.get(pk), closed.get(pk, [])) for pk, place in places.items()}


def told_by_others(place: OpenPlace, refolded: Refolded | None, closures: Sequence[ClosureValues]) -> OpenPlace | None:
    """A place with the values folded again. An address that somebody asked to hide stays hidden, whoever asked."""
    if refolded is None:
        return None
    values = {name: refolded.columns.get(name, value) for name, value in place.values.items()}
    if place.values.get("visibility") == Place.Visibility.ADDRESS_HIDDEN:
        values["visibility"] = place.values["visibility"]
    return OpenPlace(values, refolded.offers, closures, differs=True)


def cleaned(place: OpenPlace) -> OpenPlace:
    """A place without its contacts of persons, nor what names a person in its texts."""
    values = persons.open_row(place.values)
    offers, closures = [persons.open_offer(offer) for offer in place.offers], [persons.open_closure(closure) for closure in place.closures]
    same = values is place.values and offers == list(place.offers) and closures == list(place.closures)
    return place if same else OpenPlace(values, offers, closures, differs=True)
