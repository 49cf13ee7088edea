"""What a team or a coordinator confirmed, against what each record of a list says."""

from datetime import date
from typing import Any

import pytest

from maillage.directory.confirmed import Difference, differences, facts
from maillage.directory.fold import Said, Voice
from maillage.directory.fold.hearing import Confirmation, Hearing
from maillage.directory.policy import current_policy

TODAY = date(2026, 11, 23)
LIST, OTHER = Voice(1, "source:creuse", "source"), Voice(2, "source:pays", "source", frozenset({"phones"}))
TEAM, COORDINATOR, REPORT = Voice(3, "team:3F0C9A52", "team"), Voice(4, "coordinator:dep:23", "coordinator"), Voice(5, "report:1", "report")
PHONE, SECOND = [{"number": "+33555520000", "contact": "service"}], [{"number": "+33555520001", "contact": "service"}]


def said(voice: Voice, record_id: str = "1", on: date = TODAY, **values: Any) -> Said:
    return Said(voice, record_id, values, on)


def found(*statements: Said, checks: list[Confirmation] | None = None, today: date = TODAY) -> dict[str, tuple[Any, Any]]:
    return {one.subject: (one.held, one.confirmed.value) for one in all_found(*statements, checks=checks, today=today)}


def all_found(*statements: Said, checks: list[Confirmation] | None = None, today: date = TODAY) -> list[Difference]:
    return differences(Hearing(statements, current_policy(), today, checks or []))


def test_a_list_that_says_otherwise_is_told_the_field_the_value_and_by_whom() -> None:
    (one,) = all_found(said(LIST, phones=PHONE), said(TEAM, "phones", date(2026, 10, 1), phones=SECOND))

    assert (one.said.voice, one.said.record_id, one.subject) == (LIST, "1", "phones")
    assert (one.held, one.confirmed.value, one.confirmed.by, one.confirmed.on) == (PHONE, SECOND, "team", date(2026, 10, 1))


def test_each_record_that_says_otherwise_is_told_even_two_of_one_list() -> None:
    told = all_found(said(LIST, "1", phones=PHONE), said(LIST, "2", phones=PHONE), said(OTHER, "9", phones=SECOND), said(TEAM, phones=SECOND))

    assert [(one.said.voice.key, one.said.record_id) for one in told] == [("source:creuse", "1"), ("source:creuse", "2")]


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ({"name": "MEDIATHEQUE  Éluard"}, {"name": "Médiathèque Eluard"}),
        ({"websites": ["https://a.example/B/"]}, {"websites": ["https://a.example/b"]}),
        ({"emails": [{"address": "A@a.example", "contact": "service"}]}, {"emails": [{"address": "a@a.example", "contact": "service"}]}),
        ({"hours": "Mo-Tu 09:00-12:00"}, {"hours": "Mo 09:00-12:00; Tu 09:00-12:00"}),
        ({"latitude": 46.17, "longitude": 1.87}, {"latitude": 46.1701, "longitude": 1.8701}),
        ({"audiences": {"seniors": True}}, {"audiences": {"seniors": True, "jeunes": False}}),
        ({}, {"phones": None}),
        ({"identifiers": {"siret": "1", "rna": "2"}}, {"identifiers": {"siret": "1"}}),
        ({"services": {}, "offers": [{"concept": "securite", "state": True, "provider": "CAF", "role": "hosted"}]}, {"services": {"securite": True}}),
    ],
)
def test_what_is_said_alike_is_not_told(theirs: dict[str, Any], ours: dict[str, Any]) -> None:
    assert found(said(LIST, **theirs), said(TEAM, **ours)) == {}


