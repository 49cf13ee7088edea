"""Said once: what a team or a coordinator confirms goes back to each list that says otherwise, and the next delivery tells what was taken."""

import random
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from maillage.base.identifiers import place_id
from maillage.directory import actions as directory
from maillage.directory.models import Place, Statement
from maillage.ingestion import actions, tasks
from maillage.ingestion.checking import check_file
from maillage.ingestion.formats.opening import open_table
from maillage.ingestion.formats.table import Reading
from maillage.ingestion.mapping.loading import compile_text
from maillage.ingestion.models import Returned, Source, SourceRecord
from maillage.ingestion.returning import telling
from maillage.ingestion.returning.actions.sending import is_due, refresh, send
from maillage.ingestion.returning.files.applying import apply_to_file, apply_waiting
from maillage.ingestion.returning.workbook import as_xlsx
from maillage.linkage import chain
from tests.factories.directory import a_coordinator, a_team, say

pytestmark = pytest.mark.django_db
TODAY, NOW = date(2026, 11, 23), datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LATER = date(2026, 12, 15)
MAPPING = """
[list]
label = "Ville de Guéret"
{identity}
[fields]
name = "Nom"
street = "Adresse"
commune = "Commune"
postal_code = "CP"
phones = "Tél"
emails = "Courriel"

[[services]]
code = "securite"
columns = ["Sécurité"]
answers = true

[[audiences]]
code = "seniors"
columns = ["Publics"]
terms = ["seniors"]

[[audiences]]
code = "jeunes"
columns = ["Publics"]
terms = ["jeunes"]
"""
HEAD = "id;Nom;Adresse;CP;Commune;Tél;Courriel;Sécurité;Publics\r\n"
ROW = "{0};Médiathèque {0};{0} rue Haute;23000;Guéret;05.55.52.00.0{0};lieu{0}@ville.example;{1};{2}\r\n"
PUBLICS = ["jeunes, seniors", "seniors, familles", "familles, jeunes", "jeunes, seniors, familles", "jeunes"]
ROWS = [ROW.format(number + 1, "O" if number % 2 else "N", publics) for number, publics in enumerate(PUBLICS)]
SECOND = [{"number": "+33555529999", "contact": "service"}]


def bring(*rows: str, own: bool = True, today: date = TODAY, key: str = "ville") -> Source:
    mapping = MAPPING.format(identity='id = "id"' if own else 'known = ["id"]\nfingerprint = ["Nom", "Adresse", "Commune"]')
    chain.import_list(key, content=(HEAD + "".join(rows)).encode(), mapping=mapping, today=today, now=NOW, accept_losses=True)
    return Source.objects.select_related("origin").get(key=key)


def place_of(source: Source, record: str) -> Place:
    return Place.objects.get(pk=place_id(source.origin.key, record))


def sent(source: Source, today: date = TODAY) -> dict[tuple[str, str], Returned]:
    send(source, by=None, today=today, now=NOW)
    return {(one.record.record_id, one.subject): one for one in telling.waiting(source)}


def read_back(source: Source, content: bytes, own: bool = True, today: date = LATER) -> None:
    text = content.decode("utf-8-sig")
    bring(*text.removeprefix(HEAD).splitlines(keepends=True), own=own, today=today)


def corrected(source: Source, content: bytes) -> bytes:
    cells: dict[str, dict[str, str]] = {}
    for one in telling.waiting(source):
        cells.setdefault(one.record.record_id, {}).update(one.cells)
    plan = compile_text(source.mapping_text, name="ville")
    return apply_to_file(content, lambda _columns: plan, cells).content


def test_the_list_receives_the_value_in_its_own_words() -> None:
    source = bring(*ROWS)
    say(place_of(source, "1"), phones=SECOND, services={"securite": True}, audiences={"seniors": False})

    told = sent(source)

    assert {key: one.cells for key, one in told.items()} == {
        ("1", "phones"): {"Tél": "05.55.52.99.99"},
        ("1", "services:securite"): {"Sécurité": "O"},
        ("1", "audiences:seniors"): {"Publics": "jeunes"},
    }
    one = telling.line(told["1", "phones"])
    assert (one.line, one.received, one.confirmed, one.by, one.confirmed_on) == (2, "05 55 52 00 01", "05 55 52 99 99", "l’équipe du lieu", TODAY)
    assert one.before == {"Tél": "05.55.52.00.01"}


