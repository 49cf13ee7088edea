"""How pairs become places."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.linkage.clusters import clusters, pair

EVERY = frozenset(combinations("abcdef", 2))


def test_pairs_that_meet_are_one_place():
    assert clusters([(2.0, ("a", "b")), (1.0, ("b", "c"))], allowed=EVERY) == ([["a", "b", "c"]], [])


def test_no_chain_joins_two_that_may_not_be_together():
    groups, refused = clusters([(2.0, ("a", "b")), (1.0, ("b", "c"))], allowed=EVERY - {("a", "c")})

    assert groups == [["a", "b"]]
    assert refused == [("b", "c")]


def test_the_surest_pair_goes_first():
    groups, _refused = clusters([(1.0, ("a", "b")), (2.0, ("b", "c"))], allowed=EVERY - {("a", "c")})

    assert groups == [["b", "c"]]


def test_what_a_person_set_apart_stays_apart_even_through_others():
    edges = [(3.0, ("a", "b")), (2.0, ("b", "c")), (1.0, ("a", "c"))]

    groups, refused = clusters(edges, allowed=EVERY, apart={("a", "b")})

    assert groups == [["b", "c"]]
    assert refused == [("a", "b"), ("a", "c")]


def test_what_a_person_declared_the_same_goes_before_the_rules():
    groups, refused = clusters([(9.0, ("b", "c"))], allowed={("b", "c")}, same={("a", "b")})

    assert groups == [["a", "b"]]
    assert refused == [("b", "c")]


edge_lists = st.lists(st.tuples(st.sampled_from([0.5, 1.0, 2.0]), st.sampled_from(sorted(EVERY))), max_size=12, unique_by=lambda edge: edge[1])


@settings(deadline=None)  # the machine may be busy
@given(edge_lists, st.sets(st.sampled_from(sorted(EVERY)), max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_the_pairs_changes_nothing(edges, forbidden, chance):
    shuffled = chance.sample(edges, len(edges))

    assert clusters(edges, allowed=EVERY - forbidden) == clusters(shuffled, allowed=EVERY - forbidden)


@settings(deadline=None)  # the machine may be busy
@given(
    edge_lists,
    st.sets(st.sampled_from(sorted(EVERY)), max_size=6),
    st.sets(st.sampled_from(sorted(EVERY)), max_size=3),
    st.sets(st.sampled_from(sorted(EVERY)), max_size=3),
)
def test_no_group_holds_two_set_apart_and_only_persons_overrule_the_rules(edges, forbidden, same, apart):
    groups, _refused = clusters(edges, allowed=EVERY - forbidden, same=same, apart=apart)

    together = {pair(*couple) for group in groups for couple in combinations(group, 2)}
    assert not together & apart
    if not same:
        assert not together & forbidden
