"""The fold, by examples: whose word counts, what a group is, how lists and offers fold."""

from datetime import date

from maillage.base.geometry import Point
from maillage.directory.fold import Confirmation, Folded, OfferKey, OfferValue, Said, Voice, fold
from maillage.directory.policy import current_policy

TODAY = date(2026, 11, 23)
TEAM = Voice(1, "team:3F0C9A52", "team")
COORDINATOR = Voice(2, "coordinator:dep:23", "coordinator")
LIST = Voice(3, "source:creuse", "source")
OTHER = Voice(4, "source:mairies", "source")
TRUSTED = Voice(5, "source:zz", "source", frozenset({"hours"}))
REPORT = Voice(6, "report:7", "report")
PHONE = [{"number": "+33555000000", "contact": "service"}]
OTHER_PHONE = [{"number": "+33555999999", "contact": "service"}]


def said(voice: Voice, received: date = date(2026, 3, 1), record: str = "1", as_of: date | None = None, **values: object) -> Said:
    return Said(voice, record, values, received, as_of)


def folded(*statements: Said, today: date = TODAY, checks: tuple[Confirmation, ...] = ()) -> Folded:
    return fold(statements, current_policy(), today, checks=checks)


def test_fold_nothing_knows_nothing() -> None:
    nothing = folded()
    assert (nothing.values, nothing.denied, nothing.offers) == ({}, {}, {})
    assert nothing.standing == ("open", "public", "nameless", 0, None, None)


def test_fold_believes_a_team_then_a_coordinator_then_a_list_that_is_authoritative_then_the_newest() -> None:
    newest = said(LIST, hours="Mo 10:00-12:00", as_of=date(2026, 11, 1))
    oldest = said(OTHER, hours="Mo 11:00-12:00", as_of=date(2020, 1, 1))
    trusted = said(TRUSTED, hours="Tu 10:00-12:00", as_of=date(2019, 1, 1))
    coordinator = said(COORDINATOR, hours="We 10:00-12:00")
    team = said(TEAM, hours="Th 10:00-12:00", received=date(2026, 1, 1))
    assert folded(oldest, newest).values == {"hours": "Mo 10:00-12:00"}
    assert folded(oldest, newest, trusted).values == {"hours": "Tu 10:00-12:00"}
    assert folded(oldest, newest, trusted, coordinator).values == {"hours": "We 10:00-12:00"}
    assert folded(oldest, newest, trusted, coordinator, team).values == {"hours": "Th 10:00-12:00"}


def test_fold_of_one_day_and_rank_is_decided_by_the_key_then_the_record() -> None:
    assert folded(said(OTHER, name="B"), said(LIST, name="A")).values == {"name": "A"}
    assert folded(said(LIST, name="B", record="2"), said(LIST, name="A", record="1")).values == {"name": "A"}


def test_fold_dates_a_value_by_the_first_day_it_was_received() -> None:
    long_said = Said(LIST, "1", {"name": "Ancien", "phones": PHONE}, date(2026, 6, 1), value_dates={"name": "2020-01-01"})
    other = said(OTHER, name="Nouveau", phones=OTHER_PHONE, received=date(2025, 1, 1))
    assert folded(long_said, other).values == {"name": "Nouveau", "phones": PHONE}


def test_fold_takes_a_group_whole() -> None:
    newer = said(LIST, street="3 rue Neuve", commune="Guéret", as_of=date(2026, 1, 1))
    older = said(OTHER, street="1 rue Vieille", latitude=46.0, longitude=1.0, as_of=date(2025, 1, 1))
    assert folded(newer, older).values == {"street": "3 rue Neuve", "commune": "Guéret"}


def test_fold_absent_leaves_the_word_to_the_next_and_none_does_not() -> None:
    assert folded(said(TEAM, name="A"), said(LIST, phones=PHONE)).values == {"name": "A", "phones": PHONE}
    assert folded(said(TEAM, phones=None), said(LIST, phones=PHONE)).values == {"phones": None}


