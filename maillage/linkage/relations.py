"""Knows which two records are plainly linked without being one place, how, and in which direction. Pure: what is not plain says nothing."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from maillage.linkage import kinds, score
from maillage.linkage.candidates import Pairs
from maillage.linkage.enums import Decision, Link
from maillage.linkage.features import Features, Flags
from maillage.linkage.normalise import Normal, core_words, normal_name
from maillage.linkage.permanence import carried
from maillage.linkage.score import Contribution

# What a verdict keeps of a link among its contributions: the link, and whether it goes from the second record to the first.
NAMES = {
    "same_building": (Link.SAME_BUILDING, False),
    "hosted_at": (Link.HOSTED_AT, False),
    "hosts": (Link.HOSTED_AT, True),
    "stop_of": (Link.STOP_OF, False),
    "has_stop": (Link.STOP_OF, True),
    "part_of_network": (Link.PART_OF_NETWORK, False),
    "gathers": (Link.PART_OF_NETWORK, True),
}
TOLD = {told: name for name, told in NAMES.items()}
BUS = "bus"
HOSTS = frozenset({"social_centre", "neighbourhood_house", "mairie", "france_services"})
ELSEWHERE = frozenset({"annexe", "antenne"})  # words by which two town halls of one commune are told apart


class Linked(NamedTuple):
    """How the first record of a pair is linked to the second; the other way when `is_backwards`.

    `is_named`: its own name says so, which goes before any likeness; an address only says so of records that are not one place.
    """

    link: Link
    is_backwards: bool = False
    is_named: bool = True

    def contribution(self) -> Contribution:
        """The link as a verdict keeps it."""
        return Contribution(TOLD[self.link, self.is_backwards], 0.0)


class Ways(NamedTuple):
    """Where the two records of a pair stand to each other."""

    together: bool  # one address, or within touching distance
    apart: bool  # sure points too far from each other to be one building, and no common address
    same_commune: bool


def link_of(contributions: Sequence[Contribution]) -> tuple[Link, bool]:
    """The link that a verdict kept among its contributions, and whether it goes backwards."""
    return next((NAMES[one.name] for one in contributions if one.name in NAMES), (Link.NONE, False))


def links(records: Sequence[Normal], pairs: Pairs, found: Features) -> dict[int, Linked]:
    """Rows of the pairs that are linked, and how."""
    told = np.array([any(record.reading) for record in records], dtype=np.bool_)
    inside = np.array([is_inside(record) for record in records], dtype=np.bool_)
    either = told | inside
    together = score.same_address(found) | (found.metres < score.TOUCHING)
    linked = {}
    for row in np.flatnonzero(either[pairs[:, 0]] | either[pairs[:, 1]]).tolist():
        one, other = (records[index] for index in pairs[row].tolist())
        ways = Ways(bool(together[row]), bool(found.metres[row] > score.APART and not together[row]), bool(found.same_commune[row]))
        if how := link(one, other, ways):
            linked[row] = how
    return linked


def prevailing(how: Linked | None, decision: Decision | None, *, are_two: bool) -> Linked | None:
    """The link that holds: what a name says always does, what an address says only of two records that are not asked about nor one.

    Two kinds at one address that nothing else links stand in the same building.
    """
    if how and (how.is_named or are_two or decision in (None, Decision.RELATION)):
        return how
    return Linked(Link.SAME_BUILDING) if decision == Decision.RELATION else None


def has_vehicle(one: Normal, other: Normal) -> bool:
    """Is one of the two a vehicle? It is in no building, though lists give it the address of who runs it."""
    return BUS in (one.family, other.family)


def stops(records: Sequence[Normal], pairs: Pairs, together: Flags) -> Flags:
    """Pairs of stops of one bus at two points: never one place."""
    told = np.array([bool(record.reading.carrier) for record in records], dtype=np.bool_)
    rows = np.flatnonzero(told[pairs[:, 0]] & told[pairs[:, 1]] & ~together)
    found = np.zeros(len(pairs), dtype=np.bool_)
    found[[row for row in rows.tolist() if two_stops(*(records[index] for index in pairs[row].tolist()))]] = True
    return found


def link(one: Normal, other: Normal, ways: Ways) -> Linked | None:
    """How two records are linked, if they plainly are. Two that each seem to be inside the other say nothing."""
    told = [Linked(kind, False, named) for kind, named in _told(one, other, ways)]
    told += [Linked(kind, True, named) for kind, named in _told(other, one, ways)]
    if not told:
        return None
    best = min(told, key=lambda how: not how.is_named)
    goes_both_ways = any(how.link == best.link and how.is_backwards != best.is_backwards for how in told)
    return None if goes_both_ways else best


def _told(subject: Normal, place: Normal, ways: Ways) -> Iterator[tuple[Link, bool]]:
    """Links that one record tells of another; whether its name says it."""
    told = subject.reading
    if told.carrier and not ways.together and is_its_stop(subject, place):
        yield Link.STOP_OF, True
    if told.network and place.reading.is_network and not told.is_network and is_its_network(subject, place):
        yield Link.PART_OF_NETWORK, True
    if told.host and fits(told.host, subject, place, ways):
        yield Link.HOSTED_AT, True
    if subject.family != BUS and any(fits(building, subject, place, ways) for building in told.within):
        yield Link.HOSTED_AT, False
    if is_inside(subject) and lives_inside(subject, place, ways):
        yield Link.HOSTED_AT, False


def is_inside(record: Normal) -> bool:
    """Is this a place that lives in another? A bus is at home in a garage."""
    return record.family != BUS and kinds.is_inside(record.family)


def fits(building: str, subject: Normal, place: Normal, ways: Ways) -> bool:
    """Is this record the building that another names: same commune, same kind, its own words, and no point that says otherwise?"""
    name = normal_name(building)
    family, words = kinds.table().named(name), set(core_words(name, subject.commune))
    if not ways.same_commune or ways.apart or place.reading.host or place.reading.carrier or place.reading.is_visitor:
        return False
    if family != place.family or (family and family == subject.family):
        return False
    if bool(ELSEWHERE & set(name.split())) != bool(ELSEWHERE & set(place.name.split())) and not ways.together:
        return False
    own = set(place.core)
    if words and own:
        return words <= own or own <= words
    return bool(family) and (ways.together or not (words or own))


def lives_inside(subject: Normal, place: Normal, ways: Ways) -> bool:
    """Does a reading point bear the name of a place of another kind at its address?"""
    return ways.together and place.family in HOSTS and bool(set(subject.core) & set(place.core))


def is_its_stop(subject: Normal, bus: Normal) -> bool:
    """Is this record the bus itself, of the same name; and does the other stop? An outpost does if it has its contact, but neither number nor building."""
    words = carried(subject.reading.carrier)
    if not words or bus.reading.carrier or bus.family != BUS or words != carried(bus.name):
        return False
    if subject.reading.is_stop:
        return subject.departement == bus.departement
    on_the_street = not subject.numbers and not subject.reading.within
    return on_the_street and bool(subject.phones & bus.phones or subject.emails & bus.emails)


def is_its_network(subject: Normal, network: Normal) -> bool:
    """Does a name end with the whole name of this network, which has words of its own?"""
    return subject.reading.network == network.reading.network and subject.departement == network.departement


def is_among(one: Normal, other: Normal) -> bool:
    """Does one of the two stand for all the libraries of a commune, and not the other?"""
    return one.reading.is_several != other.reading.is_several


def among(one: Normal, other: Normal, *, same_commune: bool) -> Linked | None:
    """How a place is linked to all those of its kind in its commune, which would else be asked about."""
    if same_commune and one.family == other.family:
        return Linked(Link.PART_OF_NETWORK, is_backwards=one.reading.is_several)
    return None


def two_stops(one: Normal, other: Normal) -> bool:
    """Are these two stops of one bus?"""
    carriers = carried(one.reading.carrier), carried(other.reading.carrier)
    return carriers[0] == carriers[1]
