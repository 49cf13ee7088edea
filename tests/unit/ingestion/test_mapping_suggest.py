"""Mappings proposed for lists nobody has described: right for most columns, always fit to run, never silent about persons."""

import json
import re
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
from maillage.ingestion.reading import is_usable, open_delivery

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


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


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


def test_what_is_said_of_the_head_office_is_not_said_of_the_place() -> None:
    told = "Nom;Adresse siège social;Adresse du lieu d'accueil;CP siège;CP;siret;parent siret;Fixe\n"

    assert used(of(told + "A;1 rue Haute;2 rue Basse;75001;23000;21130001700012;21130001700012;0555520000\n")) == {
        "Nom": "name",
        "Adresse du lieu d'accueil": "street",
        "CP": "postal_code",
        "siret": "identifiers",
        "Fixe": "phones",
    }


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


INDRE = "\n".join(
    ";".join(cells)
    for cells in zip(
        (
            "Nom de la structure",
            "Mairie de Châteauroux",
            "Médiathèque Équinoxe",
            "Centre social Argenton",
            "France Services Le Blanc",
            "Bibliothèque de Levroux",
        ),
        ("Commune", "Châteauroux", "Châteauroux", "Argenton-sur-Creuse", "Le Blanc", "Levroux"),
        ("Tél.", "02 54 08 33 00", "02 54 08 34 35", "02 54 24 00 00", "02 54 37 00 00", "02 54 35 71 00"),
        (
            "Jours et heures d'ouverture",
            "Du lundi au vendredi 8h30-12h et 13h30-17h",
            "mardi, jeudi, vendredi 13h-18h",
            "Sur rendez-vous",
            "Lundi au jeudi 9h-12h",
            "mercredi 14h30 à 18h",
        ),
        (
            "Ce qu'on y fait",
            "Aide aux démarches, borne d'accès internet",
            "Ordinateurs, ateliers",
            "Accompagnement individuel",
            "CAF, impôts",
            "Prêt de livres",
        ),
        ("Gratuit ?", "Oui", "Oui sauf impressions", "adhésion 5€", "NON", "prix libre"),
        ("Ordinateurs", "3", "12", "0", "", "1"),
        ("Public", "Tout public", "Seniors et jeunes", "Familles", "Tout public", "Retraités, demandeurs d'emploi"),
        ("Personne à contacter", "Mme Durand (accueil)", "Paul Martin", "Karim B. 0612345679", "Sophie Bernard 06 12 34 56 78", "bénévoles"),
        ("Infos", "Mme Durand", "le matin", "Paul Martin", "porte de droite", "Sophie Bernard"),
        ("Autre", "a1", "b1", "c1", "d1", "e1"),
        strict=True,
    )
)


def test_the_columns_of_a_departement_are_read_as_a_person_would() -> None:
    text = of(INDRE).text
    rows = check_file(INDRE.encode(), source="x", mapping=text, today=TODAY).rows
    values = [row.draft.values for row in rows]

    assert [set(one.get("services", {})) for one in values] == [
        {"demarches-administratives", "acces-internet-materiel"},
        {"acces-internet-materiel", "outils-du-quotidien"},
        {"outils-du-quotidien"},
        {"demarches-social-sante", "demarches-argent-impots"},
        set(),
    ]
    assert [one.get("costs", {}) for one in values] == [{"gratuit": True}, {"gratuit-sous-condition": True}, {"payant": True}, {"payant": True}, {}]
    assert [one.get("equipment", {}) for one in values] == [{"ordinateur": True}, {"ordinateur": True}, {"ordinateur": False}, {}, {"ordinateur": True}]
    assert [set(one.get("audiences", {})) for one in values] == [set(), {"seniors", "jeunes"}, {"familles-enfants"}, set(), {"seniors"}]
    assert [one.get("hours", "") for one in values][3:] == ["Mo-Th 09:00-12:00", "We 14:30-18:00"]
    assert sum(is_usable(row.draft) for row in rows) == 4
    assert not review(open_table(INDRE.encode()), text, name="x").errors


