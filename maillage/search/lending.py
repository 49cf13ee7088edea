"""Knows what the stop of an itinerant place offers: what the vehicle offers, unless the stop says what it offers, or does not, itself."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from maillage.base import clock
from maillage.directory import naming, reuse, selectors
from maillage.directory.models import Place
from maillage.directory.selectors import OfferValues
from maillage.directory.stops import vehicles_of_places
from maillage.search.rows import ClosedDays

Vehicle = tuple[str, str]  # public code, name as displayed
Key = tuple[str, str, str]  # concept, provider, variant
COLUMNS = ("id", "code", "name", "kinds", "commune")


class Offered(NamedTuple):
    """One offer of a place or of its vehicle, and the days on which it is not given though the place may be open."""

    offer: OfferValues
    closures: tuple[ClosedDays, ...] = ()


class Lent(NamedTuple):
    """What vehicles offer at one of their stops. `open_…`: what of it may leave."""

    vehicles: tuple[Vehicle, ...] = ()
    offers: tuple[Offered, ...] = ()
    open_vehicles: tuple[Vehicle, ...] = ()
    open_offers: tuple[OfferValues, ...] = ()

    def less(self, denied: Collection[str]) -> "Lent":
        """The same without the services that the stop says it does not offer; nothing when none is left."""
        offers = tuple(each for each in self.offers if each.offer.concept not in denied)
        open_offers = tuple(offer for offer in self.open_offers if offer.concept not in denied)
        return self._replace(offers=offers, open_offers=open_offers) if offers else NOTHING_LENT


NOTHING_LENT = Lent()


def offered(places: Iterable[UUID]) -> dict[UUID, list[Offered]]:
    """Offers in force of some thousands of current places at most, with their own closures."""
    wanted = list(places)
    offers, closures = selectors.offers_of_places(wanted), selectors.offer_closures_of_places(wanted)
    return {place: [Offered(offer, days(closures.get(place, {}).get(key_of(offer), ()))) for offer in told] for place, told in offers.items()}


def days(closures: Iterable[selectors.ClosureValues]) -> tuple[ClosedDays, ...]:
    return tuple((closure.first_day, closure.last_day) for closure in closures)


def lent_to(places: Iterable[UUID]) -> dict[UUID, Lent]:
    """What is offered at those of these places where something stops."""
    vehicles = vehicles_of_places(places)
    known = Vehicles({vehicle for each in vehicles.values() for vehicle in each}) if vehicles else None
    return {stop: known.lend(each) for stop, each in vehicles.items()} if known else {}


class Vehicles:
    """Some itinerant places, and what they offer. When the vehicle itself is closed, it goes nowhere."""

    def __init__(self, vehicles: Iterable[UUID]) -> None:
        rows = [dict(zip(COLUMNS, values, strict=True)) for values in Place.objects.filter(pk__in=list(vehicles)).order_by("pk").values_list(*COLUMNS)]
        keys = [row["id"] for row in rows]
        self.names = {row["id"]: named(row) for row in rows}
        self.offers, self.closures = offered(keys), selectors.closures_of_places(keys)
        told = {key: [each.offer for each in self.offers.get(key, [])] for key in keys}
        self.opened = reuse.open_values(rows, told, self.closures, today=clock.today())

    def lend(self, vehicles: Sequence[UUID]) -> Lent:
        """What these vehicles offer together; a service that two of them offer alike is told once."""
        offers: dict[Key, Offered] = {}
        for vehicle in vehicles:
            for each in self.offers.get(vehicle, []):
                offers.setdefault(key_of(each.offer), Offered(each.offer, each.closures + days(self.closures.get(vehicle, ()))))
        opened = [self.opened[vehicle] for vehicle in vehicles if vehicle in self.opened]
        open_offers = {key_of(offer): offer for place in reversed(opened) for offer in place.offers}
        return Lent(
            vehicles=tuple(self.names[vehicle] for vehicle in vehicles),
            offers=tuple(offers.values()),
            open_vehicles=tuple(named(place.values) for place in opened),
            open_offers=tuple(open_offers.values()),
        )


def named(row: Mapping[str, Any]) -> Vehicle:
    return row["code"], naming.display_name(row["name"], row["kinds"], row["commune"])


def key_of(offer: OfferValues) -> Key:
    return offer.concept, offer.provider, offer.variant