def test_fold_lists_code_by_code_in_code_order() -> None:
    first = said(LIST, audiences={"seniors": True, "jeunes": False}, as_of=date(2026, 2, 1))
    second = said(OTHER, audiences={"jeunes": True, "femmes": True, "etudiants": False}, as_of=date(2025, 2, 1))
    both = folded(first, second)
    assert both.values == {"audiences": ["femmes", "seniors"]}
    assert both.denied == {"audiences": ["etudiants", "jeunes"]}


def test_fold_none_for_a_list_silences_those_that_come_after() -> None:
    before = said(TEAM, audiences={"seniors": True}, record="a")
    none = said(COORDINATOR, audiences=None)
    after = said(LIST, audiences={"jeunes": True})
    assert folded(before, none, after).values == {"audiences": ["seniors"]}
    assert folded(none, after).values == {"audiences": None}


def test_fold_a_list_of_noes_is_neither_none_nor_unknown() -> None:
    noes = folded(said(LIST, equipment={"ordinateur": False}))
    assert noes.values == {}
    assert noes.denied == {"equipment": ["ordinateur"]}


def test_fold_offers_believe_what_the_team_says_of_the_whole_place() -> None:
    listed = said(LIST, services={"securite": True}, costs={"gratuit": True}, audiences={"seniors": True})
    costs = said(TEAM, record="costs", costs={"gratuit": False, "payant": True})
    nobody = said(TEAM, record="audiences", audiences=None)

    assert folded(listed, costs, nobody).offers[OfferKey("securite")].facets == {"costs": ["payant"]}


def test_fold_offers_of_a_team_take_its_costs_said_apart() -> None:
    facets = folded(said(TEAM, record="services", services={"securite": True}), said(TEAM, record="costs", costs={"gratuit": True})).offers
    assert facets[OfferKey("securite")].facets == {"costs": ["gratuit"]}


def test_fold_offers_keep_what_is_said_of_one_offer_against_what_is_said_of_the_place() -> None:
    hosted = {"concept": "securite", "provider": "Emmaüs", "state": True, "facets": {"costs": {"payant": True}}}
    offers = folded(said(LIST, offers=[hosted]), said(TEAM, record="costs", costs={"gratuit": True, "payant": False})).offers
    assert offers[OfferKey("securite", "Emmaüs")].facets == {"costs": ["payant"]}


def test_fold_offers_take_the_facets_of_those_who_state_them() -> None:
    first = said(LIST, services={"securite": True}, audiences={"seniors": True}, costs={"gratuit": True}, as_of=date(2026, 2, 1))
    second = said(OTHER, services={"securite": True, "parentalite-education": True}, costs={"gratuit": False, "payant": True}, as_of=date(2025, 2, 1))
    bystander = said(TRUSTED, audiences={"femmes": True})
    offers = folded(first, second, bystander).offers
    assert offers == {
        OfferKey("securite"): OfferValue("own", {"audiences": ["seniors"], "costs": ["gratuit", "payant"]}),
        OfferKey("parentalite-education"): OfferValue("own", {"costs": ["payant"]}),
    }


def test_fold_offers_are_given_at_a_distance_where_the_first_who_tells_it_says() -> None:
    far = {"concept": "securite", "state": True}
    silent = said(TEAM, offers=[far])
    first = said(LIST, offers=[far | {"area": ["dep:23", "dep:87"]}], as_of=date(2026, 2, 1))
    second = said(OTHER, offers=[far | {"area": ["fr"]}], as_of=date(2025, 2, 1))
    assert folded(second, silent, first).offers == {OfferKey("securite"): OfferValue("own", {}, ("dep:23", "dep:87"))}


def test_fold_denied_services_are_not_offers() -> None:
    both = folded(said(LIST, services={"securite": False, "loisirs-creation": True}))
    assert both.denied == {"services": ["securite"]}
    assert list(both.offers) == [OfferKey("loisirs-creation")]
    assert both.values == {"services": ["loisirs-creation"]}


def test_fold_detailed_offers_keep_provider_role_and_their_own_facets() -> None:
    permanence = {"concept": "securite", "provider": "Emmaüs Connect", "state": True, "role": "hosted", "facets": {"costs": {"gratuit": True}}}
    place = said(TEAM, offers=[permanence], services={"securite": False}, audiences={"seniors": True}, costs={"payant": True})
    result = folded(place)
    assert result.offers == {OfferKey("securite", "Emmaüs Connect"): OfferValue("hosted", {"audiences": ["seniors"], "costs": ["gratuit"]})}
    assert result.denied == {}, "the place offers it, though by somebody else"
    assert OfferKey("securite", "Emmaüs Connect").subject == "offer:securite|Emmaüs Connect|"