def test_a_coordinator_is_told_as_such() -> None:
    source = bring(*ROWS)
    say(place_of(source, "1"), a_coordinator(), phones=SECOND)

    assert telling.line(sent(source)["1", "phones"]).by == "la coordination"


def test_who_confirms_what_the_list_says_sends_it_nothing() -> None:
    source = bring(*ROWS)
    say(place_of(source, "1"), phones=[{"number": "+33555520001", "contact": "service"}], name="MEDIATHEQUE 1")

    assert sent(source) == {}


def test_what_the_list_takes_is_noted_as_taken() -> None:
    source = bring(*ROWS)
    say(place_of(source, "1"), phones=SECOND, services={"securite": True})
    sent(source)
    again = [ROWS[0].replace("05.55.52.00.01", "05 55 52 99 99"), *ROWS[1:]]  # one of the two, in another way

    bring(*again, today=LATER)

    assert dict(Returned.objects.values_list("subject", "taken_on")) == {"phones": LATER, "services:securite": None}
    totals = telling.totals(source)
    assert (totals.sent, totals.taken, totals.waiting, totals.since, totals.share) == (2, 1, 1, TODAY, 50)


def test_the_corrected_file_comes_back_whole() -> None:
    source = bring(*ROWS)
    for record in "123":
        say(place_of(source, record), phones=SECOND, services={"securite": True}, street=f"{record} bis rue Basse")
    before = (HEAD + "".join(ROWS)).encode()
    told = sent(source)

    content = corrected(source, before)
    read_back(source, content)

    assert len(told) == 8  # the second row says already that it teaches safety
    assert {one.taken_on for one in Returned.objects.all()} == {LATER}
    assert sum(old != new for old, new in zip(before.splitlines(), content.splitlines(), strict=True)) == 3


def test_a_row_known_by_its_name_and_address_stays_the_same_record_when_these_are_corrected() -> None:
    source = bring(*ROWS, own=False)
    record = SourceRecord.objects.get(values__name="Médiathèque 1")
    say(Place.objects.get(pk=place_id(source.origin.key, record.record_id)), name="Médiathèque Éluard", street="9 rue Basse", phones=SECOND)
    before = (HEAD + "".join(ROWS)).encode()
    sent(source)
    after = corrected(source, before)

    read_back(source, after, own=False)
    read_back(source, after, own=False)

    assert {one.taken_on for one in Returned.objects.all()} == {LATER}
    assert SourceRecord.objects.present().count() == len(ROWS)
    assert not SourceRecord.objects.filter(gone_on__isnull=False).exists()
    record.refresh_from_db()
    assert record.values["name"] == "Médiathèque Éluard"


def test_a_row_of_which_only_the_name_was_taken_is_the_same_record_too() -> None:
    source = bring(*ROWS, own=False)
    record = SourceRecord.objects.get(values__name="Médiathèque 1")
    say(Place.objects.get(pk=place_id(source.origin.key, record.record_id)), name="Médiathèque Éluard", street="9 rue Basse")
    sent(source)

    bring(ROWS[0].replace("Médiathèque 1", "Médiathèque Éluard"), *ROWS[1:], own=False, today=LATER)

    assert SourceRecord.objects.count() == len(ROWS)
    assert dict(Returned.objects.values_list("subject", "taken_on")) == {"name": LATER, "street": None}


def test_a_reading_undone_takes_nothing() -> None:
    source = bring(*ROWS)
    say(place_of(source, "1"), phones=SECOND)
    sent(source)
    bring(ROWS[0].replace("05.55.52.00.01", "05 55 52 99 99"), *ROWS[1:], today=LATER)
    assert telling.totals(source).taken == 1

    chain.undo(source.runs.latest("pk"), by=None, today=LATER, now=NOW)

    assert telling.totals(source).waiting == 1
    assert sent(source, LATER)["1", "phones"].sent_on == TODAY