@pytest.mark.parametrize(
    ("theirs", "ours", "told"),
    [
        ({}, {"phones": PHONE}, {"phones": (None, PHONE)}),
        ({"phones": PHONE}, {"phones": None}, {"phones": (PHONE, None)}),
        ({"audiences": {"seniors": True}}, {"audiences": {"seniors": False, "jeunes": True}},
         {"audiences:seniors": (True, False), "audiences:jeunes": (None, True)}),
        ({"audiences": {"seniors": True, "jeunes": False}}, {"audiences": None}, {"audiences:seniors": (True, False)}),
        ({"services": {"securite": True}}, {"services": None}, {"services:securite": (True, False)}),
        ({"services": {"securite": True}}, {"services": {"securite": False}}, {"services:securite": (True, False)}),
        ({"latitude": 46.17, "longitude": 1.87}, {"latitude": 46.18, "longitude": 1.87},
         {"point": ({"latitude": 46.17, "longitude": 1.87}, {"latitude": 46.18, "longitude": 1.87})}),
        ({"hours": "Mo 09:00-12:00"}, {"hours": "Mo 09:00-13:00"}, {"hours": ({"hours": "Mo 09:00-12:00"}, {"hours": "Mo 09:00-13:00"})}),
        ({"hours": "Mo 09:00-12:00"}, {"hours": None}, {"hours": ({"hours": "Mo 09:00-12:00"}, None)}),
        ({}, {"offers": [{"concept": "securite", "state": True, "provider": "CAF", "role": "hosted"}]}, {"services:securite|CAF|": (None, True)}),
    ],
)  # fmt: skip
def test_what_is_told(theirs: dict[str, Any], ours: dict[str, Any], told: dict[str, Any]) -> None:
    assert found(said(LIST, **theirs), said(TEAM, **ours)) == told


def test_of_an_address_each_field_is_told() -> None:
    theirs: dict[str, Any] = {"street": "1 rue Haute", "commune": "GUERET", "insee": "23096", "postal_code": "23000"}

    assert found(said(LIST, **theirs), said(TEAM, **{**theirs, "street": "2 rue Basse", "commune": "Guéret"})) == {"street": ("1 rue Haute", "2 rue Basse")}


def test_only_persons_confirm() -> None:
    assert found(said(LIST, phones=PHONE), said(OTHER, phones=SECOND), said(REPORT, phones=SECOND)) == {}


def test_the_team_goes_before_the_coordinator() -> None:
    assert found(said(LIST, phones=PHONE), said(COORDINATOR, phones=SECOND), said(TEAM, phones=PHONE)) == {}


def test_a_lapsed_word_is_not_sent_back_and_one_confirmed_is() -> None:
    long_ago, last_year = date(2025, 1, 1), date(2025, 12, 1)
    word = said(TEAM, "phones", long_ago, phones=SECOND)

    assert found(said(LIST, phones=PHONE), word) == {}
    assert found(said(LIST, phones=PHONE), word, checks=[Confirmation(TEAM, last_year)]) == {"phones": (PHONE, SECOND)}
    assert found(said(LIST, phones=PHONE), said(COORDINATOR, "phones", long_ago, phones=SECOND)) == {"phones": (PHONE, SECOND)}


def test_a_record_that_left_its_list_is_told_nothing() -> None:
    gone = Said(LIST, "1", {"phones": PHONE}, TODAY, absent=True)

    assert found(gone, said(TEAM, phones=SECOND)) == {}


def test_named_contacts_are_neither_compared_nor_told() -> None:
    person = {"number": "+33655520000", "contact": "person"}

    assert found(said(LIST, phones=PHONE), said(TEAM, phones=[person])) == {}
    assert found(said(LIST, phones=[*PHONE, person]), said(TEAM, phones=PHONE)) == {}
    assert found(said(LIST, phones=[*PHONE, person]), said(TEAM, phones=SECOND)) == {"phones": (PHONE, SECOND)}


def test_an_address_that_looks_like_a_persons_is_the_services_once_confirmed() -> None:
    theirs = [{"address": "jeanne.petit@ville.example", "contact": "person"}]

    assert found(said(LIST, emails=theirs), said(TEAM, emails=[{**theirs[0], "contact": "service"}])) == {}


def test_facts_say_nothing_of_what_is_inferred_or_only_technical() -> None:
    assert facts({"precision": "place", "inferred": {"kinds:BIB": True}}) == {}
