"""A snapshot file gives back the index it holds, or is refused."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.search import build, snapshot_file
from maillage.search.index import Index
from maillage.search.query import SearchQuery
from maillage.search.rows import OfferRow, PlaceRow
from maillage.search.snapshot_file import PREFIX, SnapshotError, Stamp
from tests.factories.search import many_places, questions

ROWS = [PlaceRow("00000001", "a", b'{"name": "A"}', offers=(OfferRow("courriel", {"services": ("courriel",)}),)), PlaceRow("00000002", "b", b"{}")]
STAMP = Stamp(7, "2026-11-23T09:30:00+00:00")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    snapshot_file.write(tmp_path / "one", build.segment(ROWS), STAMP)
    return tmp_path / "one"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=many_places, query=questions)
def test_what_is_read_answers_like_what_was_written(tmp_path: Path, rows: list[PlaceRow], query: SearchQuery):
    written = build.segment(rows)
    snapshot_file.write(tmp_path / "any", written, STAMP)

    read, stamp = snapshot_file.read(tmp_path / "any")

    assert stamp == STAMP
    assert Index(read, 1).search(query) == Index(written, 1).search(query)


def test_what_is_read_cannot_be_changed(file: Path):
    segment, _stamp = snapshot_file.read(file)
    assert not any(values.flags.writeable for values in segment.arrays.values())


def test_nothing_is_left_beside_the_file(file: Path):
    assert [path.name for path in file.parent.iterdir()] == ["one"]


@given(data=st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_altered_anywhere_is_refused(data: st.DataObject, file: Path):
    content = bytearray(file.read_bytes())
    meaningful = [*range(PREFIX.size - 4), *range(PREFIX.size, len(content))]  # the four bytes of padding say nothing
    content[data.draw(st.sampled_from(meaningful))] ^= data.draw(st.integers(1, 255))
    altered = file.with_name("altered")
    altered.write_bytes(content)

    with pytest.raises(SnapshotError):
        snapshot_file.read(altered)


@pytest.mark.parametrize("kept", [0, 10, 40, 500, -1])
def test_a_file_cut_short_is_refused(file: Path, kept: int):
    file.write_bytes(file.read_bytes()[:kept])
    with pytest.raises(SnapshotError):
        snapshot_file.read(file)


def test_a_file_of_another_format_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(snapshot_file, "FORMAT", 99)
    with pytest.raises(SnapshotError, match=r"format \d+, this version reads 99"):
        snapshot_file.read(file)


def test_a_killed_write_leaves_the_old_file(file: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(snapshot_file, "write_pieces", lambda stream, segment: json.loads("killed"))
    with pytest.raises(ValueError, match="Expecting value"):
        snapshot_file.write(file, build.segment([]), Stamp(8, ""))

    assert snapshot_file.read(file)[1] == STAMP
