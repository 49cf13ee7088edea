"""The invented lists are read by the real ingestion, with the faults they were given and no other."""

import json
from collections import Counter
from datetime import date

import pytest

from maillage.cli.generator import each_linkage_record, fold_records, linkage_records, search_places, write_lists
from maillage.cli.generator.listings import REFERENCE_DAY, sources
from maillage.directory.fields import FIELDS
from maillage.ingestion.mapping.loading import compile_text, read_mapping
from maillage.ingestion.reading import Tally, open_delivery, read_all
from maillage.territories.selectors import current_code

TODAY = REFERENCE_DAY


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("lists")


@pytest.fixture(scope="module")
def written(folder):
    return write_lists(folder, "23", today=TODAY)


@pytest.fixture(scope="module")
def truth(folder, written):
    told = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return {(source, record): place for place, rows in told.items() for source, records in rows.items() for record in records}


def delivery(one):
    text = read_mapping(one.mapping)
    return open_delivery(one.path.read_bytes(), lambda columns: compile_text(text, name=one.source, source=one.source))


@pytest.fixture(scope="module")
def read(written):
    return {one.source: [(row.record_base, row.draft) for row in read_all(delivery(one), today=TODAY)] for one in written}


@pytest.fixture(scope="module")
def places(read, truth):
    """Every draft of each place."""
    found = {}
    for source, rows in read.items():
        for record, draft in rows:
            if draft.names_a_place:
                found.setdefault(truth[source, record], []).append(draft)
    return found


def test_same_seed_gives_the_same_bytes(written, tmp_path):
    again = write_lists(tmp_path, "23", today=TODAY)

    assert [one.path.read_bytes() for one in again] == [one.path.read_bytes() for one in written]
    assert (tmp_path / "truth.json").read_bytes() == (written[0].path.parent / "truth.json").read_bytes()


def test_another_seed_gives_other_lists(written, tmp_path):
    assert write_lists(tmp_path, "23", seed=2, today=TODAY)[0].path.read_bytes() != written[0].path.read_bytes()


def test_lists_have_the_forms_they_imitate(written):
    libraries, france_services, coordination, town_hall, hub = (one.path.read_bytes() for one in written)

    assert libraries.splitlines()[0].count(b";") == 19
    assert france_services.count(b"\n") > len(read_rows(written[1])) + 1  # line breaks inside cells
    assert coordination.splitlines()[0].count(b",") == 31
    assert json.loads(town_hall)[0]["N° de réponse"] == 1
    with pytest.raises(UnicodeDecodeError):
        hub.decode("utf-8")
    assert "BIBLIOTHÈQUE" in hub.decode("cp1252")


def read_rows(one):
    return list(delivery(one).cells())


@pytest.mark.parametrize("place", range(5))
def test_mapping_fits_its_list(written, place):
    one = written[place]

    assert delivery(one).warnings == []
    assert one.source == list(sources().values())[place]["key"]
    assert one.label


@pytest.mark.parametrize("place", range(5))
def test_every_row_is_accounted_for(written, place):
    tally = Tally()
    for row in read_all(delivery(written[place]), today=TODAY):
        tally.add(row.draft)

    assert tally.read == tally.kept + tally.set_aside > 20
    assert tally.set_aside <= 2


def test_every_kept_row_has_its_truth(read, truth):
    kept = {(source, record) for source, rows in read.items() for record, draft in rows if draft.names_a_place}

    assert kept == set(truth)


def test_demo_says_much_of_most_places(places):
    stated = sum(any("services" in draft.values for draft in drafts) for drafts in places.values())
    others = [drafts for drafts in places.values() if any("phones" in draft.values or "services" in draft.values for draft in drafts)]
    phones = sum(any("phones" in draft.values for draft in drafts) for drafts in others)
    hours = sum(any("hours" in draft.values for draft in drafts) for drafts in others)

    assert 150 <= len(places) <= 250
    assert stated >= 0.6 * len(places)
    assert phones >= 0.85 * len(others)
    assert hours >= 0.75 * len(others)


def test_lists_overlap(places):
    listings = Counter(len(drafts) for drafts in places.values())

    assert sum(count for listed, count in listings.items() if listed > 1) >= 0.3 * len(places)
    assert listings[1] >= 0.3 * len(places)


