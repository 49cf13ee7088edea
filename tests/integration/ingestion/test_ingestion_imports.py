"""A delivery is staged whole, again for nothing, and never loses a row in silence."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from maillage.accounts.models import User
from maillage.audit.models import Event
from maillage.directory.actions import bulk
from maillage.ingestion import actions, selectors
from maillage.ingestion.actions import staging
from maillage.ingestion.errors import DeliveryStopped, UnreadableFile, WrongMapping
from maillage.ingestion.formats.table import Reading
from maillage.ingestion.models import Run, Source, SourceRecord

pytestmark = pytest.mark.django_db
MAPPING = """
[list]
label = "Liste de Creuse"
licence = "Licence Ouverte 2.0"
id = "id"
personal = ["referent"]
[fields]
name = "nom"
street = "adresse"
postal_code = "cp"
commune = "ville"
phones = "tel"
as_of = "maj"
"""
HEADER = ["id", "nom", "adresse", "cp", "ville", "tel", "maj", "referent"]


def listed(*rows: tuple[Any, ...]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(HEADER)
    writer.writerows(rows)
    return text.getvalue().encode()


def place(number: int, **changes: str) -> tuple[str, ...]:
    row = dict(zip(HEADER, [str(number), f"Lieu {number}", f"{number} rue Haute", "23000", "Guéret", "05 55 52 00 00", "2026-01-15", "Mme X"], strict=True))
    return tuple((row | changes).values())


PLACES = [place(number) for number in range(1, 11)]


@pytest.fixture
def deliver(today: date, now: datetime) -> Any:
    def deliver(content: bytes, **options: Any) -> Run:
        return actions.import_list("creuse", content=content, **{"mapping": MAPPING, "today": today, "now": now} | options)

    return deliver


def ids(**filters: Any) -> list[str]:
    return sorted(SourceRecord.objects.filter(**filters).values_list("record_id", flat=True), key=lambda text: (len(text), text))


def applied() -> None:
    actions.mark_applied(SourceRecord.objects.all())


def stored() -> list[tuple[Any, ...]]:
    columns = ("record_id", "line", "raw", "raw_hash", "values", "as_of", "unreadable", "remarks", "state", "has_remarks", "first_seen_on", "gone_on")
    return list(SourceRecord.objects.order_by("record_id").values_list(*columns))


def without_lines() -> list[tuple[Any, ...]]:
    return [(row[0], *row[2:]) for row in stored()]


def test_a_delivery_is_staged_with_its_counts_and_how_it_was_read(deliver: Any, bruno: User) -> None:
    run = deliver(listed(*PLACES, place(11, nom=""), place(12, tel="zzz")), by=bruno)

    assert run.counts() == {"read": 12, "kept": 11, "set_aside": 1, "outside": 0, "with_remarks": 1, "unchanged": 0, "usable": 0}
    assert (run.format, run.encoding, run.delimiter, run.state) == ("csv", "utf-8", ";", Run.State.DONE)
    assert run.report["remarks"]["phone_unreadable phones"] == 1
    record = SourceRecord.objects.get(record_id="12")
    assert record.values["name"] == "Lieu 12"
    assert record.unreadable == {"phones": "zzz"}
    assert (record.line, record.as_of) == (13, date(2026, 1, 15))
    assert "referent" not in record.raw
    assert SourceRecord.objects.get(record_id="11").remarks[0]["rule"] == "name_missing"
    origin = Source.objects.get().origin
    assert (origin.key, origin.kind, origin.label, origin.licence) == ("source:creuse", "source", "Liste de Creuse", "Licence Ouverte 2.0")
    event = Event.objects.get(verb="source.imported")
    assert event.details["read"] == 12


def test_the_same_delivery_again_writes_nothing(deliver: Any, now: datetime) -> None:
    deliver(listed(*PLACES))
    applied()
    before = stored()

    run = deliver(listed(*PLACES), now=now + timedelta(days=1))

    assert run.counts() == {"read": 10, "kept": 10, "set_aside": 0, "outside": 0, "with_remarks": 0, "unchanged": 10, "usable": 0}
    assert stored() == before
    assert not selectors.pending_records().exists()
    assert Event.objects.filter(verb="source.imported").count() == 2


def test_rows_that_moved_are_told_where_they_now_are(deliver: Any) -> None:
    deliver(listed(*PLACES, place(11, tel="zzz")))
    before = without_lines()

    assert deliver(listed(place(11, tel="zzz"), *PLACES)).unchanged == 11

    assert without_lines() == before
    row = next(row for row in selectors.report_rows(Source.objects.get(), asking_only=True))
    assert (row.line, row.record_id) == (2, "11")


def test_only_what_changed_waits_for_the_directory(deliver: Any) -> None:
    deliver(listed(*PLACES))
    assert selectors.pending_records().count() == 10
    applied()

    run = deliver(listed(place(1, nom="Autre nom"), place(2, referent="M. Y"), *PLACES[2:], place(11)))

    assert run.unchanged == 9
    assert [record.record_id for record in selectors.pending_records(Source.objects.get())] == ["1", "11"]


def test_a_row_that_says_the_same_in_other_words_is_stored_but_not_restated(deliver: Any) -> None:
    deliver(listed(*PLACES))
    applied()

    deliver(listed(place(1, tel="0555520000"), *PLACES[1:]))

    assert SourceRecord.objects.get(record_id="1").raw["tel"] == "0555520000"
    assert not selectors.pending_records().exists()


def test_a_row_that_goes_is_dated_and_one_that_comes_back_is_revived(deliver: Any, today: date) -> None:
    deliver(listed(*PLACES))
    applied()

    run = deliver(listed(*PLACES[:-1]))
    gone = SourceRecord.objects.get(record_id="10")
    assert (run.gone, gone.gone_on, gone.is_pending, gone.is_stated) == (1, today, True, False)
    assert deliver(listed(*PLACES[:-1])).gone == 0
    applied()

    deliver(listed(*PLACES))
    back = SourceRecord.objects.get(record_id="10")
    assert (back.gone_on, back.is_pending, back.is_stated) == (None, True, True)


def test_a_row_that_loses_its_name_must_be_withdrawn(deliver: Any) -> None:
    deliver(listed(*PLACES, place(11, nom="")))
    assert not SourceRecord.objects.get(record_id="11").is_pending
    applied()

    deliver(listed(place(1, nom=""), *PLACES[1:], place(11, nom="", tel="1")))

    assert [record.record_id for record in selectors.pending_records()] == ["1"]
    assert not SourceRecord.objects.get(record_id="1").is_stated


def test_repeated_identifiers_are_told_and_stay_stable(deliver: Any) -> None:
    twins = [*PLACES, place(1, nom="Le double"), place(1, nom="Le triple")]
    deliver(listed(*twins))
    assert ids(record_id__startswith="1-") == ["1-2", "1-3"]
    assert SourceRecord.objects.get(record_id="1-2").remarks[-1] == {"rule": "id_repeated", "raw": "1", "column": "id"}
    before = without_lines()

    assert deliver(listed(*reversed(twins))).unchanged == 12
    assert without_lines() == before


def test_rows_without_identifier_are_known_by_their_stable_fields(deliver: Any) -> None:
    mapping = MAPPING.replace('id = "id"', 'fingerprint = ["nom", "adresse"]')
    deliver(listed(*PLACES), mapping=mapping)

    run = deliver(listed(*[place(number, tel="05 55 52 11 11", id=str(90 - number)) for number in range(10, 0, -1)]), mapping=mapping)

    assert (run.gone, SourceRecord.objects.count()) == (0, 10)


def test_a_row_that_lacks_its_identifier_is_known_by_its_name_and_address(deliver: Any) -> None:
    without = [place(number, id="") for number in (11, 12)]
    deliver(listed(*PLACES, *without))
    before = without_lines()

    assert deliver(listed(*reversed(without), *PLACES)).unchanged == 12
    assert without_lines() == before
    assert [record["remarks"][-1]["rule"] for record in SourceRecord.objects.filter(record_id__startswith="~").values("remarks")] == ["id_missing"] * 2


@pytest.mark.parametrize("kept", [7, 1])
def test_a_list_that_shrinks_stops_and_says_so(deliver: Any, kept: int) -> None:
    deliver(listed(*PLACES))
    before = stored()

    with pytest.raises(DeliveryStopped, match=f"{10 - kept} des 10 lignes"):
        deliver(listed(*PLACES[:kept]))

    assert stored() == before
    assert Run.objects.latest("pk").state == Run.State.STOPPED
    assert Event.objects.filter(verb="source.delivery_stopped").count() == 1
    assert deliver(listed(*PLACES[:kept]), accept_losses=True).gone == 10 - kept
    assert deliver(listed(*PLACES[:kept])).unchanged == kept


def test_a_list_that_loses_a_column_in_use_stops(deliver: Any) -> None:
    deliver(listed(*PLACES))

    with pytest.raises(DeliveryStopped, match="«.tel.»"):
        deliver(listed(*PLACES).replace(b";tel;", b";numero;"))
    assert deliver(listed(*PLACES).replace(b";referent", b";quelqu'un")).read == 10


def test_another_mapping_reads_every_row_again(deliver: Any) -> None:
    deliver(listed(*PLACES))
    applied()

    run = deliver(
        listed(*PLACES), mapping=MAPPING.replace('commune = "ville"\n', 'commune = "ville"\nparent = "referent"\n').replace('personal = ["referent"]\n', "")
    )

    assert run.unchanged == 0
    assert SourceRecord.objects.filter(values__parent="Mme X").count() == 10
    assert selectors.pending_records().count() == 10


@pytest.mark.parametrize("mapping", [None, MAPPING])
def test_the_last_mapping_is_used_when_none_is_given(deliver: Any, mapping: str | None) -> None:
    deliver(listed(*PLACES))

    assert deliver(listed(*PLACES), mapping=mapping).unchanged == 10


def test_the_standard_s_columns_need_no_mapping(today: date, now: datetime) -> None:
    content = (
        "id,nom,commune,code_postal,adresse,services,typologie,horaires\n"
        "1,Médiathèque,Guéret,23000,1 rue X,Utilisation sécurisée du numérique|Loisirs et créations numériques,BIB,Mo 09:00-12:00\n"
    )
    run = actions.import_list("une-liste", content=content.encode(), today=today, now=now)

    assert run.mapping_name == "standard.toml"
    values = SourceRecord.objects.get().values
    assert values["services"] == {"securite": True, "loisirs-creation": True}
    assert (values["kinds"], values["hours"]) == ({"BIB": True}, "Mo 09:00-12:00")


@pytest.mark.parametrize(
    ("content", "refusal"),
    [(b"", UnreadableFile), (b"%PDF", UnreadableFile), (b'id;nom\n"1;2\n' + b"x;y\n" * 9, UnreadableFile), (b"a;b\n1;2\n", WrongMapping)],
)
def test_what_cannot_be_read_leaves_nothing_behind(content: bytes, refusal: type[Exception], today: date, now: datetime) -> None:
    with pytest.raises(refusal):
        actions.import_list("autre", content=content, today=today, now=now)

    assert not Source.objects.exists()
    assert not Run.objects.exists()


@pytest.mark.parametrize("name", ["Ma Liste", "../x", "", "x" * 61])
def test_the_name_of_a_list_is_checked(name: str, today: date, now: datetime) -> None:
    with pytest.raises(WrongMapping, match="nom de liste"):
        actions.import_list(name, content=listed(*PLACES), mapping=MAPPING, today=today, now=now)


def test_what_is_imposed_is_stated(deliver: Any) -> None:
    run = deliver(listed(*PLACES).decode().encode("utf-16"), imposed=Reading(encoding="utf-16", delimiter=";"))

    assert (run.encoding, run.read) == ("utf-16", 10)


def test_a_missing_file_is_told(today: date, now: datetime) -> None:
    with pytest.raises(UnreadableFile, match="absente"):
        actions.import_list("creuse", Path("/absente.csv"), today=today, now=now)


# Killed, and run again


@pytest.fixture
def killed_after(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Make the n-th write of a chunk the last thing that happens."""
    monkeypatch.setattr(staging, "CHUNK", 3)

    def killed_after(chunks: int) -> None:
        left = [chunks]
        upsert = bulk.upsert

        def write(*args: Any, **options: Any) -> None:
            if left[0] == 0:
                raise KeyboardInterrupt
            left[0] -= 1
            upsert(*args, **options)

        monkeypatch.setattr(bulk, "upsert", write)

    yield killed_after


