"""Knows which places must be pointed anew for the base to hold the wanted groups: those whose group differs, and no other."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from maillage.linkage.clusters import components, pair

Group = frozenset[UUID]


def regrouped(groups: Iterable[Collection[UUID]], live: Collection[UUID], merged: Mapping[UUID, UUID]) -> list[list[Group]]:
    """Groups to unite or to part, so that `live` places stand as wanted; each list must be written together.

    `groups`: wanted, of two places or more; every other live place stands alone. `merged`: each merged place now -> the current one.
    A place that came since is not `live`: it stays with the place it was merged with.
    """
    wanted = _group_of(groups, live)
    clusters = _clusters(merged)
    for cluster in clusters.values():
        _keep_absent(wanted, cluster)
    now = {place: cluster for cluster in clusters.values() for place in cluster}
    moving = {group for group in wanted.values() if any(now.get(place, frozenset({place})) != group for place in group)}
    return _together(moving, clusters.values())


def _group_of(groups: Iterable[Collection[UUID]], live: Collection[UUID]) -> dict[UUID, Group]:
    alone = {place: frozenset({place}) for place in live}
    return alone | {place: frozenset(group) for group in groups for place in group}


def _clusters(merged: Mapping[UUID, UUID]) -> dict[UUID, Group]:
    members: dict[UUID, set[UUID]] = defaultdict(set)
    for place, root in merged.items():
        members[root] |= {place, root}
    return {root: frozenset(places) for root, places in members.items()}


def _keep_absent(wanted: dict[UUID, Group], cluster: Group) -> None:
    """Add to the wanted groups the places of a cluster that came since."""
    absent = {place for place in cluster if place not in wanted}
    present = cluster - absent
    if absent and present:
        group = wanted[min(present)] | absent
        wanted.update(dict.fromkeys(group, group))


def _together(groups: Collection[Group], clusters: Iterable[Group]) -> list[list[Group]]:
    """Gather the groups that exchange places, in a fixed order."""
    moving = frozenset().union(*groups)
    touched = [cluster for cluster in clusters if cluster & moving]
    links = [pair(str(min(one)), str(place)) for one in [*groups, *touched] for place in one]
    lot = {place: min(component) for component in components(links) for place in component}
    lots: dict[str, list[Group]] = defaultdict(list)
    for group in sorted(groups, key=min):
        lots[lot[str(min(group))]].append(group)
    return [lots[first] for first in sorted(lots)]