def test_fold_no_service_at_all_withdraws_what_lists_say() -> None:
    result = folded(said(TEAM, services=None), said(LIST, services={"securite": True}))
    assert result.offers == {}
    assert result.values == {"services": None}


def test_fold_a_word_lapses_after_eighteen_months_unless_it_is_confirmed() -> None:
    word = said(TEAM, name="Notre nom", received=date(2025, 5, 22))
    newer = said(LIST, name="Leur nom", as_of=date(2026, 1, 1))
    assert folded(word, newer, today=date(2026, 11, 22)).values == {"name": "Notre nom"}
    assert folded(word, newer, today=date(2026, 11, 23)).values == {"name": "Leur nom"}
    assert folded(word, newer, checks=(Confirmation(TEAM, date(2026, 2, 1)),)).values == {"name": "Notre nom"}
    assert folded(word, newer, checks=(Confirmation(COORDINATOR, date(2026, 2, 1)),)).values == {"name": "Notre nom"}
    assert folded(word, newer, checks=(Confirmation(Voice(9, "team:AUTRE", "team"), date(2026, 2, 1)),)).values == {"name": "Leur nom"}


def test_fold_a_check_does_not_revive_a_word_that_has_lapsed() -> None:
    word = said(TEAM, name="Notre nom", received=date(2024, 1, 1))
    newer = said(LIST, name="Leur nom", as_of=date(2025, 1, 1))
    assert folded(word, newer, checks=(Confirmation(TEAM, date(2026, 11, 1)),)).values == {"name": "Leur nom"}


def test_fold_a_lapsed_word_still_counts_as_much_as_a_list() -> None:
    word = said(TEAM, name="Notre nom", received=date(2024, 1, 1))
    older = said(LIST, name="Leur nom", as_of=date(2023, 1, 1))
    assert folded(word, older).values == {"name": "Notre nom"}


def test_fold_a_newer_list_never_overrides_a_team_in_silence() -> None:
    word = said(TEAM, phones=PHONE, received=date(2026, 3, 1))
    newer = said(LIST, phones=OTHER_PHONE, received=date(2026, 4, 1))
    (dispute,) = folded(word, newer).disputes
    assert (dispute.group, dispute.received, dispute.held, dispute.lapsed) == ("phones", {"phones": OTHER_PHONE}, {"phones": PHONE}, False)
    assert folded(word, said(LIST, phones=OTHER_PHONE, received=date(2026, 2, 1))).disputes == (), "the team knew"
    assert folded(word, said(LIST, phones=PHONE, received=date(2026, 4, 1))).disputes == (), "they agree"
    known = Said(LIST, "1", {"phones": OTHER_PHONE}, date(2026, 6, 1), as_of=date(2026, 6, 1), value_dates={"phones": "2020-01-01"})
    assert folded(word, known).disputes == (), "only the date of the row is new"


def test_fold_a_lapsed_word_is_not_overridden_in_silence_either() -> None:
    word = said(TEAM, hours="Mo 10:00-12:00", received=date(2024, 1, 1))
    trusted = said(TRUSTED, hours="Tu 10:00-12:00", as_of=date(2023, 1, 1))
    result = folded(word, trusted)
    assert result.values == {"hours": "Tu 10:00-12:00"}
    assert [dispute.lapsed for dispute in result.disputes] == [True]


def test_fold_disputes_only_what_cannot_both_be_right() -> None:
    word = said(TEAM, name="Médiathèque d’Uzès", services={"securite": True, "loisirs-creation": False}, received=date(2026, 1, 1))
    newer = said(LIST, name="MEDIATHEQUE D'UZES", services={"securite": False, "parentalite-education": True}, received=date(2026, 2, 1))
    (dispute,) = folded(word, newer).disputes
    assert (dispute.group, dispute.received) == ("services", {"services": {"securite": False}})


