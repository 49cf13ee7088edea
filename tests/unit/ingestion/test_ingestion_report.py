"""A report says what happened to each value, in files that people and programmes open, and the corrected copy says the same as the list."""

import csv
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from maillage.base.cells import FORMULA_STARTS
from maillage.ingestion.checking import Checked, check_file
from maillage.ingestion.remarks import RULES, Severity
from maillage.ingestion.report import content, corrected, writing

TODAY = date(2026, 11, 24)
MAPPING = """
[list]
label = "Liste de Creuse"
id = "id"
personal = ["referent"]
[fields]
name = "nom"
street = "adresse"
postal_code = "cp"
commune = "ville"
insee = "insee"
phones = "tel"
emails = "mail"
latitude = "lat"
longitude = "lon"
[[services]]
code = "demarches-administratives"
columns = ["aide"]
terms = ["démarches"]
"""
HEADER = "id;nom;adresse;cp;ville;insee;tel;mail;lat;lon;aide;referent"
ROWS = [
    "1;Médiathèque;1 rue de la Gare 23000 Guéret;23000;Guéret;;555520000;a@b;;;démarches;Mme X",
    "2;=cmd();Le Bourg;1150;Ambérieu;;zzz;@oops;0;0;;",
    ";;;;;;;;;;;",
    "4;;;;Ahun;;;;;;;",
    "5;Mairie;;23150;Ahun;;;accueil@ahun.fr;;;démarches;",
]


def checked(*rows: str, header: str = HEADER, mapping: str = MAPPING) -> Checked:
    return check_file("\n".join([header, *(rows or ROWS)]).encode(), mapping=mapping, today=TODAY)


def told(*rows: str) -> content.Report:
    return content.of_check(checked(*rows), title="Creuse", file="liste.csv", today=TODAY)


def sheets(body: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(body))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_counts_and_usable_rows_add_up() -> None:
    report = told()

    assert (report.counts["read"], report.counts["kept"], report.counts["set_aside"]) == (4, 3, 1)
    assert report.counts["usable"] == 1, "the library; the town hall gives neither hours nor phone"
    assert report.usable_share == 0.25


def test_a_service_that_was_inferred_makes_no_row_usable() -> None:
    assert told("1;Aide aux démarches en ligne;Le Bourg;23150;Ahun;;0555520000;;;;;").counts["usable"] == 0


def test_each_remark_tells_what_was_received_what_was_kept_and_what_to_do() -> None:
    lines = {(line.row, line.rule): line for line in told().lines}

    lost = lines[3, "phone_unreadable"]
    assert (lost.column, lost.received, lost.kept, lost.severity) == ("tel", "zzz", "", Severity.LOST)
    assert "zzz" in lost.why
    assert lost.remedy


def test_kinds_are_counted_gravest_first() -> None:
    kinds = told().kinds()

    assert kinds[0].severity is Severity.BLOCKING
    assert sum(kind.count for kind in kinds) == len(told().lines)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_rule_has_a_sentence_and_a_remedy(language: str) -> None:
    with translation.override(language):
        for name, rule in RULES.items():
            assert str(rule.message).format(raw="x", kept="y").endswith("."), name
            assert str(rule.remedy).endswith("."), name


@pytest.mark.parametrize("suffix", sorted(writing.WRITERS))
def test_each_form_names_the_row_the_value_and_the_remedy(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"rapport{suffix}"
    writing.write(path, told())
    body = path.read_bytes()

    text = str(sheets(body)) if suffix == ".xlsx" else body.decode("utf-8-sig")
    assert "zzz" in text
    assert "dix chiffres" in text
    assert "Mme X" not in text


def test_programmes_read_the_whole_report() -> None:
    whole = json.loads(writing.as_json(told()))

    assert whole["read"] == whole["kept"] + whole["set_aside"] + whole["outside"]
    assert {"row", "column", "received", "kept", "why", "remedy", "severity"} <= whole["rows"][0].keys()


def test_no_cell_of_a_sheet_runs_as_a_formula() -> None:
    report = told('1;=cmd();@SUM(A1);1;+x;;"=1+1";-oops;;;;')

    for row in csv.reader(io.StringIO(writing.as_csv(report).decode("utf-8-sig")), delimiter=";"):
        assert not any(cell.startswith(FORMULA_STARTS) for cell in row)

    with zipfile.ZipFile(io.BytesIO(writing.WRITERS[".xlsx"](report))) as book:
        assert all(b"<f>" not in book.read(name) for name in book.namelist())


def test_the_page_opens_alone_and_fetches_nothing() -> None:
    page = writing.WRITERS[".html"](told("1;<script>alert(1)</script>;Le Bourg;1;Ahun;;zzz;;;;;")).decode()

    assert "<script" not in page
    assert "src=" not in page
    assert "<link" not in page
    assert "&lt;script&gt;" in page


def test_the_corrected_copy_keeps_rows_columns_and_what_was_not_repaired() -> None:
    rows = list(csv.reader(io.StringIO(corrected.as_csv(checked()).decode("utf-8-sig")), delimiter=";"))

    assert rows[0] == HEADER.split(";")
    first, second = dict(zip(rows[0], rows[1], strict=True)), dict(zip(rows[0], rows[2], strict=True))
    assert first["tel"] == "05 55 52 00 00"
    assert (first["adresse"], first["insee"], first["referent"]) == ("1 rue de la Gare", "23096", "Mme X")
    assert second["tel"] == "zzz", "what was lost is for its owner to correct"


def test_the_corrected_workbook_colours_what_it_changed() -> None:
    rows = next(iter(sheets(corrected.as_xlsx(checked())).values()))

    assert rows[0] == HEADER.split(";")
    assert "05 55 52 00 00" in rows[1]


CELLS = st.sampled_from(
    [
        "",
        "zzz",
        "0555520000",
        "555520000",
        "=1",
        "23000",
        "1150",
        "Guéret",
        "Ahun",
        "1 rue Haute - 23000 Guéret",
        "a@b.fr",
        "A@B.FR ",
        "46,17",
        "1,87",
        "«",
        "0",
    ]
)


@given(st.lists(st.lists(CELLS, min_size=12, max_size=12), min_size=1, max_size=5))
def test_the_corrected_copy_reads_again_as_the_same_values(rows: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows([HEADER.split(";"), *rows])
    once = check_file(text.getvalue().encode(), mapping=MAPPING, today=TODAY)

    again = check_file(corrected.as_csv(once), mapping=MAPPING, today=TODAY)

    assert [row.draft.values for row in again.rows] == [row.draft.values for row in once.rows]
    assert again.tally.counts() == once.tally.counts()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["gironde", "maine-et-loire", "corse", "epernay", "angers", "aix-en-provence", "etapes-numerique"])
def test_the_corrected_copy_of_a_real_list_says_the_same_with_fewer_remarks(shared: Path, name: str) -> None:
    source = (shared / "sources" / name / "source.json").read_bytes()
    once = check_file(source, source=name, today=TODAY)

    again = check_file(corrected.as_csv(once), source=name, today=TODAY)

    same = sum(one.draft.values == other.draft.values for one, other in zip(once.rows, again.rows, strict=True))
    assert same == len(once.rows)
    assert sum(len(row.draft.remarks) for row in again.rows) <= sum(len(row.draft.remarks) for row in once.rows)
