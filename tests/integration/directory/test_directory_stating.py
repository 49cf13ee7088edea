"""Persons speak: statements group by group, checks, withdrawals, answers. Published at once, with an event."""

from datetime import timedelta

import pytest

from maillage.accounts.models import User
from maillage.audit.models import Event
from maillage.base.errors import NotAllowed
from maillage.directory import actions, selectors
from maillage.directory.models import Check, Origin, Place, Question, Statement
from tests.factories.directory import NOW, TODAY, WHEN, a_coordinator, a_list, a_team, deliver, record, say, told

pytestmark = pytest.mark.django_db
PHONE = [{"number": "+33555000000", "contact": "service"}]
OTHER_PHONE = [{"number": "+33555999999", "contact": "service"}]
LATER = TODAY + timedelta(days=30)


@pytest.fixture
def library() -> Place:
    place = told("1", street="1 rue Vieille", latitude=46.17, longitude=1.87, precision="housenumber", phones=PHONE)
    actions.publish(now=NOW)
    return place


def fresh(place: Place) -> Place:
    return Place.objects.get(pk=place.pk)


def test_what_a_team_says_is_published_at_once_with_its_event(library: Place, bruno: User) -> None:
    generation = selectors.current_generation()
    written = actions.state(place=library, origin=a_team(library), values={"phones": OTHER_PHONE, "hours": "Mo 09:00-12:00"}, by=bruno, **WHEN)
    assert written == (2, 1, 3), "two groups; phones, hours, and the day of the check"
    assert (fresh(library).phones, fresh(library).hours) == (OTHER_PHONE, "Mo 09:00-12:00")
    assert selectors.current_generation() == generation + 1
    event = Event.objects.get(verb="place.stated")
    assert (event.object_id, event.details) == (str(library.pk), {"fields": ["hours", "phones"], "origin": f"team:{library.code}"})
    assert sorted(Statement.objects.filter(origin__kind="team").values_list("record_id", flat=True)) == ["hours", "phones"]


def test_a_team_wins_over_lists_and_over_coordinators(library: Place) -> None:
    say(library, a_coordinator(), phones=None)
    assert fresh(library).phones == []
    say(library, phones=OTHER_PHONE)
    say(library, a_coordinator(), phones=None)
    deliver(a_list(), record("1", phones=PHONE, as_of=TODAY))
    assert fresh(library).phones == OTHER_PHONE


def test_a_coordinator_speaks_of_many_places(library: Place) -> None:
    other = told("2")
    for place in (library, other):
        say(place, a_coordinator(), websites=["https://exemple.fr"])
    assert sorted(Statement.objects.filter(origin__kind="coordinator").values_list("record_id", flat=True)) == sorted(
        [f"{library.code}/websites", f"{other.code}/websites"]
    )


def test_an_address_is_completed_as_shown_and_leaves_its_point_when_it_moves(library: Place) -> None:
    say(library, complement="2e étage")
    assert (fresh(library).street, fresh(library).latitude, fresh(library).complement) == ("1 rue Vieille", 46.17, "2e étage")
    say(library, street="2 rue Neuve")
    assert (fresh(library).street, fresh(library).commune, fresh(library).latitude, fresh(library).precision) == ("2 rue Neuve", "Guéret", None, "")
    say(library, street="3 rue Neuve", latitude=46.18, longitude=1.88, precision="place")
    assert (fresh(library).latitude, fresh(library).precision) == (46.18, "place")


def test_saying_the_same_again_the_same_day_writes_nothing(library: Place) -> None:
    assert say(library, phones=OTHER_PHONE).statements == 1
    assert say(library, phones=OTHER_PHONE) == (0, 0, 0)
    assert say(library, today=LATER, phones=OTHER_PHONE).statements == 1
    assert fresh(library).checked_on == LATER


def test_withdrawing_restores_what_was_there_before(library: Place, bruno: User) -> None:
    before = Place.objects.values().get(pk=library.pk)
    say(library, phones=OTHER_PHONE)
    say(library, phones=None)
    last = Statement.objects.in_force().get(origin__kind="team")
    actions.withdraw(last, by=bruno, **WHEN)
    assert fresh(library).phones == OTHER_PHONE
    actions.withdraw(Statement.objects.in_force().get(origin__kind="team"), by=bruno, **WHEN)
    assert Place.objects.values().get(pk=library.pk) == before
    with pytest.raises(NotAllowed, match="déjà retirée"):
        actions.withdraw(last, by=bruno, **WHEN)
    assert Event.objects.filter(verb="statement.withdrawn").count() == 2


