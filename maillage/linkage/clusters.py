"""Knows how pairs become places: the surest first, and never two records together that may not stand in one place."""

from collections.abc import Collection, Iterable

Pair = tuple[str, str]  # two ids, the smaller first


def pair(one: str, other: str) -> Pair:
    """The pair of two ids."""
    return (one, other) if one < other else (other, one)


def clusters(
    edges: Iterable[tuple[float, Pair]], *, allowed: Collection[Pair], same: Collection[Pair] = (), apart: Collection[Pair] = ()
) -> tuple[list[list[str]], list[Pair]]:
    """Groups of ids joined by `edges`, and the edges refused.

    A union is made only when each id of one side is `allowed` with each of the other, and no two were set `apart` by a person.
    What persons declared the `same` is joined first. The result does not depend on the order of what is given.
    """
    members: dict[str, list[str]] = {}
    refused = []
    declared, split = frozenset(same), frozenset(apart)

    def joinable(one: Pair, by_person: bool) -> bool:
        return one not in split and (by_person or one in declared or one in allowed)

    by_rules = [edge for _score, edge in sorted(edges, key=_surest_first)]
    for by_person, edge in [*((True, edge) for edge in sorted(declared)), *((False, edge) for edge in by_rules)]:
        left, right = (members.get(end, [end]) for end in edge)
        if left is right:
            continue
        if all(joinable(pair(one, other), by_person) for one in left for other in right):
            joined = left + right
            members.update(dict.fromkeys(joined, joined))
        else:
            refused.append(edge)
    groups = {id(group): sorted(group) for group in members.values()}
    return sorted(groups.values()), sorted(refused)


def components(pairs: Iterable[Pair]) -> list[list[str]]:
    """Groups of ids joined by pairs, whatever they are; an id paired with itself makes a group of one."""
    group: dict[str, list[str]] = {}
    for one, other in sorted(pairs):
        left, right = group.setdefault(one, [one]), group.setdefault(other, [other])
        if left is not right:
            small, large = sorted((left, right), key=len)
            large.extend(small)
            group.update(dict.fromkeys(small, large))
    return sorted(sorted(members) for members in {id(members): members for members in group.values()}.values())


def _surest_first(edge: tuple[float, Pair]) -> tuple[float, Pair]:
    return -edge[0], edge[1]
