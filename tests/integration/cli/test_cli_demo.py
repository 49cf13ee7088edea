"""The demonstration: an invented département, through the pipeline of real ones."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from maillage.accounts.models import User
from maillage.base.geometry import Point
from maillage.cli.demo import building, people
from maillage.search import engine
from maillage.search.query import SearchQuery

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

GUERET = Point(46.17, 1.87)


def build() -> dict[str, int]:
    out = StringIO()
    call_command("demo", "--no-serve", "--json", stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


def test_demo_builds_a_departement_that_can_be_searched():
    figures = build()
    engine.reset()

    found = engine.current().search(SearchQuery(near=GUERET, radius_km=20))

    assert figures["sources"] == 5
    assert figures["places"] > 150
    assert found.total > 20
    assert found.unknown_total > 0


def test_demo_built_twice_is_the_same():
    assert build() == build()


def test_demo_never_touches_a_real_base(tmp_path):
    real = tmp_path / "liste.csv"
    real.write_text("id,nom,commune,code_postal\n1,Médiathèque,Guéret,23000\n", encoding="utf-8")
    mapping = tmp_path / "liste.toml"
    mapping.write_text('[list]\nid = "id"\n[fields]\nname = "nom"\ncommune = "commune"\npostal_code = "code_postal"\n', encoding="utf-8")
    call_command("import", str(real), "--source", "creuse", "--mapping", str(mapping), stdout=StringIO())

    with pytest.raises(CommandError, match="vraies listes"):
        build()


def test_demo_refuses_an_unknown_departement_in_a_sentence():
    with pytest.raises(CommandError, match="«.99.»"):
        call_command("demo", "--no-serve", "--departement", "99", stderr=StringIO())


def test_people_of_the_demo_are_made_once(now):
    people.make_people("23", now=now)
    people.make_people("23", now=now)

    assert User.objects.filter(email="driss@demo.example").count() == 1


def test_mailbox_shows_the_code_of_a_new_mail_once(tmp_path: Path):
    (tmp_path / "old.log").write_text("To: a@demo.example\n\nAAAA-AAAA\n", encoding="utf-8")
    mailbox = people.Mailbox(tmp_path)
    (tmp_path / "new.log").write_text("Subject: Code\nTo: driss@demo.example\n\nVotre code : KPHN-XHLB\n", encoding="utf-8")

    assert mailbox.new_codes() == [("driss@demo.example", "KPHN-XHLB")]
    assert mailbox.new_codes() == []


def test_real_base_is_told_from_the_demo_by_its_lists():
    building.check_is_ours()
