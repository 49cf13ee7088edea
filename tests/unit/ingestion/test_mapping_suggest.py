"""Mappings proposed for lists nobody has described: right for most columns, always fit to run, never silent about persons."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.ingestion.checking import check_file
from maillage.ingestion.formats.opening import open_table
from maillage.ingestion.mapping import loading, own
from maillage.ingestion.mapping.plan import Plan, bind
from maillage.ingestion.mapping.review import review
from maillage.ingestion.mapping.suggest import Suggestion, suggest

TODAY = date(2026, 11, 23)
LISTS = [name for name in loading.shipped_names() if not name.startswith(loading.BY_COLUMNS)]

TOWN_HALL = "\n".join(
    ";".join(cells)
    for cells in zip(
        ("N° d'ordre", "1", "2", "3"),
        ("Nom de la structure", "Médiathèque Louise Michel", "France Services Aubusson", "Centre social de Bourganeuf"),
        ("N°", "4", "12", "1"),
        ("Rue", "rue Haute", "avenue de la République", "place du Marché"),
        ("Code Postal", "23000", "23200", "23400"),
        ("Ville", "Guéret", "Aubusson", "Bourganeuf"),
        ("Tél.", "05 55 52 00 00", "05 55 66 00 00", "05 55 64 00 00"),
        ("Courriel", "media@gueret.fr", "fs@aubusson.fr", "cs@bourganeuf.fr"),
        ("Site", "www.gueret.fr", "www.aubusson.fr", "www.bourganeuf.fr"),
        ("Nom du référent", "Mme Martin", "M. Durand", "Mme Petit"),
        ("Wifi", "Oui", "Non", "Oui"),
        ("Ordinateurs", "Non", "Oui", "Oui"),
        ("Lundi matin", "9h-12h", "9h-12h", ""),
        ("Lundi après-midi", "14h-17h", "", "14h-17h"),
        ("Mardi", "9h-12h", "14h-18h", "9h-12h"),
        ("Tarif", "Gratuit", "Payant", "Gratuit"),
        ("Publics", "Seniors, Jeunes", "Seniors", "Jeunes"),
        ("Type", "Bibliothèque", "Autre chose", "Association"),
        ("Commentaires", "Ateliers le jeudi, se renseigner à l’accueil", "Sur rendez-vous uniquement", "Parking devant le bâtiment"),
        strict=True,
    )
)


def of(text: str) -> Suggestion:
    return suggest(open_table(text.encode()), name="liste")


def used(suggestion: Suggestion) -> dict[str, str]:
    """Column -> field, for the columns that are used."""
    return {proposed.column.name: proposed.guess.field for proposed in suggestion.columns if proposed.is_used and proposed.guess}


def roles(plan: Plan) -> dict[str, set[str]]:
    """Column -> fields that a plan reads it for."""
    read = [(plan.record_id, "id"), (plan.personal, "personal"), *((take.named(), name) for name, take in plan.takes.items())]
    read += [(rule.columns, rule.field) for rules in (plan.choices, plan.words, plan.tables) for rule in rules]
    read += [(plan.hours.named(), "hours")] if plan.hours else []
    found: dict[str, set[str]] = {}
    for columns, field in read:
        for column in columns:
            found.setdefault(column, set()).add(field)
    return found


def test_the_columns_of_a_town_hall_are_recognised_by_their_names_and_cells() -> None:
    assert used(of(TOWN_HALL)) == {
        "Nom de la structure": "name",
        "N°": "street_number",
        "Rue": "street",
        "Code Postal": "postal_code",
        "Ville": "commune",
        "Tél.": "phones",
        "Courriel": "emails",
        "Site": "websites",
        "Nom du référent": "personal",
        "Wifi": "equipment",
        "Ordinateurs": "equipment",
        "Lundi matin": "mo",
        "Lundi après-midi": "mo",
        "Mardi": "tu",
        "Tarif": "costs",
        "Publics": "audiences",
        "Type": "kinds",
        "Commentaires": "description",
    }


def test_a_proposed_mapping_reads_its_list() -> None:
    rows = check_file(TOWN_HALL.encode(), source="x", mapping=of(TOWN_HALL).text, today=TODAY).rows
    values = rows[0].draft.values

    assert values["name"] == "Médiathèque Louise Michel"
    assert values["street"] == "4 rue Haute"
    assert values["hours"] == "Mo 09:00-12:00,14:00-17:00; Tu 09:00-12:00"
    assert values["equipment"] == {"wifi": True, "ordinateur": False}
    assert values["costs"] == {"gratuit": True}
    assert values["audiences"] == {"seniors": True, "jeunes": True}
    assert values["kinds"] == {"BIB": True}


def test_what_is_in_doubt_is_left_in_a_comment_and_the_column_is_kept() -> None:
    text = of("id,Nom,Adresse,Adresse bis\n" + "".join(f"{rank},Lieu {rank},{rank} rue Haute,{rank} rue Basse\n" for rank in range(9))).text

    assert '\nstreet = "Adresse"\n' in text
    assert '\n# street = "Adresse bis"\n' in text
    assert 'known = ["Adresse bis"]' in text
    assert 'id = "id"' in text


def test_columns_are_known_by_their_cells_when_their_names_say_nothing() -> None:
    content = "a,b,c,d,e\n" + "".join(
        f'Lieu {rank},05 55 52 00 {rank:02},lieu{rank}@exemple.fr,https://exemple.fr/{rank},"46.{rank},1.8"\n' for rank in range(20)
    )

    assert used(of(content)) == {"a": "name", "b": "phones", "c": "emails", "d": "websites"}


def test_contacts_of_persons_are_dropped_and_a_street_in_three_columns_is_joined() -> None:
    content = "siret,denomination,numeroVoie,typeVoie,libelleVoie,Email conseiller,Imprimante,Date de dernière modification\n" + "".join(
        f"3560000006{rank:04},Lieu {rank},{rank},rue,des Marronniers,z{rank}@exemple.fr,Non,2024-01-0{rank + 1}\n" for rank in range(9)
    )
    suggestion = of(content)

    assert 'street = { join = ["numeroVoie", "typeVoie", "libelleVoie"] }' in suggestion.text
    assert 'personal = ["Email conseiller"]' in suggestion.text
    assert {"Imprimante": "equipment", "Date de dernière modification": "as_of"}.items() <= used(suggestion).items()


def test_a_siret_without_repetition_is_an_identifier() -> None:
    numbers = ["35600000063516", "35600000060857", "35600000035012"]

    assert 'id = "siret"' in of("siret,nom\n" + "".join(f"{number},Lieu {rank}\n" for rank, number in enumerate(numbers))).text
    assert "fingerprint" in of("siret,nom\n" + "".join(f"{number},Lieu {rank}\n" for rank, number in enumerate([*numbers, numbers[0]]))).text


@pytest.mark.parametrize(("cell", "split"), [("46.2, 1.8", "part = 0"), ("1.8|46.2", 'separator = "|", part = 1'), ("46,2 ; 1,8", 'separator = ";", part = 0')])
def test_a_pair_of_coordinates_is_parted_as_it_is_written(cell: str, split: str) -> None:
    text = of("Nom\tgeo point\n" + "".join(f"Lieu {rank}\t{cell}\n" for rank in range(9))).text

    assert f'latitude = {{ split = "geo point", {split} }}' in text


@pytest.mark.parametrize("name", LISTS)
def test_proposals_for_the_given_lists_run_and_keep_every_place(name: str, shared: Path) -> None:
    content = next((shared / "sources" / name).glob("source.*")).read_bytes()
    text = suggest(open_table(content), name=name).text
    table = open_table(content)
    name_of = bind(own.compile_plan(loading.shipped_text(name), name="x", version=""), table.columns).takes["name"]
    named = sum(bool(name_of.read(cells)[0]) for _line, cells in table.rows())

    assert review(table, text, name="x").errors == []
    assert check_file(content, source="x", mapping=text, today=TODAY).tally.kept >= 0.995 * named


def test_proposals_agree_with_the_mappings_written_by_hand(shared: Path) -> None:
    """Of the columns proposed, 85 % at least are put where a person put them; of those a person used, 75 % at least are found."""
    proposed, right, wanted = 0, 0, 0
    for name in LISTS:
        table = open_table(next((shared / "sources" / name).glob("source.*")).read_bytes())
        ours = roles(bind(own.compile_plan(suggest(table).text, name="x", version=""), table.columns))
        theirs = roles(bind(own.compile_plan(loading.shipped_text(name), name="x", version=""), table.columns))
        proposed += len(ours)
        wanted += len(theirs)
        right += sum(bool(fields & theirs.get(column, set())) for column, fields in ours.items())

    assert right >= 0.85 * proposed
    assert right >= 0.75 * wanted


CELLS = st.sampled_from(
    ["", "Oui", "non", "x", "Guéret", "23000", "05 55 52 00 00", "a@b.fr", "46.1", "1,8", "9h-12h", "BIB", "gratuit; payant", "12/01/2024", "-"]
) | st.text(max_size=12)
NAMES = st.sampled_from(
    ["id", "nom", "Nom", "adresse", "x", "y", "tel", "lundi", "services", "Wifi", "Contact", "geo point", "", '"', "a\\b", "\x7f", "é'\""]
) | st.text(max_size=8)


@settings(max_examples=60)
@given(st.lists(NAMES, min_size=1, max_size=6, unique=True), st.data())
def test_whatever_the_list_the_proposal_runs(names: list[str], data: st.DataObject) -> None:
    rows: list[dict[str, Any]] = data.draw(st.lists(st.fixed_dictionaries(dict.fromkeys(names, CELLS)), min_size=1, max_size=5))
    table = open_table(json.dumps(rows).encode())
    text = suggest(table, name="liste").text

    assert review(table, text, name="x").errors == []


def test_the_command_writes_the_proposal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, output = tmp_path / "liste.csv", tmp_path / "liste.toml"
    table.write_text(TOWN_HALL, encoding="utf-8")

    call_command("mapping", "suggest", str(table), "--output", str(output), "--json")
    proposed = json.loads(capsys.readouterr().out)

    assert output.read_text(encoding="utf-8") == proposed["mapping"]
    assert {"column": "Ville", "field": "commune"}.items() <= next(column for column in proposed["columns"] if column["column"] == "Ville").items()
    shown = {column["column"]: column["examples"] for column in proposed["columns"]}
    assert shown["Ville"] == ["Guéret", "Aubusson", "Bourganeuf"]
    assert shown["Nom du référent"] == [], "a proposal is kept and shared: it names nobody"
    assert shown["Courriel"][0] == "…@gueret.fr"
    assert shown["Tél."][0] == "05 55 52…"
