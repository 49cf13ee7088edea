"""The dictionary, by its own examples, then the rules of inference."""

import pytest

from maillage.directory.values import check_values
from maillage.ingestion.dictionary import loading
from maillage.ingestion.dictionary.finding import found, stated
from maillage.ingestion.dictionary.inferring import infer
from maillage.ingestion.dictionary.loading import COLUMN, NAME, TEXTS, Entry, WrongDictionary, entries
from maillage.ingestion.reading import is_usable
from maillage.ingestion.remarks import Remark
from maillage.ingestion.rows import Draft
from maillage.referentials.selectors import vocabulary

EXAMPLES = [(entry, text) for entry in entries() for text in entry.examples]
COUNTER_EXAMPLES = [(entry, text) for entry in entries() for text in entry.counter_examples]


def inferred(text: str, entry: Entry) -> dict[str, bool]:
    if entry.places == (COLUMN,):
        return {f"{entry.field}:{code}": True for code in stated(text, entry.field)}
    return infer({"name": text} if NAME in entry.places else {"description": text})[0]


@pytest.mark.parametrize(("entry", "text"), EXAMPLES, ids=[f"{entry.element} {text}" for entry, text in EXAMPLES])
def test_an_example_tells_its_term(entry: Entry, text: str) -> None:
    assert entry.element in inferred(text, entry)


@pytest.mark.parametrize(("entry", "text"), COUNTER_EXAMPLES, ids=[f"{entry.element} {text}" for entry, text in COUNTER_EXAMPLES])
def test_a_counter_example_does_not(entry: Entry, text: str) -> None:
    assert entry.element not in inferred(text, entry)


def test_every_entry_tells_a_code_of_its_vocabulary() -> None:
    for entry in entries():
        assert entry.code in vocabulary(entry.field), entry
        assert all(code in vocabulary("equipment") for code in entry.equipment), entry
        assert set(entry.places) <= {NAME, TEXTS, COLUMN}
    assert len({entry.code for entry in entries() if entry.field == "kinds"}) >= 60


def test_what_a_row_states_is_never_added_to() -> None:
    row = {"name": "Médiathèque de Guéret", "description": "Six postes informatiques, wifi. Cours d’informatique pour seniors. Entièrement gratuit."}
    assert infer(row)[0] == {
        "kinds:BIB": True,
        "services:acces-internet-materiel": True,
        "equipment:ordinateur": True,
        "equipment:wifi": True,
        "services:outils-du-quotidien": True,
        "support:atelier-collectif": True,
        "audiences:seniors": True,
        "costs:gratuit": True,
    }
    stated = {
        "services": {"securite": False},
        "kinds": {"MUNI": True, "BIB": False},
        "audiences": None,
        "equipment": {},
        "support": {"en-autonomie": True},
        "costs": None,
    }
    assert infer(row | stated) == ({}, ())
    offers = [{"concept": "securite", "state": True}]
    assert not any(element.startswith("services:") for element in infer(row | {"offers": offers})[0]), "an offer states services"


@pytest.mark.parametrize(
    ("name", "stated", "kinds"),
    [
        ("Mairie de quartier – France services", {"Autre": True}, {"MUNI", "RFS"}),
        ("CSC K’Leidoscope", {"CS": True}, {"CSC"}),
        ("Centre social et culturel de l’Estey", {"ASSO": True}, {"CS", "CSC"}),
        ("Bibliothèque du foyer rural", {"BIB": True}, set()),  # an association gives way to the library, stated or not
        ("France services de Guéret", {"RFS": False}, set()),
        ("Le Local", {"MUNI": True}, set()),
        ("Médiathèque", None, set()),  # it is said to be of no kind
    ],
)
def test_a_name_tells_kinds_beside_those_that_are_stated_never_against_them(name: str, stated: dict[str, bool] | None, kinds: set[str]) -> None:
    told, _remarks = infer({"name": name, "kinds": stated, "description": "Mission locale"})
    assert {element.removeprefix("kinds:") for element in told if element.startswith("kinds:")} == kinds