def test_standing_tells_why_a_place_is_withheld() -> None:
    def standing(**values: object) -> str:
        points = {"23096": Point(46.17, 1.87)}
        return fold([said(LIST, **values)], current_policy(), TODAY, commune_point=points.get).standing.withheld

    assert standing(commune="Guéret") == "nameless"
    assert standing(name="Bus") == "unlocated"
    assert standing(name="Bus", insee="23096") == ""
    assert standing(name="Bus", insee="23096", latitude=46.2, longitude=1.9) == ""
    assert standing(name="Bus", insee="23096", latitude=1.87, longitude=46.17) == "contradictory"
    assert standing(name="Bus", insee="99999", latitude=1.87, longitude=46.17) == ""


def test_standing_tells_who_may_see_it_and_whether_it_is_still_there() -> None:
    assert folded(said(LIST, name="Siège", receives_public=False, address_hidden=True)).standing.visibility == "professionals"
    assert folded(said(LIST, name="Foyer", address_hidden=True)).standing.visibility == "address_hidden"
    assert folded(said(LIST, name="Lieu", receives_public=True)).standing.visibility == "public"
    assert folded(said(LIST, name="Lieu", state="closed")).standing.state == "closed"
    assert folded(said(LIST, name="Lieu", state=None)).standing.state == "open"


def test_checked_is_a_persons_gesture_or_a_date_in_the_row_never_a_download() -> None:
    def checked(*statements: Said, checks: tuple[Confirmation, ...] = ()) -> tuple[date, str] | None:
        standing = folded(*statements, checks=checks).standing
        return standing.checked and (standing.checked.on, standing.checked.by.key)

    attesting = Voice(8, "source:attests", "source", attested_on=date(2026, 9, 1))
    assert checked(said(LIST, name="A", received=date(2026, 11, 1))) is None
    assert checked(said(LIST, name="A", as_of=date(2024, 5, 1))) == (date(2024, 5, 1), LIST.key)
    assert checked(said(attesting, name="A", as_of=date(2024, 5, 1))) == (date(2026, 9, 1), attesting.key)
    assert checked(Said(attesting, "1", {"name": "A"}, TODAY, absent=True)) is None
    assert checked(said(TEAM, name="A", received=date(2026, 3, 1), as_of=date(2026, 2, 1))) == (date(2026, 3, 1), TEAM.key)
    assert checked(said(LIST, name="A"), checks=(Confirmation(COORDINATOR, date(2026, 4, 1)),)) == (date(2026, 4, 1), COORDINATOR.key)
    assert checked(said(LIST, name="A", as_of=date(2026, 3, 1)), said(TEAM, phones=None)) == (date(2026, 3, 1), TEAM.key), "a person’s first"


def test_explanation_tells_the_winner_and_what_the_others_say() -> None:
    statements = [
        said(TEAM, phones=None, received=date(2026, 3, 1)),
        said(LIST, phones=PHONE, audiences={"seniors": True}, services={"securite": True}, street="3 rue Neuve", as_of=date(2026, 1, 1)),
        said(OTHER, audiences={"seniors": False, "jeunes": True}, services={"securite": False}, commune="Guéret", as_of=date(2025, 1, 1)),
    ]
    reasons = fold(statements, current_policy(), TODAY, explained=True).explanation or {}

    def told(subject: str) -> list[tuple[str, object]]:
        return [(opinion.said.voice.key, opinion.value) for opinion in reasons[subject].opinions]

    assert told("phones") == [(TEAM.key, None), (LIST.key, PHONE)]
    assert told("audiences:seniors") == [(LIST.key, True), (OTHER.key, False)]
    assert told("audiences:jeunes") == [(OTHER.key, True)]
    assert told("offer:securite") == [(LIST.key, True), (OTHER.key, False)]
    assert told("commune") == [(LIST.key, None), (OTHER.key, "Guéret")]
    assert [opinion.stated for opinion in reasons["commune"].opinions] == [False, True]
    assert reasons["phones"].winner.as_of == date(2026, 3, 1)
    assert [opinion.rank for opinion in reasons["phones"].others] == [3]


def test_explanation_is_not_built_unless_asked_for() -> None:
    assert folded(said(LIST, name="A")).explanation is None