def test_two_records_of_one_list_that_are_one_place_are_each_told() -> None:
    source = bring(*ROWS)
    first, second = place_of(source, "1"), place_of(source, "2")
    directory.merge([(second.pk, first.pk)], today=TODAY, now=NOW)
    say(first, phones=SECOND)

    assert {key: one.cells for key, one in sent(source).items()} == {
        ("1", "phones"): {"Tél": "05.55.52.99.99"},
        ("2", "phones"): {"Tél": "05.55.52.99.99"},
    }


def test_what_a_merged_place_s_team_said_goes_to_the_records_of_the_whole() -> None:
    source = bring(*ROWS)
    first, second = place_of(source, "1"), place_of(source, "2")
    say(second, phones=SECOND)
    directory.merge([(second.pk, first.pk)], today=TODAY, now=NOW)
    assert {record for record, _subject in sent(source)} == {"1", "2"}

    directory.unmerge([second.pk], today=TODAY, now=NOW)

    assert refresh(source, today=LATER) == 1
    assert {one.record.record_id for one in telling.waiting(source)} == {"2"}


def test_a_cell_that_its_owner_changed_since_is_not_written_over() -> None:
    """Nor a row that only bears the same identifier, in a file of somebody else. The rest of the row is corrected."""
    source = bring(*ROWS)
    say(place_of(source, "1"), phones=SECOND, audiences={"seniors": False}, services={"securite": True})
    say(place_of(source, "2"), phones=SECOND)
    sent(source)
    changed = ROWS[0].replace("jeunes, seniors", "seniors, familles").replace("05.55.52.00.01", "05.55.52.99.99")
    other = ROWS[1].replace("05.55.52.00.02", "05.55.52.77.77")

    found = apply_waiting(source, (HEAD + changed + other).encode())

    assert found.content.decode() == HEAD + changed.replace(";N;", ";O;") + other
    assert (found.records, found.moved) == ({"1"}, {"1", "2"})


def test_a_word_withdrawn_waits_no_more() -> None:
    source = bring(*ROWS)
    place = place_of(source, "1")
    say(place, phones=SECOND)
    sent(source)

    directory.withdraw(Statement.objects.in_force().get(origin=a_team(place)), by=None, today=LATER, now=NOW)

    assert refresh(source, today=LATER) == 1
    assert telling.waiting(source) == []
    assert telling.totals(source).sent == 0


def test_a_word_that_changes_is_sent_anew() -> None:
    source = bring(*ROWS)
    place = place_of(source, "1")
    say(place, phones=SECOND)
    sent(source)
    say(place, phones=[{"number": "+33555528888", "contact": "service"}], today=LATER)

    told = sent(source, LATER)

    assert told["1", "phones"].cells == {"Tél": "05.55.52.88.88"}
    assert told["1", "phones"].sent_on == LATER
    assert list(Returned.objects.order_by("pk").values_list("dropped_on", flat=True)) == [LATER, None]


def test_a_lapsed_word_waits_no_more() -> None:
    source = bring(*ROWS)
    say(place_of(source, "1"), phones=SECOND)
    sent(source)

    assert refresh(source, today=date(2028, 6, 1)) == 1


def test_a_list_removed_receives_nothing() -> None:
    source = bring(*ROWS)
    say(place_of(source, "1"), phones=SECOND)
    sent(source)

    actions.remove_source(source, by=None, today=LATER, now=NOW)
    source.refresh_from_db()

    assert refresh(source, today=LATER) == 1
    assert not is_due(source, date(2027, 2, 1))


def test_sending_again_writes_nothing() -> None:
    source = bring(*ROWS)
    say(place_of(source, "1"), phones=SECOND)
    before = sent(source)["1", "phones"].pk

    assert send(source, by=None, today=LATER, now=NOW) == (0, 1)
    assert sent(source, LATER)["1", "phones"].pk == before


def test_a_sheet_is_made_once_a_month(monkeypatch: pytest.MonkeyPatch) -> None:
    source = bring(*ROWS)
    day = TODAY
    monkeypatch.setattr("maillage.base.clock.today", lambda: day)
    monkeypatch.setattr("maillage.base.clock.now", lambda: NOW)
    tasks.send_corrections.call()
    say(place_of(source, "1"), phones=SECOND)
    tasks.send_corrections.call()
    assert telling.waiting(source) == []  # the sheet of the month is made

    day = LATER
    tasks.send_corrections.call()

    assert [one.sent_on for one in telling.waiting(source)] == [LATER]