def test_only_what_is_in_force_is_withdrawn(library: Place, bruno: User) -> None:
    say(library, phones=OTHER_PHONE)
    first = Statement.objects.get(origin__kind="team")
    say(library, phones=None)
    with pytest.raises(NotAllowed, match="plus récente"):
        actions.withdraw(first, by=bruno, **WHEN)


def test_a_word_withdrawn_then_said_anew_can_be_withdrawn_again(library: Place, bruno: User) -> None:
    say(library, phones=OTHER_PHONE)
    for _time in range(2):
        say(library, phones=None)
        actions.withdraw(Statement.objects.in_force().get(origin__kind="team"), by=bruno, **WHEN)
        assert fresh(library).phones == OTHER_PHONE


def test_nothing_has_changed_is_a_check_and_changes_nothing_else(library: Place, bruno: User) -> None:
    before = fresh(library)
    actions.check(place=library, origin=a_team(library), by=bruno, today=LATER, now=NOW)
    actions.check(place=library, origin=a_team(library), by=bruno, today=LATER, now=NOW)
    after = fresh(library)
    assert (after.checked_on, after.checked_by.key if after.checked_by else "", after.changed_on) == (LATER, f"team:{library.code}", before.changed_on)
    assert Check.objects.count() == 1


def test_lists_do_not_speak_as_persons_do(library: Place) -> None:
    with pytest.raises(NotAllowed):
        say(library, a_list(), phones=None)
    with pytest.raises(NotAllowed):
        actions.check(place=library, origin=a_list(), by=None, **WHEN)


# Places that are one


@pytest.fixture
def twin(library: Place) -> Place:
    """A place merged into the library. In the order of codes, its own words come first."""
    other = next(place for number in range(2, 99) if (place := told(str(number), phones=None)).code < library.code)
    actions.merge([(other.pk, library.pk)], **WHEN)
    return other


def test_a_team_speaks_of_its_own_place_on_whatever_page_of_the_whole(library: Place, twin: Place) -> None:
    for page in (library, twin):
        actions.state(place=page, origin=a_team(twin), values={"phones": OTHER_PHONE}, by=None, **WHEN)
        actions.check(place=page, origin=a_team(twin), by=None, today=LATER, now=NOW)
        assert (fresh(library).phones, fresh(library).checked_on) == (OTHER_PHONE, LATER)
        assert {fresh(word.place) for word in Statement.objects.filter(origin=a_team(twin))} == {twin}
    actions.unmerge([twin.pk], **WHEN)
    assert (fresh(library).phones, fresh(library).checked_on) == (PHONE, None)
    assert (fresh(twin).phones, fresh(twin).checked_on) == (OTHER_PHONE, LATER)


def test_what_a_coordinator_says_of_the_whole_or_of_a_part_stays_there_when_they_part(library: Place, twin: Place) -> None:
    say(twin, a_coordinator(), hours="Mo 09:00-12:00")
    say(library, a_coordinator(), phones=OTHER_PHONE)
    whole = fresh(library)
    assert (whole.hours, whole.phones) == ("Mo 09:00-12:00", OTHER_PHONE)
    actions.unmerge([twin.pk], **WHEN)
    assert (fresh(library).hours, fresh(library).phones) == ("", OTHER_PHONE)
    assert (fresh(twin).hours, fresh(twin).phones) == ("Mo 09:00-12:00", [])


def test_what_is_withdrawn_of_a_part_is_withdrawn_of_the_whole(library: Place, twin: Place) -> None:
    before = Place.objects.values().get(pk=library.pk)
    say(twin, phones=OTHER_PHONE)
    actions.withdraw(Statement.objects.get(origin=a_team(twin)), by=None, **WHEN)
    assert Place.objects.values().get(pk=library.pk) == before


def test_a_coordinator_who_corrects_the_whole_is_heard_the_same_day(library: Place, twin: Place) -> None:
    say(twin, a_coordinator(), phones=PHONE)
    say(library, a_coordinator(), phones=OTHER_PHONE)
    assert fresh(library).phones == OTHER_PHONE
    actions.unmerge([twin.pk], **WHEN)
    assert fresh(twin).phones == PHONE


@pytest.mark.parametrize("checking", ["coordinator", "library", "twin"])
def test_nothing_has_changed_leaves_the_last_of_two_teams_heard(library: Place, twin: Place, checking: str) -> None:
    first, last = (library, twin) if a_team(library).key < a_team(twin).key else (twin, library)
    say(first, phones=None)
    say(last, phones=OTHER_PHONE, today=TODAY + timedelta(days=1))
    origin = {"coordinator": a_coordinator(), "library": a_team(library), "twin": a_team(twin)}[checking]
    actions.check(place=library, origin=origin, by=None, today=LATER, now=NOW)
    assert (fresh(library).phones, fresh(library).checked_on) == (OTHER_PHONE, LATER)