def test_library_list_says_nothing_of_services_nor_contacts(read):
    told = {field for _, draft in read["demo-bibliotheques"] for field in draft.values}

    assert not told & {"services", "phones", "emails", "hours"}
    assert [draft.values["receives_public"] for _, draft in read["demo-bibliotheques"] if "receives_public" in draft.values] == [False]


def test_survey_says_no_as_well_as_yes(read):
    answers = Counter(state for _, draft in read["demo-mairie"] for state in draft.values.get("services", {}).values())

    assert answers[True] > 20
    assert answers[False] > 5


def test_referent_of_the_survey_is_never_kept(written):
    assert not any("Nom et prénom du référent" in cells for cells in read_rows(written[3]))


def test_faults_are_there_to_be_found(read):
    rules = Counter(remark.rule for rows in read.values() for _, draft in rows for remark in draft.remarks)

    assert {"point_contradicts", "date_unreadable", "point_projected", "insee_deduced", "name_missing"} <= set(rules)
    assert not {"phone_unreadable", "phone_unassigned", "hours_unreadable", "field_failed", "word_unknown"} & set(rules)


def test_rows_have_all_ages(read):
    ages = [(TODAY - draft.as_of).days for rows in read.values() for _, draft in rows if draft.as_of]

    assert min(ages) < 180 < 540 < max(ages)
    assert all(age >= 0 for age in ages)


def test_dates_are_counted_from_the_day_given(tmp_path):
    later = write_lists(tmp_path, "23", today=date(2028, 1, 10))

    assert b"2027-" in later[2].path.read_bytes()


def test_scale_multiplies_the_places(tmp_path):
    write_lists(tmp_path, "23", scale=0.25, today=TODAY)

    assert 50 <= len(json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))) <= 56


@pytest.mark.parametrize("departement", ["2A", "75", "974"])
def test_any_departement_will_do(tmp_path, departement):
    for one in write_lists(tmp_path, departement, scale=0.3, today=TODAY):
        assert delivery(one).warnings == []


def test_unknown_departement_is_refused(tmp_path):
    with pytest.raises(ValueError, match="99"):
        write_lists(tmp_path, "99")


def test_linkage_records_tell_the_truth_apart():
    records = linkage_records(300)

    assert len(records) == 300
    assert len({(record.source, record.record_id) for record in records}) == 300
    assert 150 < len({record.place for record in records}) < 270
    assert linkage_records(300) == records
    assert {field for record in records for field in record.values} <= set(FIELDS)


@pytest.mark.slow
def test_linkage_records_hold_every_trap_and_every_damage():
    records = linkage_records(12_000)
    traps = {trap: [one for one in records if one.trap == trap] for trap in ("building", "inside", "network", "bus", "homonym")}

    assert all(len({one.place for one in told}) > 10 for told in traps.values())
    assert {record.trap for record in records} == {"", *traps}
    homonyms = {one.place: (one.kind, one.commune) for one in traps["homonym"]}
    assert len(set(homonyms.values())) == len(homonyms)  # one of a kind in each commune
    streets = [record.values.get("street", "") for record in records]
    assert any(" ter " in street for street in streets)
    assert any(current_code(record.values.get("insee", "")) not in (None, record.values.get("insee")) for record in records)  # code of a merged commune


def test_linkage_records_are_made_one_after_the_other():
    assert next(each_linkage_record(10**9)).place == "s000001"


def test_fold_records_are_so_many_for_each_place():
    records = list(fold_records(40, 3))

    assert Counter(Counter(record.place for record in records).values()) == {3: 40}
    assert all(len({record.source for record in records if record.place == place}) == 3 for place in {record.place for record in records})


def test_search_places_have_about_three_offers():
    places = list(search_places(400))

    assert len(places) == len({place.code for place in places}) == 400
    assert 2.5 < sum(len(place.offers) for place in places) / 400 < 3.5
    assert any(not place.offers for place in places)
    assert any(place.values["latitude"] is None for place in places)
    assert all(len({concept for concept, _ in place.offers}) == len(place.offers) for place in places)