@pytest.mark.parametrize("chunks", [0, 1, 2, 3])
def test_killed_and_run_again_gives_the_same_base(deliver: Any, killed_after: Any, monkeypatch: pytest.MonkeyPatch, chunks: int) -> None:
    twins = [*PLACES, place(1, nom="Le double", tel="zzz")]
    whole = deliver(listed(*twins))
    expected, report_of_whole = stored(), whole.report
    SourceRecord.objects.all().delete()
    Run.objects.all().delete()

    with monkeypatch.context():
        killed_after(chunks)
        with pytest.raises(KeyboardInterrupt):
            deliver(listed(*twins))
    monkeypatch.undo()
    run = deliver(listed(*twins))

    assert stored() == expected
    assert (run.counts(), run.report) == (whole.counts(), report_of_whole)
    assert Run.objects.count() == 1
    assert Event.objects.filter(verb="source.imported", details__run=run.pk).count() == 1


def test_another_file_abandons_an_interrupted_reading(deliver: Any, killed_after: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context():
        killed_after(2)
        with pytest.raises(KeyboardInterrupt):
            deliver(listed(*PLACES))
    monkeypatch.undo()

    run = deliver(listed(*PLACES, place(11)))

    assert [each.state for each in Run.objects.order_by("pk")] == [Run.State.ABANDONED, Run.State.DONE]
    assert (run.read, run.unchanged) == (11, 0)
    assert run.written_records.count() == 11


def test_progress_ends_at_the_total(deliver: Any) -> None:
    seen: list[tuple[int, int]] = []

    deliver(listed(*PLACES), progress=lambda done, total: seen.append((done, total)))

    assert seen[-1] == (10, 10)


def test_a_mapping_with_a_very_long_name_is_kept_under_its_beginning(deliver: Any, tmp_path: Path) -> None:
    long = tmp_path / f"{'m' * 200}.toml"
    long.write_text(MAPPING, encoding="utf-8")

    run = deliver(listed(*PLACES), mapping=long)

    assert run.mapping_name == run.source.mapping_name == "m" * 120


def test_what_is_noted_of_a_reading_is_kept_in_french_whoever_asks_for_it(deliver: Any) -> None:
    with translation.override("en"):
        run = deliver(listed(*PLACES[:-1], place(10, nom="M\ufffddiath\ufffdque")))

    assert "Signes déjà illisibles" in run.report["notes"][0]
