"""The bench of the fold runs, in a base of its own, and counts what it made."""

import pytest

from maillage.cli.bench import fold
from maillage.directory.models import Place


@pytest.mark.slow
@pytest.mark.django_db
def test_fold_bench_measures_in_a_base_of_its_own() -> None:
    figures = fold.run(places=20, statements=3)
    assert (figures["stored"], figures["places"], figures["offers"]) == (20, 20, 60)
    assert figures["seconds"] > 0
    assert figures["refold_ms"] > 0
    assert set(figures["from_nothing"]) == {"state", "unite", "publish", "all", "cpu"}
    assert figures["peak_mb"] > 0
    assert not Place.objects.exists()