def test_stated_equipment_tells_that_it_can_be_used() -> None:
    assert infer({"name": "Le Local", "equipment": {"ordinateur": True, "wifi": False}})[0] == {"services:acces-internet-materiel": True}
    assert infer({"name": "Le Local", "equipment": {"ordinateur": False}})[0] == {}


def test_a_word_that_no_vocabulary_holds_tells_only_its_own_field() -> None:
    unknown = [Remark("word_unknown", raw="Cours d’informatique pour seniors", field="services")]
    assert infer({"name": "Le Local"}, unknown)[0] == {"services:outils-du-quotidien": True}
    assert infer({"name": "Le Local", "services": {"securite": True}}, unknown)[0] == {}


@pytest.mark.parametrize(
    "denied",
    [
        "Pas de {}", "Sans {}", "Aucun {}", "Ni {} ni café", "Tout sauf {}", "{} : non", "Ce n’est pas un {}", "Le lieu n’a plus de {}",
        "Nous ne proposons pas de {}", "Hors {}", "{} indisponible",
    ],
)  # fmt: skip
def test_what_is_denied_is_never_a_yes(denied: str) -> None:
    assert infer({"name": "Le Local", "description": denied.format("wifi")})[0] == {}


@pytest.mark.parametrize("said", ["Wifi", "WI-FI, pas de café", "Avec ou sans wifi", "Plus de 10 postes, wifi", "wifi."])
def test_what_is_said_is_a_yes(said: str) -> None:
    assert infer({"name": "Le Local", "description": said})[0].get("services:acces-internet-materiel") is True


def test_there_is_one_remark_for_each_field() -> None:
    _inferred, remarks = infer({"name": "CCAS – France Services", "description": "Wifi, cybersécurité"})
    assert {remark.rule for remark in remarks} == {"inferred"}
    assert sorted(remark.field for remark in remarks) == ["equipment", "kinds", "programmes", "services"]
    assert not any(remark.asks for remark in remarks)
    assert any("Centre communal d’action sociale" in remark.message for remark in remarks)


def test_a_kind_that_wants_to_be_alone_gives_way() -> None:
    assert infer({"name": "Ville de Bastia – Cyber-base"})[0]["kinds:EPN"]
    assert "kinds:MUNI" not in infer({"name": "Ville de Bastia – Cyber-base"})[0]
    assert infer({"name": "Ville de Bastia"})[0] == {"kinds:MUNI": True}


def test_the_longest_words_hide_those_they_begin_with() -> None:
    assert [entry.code for entry in found("imprimante 3D", TEXTS) if entry.field == "equipment"] == ["imprimante-3d"]


@pytest.mark.parametrize("text", ["", " ", "\0", "’’’", "wifi" * 3000, "pas " * 3000 + "wifi", "١٢٣", "🙂"])
def test_no_text_makes_it_fall(text: str) -> None:
    told, _remarks = infer({"name": text, "description": text, "other_labels": [text]})
    check_values({"inferred": told})


def test_a_wrong_file_is_refused_with_its_term() -> None:
    term = {"code": "BIB", "words": ["bibliothèque"], "examples": ["a"], "not": ["b"]}
    for field, wrong in (("shoes", term), ("inferred", term), ("kinds", term | {"word": []}), ("kinds", {"code": "BIB", "words": ["a"]})):
        with pytest.raises(WrongDictionary, match=field):
            list(loading.read(field, {"term": [wrong]}))


def test_what_is_inferred_makes_no_row_usable() -> None:
    place = {"name": "Le Local", "commune": "Guéret", "hours": "Mo 09:00-12:00", "inferred": {"services:securite": True}}
    assert not is_usable(Draft(place))
    assert is_usable(Draft({**place, "services": {"securite": True}}))
