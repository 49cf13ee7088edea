"""Whatever is confirmed, what is written in a row reads again as that, and as nothing else anew; the rest is left to a person."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.directory.confirmed import NAMED, Confirmed, Difference, agrees, facts
from maillage.directory.fold import Said, Voice
from maillage.ingestion.mapping.loading import compile_text
from maillage.ingestion.mapping.plan import Plan
from maillage.ingestion.returning.ways import Ways
from maillage.ingestion.returning.writing import Correction, corrections
from maillage.ingestion.rows import RowReader

TODAY = date(2026, 11, 23)
OURS = """
[list]
label = "Creuse"
id = "id"
[fields]
name = "Nom"
street = { join = ["N°", "Voie"] }
postal_code = "CP"
commune = "Ville"
latitude = { split = "Point", part = 0 }
longitude = { split = "Point", part = 1 }
phones = ["Tél 1", "Tél 2"]
emails = "Mail"
websites = "Site"
[hours.days]
mo = ["Lundi matin", "Lundi soir"]
tu = "Mardi"
we = "Mercredi"
th = "Jeudi"
fr = "Vendredi"
sa = "Samedi"
su = "Dimanche"
[[services]]
code = "securite"
columns = ["Sécurité"]
answers = true
[[services]]
code = "materiel-solidaire"
columns = ["Prêt"]
[[receives_public]]
columns = ["Public"]
terms = ["fermé au public"]
state = false
[words.audiences]
columns = ["Publics"]
separators = ","
[values.costs]
columns = ["Prix"]
[values.costs.table]
"libre" = "gratuit"
"payant" = "payant"
"""
THEIRS = """{"nom": {"colonne": "Nom"}, "id": {"colonne": "id"}, "adresse": {"joindre": {"colonnes": ["N°", "Voie"], "séparateur": " "}},
 "code_postal": {"colonne": "CP"}, "commune": {"colonne": "Ville"}, "latitude": {"dissocier": {"colonne": "Point", "séparateur": ",", "partie": 0}},
 "longitude": {"dissocier": {"colonne": "Point", "séparateur": ",", "partie": 1}}, "telephone": {"colonne": "Tél 1"}, "courriels": {"colonne": "Mail"},
 "site_web": {"colonne": "Site"}, "horaires": {"jours": [{"colonne": "Mardi", "osm": "Tu"}, {"colonne": "Mercredi", "osm": "We"}]},
 "services": [{"colonnes": ["Prêt"], "cible": "Matériel informatique à prix solidaire"}]}"""
ROW = {
    "id": "1", "Nom": "Médiathèque", "N°": "1", "Voie": "rue Haute", "CP": "23000", "Ville": "Guéret", "Point": "46.1700, 1.8700",
    "Tél 1": "05 55 52 00 01",     "Tél 2": "", "Mail": "a@ville.example", "Site": "https://ville.example/",
    "Lundi matin": "9h-12h", "Lundi soir": "14h-18h", "Mardi": "9h-12h",
    "Mercredi": "fermé",
    "Jeudi": "", "Vendredi": "9h-12h, 14h-18h", "Samedi": "", "Dimanche": "", "Sécurité": "non", "Prêt": "", "Public": "",
    "Publics": "seniors", "Prix": "libre",
}  # fmt: skip
OTHER = ROW | {"id": "2", "Nom": "Mairie", "Sécurité": "oui", "Prêt": "prêt d’ordinateurs", "Publics": "seniors,jeunes", "Public": "ouvert", "Prix": "payant"}
PLANS = {"ours": compile_text(OURS, name="x"), "theirs": compile_text(THEIRS, name="x")}

numbers = st.integers(0, 99).map(lambda number: f"+3355552{number:04}")
phones = st.lists(numbers, min_size=1, max_size=3, unique=True).map(lambda many: [{"number": number, "contact": "service"} for number in many])
hosts = st.sampled_from(["accueil", "contact", "mairie", "mediatheque"])
emails = st.lists(hosts, min_size=1, max_size=2, unique=True).map(lambda many: [{"address": f"{host}@lieu.example", "contact": "service"} for host in many])
sites = st.lists(st.sampled_from(["a", "b/c", "d?e=1"]), min_size=1, max_size=2, unique=True).map(lambda many: [f"https://lieu.example/{end}" for end in many])
words = st.sampled_from(["rue Basse", "12 bis avenue de la Gare", "3 place Bonnyaud", "Le Bourg"])
spans = st.sampled_from(["09:00-12:00", "09:30-12:15,14:00-18:30", "14:00-19:00", "10:00-18:00"])
days = st.lists(st.tuples(st.sampled_from(["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]), spans), min_size=1, max_size=6, unique_by=lambda pair: pair[0])
hours = days.map(lambda many: {"hours": "; ".join(f"{day} {span}" for day, span in many)})
odd = st.sampled_from(["Mo-Fr 09:00-12:00; PH off", "Jan-Mar Mo 09:00-12:00", 'Tu unknown "sur rendez-vous"'])
points = st.tuples(st.floats(45.9, 46.4), st.floats(1.6, 2.1)).map(lambda pair: {"latitude": round(pair[0], 6), "longitude": round(pair[1], 6)})
SAID: dict[str, st.SearchStrategy[Any]] = {
    "name": st.sampled_from(["Relais d’Œuvres", "Espace “numérique”; n° 2", "Tiers-lieu, le Fil"]), "street": words,
    "phones": st.none() | phones, "emails": st.none() | emails, "websites": st.none() | sites, "hours": st.none() | hours | odd.map(lambda osm: {"hours": osm}),
    "point": points, "services:securite": st.booleans(), "services:materiel-solidaire": st.booleans(), "receives_public": st.booleans(),
    "audiences:seniors": st.booleans(), "audiences:jeunes": st.booleans(), "audiences:femmes": st.booleans(), "costs:gratuit": st.booleans(),
}  # fmt: skip


def written(plan: Plan, row: dict[str, str], said: dict[str, Any]) -> tuple[list[Correction], dict[str, Any], dict[str, Any]]:
    """The corrections of a row, and its facts before and after."""
    reader = RowReader(plan, TODAY)
    ways = Ways(plan, [(cells, reader.read(cells).values) for cells in (ROW, OTHER)])
    values = reader.read(row).values
    before, held = facts(values), {subject: Confirmed(value, "team", TODAY) for subject, value in said.items()}
    record = Said(Voice(1, "source:x", "source"), "1", values, TODAY)
    wrong = [Difference(record, subject, before.get(subject), word) for subject, word in held.items() if not agrees(subject, word.value, before)]
    found = corrections(ways, TODAY, row, wrong, held)
    return found, before, facts(reader.read({**row, **{column: text for one in found for column, text in one.cells.items()}}).values)


@pytest.mark.parametrize("name", PLANS)
@settings(max_examples=150)
@given(said=st.fixed_dictionaries({}, optional=SAID), row=st.sampled_from([ROW, OTHER]))
def test_what_is_written_reads_again_as_confirmed_and_nothing_else_changes(name: str, said: dict[str, Any], row: dict[str, str]) -> None:
    found, before, after = written(PLANS[name], row, said)

    assert all(agrees(one.difference.subject, said[one.difference.subject], after) for one in found if one.cells)
    agreed = {subject for subject, value in said.items() if agrees(subject, value, before)}
    assert all(agrees(subject, said[subject], after) for subject in agreed)
    others = (before.keys() | after.keys()) - said.keys() - {NAMED}
    assert {subject: before.get(subject) for subject in others} == {subject: after.get(subject) for subject in others}


@pytest.mark.parametrize(
    ("subject", "value", "cells"),
    [
        ("phones", [{"number": "+33555529998", "contact": "service"}, {"number": "+33555529999", "contact": "service"}],
         {"Tél 1": "05 55 52 99 98", "Tél 2": "05 55 52 99 99"}),
        ("street", "12 bis avenue de la Gare", {"N°": "12 bis", "Voie": "avenue de la Gare"}),
        ("point", {"latitude": 46.2, "longitude": 1.9}, {"Point": "46.2, 1.9"}),
        ("services:securite", True, {"Sécurité": "oui"}),
        ("services:materiel-solidaire", True, {"Prêt": "prêt d’ordinateurs"}),
        ("audiences:jeunes", True, {"Publics": "seniors,jeunes"}),
        ("audiences:seniors", False, {"Publics": ""}),
        ("receives_public", False, {"Public": "fermé au public"}),
        ("hours", {"hours": "Mo 09:00-12:00; Tu 09:00-12:00; We 10:00-17:00; Fr 09:00-12:00,14:00-18:00"}, {"Lundi soir": "fermé", "Mercredi": "10h-17h"}),
        ("hours", None, {"Lundi matin": "", "Lundi soir": "", "Mardi": "", "Mercredi": "", "Vendredi": ""}),
    ],
)  # fmt: skip
def test_it_is_written_as_the_list_writes(subject: str, value: Any, cells: dict[str, str]) -> None:
    ((one,), _before, _after) = written(PLANS["ours"], ROW, {subject: value})

    assert {column: text for column, text in one.cells.items() if column not in {"Jeudi", "Samedi", "Dimanche"}} == cells


@pytest.mark.parametrize("value", [{"hours": "Mo-Fr 09:00-12:00; PH 10:00-12:00"}, {"hours": "week 1-53/2 Mo 09:00-12:00"}, {"hours_words": "sur demande"}])
def test_hours_that_a_week_of_cells_does_not_tell_are_left_to_a_person(value: dict[str, str]) -> None:
    ((one,), _before, _after) = written(PLANS["ours"], ROW, {"hours": value})

    assert one.by_hand
    assert "Mardi" in one.columns
