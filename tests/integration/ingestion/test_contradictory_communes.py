"""A row that names two communes: the place stands where the row agrees with itself, and the team is asked."""

from datetime import date, datetime
from pathlib import Path

import pytest

from maillage.directory.models import Place, Question
from maillage.linkage import chain

pytestmark = pytest.mark.django_db

HEADER = "id,nom,adresse,code_postal,commune,code_insee,telephone\n"


def deliver(folder: Path, code: str, *, today: date, now: datetime) -> None:
    file = folder / "standard.csv"
    file.write_text(f"{HEADER}1,Bibliothèque,Le Bourg,63450,Le Crest,{code},0473000000\n", encoding="utf-8")
    chain.import_list("essai", file, today=today, now=now)


def test_the_contradicted_code_is_asked_about_and_no_longer_once_corrected(tmp_path: Path, today: date, now: datetime) -> None:
    deliver(tmp_path, "63084", today=today, now=now)

    assert Place.objects.get().insee == "63126"
    question = Question.objects.get()
    assert (question.kind, question.field, question.details["received"], question.state) == ("contradictory", "address", "63084 (Chanonat)", "open")

    deliver(tmp_path, "63126", today=today, now=now)

    assert Question.objects.get().state == "moot"