def test_no_person_stays_in_what_is_kept() -> None:
    """Neither the column whose name says so, nor the one whose cells do."""
    text = of(INDRE).text
    delivery = open_delivery(INDRE.encode(), lambda _columns: own.compile_plan(text, name="x", version="1"))

    assert 'personal = ["Personne à contacter", "Infos"]' in text
    assert 'known = ["Autre"]' in text
    assert not any(name in f"{text}{list(delivery.cells())}" for name in ("Durand", "Martin", "Karim", "Bernard"))


@pytest.mark.parametrize("column", ["Votre interlocuteur", "Qui contacter", "Vu avec", "Rempli par", "Signature", "Divers"])
def test_a_column_of_names_is_personal_whatever_it_is_called(column: str) -> None:
    cells = ("Mme Durand (accueil)", "Paul Martin", "Sophie Bernard 06 12 34 56 78")
    text = of(f"Nom;Commune;{column}\n" + "".join(f"Mairie {rank};Déols;{cell}\n" for rank, cell in enumerate(cells))).text

    assert f'personal = ["{column}"]' in text
    assert "known" not in text


def test_names_beside_numbers_make_them_contacts_of_persons() -> None:
    cells = ("Sophie Bernard 02 54 08 33 00", "Paul Martin 02 54 08 34 35", "02 54 24 00 00")
    table = "Nom;Commune;Téléphone\n" + "".join(f"Mairie {rank};Déols;{cell}\n" for rank, cell in enumerate(cells))
    text = of(table).text

    assert 'phones = { columns = ["Téléphone"], contact = "person" }' in text
    assert "Des noms de personnes y sont mêlés" in text
    phones = [row.draft.values["phones"] for row in check_file(table.encode(), source="x", mapping=text, today=TODAY).rows]
    assert {phone["contact"] for told in phones for phone in told} == {"person"}


def test_numbers_beside_names_are_dropped_where_another_column_gives_those_of_the_place() -> None:
    text = of("Nom;Tél.;Téléphone du lieu\n" + "".join(f"Mairie {rank};Paul Martin 02 54 08 33 0{rank};02 54 24 00 0{rank}\n" for rank in range(5))).text

    assert '\nphones = "Téléphone du lieu"\n' in text
    assert 'personal = ["Tél."]' in text


def test_hours_in_french_are_proposed_as_words_and_those_in_their_own_syntax_as_such() -> None:
    french, syntax = ["Lundi 9h-12h", "mardi 14h-17h", "jeudi 9h-17h"], ["Mo 09:00-12:00", "Tu 14:00-17:00", "Th 09:00-17:00"]
    written = [of("Nom,Horaires\n" + "".join(f"Lieu {rank},{cell}\n" for rank, cell in enumerate(cells))).text for cells in (french, syntax)]

    assert [line for text in written for line in text.splitlines() if line.startswith(("osm", "words"))] == ['words = ["Horaires"]', 'osm = ["Horaires"]']


def test_comments_speak_to_whom_reads_the_file_for_the_first_time() -> None:
    text = plain(of(INDRE).text)

    assert text.startswith("# Correspondance proposée d’après le fichier")
    for told in ("docs/reference/vocabularies.md", "docs/guides/importer-une-liste.md", "maillage mapping check"):
        assert told in text
    assert "# Sûr : « Nom de la structure » donne le nom. Exemples : « Mairie de Châteauroux »" in text
    assert '"prix libre" = []  # à compléter' in text
    assert not any(figure in text for figure in ("0.9", "1.0", " 100 %"))
    doubtful = plain(of("id,Nom,Adresse,Adresse bis\n" + "".join(f"{rank},Lieu {rank},{rank} rue Haute,{rank} rue Basse\n" for rank in range(9))).text)
    assert "# En doute, mis de côté : « Adresse bis » donne peut-être l’adresse. Pour s’en servir, enlever le # de la ligne suivante." in doubtful


def test_the_guides_that_a_proposal_names_exist() -> None:
    root = Path(__file__).parents[3]

    assert all((root / path).is_file() for path in re.findall(r"docs/[\w/-]+\.md", of(INDRE).text))
