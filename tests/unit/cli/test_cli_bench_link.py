"""The bench of linkage: sizes as written, growth, and what wrong merges are."""

import pytest
from django.core.management import CommandError, call_command

from maillage.cli.bench import link
from maillage.cli.bench.link import Sizes, Truth


def test_sizes_are_read_as_written():
    assert Sizes("10000,30000") == (10_000, 30_000)
    for wrong in ("", "many", "0", "10,-1"):
        with pytest.raises(ValueError):
            Sizes(wrong)


@pytest.mark.parametrize("wrong", ["0", "-3", "many"])
def test_a_bench_of_nothing_is_refused(wrong):
    with pytest.raises(CommandError, match=f"--changed.*'{wrong}'"):
        call_command("bench", "link-incremental", f"--changed={wrong}")


def test_growth_is_the_power_of_the_number_of_records():
    runs = [{"records": size, "seconds": 3 * size**1.25} for size in (100, 1_000, 10_000)]

    assert link.exponent(runs, "seconds") == 1.25


def test_pairs_rightly_and_wrongly_in_one_place_are_counted_by_what_they_are():
    hall, desk = Truth("p1", "MUNI", "23096", "building"), Truth("p2", "CCAS", "23096", "building")
    library, other = Truth("p3", "BIB", "23096", ""), Truth("p4", "BIB", "23001", "")
    truth = {"a": hall, "b": hall, "c": desk, "d": library, "e": library, "f": other}

    assert link.exactness([["a", "b", "c"], ["d", "f"]], truth) == {
        "merged": 4,
        "precision": 0.25,
        "recall": 0.5,
        "wrong": {"building": 2, "two communes": 1},
    }


@pytest.mark.parametrize(
    ("one", "other", "what"),
    [
        (Truth("p", "BIB", "23096", "bus"), Truth("q", "BIB", "23001", "bus"), "bus"),
        (Truth("p", "BIB", "23096", "bus"), Truth("q", "BIB", "23096", ""), "one kind in one commune"),
        (Truth("p", "BIB", "23096", ""), Truth("q", "CS", "23096", ""), "two kinds in one commune"),
        (Truth("p", "BIB", "23096", ""), Truth("q", "BIB", "23001", ""), "two communes"),
    ],
)
def test_a_mistake_is_named(one, other, what):
    assert link.mistake(one, other) == what


@pytest.mark.slow
def test_the_bench_links_in_a_process_of_its_own():
    figures = link.run(Sizes("400"))

    assert figures["records"] == 400
    assert min(figures["seconds"], figures["peak_mb"], figures["pairs"]) > 0
    assert set(figures["cpu_by_stage"]) == {"normalise", "candidates", "features", "clusters"}
    assert 0.5 < figures["recall"] <= 1
