from datetime import date
from typing import Any
from uuid import UUID

from maillage.directory.columns import FOLDED, Told, columns, differences, offer_differences
from maillage.directory.fold import Folded, OfferKey, OfferValue, Said, Voice, fold
from maillage.directory.models import Place
from maillage.directory.policy import current_policy
from maillage.directory.questions import questions_of

LIST = Voice(3, "source:creuse", "source")
TEAM = Voice(1, "team:3F0C9A52", "team")


def folded(**values: Any) -> Folded:
    return fold([Said(LIST, "1", values, date(2026, 3, 1))], current_policy(), date(2026, 11, 23))


def test_all_folded_columns_are_written_and_exist() -> None:
    assert set(columns(folded(name="A"))) == set(FOLDED)
    assert set(FOLDED) <= {field.attname for field in Place._meta.concrete_fields}


def test_unknown_and_none_are_told_apart_by_stated_none() -> None:
    unknown, none = columns(folded(name="A")), columns(folded(name="A", phones=None, audiences=None))
    assert unknown["phones"] == none["phones"] == []
    assert unknown["stated_none"] == []
    assert none["stated_none"] == ["audiences", "phones"]


def test_columns_keep_yes_and_no_and_a_name_to_sort_by() -> None:
    row = columns(
        folded(name="Médiathèque d’Uzès", latitude=0.0, longitude=0.0, services={"securite": False}, equipment={"ordinateur": True, "tablette": False})
    )
    assert row["sort_name"] == "mediatheque d uzes"
    assert (row["latitude"], row["longitude"]) == (0.0, 0.0)
    assert row["services_denied"] == ["securite"]
    assert row["facets"] == {"equipment": ["ordinateur"]}
    assert row["facets_denied"] == {"equipment": ["tablette"]}


def test_differences_tell_fields_and_code_lists_by_their_names() -> None:
    old = columns(folded(name="A", audiences={"seniors": True}, equipment={"tablette": False}))
    new = columns(folded(name="B", costs={"gratuit": True}, equipment={"tablette": False}, state="closed")) | {"checked_on": date(2026, 1, 2)}
    assert differences(old, new) == [
        Told("name", "A", "B"),
        Told("state", "open", "closed"),
        Told("checked_on", None, "2026-01-02"),
        Told("audiences", ["seniors"], None),
        Told("costs", None, ["gratuit"]),
    ]
    assert differences(old, old) == []


def test_the_check_of_the_hours_is_told_apart_only_when_it_changes_alone() -> None:
    old = columns(fold([Said(LIST, "1", {"hours": "Mo 10:00-12:00"}, date(2026, 3, 1), date(2026, 1, 1))], current_policy(), date(2026, 11, 23)))
    assert old["hours_checked_on"] == date(2026, 1, 1)
    alone = differences(old, {**old, "hours_checked_on": date(2026, 2, 1)})
    assert alone == [Told("hours_checked_on", "2026-01-01", "2026-02-01")]
    both = differences(old, {**old, "hours_checked_on": date(2026, 2, 1), "checked_on": date(2026, 2, 1)})
    assert both == [Told("checked_on", "2026-01-01", "2026-02-01")]


def test_what_is_inferred_has_its_own_column() -> None:
    row = columns(folded(inferred={"kinds:BIB": True}))
    assert (row["inferred"], row["kinds"], row["facets"]) == (["kinds:BIB"], [], {})


def test_differences_of_offers_tell_what_appeared_changed_and_was_withdrawn() -> None:
    own, hosted = OfferValue("own", {}), OfferValue("hosted", {"costs": ["gratuit"]})
    far = OfferValue("own", {}, ("dep:23",))
    old = {OfferKey("a"): own, OfferKey("b"): own, OfferKey("c"): own}
    new = {OfferKey("a"): own, OfferKey("b"): hosted, OfferKey("d", "X"): hosted}
    assert offer_differences(old, new) == [
        Told("offer:b", {"role": "own", "facets": {}}, {"role": "hosted", "facets": {"costs": ["gratuit"]}}),
        Told("offer:c", {"role": "own", "facets": {}}, None),
        Told("offer:d|X|", None, {"role": "hosted", "facets": {"costs": ["gratuit"]}}),
    ]
    assert offer_differences({OfferKey("a"): own}, {OfferKey("a"): far}) == [
        Told("offer:a", {"role": "own", "facets": {}}, {"role": "own", "facets": {}, "area": ["dep:23"]})
    ]


def test_a_question_has_the_same_key_until_its_value_changes() -> None:
    def keys(raw: str, **values: Any) -> list[str]:
        said = Said(LIST, "1", {"name": "A", **values}, date(2026, 3, 1), unreadable={"hours": raw})
        return [asked.key for asked in questions_of(UUID(int=1), [said], fold([said], current_policy(), date(2026, 11, 23)))]

    assert keys("le matin") == keys("le matin") != keys("le soir")
    assert all(len(key) <= 200 for key in keys("le matin"))
    assert keys("le matin", hours="Mo 09:00-12:00", insee="23096") == [], "somebody tells the hours: nobody need be asked"


def test_a_row_that_names_two_communes_asks_until_someone_says_where_the_place_is() -> None:
    def asked(*others: Said) -> list[tuple[str, str, Any]]:
        said = Said(LIST, "1", {"name": "A", "insee": "63126", "commune": "Le Crest"}, date(2026, 3, 1), unreadable={"address": "63084 (Chanonat)"})
        statements = [said, *others]
        found = questions_of(UUID(int=1), statements, fold(statements, current_policy(), date(2026, 11, 23)))
        return [(question.kind, question.field, question.details.get("received")) for question in found]

    assert asked() == [("contradictory", "address", "63084 (Chanonat)")]
    moved = Said(TEAM, "", {"insee": "63084", "commune": "Chanonat"}, date(2026, 4, 1))
    assert not [kind for kind, _field, _received in asked(moved) if kind == "contradictory"]
