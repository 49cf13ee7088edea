"""Which rows of a wider list are of a territory: by their commune, by their point; measured only where there is a doubt."""

import pytest

from maillage.ingestion import scope
from maillage.territories import selectors as territories

CREUSE = scope.scope_of("dep:23", 30)
GUERET, AUBUSSON, MARSEILLE, LIMOGES = (46.17, 1.87), (45.95, 2.17), (43.29, 5.37), (45.83, 1.26)


def row(insee: str, point: tuple[float, float] | None) -> dict[str, object]:
    return {"insee": insee} | ({"latitude": point[0], "longitude": point[1]} if point else {})


@pytest.mark.parametrize(
    ("values", "is_inside"),
    [
        (row("23096", GUERET), True),
        (row("13055", MARSEILLE), False),
        (row("13055", GUERET), True),  # its commune says no, its point says yes: it is kept
        (row("23096", MARSEILLE), True),
        (row("87085", LIMOGES), True),  # a neighbour
        (row("", MARSEILLE), False),
        (row("13055", None), False),
        (row("", None), True),  # nothing locates it: it is not lost
    ],
)
def test_a_row_is_outside_only_when_all_that_locates_it_says_so(values: dict[str, object], is_inside: bool) -> None:
    assert CREUSE.holds(values) is is_inside


def test_rows_far_away_cost_no_measure_of_distance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(territories, "nearest_communes", None)

    assert not CREUSE.holds(row("13055", MARSEILLE))
    assert CREUSE.holds(row("23008", AUBUSSON))