def test_a_record_said_to_be_gone_takes_only_its_own_place_when_they_part(library: Place, twin: Place, bruno: User) -> None:
    actions.mark_gone(a_list(), [twin.founding_record], **WHEN)
    answer(Question.objects.get(kind="gone"), "gone", a_coordinator(), bruno)
    assert fresh(library).state == "gone"
    actions.unmerge([twin.pk], **WHEN)
    assert (fresh(library).state, fresh(twin).state) == ("open", "gone")


def test_a_wrong_value_of_a_person_writes_nothing(library: Place) -> None:
    with pytest.raises(actions.WrongValue, match="summary"):
        say(library, phones=None, summary="x" * 281)
    assert not Statement.objects.filter(origin__kind="team").exists()


# Questions


def newer_phone(library: Place, **values: object) -> Question:
    say(library, phones=PHONE, services={"securite": True, "loisirs-creation": True})
    deliver(a_list(), record("1", **{"phones": OTHER_PHONE, **values}), today=LATER)
    return Question.objects.get(field="phones")


def answer(question: Question, choice: str, origin: Origin, by: User) -> None:
    actions.answer(question, choice=choice, origin=origin, by=by, today=LATER, now=NOW)


def test_keeping_ones_word_answers_for_good(library: Place, bruno: User) -> None:
    question = newer_phone(library)
    answer(question, "keep", a_team(library), bruno)
    deliver(a_list(), record("1", phones=PHONE), today=LATER)
    deliver(a_list(), record("1", phones=OTHER_PHONE), today=LATER)
    question.refresh_from_db()
    assert (question.state, question.answer["choice"], question.answered_on) == ("answered", "keep", LATER)
    assert fresh(library).phones == PHONE
    with pytest.raises(NotAllowed, match="déjà répondu"):
        answer(question, "take", a_team(library), bruno)


def test_taking_the_newer_value_makes_it_ones_own(library: Place, bruno: User) -> None:
    answer(newer_phone(library), "take", a_team(library), bruno)
    assert fresh(library).phones == OTHER_PHONE
    assert Statement.objects.in_force().get(origin__kind="team", record_id="phones").values == {"phones": OTHER_PHONE}
    assert Event.objects.filter(verb="question.answered").count() == 1


def test_taking_codes_keeps_the_others(library: Place, bruno: User) -> None:
    newer_phone(library, services={"securite": False, "parentalite-education": True})
    answer(Question.objects.get(field="services"), "take", a_team(library), bruno)
    word = Statement.objects.in_force().get(origin__kind="team", record_id="services")
    assert word.values == {"services": {"securite": False, "loisirs-creation": True}}


def test_taking_an_address_takes_it_whole(library: Place, bruno: User) -> None:
    say(library, street="2 rue Neuve")
    deliver(a_list(), record("1", street="3 rue Neuve", latitude=46.19, longitude=1.89, as_of=LATER), today=LATER)
    answer(Question.objects.get(field="address"), "take", a_team(library), bruno)
    assert (fresh(library).street, fresh(library).latitude) == ("3 rue Neuve", 46.19)


def test_a_place_said_to_be_gone_stays_in_the_base_and_leaves_what_is_published(library: Place, bruno: User) -> None:
    actions.mark_gone(a_list(), ["1"], **WHEN)
    answer(Question.objects.get(kind="gone"), "gone", a_coordinator(), bruno)
    gone = fresh(library)
    assert (gone.state, gone.name, gone.phones) == ("gone", "Médiathèque 1", PHONE)
    assert not Place.objects.published().exists()


def test_an_answer_must_suit_its_question(library: Place, bruno: User) -> None:
    with pytest.raises(ValueError, match="answers no question"):
        answer(newer_phone(library), "gone", a_team(library), bruno)


def test_questions_of_others_are_asked_once_and_taken_back(library: Place) -> None:
    other = told("2")
    asked = actions.Asked("duplicate:1:2", "duplicate", library.pk, other_id=other.pk, details={"score": 0.5})
    assert actions.ask([asked], today=TODAY) == 1
    assert actions.ask([asked], today=LATER) == 0
    assert actions.take_back(["duplicate:1:2"]) == 1
    assert actions.ask([asked], today=LATER) == 0
    question = Question.objects.get()
    assert (question.state, question.other, question.raised_on) == ("open", other, TODAY)
    assert selectors.open_questions(library) == [question]


def test_a_report_that_was_accepted_counts_as_a_list(library: Place) -> None:
    report = actions.origin_for("report", "report:7", label="Signalement d’un partenaire")
    say(library, report, hours="Mo 09:00-12:00")
    assert fresh(library).hours == "Mo 09:00-12:00"
    assert fresh(library).checked_on is None