def test_named_contacts_of_the_list_are_not_written_over() -> None:
    source = bring(ROWS[0].replace("lieu1@ville.example", "jeanne.petit@ville.example"), *ROWS[1:])
    say(place_of(source, "1"), emails=[{"address": "accueil@ville.example", "contact": "service"}])

    one = telling.line(sent(source)["1", "emails"])

    assert one.by_hand
    assert (one.columns, one.received, one.gesture) == (("Courriel",), "", "à ajouter")


def test_the_sheet_opens_in_the_columns_of_the_list() -> None:
    source = bring(*ROWS)
    say(place_of(source, "2"), phones=SECOND, services={"securite": False})
    sent(source)

    book = as_xlsx(source, telling.waiting(source), day=TODAY)

    checked = check_file(book, source="ville", mapping=source.mapping_text, today=TODAY, imposed=Reading(sheet="Lignes corrigées"))
    assert list(checked.delivery.table.columns) == source.columns_seen
    (row,) = checked.rows
    assert row.record_base == "2"
    assert (row.draft.values["phones"], row.draft.values["services"]) == (SECOND, {"securite": False})
    lines = [cells for _line, cells in open_table(book, Reading(sheet="Corrections")).rows()]
    assert {
        line["colonne"]: (line["ligne"], line["identifiant"], line["valeur reçue"], line["valeur confirmée"], line["par"], line["le"]) for line in lines
    } == {
        "Tél": ("3", "2", "05.55.52.00.02", "05.55.52.99.99", "l’équipe du lieu", "2026-11-23"),
        "Sécurité": ("3", "2", "O", "N", "l’équipe du lieu", "2026-11-23"),
    }


def spoken(values: dict[str, Any], draw: random.Random) -> dict[str, Any]:
    """What a team may say of a place: some of it otherwise than the list."""
    said: dict[str, Any] = {"phones": [{"number": "+33241397543", "contact": "service"}], "name": f"Relais {draw.randrange(10_000)}"}
    if "street" in values:
        said |= {name: values[name] for name in ("postal_code", "commune", "insee") if name in values} | {"street": f"{draw.randrange(1, 99)} rue des Lilas"}
    if "latitude" in values:
        said |= {"latitude": round(values["latitude"] + 0.002, 6), "longitude": round(values["longitude"] + 0.002, 6)}
    if "hours" in values:
        said["hours"] = "Mo-Tu 09:00-12:00; Th 14:00-18:00"
    services = values.get("services", {})
    return said | ({"services": dict.fromkeys(services, False)} if services and draw.random() < 0.3 else {})


@pytest.mark.parametrize(("key", "least"), [("gironde", 40), ("maine-et-loire", 60), ("france-services", 80), ("angers", 60)])
def test_real_lists_take_all_that_was_written_for_them(shared: Path, tmp_path: Path, key: str, least: int) -> None:
    content = next((shared / "sources" / key).glob("source.*")).read_bytes()
    scope: dict[str, Any] = {"scope": "dep:49"} if key == "france-services" else {}  # the whole country would take a minute to link
    if scope:
        actions.create_source(key, **scope, by=None, today=TODAY, now=NOW)
    chain.import_list(key, content=content, today=TODAY, now=NOW)
    source, draw = Source.objects.select_related("origin").get(key=key), random.Random(key)
    rows = [one for one in source.records.present() if one.values.get("name") and "-" not in one.record_id]
    for record in draw.sample(rows, 15):
        say(Place.objects.get(pk=place_id(source.origin.key, record.record_id)), **spoken(record.values, draw))
    told = sent(source)
    written = {key: one for key, one in told.items() if one.cells}
    assert len(written) >= min(least, len(told) * 2 // 3) > 0

    again = corrected(source, content)
    chain.import_list(key, content=again, today=LATER, now=NOW, accept_losses=True)

    left = Returned.objects.filter(taken_on__isnull=True)
    assert [(one.record.record_id, one.subject) for one in left if one.cells] == []
    assert SourceRecord.objects.filter(source=source, gone_on__isnull=False).count() == 0
    assert Returned.objects.taken().count() >= len(written)
    BytesIO(as_xlsx(source, list(Returned.objects.select_related("record")), day=LATER))
