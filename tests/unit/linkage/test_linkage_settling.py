"""Which places move so that the base holds the wanted groups."""

from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.linkage.settling import regrouped

A, B, C, D, E, F = (UUID(int=number) for number in range(1, 7))


def group(*places):
    return frozenset(places)


def test_nothing_moves_when_the_base_is_as_wanted():
    assert regrouped([{A, B}], {A, B, C}, {B: A}) == []


def test_only_groups_that_differ_move():
    assert regrouped([{A, B}, {C, D}], {A, B, C, D}, {B: A}) == [[group(C, D)]]


def test_places_that_part_move_together():
    assert regrouped([], {A, B}, {B: A}) == [[group(A), group(B)]]


def test_groups_that_exchange_places_are_written_together():
    assert regrouped([{A, C}, {B, D}], {A, B, C, D}, {B: A, D: C}) == [[group(A, C), group(B, D)]]


def test_a_place_of_which_no_list_speaks_stays_where_it_was():
    assert regrouped([{B, C}], {B, C}, {B: A}) == [[group(A, B, C)]]
    assert regrouped([], {B}, {B: A}) == []
    assert regrouped([], {C}, {B: A}) == []


def test_when_a_place_splits_what_is_absent_follows_one_of_its_parts():
    assert regrouped([], {B, C}, {B: A, C: A}) == [[group(A, B), group(C)]]


def apply(lots, merged):
    """What the base becomes: the first of each group survives."""
    after = dict(merged)
    for lot in lots:
        for places in lot:
            for place in places:
                after.pop(place, None)
            after |= {place: min(places) for place in places if place != min(places)}
    return after


partitions = st.lists(st.sampled_from([A, B, C, D, E, F]), unique=True, max_size=6).flatmap(
    lambda places: st.lists(st.integers(0, 3), min_size=len(places), max_size=len(places)).map(
        lambda marks: [{place for place, mark in zip(places, marks, strict=True) if mark == wanted} for wanted in set(marks)]
    )
)


@settings(deadline=None)  # the machine may be busy
@given(partitions, partitions)
def test_from_any_state_one_pass_gives_the_wanted_groups_and_the_next_does_nothing(before, wanted):
    merged = {place: min(places) for places in before for place in places if place != min(places)}
    groups = [places for places in wanted if len(places) > 1]
    live = {A, B, C, D, E, F}

    after = apply(regrouped(groups, live, merged), merged)

    assert regrouped(groups, live, after) == []
    assert {frozenset(places) for places in groups} == {frozenset({root, *(place for place, into in after.items() if into == root)}) for root in after.values()}
