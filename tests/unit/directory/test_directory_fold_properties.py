"""The fold, by its promises: whatever is said, by whom, in whatever order."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from maillage.directory.fields import FIELDS, GROUPS, Shape
from maillage.directory.fold import Confirmation, Said, Voice, fold
from maillage.directory.fold.disputes import AGREED, contradiction
from maillage.directory.fold.hearing import Hearing
from maillage.directory.policy import current_policy

POLICY = current_policy()
TODAY = date(2026, 11, 23)
VOICES = [
    Voice(1, "team:3F0C9A52", "team"),
    Voice(2, "coordinator:dep:23", "coordinator"),
    Voice(3, "source:a", "source"),
    Voice(4, "source:b", "source", frozenset({"hours", "services", "audiences"})),
    Voice(5, "source:c", "source", attested_on=date(2026, 10, 1)),
    Voice(6, "report:1", "report"),
]
LISTS = ("audiences", "equipment")
WHOLE = ("name", "phones", "street", "complement", "insee", "hours", "hours_words", "receives_public", "state")

PHONES = ([{"number": "3949", "contact": "service"}], [{"number": "+33555000000", "contact": "person"}])
seeds = st.integers(min_value=0, max_value=2**40)  # statements are made from a number: a hundred times faster than drawing each of their parts


def a_day(chance: Random, until: date = TODAY) -> date:
    return until - timedelta(days=chance.randrange(1400))


def some_opinions(chance: Random) -> dict[str, bool] | None:
    return None if chance.random() < 0.15 else {code: chance.random() < 0.6 for code in "abc" if chance.random() < 0.5}


def some_offers(chance: Random) -> list[dict[str, Any]]:
    keys = chance.sample([(concept, provider) for concept in "ab" for provider in ("", "X")], chance.randint(1, 3))
    told = [{"concept": concept, "provider": provider, "state": chance.random() < 0.7, "role": chance.choice(["own", "hosted"])} for concept, provider in keys]
    return [offer | ({"facets": {"costs": some_opinions(chance)}} if chance.random() < 0.4 else {}) for offer in told]


def some_values(chance: Random) -> dict[str, Any]:
    makers: dict[str, Callable[[], Any]] = {
        **{name: lambda: chance.choice([None, "un", "deux", "trois"]) for name in ("name", "street", "complement", "insee", "hours", "hours_words")},
        "phones": lambda: chance.choice([None, *PHONES]),
        "receives_public": lambda: chance.choice([None, True, False]),
        "state": lambda: chance.choice([None, "open", "closed"]),
        **{name: lambda: some_opinions(chance) for name in (*LISTS, "services", "costs")},
        "offers": lambda: chance.choice([None, some_offers(chance), some_offers(chance)]),
    }
    return {name: make() for name, make in makers.items() if chance.random() < 0.45}


def a_statement(seed: int, voices: list[Voice] = VOICES) -> Said:
    chance = Random(seed)
    values, received = some_values(chance), a_day(chance)
    as_of = a_day(chance, received) if chance.random() < 0.4 else None
    older = {name: a_day(chance, received).isoformat() for name in values if as_of is None and chance.random() < 0.3}
    return Said(chance.choice(voices), chance.choice("12"), values, received, as_of, older, absent=chance.random() < 0.2)


def a_check(seed: int) -> Confirmation:
    chance = Random(seed)
    return Confirmation(chance.choice(VOICES[:2]), a_day(chance))


def distinct(told: list[Said]) -> list[Said]:
    """At most one statement in force for each record of an origin."""
    return list({(said.voice.key, said.record_id): said for said in told}.values())


everything_said = st.lists(seeds.map(a_statement), max_size=6).map(distinct)
all_checks = st.lists(seeds.map(a_check), max_size=3)
words_of_a_team = seeds.map(lambda seed: a_statement(seed, VOICES[:1]))


@given(everything_said, all_checks, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(told: list[Said], checks: list[Confirmation], chance: Any) -> None:
    shuffled, other_checks = list(told), list(checks)
    chance.shuffle(shuffled)
    chance.shuffle(other_checks)
    first = fold(told, POLICY, TODAY, checks=checks, explained=True)
    assert fold(shuffled, POLICY, TODAY, checks=other_checks, explained=True) == first
    assert fold(told, POLICY, TODAY, checks=checks, explained=True) == first, "nor does folding twice"


@given(everything_said)
def test_a_whole_group_comes_from_one_statement(told: list[Said]) -> None:
    folded = fold(told, POLICY, TODAY)
    hearing = Hearing(told, POLICY, TODAY)
    for group in {FIELDS[name].group for name in WHOLE} - {"address"}:
        names = GROUPS[group]
        speaking = [said for said in told if any(name in said.values for name in names)]
        best = min(
            speaking,
            key=lambda said: (hearing.weight(said, group).rank, -hearing.weight(said, group).day.toordinal(), said.voice.key, said.record_id),  # noqa: B023
            default=None,
        )
        kept = {name: best.values[name] for name in names if name in best.values} if best else {}
        assert {name: folded.values[name] for name in names if name in folded.values} == kept


@given(everything_said)
def test_an_address_comes_from_one_statement_that_locates_and_loses_no_word_before_it(told: list[Said]) -> None:
    folded = fold(told, POLICY, TODAY, explained=True)
    order = [said for said in Hearing(told, POLICY, TODAY).order("address") if {"street", "complement", "insee"} & said.values.keys()]
    locating = [said for said in order if {"street", "insee"} & said.values.keys()]
    for name in ("street", "insee"):
        expected = locating[0].values.get(name) if locating else None
        assert folded.values.get(name) == expected
    before = order[: order.index(locating[0])] if locating else order
    if any("complement" in said.values for said in before):
        assert folded.values["complement"] == before[0].values["complement"]
    elif locating and "complement" in locating[0].values:
        assert folded.values["complement"] == locating[0].values["complement"]


@given(everything_said, st.lists(st.sampled_from(["services:securite", "kinds:BIB", "audiences:a", "costs:b"]), max_size=4, unique=True))
def test_what_is_inferred_changes_nothing_else_and_is_said_by_nobody(told: list[Said], guesses: list[str]) -> None:
    guess = Said(VOICES[2], "guess", {"inferred": dict.fromkeys(guesses, True)}, date(2020, 1, 1))
    without, folded = fold(told, POLICY, TODAY), fold([*told, guess], POLICY, TODAY)
    kept = folded.values.get("inferred", [])
    assert {name: value for name, value in folded.values.items() if name != "inferred"} == without.values
    assert (folded.offers, folded.denied, folded.disputes) == (without.offers, without.denied, without.disputes)
    for element in kept:
        name, code = element.split(":")
        assert element in guesses
        assert code not in (folded.values.get(name) or ())
        assert code not in folded.denied.get(name, ())


@given(everything_said)
def test_absent_none_yes_and_no_are_never_confused(told: list[Said]) -> None:
    folded = fold(told, POLICY, TODAY)
    hearing = Hearing(told, POLICY, TODAY)
    for name in LISTS:
        heard = [said.values[name] for said in hearing.order(name) if name in said.values]
        yes, no = set(folded.values.get(name) or ()), set(folded.denied.get(name, ()))
        assert not yes & no
        for code in "abc":
            deciding = next((stated for stated in heard if stated is None or code in stated), {})
            opinion = None if deciding is None else deciding.get(code)
            assert (code in yes, code in no) == (opinion is True, opinion is False)
        if name in folded.values and folded.values[name] is None:
            assert None in heard
        if not heard:
            assert name not in folded.values


@given(everything_said)
def test_unknown_never_becomes_no_nor_yes(told: list[Said]) -> None:
    folded = fold(told, POLICY, TODAY)
    for name, codes in folded.denied.items():
        for code in codes:
            assert any(((said.values.get(name) or {}).get(code) is False) or denies_offer(said, name, code) for said in told)
    for key, offer in folded.offers.items():
        assert any(states_offer(said, key) for said in told)
        for facet, codes in offer.facets.items():
            assert all(states_facet(told, facet, code) for code in codes)


def denies_offer(said: Said, name: str, code: str) -> bool:
    offers_told = (said.values.get("offers") or ()) if name == "services" else ()
    return any(told["concept"] == code and not told["state"] and not told.get("provider") for told in offers_told)


def states_offer(said: Said, key: Any) -> bool:
    detailed = any((told["concept"], told.get("provider", "")) == key[:2] and told["state"] for told in said.values.get("offers") or ())
    return detailed or (not key.provider and (said.values.get("services") or {}).get(key.concept) is True)


def states_facet(told: list[Said], facet: str, code: str) -> bool:
    own = [offer.get("facets", {}) for said in told for offer in said.values.get("offers") or ()]
    return any((stated.get(facet) or {}).get(code) is True for stated in [*(said.values for said in told), *own])


@given(everything_said, words_of_a_team, all_checks)
def test_a_team_is_never_overridden_in_silence(told: list[Said], word: Said, checks: list[Confirmation]) -> None:
    team = Said(word.voice, "word", word.values, word.received_on, word.as_of)
    everything = [*(said for said in told if said.voice.kind != "team"), team]
    folded = fold(everything, POLICY, TODAY, checks=checks, explained=True)
    asked = {dispute.group for dispute in folded.disputes}
    for name in set(team.values) & {"name", "phones", "street", "hours", "state"}:
        winner = (folded.explanation or {})[name].winner.said
        if winner.voice.kind not in {"team", "coordinator"} and name in winner.values:
            overridden = contradiction(name, team.values[name], winner.values[name]) is not AGREED
            assert not overridden or FIELDS[name].group in asked


@given(everything_said)
def test_explanations_agree_with_the_fold(told: list[Said]) -> None:
    folded = fold(told, POLICY, TODAY, explained=True)
    for subject, reason in (folded.explanation or {}).items():
        name, _, code = subject.partition(":")
        if name in WHOLE:
            assert folded.values.get(name) == (reason.winner.value if reason.winner.stated else None)
        elif name in LISTS and code:
            assert (code in (folded.values.get(name) or ())) is (reason.winner.value is True)
        elif name == "offer":
            assert (code in {key.subject.partition(":")[2] for key in folded.offers}) is (reason.winner.value is True)


@given(everything_said, st.integers(min_value=0, max_value=900))
def test_time_alone_changes_only_what_a_team_says(told: list[Said], days_later: int) -> None:
    lists_only = [said for said in told if said.voice.kind != "team"]
    assert fold(lists_only, POLICY, TODAY) == fold(lists_only, POLICY, TODAY + timedelta(days=days_later))


def test_every_shape_of_a_field_is_folded() -> None:
    assert {field.shape for field in FIELDS.values()} == set(Shape)
