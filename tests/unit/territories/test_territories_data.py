"""The shipped files are what the build says they are."""

import gzip
import json
from zoneinfo import ZoneInfo

import pytest

from maillage.territories import files, selectors
from maillage.territories.build import figures


@pytest.fixture(scope="module")
def tables():
    return files.read_tables(files.SHIPPED)


def test_shipped_tables_hold_the_control_figures(tables):
    assert figures.differences(figures.of_tables(tables), figures.EXPECTED) == []


def test_shipped_outline_holds_the_control_figures():
    outline = json.loads((files.SHIPPED / files.OUTLINE).read_text(encoding="utf-8"))

    assert figures.differences(figures.of_outline(outline), figures.EXPECTED_OUTLINE) == []


def test_writing_the_tables_again_gives_the_same_bytes(tables, tmp_path):
    files.write_tables(tmp_path, tables)

    for name in (files.COMMUNES, files.ARRONDISSEMENTS, files.FORMER, files.REGIONS, files.DEPARTEMENTS, files.EPCIS, files.ORIGIN):
        shipped, again = (files.SHIPPED / name).read_bytes(), (tmp_path / name).read_bytes()
        if name.endswith(".gz"):  # another zlib may compress otherwise
            shipped, again = gzip.decompress(shipped), gzip.decompress(again)
        assert again == shipped, name


def test_compressed_bytes_carry_no_date():
    assert files.compress(b"commune") == files.compress(b"commune")
    assert files.compress(b"commune")[4:8] == bytes(4)


def test_file_is_small_enough_to_ship():
    assert (files.SHIPPED / files.COMMUNES).stat().st_size < 800_000


def test_codes_are_whole_and_every_reference_exists(tables):
    communes = {commune.code for commune in tables.communes}

    assert all(len(code) == 5 for code in communes)
    assert {commune.departement for commune in tables.communes} == set(tables.departements)
    assert {commune.region for commune in tables.communes} == set(tables.regions) == {region for _, region in tables.departements.values()}
    assert {commune.epci for commune in tables.communes} - {""} <= set(tables.epcis)
    assert {former.current for former in tables.former} <= communes
    assert all(selectors.departement_of(commune.code) == commune.departement for commune in tables.communes)


def test_every_zone_is_known_to_this_machine():
    assert all(ZoneInfo(zone) for zone in files.read_zones().values())


def test_table_with_other_columns_is_refused(tmp_path, tables):
    files.write_tables(tmp_path, tables)
    (tmp_path / files.EPCIS).write_text("nom,code\n", encoding="utf-8")

    with pytest.raises(ValueError, match=r"epci\.csv"):
        files.read_tables(tmp_path)
