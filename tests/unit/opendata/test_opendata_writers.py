"""Containers: what leaves is what was told, piece by piece."""

import csv
import json
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st

from maillage.base.cells import FORMULA_STARTS, unsafe
from maillage.opendata import writers

TEXTS = st.text(alphabet=st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"))
RECORDS = st.lists(st.fixed_dictionaries({}, optional={"nom": TEXTS, "rang": st.integers(), "vrai": st.booleans(), "liste": st.lists(TEXTS)}))


def whole(pieces):
    return b"".join(pieces).decode()


@given(RECORDS)
def test_json_gives_back_every_record(records):
    assert json.loads(whole(writers.json(records))) == records
    assert [json.loads(line) for line in whole(writers.json_lines(records)).split("\n")[:-1]] == records


@given(RECORDS, RECORDS)
def test_json_lists_hold_each_list_even_when_it_is_empty(some, others):
    told = [*(("some", each) for each in some), *(("others", each) for each in others)]

    assert json.loads(whole(writers.json_lists(["some", "others"], {"version": 1}, told))) == {"version": 1, "some": some, "others": others}
    assert json.loads(whole(writers.json_lists(["some", "others"], {}, told))) == {"some": some, "others": others}


@given(st.lists(TEXTS))
def test_csv_gives_back_every_text_and_runs_no_formula(texts):
    cells = [row[0] for row in csv.reader(StringIO(whole(writers.csv(["nom", "fin"], [{"nom": text, "fin": 1} for text in texts])), newline=""))][1:]

    assert [unsafe(cell) for cell in cells] == texts
    assert not [cell for cell in cells if cell.startswith(FORMULA_STARTS) and not writers.NUMBER.fullmatch(cell)]


def test_csv_writes_values_as_people_read_them():
    record = {"absent": None, "nombre": 46.170000, "petit": -0.0000001, "tel": "+33555000001", "oui": True, "liste": ["a|b", "c"]}

    lines = whole(writers.csv(list(record), [record])).splitlines()

    assert lines[1] == ",46.17,-0.0000001,+33555000001,true,a b|c"


def test_a_long_list_leaves_in_pieces():
    pieces = list(writers.json({"nom": "Médiathèque", "rang": rank} for rank in range(10_000)))

    assert len(pieces) > 3
    assert max(map(len, pieces)) < 2 * writers.PIECE