def test_fold_a_newer_address_that_only_adds_completes_the_one_that_locates() -> None:
    floor = said(LIST, complement="2e étage", as_of=date(2026, 5, 1))
    located = said(OTHER, street="1 rue Vieille", commune="Guéret", postal_code="23000", as_of=date(2025, 1, 1))
    whole = {"street": "1 rue Vieille", "commune": "Guéret", "postal_code": "23000"}
    assert folded(floor, located).values == {**whole, "complement": "2e étage"}
    elsewhere = {"complement": "2e étage", "postal_code": "87000"}
    assert folded(said(LIST, as_of=date(2026, 5, 1), **elsewhere), located).values == elsewhere
    assert folded(said(LIST, as_of=date(2020, 5, 1), **elsewhere), located).values == whole
    assert folded(said(OTHER, record="2", complement="cour", as_of=date(2020, 1, 1)), located, floor).values == {**whole, "complement": "2e étage"}


def test_fold_an_address_said_to_be_none_is_not_completed_by_the_next() -> None:
    none = said(TEAM, street=None, commune="Guéret")
    assert folded(none, said(LIST, street="1 rue Vieille", complement="cour")).values == {"street": None, "commune": "Guéret"}


def test_fold_dates_the_check_of_the_hours_by_who_gives_them() -> None:
    hours = said(LIST, hours="Mo 10:00-12:00", as_of=date(2024, 5, 1))
    newer = said(OTHER, name="Médiathèque", as_of=date(2026, 6, 1))
    standing = folded(hours, newer).standing
    assert standing.checked and standing.checked.on == date(2026, 6, 1)
    assert standing.hours_checked_on == date(2024, 5, 1)
    assert folded(hours, said(OTHER, hours="Mo 10:00-12:00", as_of=date(2024, 2, 1))).standing.hours_checked_on == date(2024, 5, 1)
    assert folded(said(LIST, hours="Mo 10:00-12:00")).standing.hours_checked_on is None, "a download checks nothing"
    assert folded(newer).standing.hours_checked_on is None


def test_fold_a_person_checks_the_hours_that_were_there() -> None:
    hours = said(LIST, hours="Mo 10:00-12:00", received=date(2026, 3, 1))
    assert folded(hours, checks=(Confirmation(TEAM, date(2026, 4, 1)),)).standing.hours_checked_on == date(2026, 4, 1)
    assert folded(hours, checks=(Confirmation(TEAM, date(2026, 2, 1)),)).standing.hours_checked_on is None


def test_fold_infers_only_what_nobody_states_nor_denies() -> None:
    guess = said(LIST, inferred={"services:securite": True, "services:demarches-administratives": True, "kinds:BIB": True, "costs:gratuit": True})
    assert folded(guess).values == {"inferred": ["costs:gratuit", "kinds:BIB", "services:demarches-administratives", "services:securite"]}
    stated = folded(guess, said(OTHER, services={"demarches-logement": True, "securite": False}, costs={"payant": True}, kinds={"MUNI": True}))
    assert stated.values["inferred"] == ["kinds:BIB"]
    assert stated.values["kinds"] == ["MUNI"]
    assert "inferred" not in folded(guess, said(TEAM, services=None, costs=None, kinds=None)).values


def test_fold_a_denied_whole_denies_its_inferred_parts() -> None:
    guess = said(LIST, inferred={"services:demarches-logement": True, "services:securite": True})
    assert folded(guess, said(OTHER, services={"demarches-administratives": False})).values["inferred"] == ["services:securite"]


def test_fold_what_is_inferred_has_its_origin() -> None:
    told = fold([said(LIST, inferred={"kinds:BIB": True})], current_policy(), TODAY, explained=True)
    assert (told.explanation or {})["inferred:kinds:BIB"].winner.said.voice == LIST


def test_fold_what_an_offer_states_removes_the_guess() -> None:
    guess = said(LIST, inferred={"costs:gratuit": True, "audiences:seniors": True, "audiences:jeunes": True})
    facets = {"costs": {"payant": True}, "audiences": {"seniors": True}}
    offer = said(OTHER, offers=[{"concept": "securite", "state": True, "facets": facets}])
    assert folded(guess, offer).values["inferred"] == ["audiences:jeunes"]
