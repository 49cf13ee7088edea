"""Which pairs are compared."""

from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.linkage.blocks import LARGEST_BLOCK, blocks
from maillage.linkage.candidates import candidates
from maillage.linkage.normalise import normalise
from maillage.linkage.records import LinkRecord


def met(rows):
    found = blocks(rows)
    return candidates(found, found.crowded())


def ready(*records):
    return [normalise(record) for record in records]


def test_pairs_that_share_nothing_are_not_compared():
    rows = ready(
        LinkRecord("a", "s", "1", name="Médiathèque", commune="Pessac", insee="33318", latitude=44.8, longitude=-0.63),
        LinkRecord("b", "t", "1", name="Médiathèque", commune="Bastia", insee="2B033", latitude=42.7, longitude=9.44),
    )

    assert met(rows).tolist() == []


def test_one_pair_is_given_once_whatever_it_shares():
    rows = ready(*(LinkRecord(one, one, "1", name="Médiathèque Jacques Ellul", commune="Pessac", insee="33318", phones=("0556936700",)) for one in "ab"))

    assert met(rows).tolist() == [[0, 1]]


def test_neighbours_across_the_side_of_a_cell_are_compared():
    rows = ready(
        LinkRecord("a", "s", "1", name="Mairie", latitude=44.79999, longitude=-0.63001),
        LinkRecord("b", "t", "1", name="Mairie", latitude=44.80001, longitude=-0.62999),
    )

    assert met(rows).tolist() == [[0, 1]]


def test_a_block_that_too_many_share_identifies_nothing():
    rows = ready(*(LinkRecord(f"{number:04d}", "s", str(number), phones=("0556936700",)) for number in range(LARGEST_BLOCK + 1)))

    assert len(met(rows)) == 0
    assert len(candidates(blocks(rows), ())) == (LARGEST_BLOCK + 1) * LARGEST_BLOCK / 2


def test_no_record_gives_no_pair():
    assert met([]).shape == (0, 2)


@settings(deadline=None)  # the machine may be busy
@given(
    st.lists(
        st.tuples(st.sampled_from(["33318", "49007", ""]), st.sampled_from(["Mairie", "Médiathèque Ellul", ""]), st.sampled_from(["0556936700", ""])),
        max_size=12,
    )
)
def test_pairs_are_sorted_distinct_and_never_of_a_record_with_itself(rows):
    found = met(
        ready(*(LinkRecord(f"{number:02d}", "s", str(number), name=name, insee=insee, phones=(phone,)) for number, (insee, name, phone) in enumerate(rows)))
    ).tolist()

    assert found == sorted(found)
    assert len({tuple(one) for one in found}) == len(found)
    assert all(one < other for one, other in found)
