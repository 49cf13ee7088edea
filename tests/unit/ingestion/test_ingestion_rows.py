"""One row at a time: a bad value costs nothing but itself."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.directory.actions import RecordIn
from maillage.directory.values import check_record
from maillage.ingestion import identity, remarks
from maillage.ingestion.identity import Seen
from maillage.ingestion.mapping.loading import compile_text, shipped_text
from maillage.ingestion.mapping.plan import bind
from maillage.ingestion.rows import Draft, RowReader

TODAY = date(2026, 11, 23)
MAPPING = """
[list]
label = "Liste"
id = "id"
fingerprint = ["nom", "adresse"]
personal = ["referent"]
[fields]
name = "nom"
street = "adresse"
complement = "complement"
postal_code = "cp"
commune = "ville"
insee = "insee"
latitude = "lat"
longitude = "lon"
phones = ["tel", "mobile"]
emails = "mail"
websites = "site"
summary = "resume"
description = "texte"
appointment_url = "rdv"
access_url = "acces"
identifiers = "siret"
parent = "parent"
other_labels = "labels"
as_of = "maj"
[hours]
osm = "osm"
words = "horaires"
[hours.days]
mo = "lundi"
tu = "mardi"
[words.costs]
columns = ["frais"]
[[services]]
code = "securite"
columns = ["services"]
terms = ["sécurité"]
[[services]]
code = "loisirs-creation"
columns = ["services"]
terms = ["pas de jeux"]
state = false
[[receives_public]]
columns = ["public"]
terms = ["non"]
state = false
[[access]]
code = "pas-de-public"
columns = ["ferme"]
[[precision]]
same = ["lat", "lat2"]
code = "housenumber"
"""
GOOD = {
    "id": "12",
    "nom": "Médiathèque Jean Macé",
    "adresse": "8 rue de la Boétie",
    "complement": "1er étage",
    "cp": "33000",
    "ville": "Bordeaux",
    "insee": "33063",
    "lat": "44.8396",
    "lon": "-0.5802",
    "lat2": "44.8396",
    "tel": "05 57 65 75 39",
    "mobile": "06 01 02 03 04",
    "mail": "mediatheque@exemple.fr",
    "site": "https://exemple.fr/Media",
    "resume": "Un lieu.",
    "texte": "Une\nprésentation",
    "rdv": "https://rdv.exemple.fr",
    "acces": "https://acceslibre.beta.gouv.fr/x",
    "siret": "21130001700012",
    "parent": "Ville de Bordeaux",
    "labels": "A|B",
    "maj": "2024-01-31",
    "osm": "",
    "horaires": "",
    "lundi": "09:00-12:00",
    "mardi": "14:00-17:00",
    "frais": "Gratuit",
    "services": "Sécurité, pas de jeux",
    "public": "oui",
    "ferme": "",
}
# field -> the columns it comes from; the commune is settled from several
FIELDS = {
    "complement": ["complement"],
    "phones": ["tel", "mobile"],
    "emails": ["mail"],
    "websites": ["site"],
    "summary": ["resume"],
    "description": ["texte"],
    "appointment_url": ["rdv"],
    "access_url": ["acces"],
    "identifiers": ["siret"],
    "parent": ["parent"],
    "other_labels": ["labels"],
    "hours": ["lundi", "mardi", "osm", "horaires"],
    "hours_words": ["lundi", "mardi", "osm", "horaires"],
    "costs": ["frais"],
    "services": ["services"],
    "receives_public": ["public", "ferme"],
    "access": ["ferme"],
    "latitude": ["lat", "lon"],
    "longitude": ["lat", "lon"],
    "precision": ["lat", "lon", "lat2", "adresse"],
    "name": ["nom"],
    "street": ["adresse", "cp", "ville"],
    "postal_code": ["cp", "adresse", "ville", "insee", "lat", "lon"],
    "commune": ["ville", "cp", "adresse", "insee", "lat", "lon"],
    "insee": ["insee", "ville", "cp", "adresse", "lat", "lon"],
}
GARBAGE = st.sampled_from(
    ["###", "??", "99999999999999999999", "http://[", "@@@", "31/31/2031", "1e999", "x" * 700, "«\x00»", "Ã¢â‚¬", "-", "=cmd()", "\ud800"]
)


def read(cells: dict[str, Any], mapping: str = MAPPING) -> Draft:
    plan = bind(compile_text(mapping, name="liste.toml"), cells)
    return RowReader(plan, TODAY).read(cells)


def rules(draft: Draft) -> list[str]:
    """Rules of the remarks, without what the dictionary infers from the name."""
    return [remark.rule for remark in draft.remarks if remark.rule != "inferred"]


def test_a_good_row_says_everything_without_a_remark() -> None:
    draft = read(GOOD)

    assert rules(draft) == []
    assert draft.as_of == date(2024, 1, 31)
    assert draft.values == {
        "name": "Médiathèque Jean Macé",
        "street": "8 rue de la Boétie",
        "complement": "1er étage",
        "postal_code": "33000",
        "commune": "Bordeaux",
        "insee": "33063",
        "latitude": 44.8396,
        "longitude": -0.5802,
        "precision": "housenumber",
        "phones": [{"number": "+33557657539", "contact": "service"}, {"number": "+33601020304", "contact": "service"}],
        "emails": [{"address": "mediatheque@exemple.fr", "contact": "service"}],
        "websites": ["https://exemple.fr/Media"],
        "summary": "Un lieu.",
        "description": "Une\nprésentation",
        "appointment_url": "https://rdv.exemple.fr",
        "access_url": "https://acceslibre.beta.gouv.fr/x",
        "identifiers": {"siret": "21130001700012"},
        "parent": "Ville de Bordeaux",
        "inferred": {"kinds:BIB": True},
        "other_labels": ["A", "B"],
        "hours": "Mo 09:00-12:00; Tu 14:00-17:00",
        "costs": {"gratuit": True},
        "services": {"securite": True, "loisirs-creation": False},
    }


@settings(deadline=None)  # the first call loads the communes
@given(st.sampled_from(sorted(set(GOOD) - {"id", "lat2"})), GARBAGE)
def test_a_bad_cell_leaves_every_other_field_as_it_was(column: str, garbage: str) -> None:
    emptied, spoilt = read(GOOD | {column: ""}), read(GOOD | {column: garbage})

    for name, sources in FIELDS.items():
        if column not in sources:
            assert spoilt.values.get(name) == emptied.values.get(name) == read(GOOD).values.get(name)


@settings(deadline=None)  # the first call loads the communes
@given(st.dictionaries(st.sampled_from(sorted(GOOD)), st.one_of(st.text(max_size=60), st.integers(), st.floats(), st.booleans(), st.none())))
def test_whatever_a_row_holds_what_is_kept_can_be_stated(cells: dict[str, Any]) -> None:
    draft = read(GOOD | cells)

    check_record(RecordIn("x", draft.values, draft.as_of, draft.unreadable), today=TODAY)


def test_hours_told_in_several_columns_are_all_kept() -> None:
    closed = "Uniquement sur rendez-vous, fermé en août voir site"
    both = MAPPING.replace('words = "horaires"', 'words = ["horaires", "texte"]')

    beside = read(GOOD | {"horaires": closed})
    against = read(GOOD | {"horaires": "Lundi 9h-12h", "lundi": ""})
    two = read(GOOD | {"horaires": "-", "texte": "Mardi 14h-17h", "lundi": ""}, both)

    assert (beside.values["hours"], beside.values["hours_words"]) == ("Mo 09:00-12:00; Tu 14:00-17:00", closed)
    assert [(remark.rule, remark.column) for remark in beside.remarks if remark.field == "hours"] == [("hours_unreadable", "horaires")]
    assert (against.values["hours"], against.values["hours_words"]) == ("Mo 09:00-12:00", "Mardi : 14:00-17:00")
    assert ("hours_contradict", "lundi") in [(remark.rule, remark.column) for remark in against.remarks]
    assert against.unreadable["hours"] == "Mardi : 14:00-17:00"
    assert (two.values["hours"], two.values.get("hours_words")) == ("Tu 14:00-17:00", None)


def test_what_is_lost_is_also_told_to_the_directory() -> None:
    draft = read(GOOD | {"tel": "54088085", "mobile": "", "siret": "21130001700013"})

    assert draft.unreadable == {"phones": "54088085", "identifiers": "21130001700013"}
    assert "phones" not in draft.values


def test_a_row_without_name_is_set_aside_with_all_its_reasons() -> None:
    draft = read(dict.fromkeys(GOOD, "") | {"tel": "zzz"})

    assert not draft.names_a_place
    assert rules(draft) == ["name_missing", "phone_unreadable", "nothing_locates"]


def test_a_place_that_receives_nobody_is_kept_and_marked() -> None:
    assert read(GOOD | {"public": "Non"}).values["receives_public"] is False
    assert read(GOOD | {"ferme": "x"}).values["receives_public"] is False
    assert "receives_public" not in read(GOOD).values


def test_an_unknown_word_is_told_and_never_guessed() -> None:
    draft = read(GOOD | {"frais": "Gratuit;Presque gratuit"})

    assert draft.values["costs"] == {"gratuit": True}
    assert [remark.raw for remark in draft.remarks if remark.raw] == ["Presque gratuit"]


def test_a_long_summary_is_kept_whole_as_the_description() -> None:
    draft = read(GOOD | {"resume": "mot " * 100, "texte": ""})

    assert draft.values["summary"].endswith("mot…")
    assert draft.values["description"] == ("mot " * 100).strip()
    assert read(GOOD | {"resume": "mot " * 100}).values["description"] == GOOD["texte"].strip()


@pytest.mark.parametrize(("street", "precision"), [("8 rue X", "housenumber"), ("rue X", "street"), ("", "commune")])
def test_a_point_is_never_finer_than_its_street(street: str, precision: str) -> None:
    assert read(GOOD | {"adresse": street}).values["precision"] == precision


def test_a_surplus_of_cells_is_told() -> None:
    assert rules(read(GOOD | {"__surplus__": "x;y"})) == ["cells_extra"]


def test_a_fault_of_ours_costs_one_field(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_options: object) -> None:
        raise ValueError

    monkeypatch.setattr("maillage.ingestion.normalisers.phones.phones", broken)
    draft = read(GOOD)

    assert rules(draft) == ["field_failed"]
    assert draft.values.keys() == read(GOOD | {"tel": "", "mobile": ""}).values.keys()


# Identity


def seen(*bases: str) -> list[Seen]:
    return [Seen(line, base, f"{base}{line}", True) for line, base in enumerate(bases, start=2)]


def test_the_owner_s_identifier_goes_before_the_fingerprint() -> None:
    plan = bind(compile_text(MAPPING, name="liste.toml"), GOOD)

    assert identity.survey(2, {"id": 8724.0, "nom": "A"}, plan).base == "8724"
    assert identity.survey(2, {"id": " 12.0 "}, plan).base == "12"
    without = identity.survey(2, {"id": "", "nom": "Médiathèque", "adresse": "1, Rue X"}, plan)
    assert without.base == identity.survey(9, {"nom": "MEDIATHEQUE", "adresse": "1 rue x"}, plan).base
    assert not without.has_own_id
    assert len(identity.survey(2, {"id": "x" * 500}, plan).base) < 120


def test_shared_bases_take_a_suffix_in_the_order_of_the_file() -> None:
    assert identity.record_ids(seen("a", "b", "a", "a"), {}) == ["a", "b", "a-2", "a-3"]
    assert identity.record_ids(seen("a", "a-2", "a"), {}) == ["a", "a-2", "a-3"]


def test_rows_known_by_their_content_keep_their_id_when_shuffled() -> None:
    rows = seen("a", "a", "a")
    known = dict(zip(identity.record_ids(rows, {}), (row.hash for row in rows), strict=True))

    assert identity.record_ids(list(reversed(rows)), known) == ["a-3", "a-2", "a"]
    assert identity.record_ids(rows[1:], known) == ["a-2", "a-3"]
    changed = Seen(9, "a", "new", True)
    assert identity.record_ids([changed, rows[0], rows[2]], known) == ["a-2", "a", "a-3"]


@settings(deadline=None)  # the first call loads the communes
@given(st.lists(st.sampled_from(["a", "a-2", "b", "a-2-2"]), max_size=12), st.randoms())
def test_record_ids_are_unique_and_stable(bases: list[str], random: Any) -> None:
    rows = seen(*bases)
    ids = identity.record_ids(rows, {})
    known = dict(zip(ids, (row.hash for row in rows), strict=True))
    shuffled = list(rows)
    random.shuffle(shuffled)

    assert len(set(ids)) == len(rows)
    assert dict(zip(identity.record_ids(shuffled, known), (row.hash for row in shuffled), strict=True)) == known


@pytest.mark.parametrize("name", ["-", "NC", ".", " n.c. "])
def test_a_name_that_says_nothing_names_no_place(name: str) -> None:
    draft = read(GOOD | {"nom": name})

    assert not draft.names_a_place
    assert "name_missing" in rules(draft)


def test_a_name_in_another_script_is_a_name() -> None:
    assert read(GOOD | {"nom": "Ελλάς"}).names_a_place


def test_personal_columns_count_for_nothing() -> None:
    plan = bind(compile_text(MAPPING, name="liste.toml"), [*GOOD, "referent"])
    one, other = (identity.without_personal(GOOD | {"referent": name}, plan) for name in ("Mme A", "M. B"))

    assert one == other
    assert "referent" not in one


# Remarks


@pytest.mark.parametrize("rule", sorted(remarks.RULES))
def test_every_remark_has_a_sentence_and_a_remedy(rule: str) -> None:
    remark = remarks.Remark(rule, raw="{reçu}", kept="gardé")

    assert remark.message
    assert remark.remedy
    assert remarks.Remark.from_json(remark.to_json()) == remark


def test_shipped_lists_without_identifier_declare_their_stable_fields() -> None:
    for name in ("gironde", "corse"):
        assert compile_text(shipped_text(name), name=name).fingerprint


# Two communes in a row


def test_a_code_that_the_row_contradicts_becomes_a_question_and_keeps_its_column() -> None:
    draft = read(GOOD | {"insee": "33449", "lat": "", "lon": "", "lat2": ""})

    assert (draft.values["insee"], draft.values["commune"]) == ("33063", "Bordeaux")
    assert draft.unreadable == {"address": "33449 (Saint-Médard-en-Jalles)"}
    assert [(remark.rule, remark.field, remark.column) for remark in draft.remarks if remark.rule == "insee_contradicted"] == [
        ("insee_contradicted", "insee", "insee")
    ]


def test_the_middle_of_a_refused_commune_is_no_point_of_the_place() -> None:
    mapping = MAPPING.replace('code = "housenumber"', 'code = "commune"')
    draft = read(GOOD | {"insee": "33449", "lat": "44.8965", "lat2": "44.8965", "lon": "-0.7167"}, mapping)

    assert draft.values["insee"] == "33063"
    assert not {"latitude", "longitude", "precision"} & draft.values.keys()
    assert "point_set_aside" in rules(draft)


def test_an_address_in_the_wrong_column_is_moved_to_its_own() -> None:
    draft = read(GOOD | {"mail": "https://exemple.fr/contact", "site": "accueil@exemple.fr"})

    assert draft.values["websites"] == ["https://exemple.fr/contact"]
    assert draft.values["emails"] == [{"address": "accueil@exemple.fr", "contact": "service"}]
    assert set(rules(draft)) == {"url_moved", "email_moved"}
    both = read(GOOD | {"mail": "a@exemple.fr ; https://exemple.fr/contact"})
    assert both.values["websites"] == ["https://exemple.fr/Media", "https://exemple.fr/contact"]


def test_a_list_too_long_is_cut_and_told() -> None:
    draft = read(GOOD | {"mail": " ; ".join(f"a{number}@exemple.fr" for number in range(60))})

    assert len(draft.values["emails"]) == 50
    assert rules(draft) == ["list_cut"]


def test_a_building_in_the_street_fills_the_complement_only_when_there_is_none() -> None:
    written = "8 rue de la Boétie, bâtiment B"

    assert read(GOOD | {"adresse": written}).values["street"] == written
    alone = read(GOOD | {"adresse": written, "complement": ""}).values
    assert (alone["street"], alone["complement"]) == ("8 rue de la Boétie", "bâtiment B")


def test_a_postal_code_beside_the_commune_counts_when_its_own_column_is_empty() -> None:
    draft = read(GOOD | {"cp": "", "ville": "33000 Bordeaux", "insee": ""})

    assert [draft.values[name] for name in ("insee", "commune", "postal_code")] == ["33063", "Bordeaux", "33000"]


def test_metres_are_read_where_the_commune_is() -> None:
    draft = read(GOOD | {"lat": "4199300", "lon": "1416800", "lat2": ""})

    assert abs(draft.values["latitude"] - 44.84) < 0.1
    assert [remark.kept for remark in draft.remarks if remark.rule == "point_projected"] == ["Lambert CC45"]


@pytest.mark.parametrize("column", ["tel", "mail", "adresse", "cp", "lat", "siret", "maj", "site"])
def test_a_cell_far_too_long_for_its_field_is_read_from_its_beginning_and_told(column: str) -> None:
    """Searching a cell for signs takes a time that grows with its square: nobody writes eight thousand blanks but to do harm."""
    plan = bind(compile_text(MAPPING, name="m"), tuple(GOOD))
    draft = RowReader(plan, TODAY).read(GOOD | {column: GOOD[column] + " " * 8000 + "x" * 2000})

    told = [remark for remark in draft.remarks if remark.rule == "text_cut"]
    assert {remark.column for remark in told} == {column}
    assert draft.values["name"] == GOOD["nom"]
