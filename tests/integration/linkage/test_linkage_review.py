"""Several persons answer about two places: the first acts at once, two who disagree call a third, and each may take back what they said."""

from datetime import datetime, timedelta

import pytest

from maillage.audit.models import Event
from maillage.base.errors import NotAllowed
from maillage.base.identifiers import place_id
from maillage.directory.actions.origins import origin_for
from maillage.directory.actions.recording import record_statements
from maillage.directory.models import Origin, Place, Question, Relation
from maillage.directory.values import RecordIn
from maillage.linkage import actions
from maillage.linkage.enums import By, Choice, Decision, Link, Veto
from maillage.linkage.models import Opinion, Verdict
from maillage.linkage.opinions import DISPUTED, MEANS, outcome
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

PHONE = {"phones": [{"number": "+33555520000", "contact": "service"}]}
ALPHA = {"name": "Association Alpha", "postal_code": "23000", "commune": "Guéret", "insee": "23096", **PHONE}
ELLUL = {"name": "Médiathèque Jacques Ellul", "kinds": {"BIB": True}, "street": "21 rue de Camponac", "commune": "Pessac", "insee": "33318"}


@pytest.fixture
def tell(today, now):
    def told(source, record_id, *values):
        origin = origin_for(Origin.Kind.SOURCE, f"source:{source}", label=source)
        record_statements(origin, [RecordIn(record_id, {name: value for part in values for name, value in part.items()})], today=today, now=now)
        return Place.objects.get(pk=place_id(origin.key, record_id))

    return told


@pytest.fixture
def link(today, now):
    return lambda: actions.link(today=today, now=now)


@pytest.fixture
def pair(tell, link):
    """Two records of one list that say two streets: a person is asked."""
    places = tell("creuse", "1", ALPHA, {"street": "2 rue Pasteur"}), tell("creuse", "2", ALPHA, {"street": "9 rue Neuve"})
    link()
    return sorted(places, key=lambda place: place.pk)


@pytest.fixture
def say(pair, today, now):
    """say(driss, "same"): a later answer comes a minute after the one before."""
    clock = iter(now + timedelta(minutes=minute) for minute in range(60))
    return lambda by, choice: actions.say(*pair, Choice(choice), by=by, today=today, now=next(clock))


def is_one(pair):
    one, other = (Place.objects.get(pk=place.pk) for place in pair)
    return one.merged_into_id == other.pk or other.merged_into_id == one.pk


def question():
    return Question.objects.get(kind=Question.Kind.DUPLICATE)


S, D, B, H, U = Choice.SAME, Choice.DIFFERENT, Choice.SAME_BUILDING, Choice.HOSTED_AT, Choice.UNSURE


@pytest.mark.parametrize(
    ("choices", "meaning"),
    [
        ([], None),
        ([U, U, U], None),
        ([S], MEANS[S]),
        ([U, D], MEANS[D]),
        ([S, D], DISPUTED),
        ([D, S, U], DISPUTED),
        ([S, D, S], MEANS[S]),
        ([S, D, B], MEANS[B]),
        ([S, B, D, B], MEANS[B]),
        ([D, H], MEANS[H]),
        ([H, D], MEANS[D]),
        ([S, S, D, H], DISPUTED),
    ],
)
def test_what_answers_amount_to(choices, meaning):
    assert outcome(choices) == meaning


def test_the_first_answer_acts_at_once(pair, say, link, driss):
    assert question().state == Question.State.OPEN

    verdict = say(driss, "same")

    assert is_one(pair)
    assert (verdict.decision, verdict.decided_by) == (Decision.MERGE, By.PERSON)
    assert (question().state, question().answer) == (Question.State.ANSWERED, {"choice": "merge"})
    assert Event.objects.filter(verb="linkage.decided").count() == 1
    link()
    assert is_one(pair)


def test_two_who_disagree_call_a_third_and_the_places_stay_apart_meanwhile(pair, say, link, driss, eva, chloe):
    say(driss, "same")
    verdict = say(eva, "different")

    assert not is_one(pair)
    assert (verdict.decision, verdict.undone_on is not None) == (Decision.QUESTION, True)
    assert question().state == Question.State.OPEN
    assert Event.objects.filter(verb="linkage.disputed").count() == 1
    link()
    assert not is_one(pair)
    assert question().state == Question.State.OPEN

    say(chloe, "same")

    assert is_one(pair)
    assert question().state == Question.State.ANSWERED
    assert Opinion.objects.count() == 3


def test_a_person_who_changes_their_mind_replaces_their_answer(pair, say, driss):
    say(driss, "same")
    say(driss, "different")

    assert not is_one(pair)
    assert Opinion.objects.get().choice == Choice.DIFFERENT
    assert Verdict.objects.get().decision == Decision.DIFFERENT


def test_i_cannot_say_decides_nothing_and_leaves_the_question(pair, say, link, driss):
    say(driss, "unsure")
    link()

    assert not is_one(pair)
    assert question().state == Question.State.OPEN
    assert Verdict.objects.get().decided_by == By.MACHINE


@pytest.mark.parametrize("choice", ["same", "different", "same_building", "unsure"])
def test_taking_an_answer_back_leaves_the_base_as_before(pair, say, link, choice, driss, today, now):
    def dump():
        return [
            list(Place.objects.order_by("pk").values("pk", "merged_into", "name", "street")),
            list(Verdict.objects.values("decision", "decided_by", "link", "is_backwards", "undone_on", "score", "veto", "contributions")),
            list(Question.objects.order_by("pk").values("key", "state", "answer", "answered_on")),
        ]

    before = dump()
    say(driss, choice)

    actions.withdraw(*pair, by=driss, today=today, now=now)

    assert dump() == before
    assert not Opinion.objects.exists()
    link()
    assert dump() == before


def test_nobody_takes_back_the_answer_of_another(pair, say, driss, eva, today, now):
    say(driss, "same")

    with pytest.raises(NotAllowed, match="pas de réponse"):
        actions.withdraw(*pair, by=eva, today=today, now=now)
    assert is_one(pair)


def test_taking_back_one_of_two_answers_leaves_the_other(pair, say, driss, eva, today, now):
    say(driss, "same")
    say(eva, "different")

    actions.withdraw(*pair, by=eva, today=today, now=now)

    assert is_one(pair)


def test_separating_what_the_rules_united_then_taking_it_back(tell, link, driss, today, now):
    pair = tell("bibliotheques-publiques", "1", ELLUL), tell("gironde", "2", ELLUL)
    link()
    assert is_one(pair)

    verdict = actions.say(*pair, Choice.DIFFERENT, by=driss, today=today, now=now)
    assert not is_one(pair)
    assert (verdict.undone_on, Event.objects.filter(verb="linkage.undone").count()) == (today, 1)

    actions.withdraw(*pair, by=driss, today=today, now=now)
    assert is_one(pair)
    assert Verdict.objects.get().decided_by == By.MACHINE


@pytest.mark.parametrize(
    ("choice", "link_", "is_backwards"), [("same_building", Link.SAME_BUILDING, False), ("hosted_at", Link.HOSTED_AT, False), ("hosts", Link.HOSTED_AT, True)]
)
@pytest.mark.parametrize("swapped", [False, True])
def test_a_link_is_kept_in_its_direction(pair, driss, today, now, choice, link_, is_backwards, swapped):
    one, other = reversed(pair) if swapped else pair

    verdict = actions.say(one, other, Choice(choice), by=driss, today=today, now=now)

    assert verdict.decision == Decision.RELATION
    assert (verdict.link, verdict.is_backwards) == (link_, is_backwards != (swapped and link_ == Link.HOSTED_AT))
    assert not is_one(pair)


def test_a_link_that_a_person_tells_is_shown_with_both_places_until_it_is_taken_back(pair, driss, today, now):
    def links():
        return [(held.kind, held.place_id, held.other_id) for held in Relation.objects.filter(ended_on__isnull=True)]

    actions.say(*pair, Choice.HOSTS, by=driss, today=today, now=now)
    assert links() == [("hosted_at", pair[1].pk, pair[0].pk)]

    actions.withdraw(*pair, by=driss, today=today, now=now)
    assert links() == []


def test_two_groups_of_records_are_asked_about_once_whatever_the_number_of_pairs(tell, link, driss, today, now):
    """One place of two lists against a third record: "different" is not asked again of the second record."""
    here = {**ALPHA, "street": "2 rue Pasteur"}
    tell("creuse", "1", here), tell("insertion", "1", here), tell("creuse", "2", ALPHA, {"street": "9 rue Neuve"})
    link()
    asked = question()

    actions.say(asked.place, asked.other, Choice.DIFFERENT, by=driss, today=today, now=now)
    assert not Question.objects.filter(state=Question.State.OPEN).exists()
    link()

    assert not Question.objects.filter(state=Question.State.OPEN).exists()


def test_uniting_two_places_keeps_all_the_records_of_both(tell, link, driss, today, now):
    """The person saw whole places: no record is left behind because it would not have been united by itself."""
    here = {**ALPHA, "street": "2 rue Pasteur"}
    tell("creuse", "1", here), tell("insertion", "1", here), tell("creuse", "2", ALPHA, {"street": "9 rue Neuve"})
    link()
    assert Place.objects.current().count() == 2
    asked = question()

    actions.say(asked.place, asked.other, Choice.SAME, by=driss, today=today, now=now)
    assert Place.objects.current().count() == 1
    link()

    assert Place.objects.current().count() == 1
    assert Verdict.objects.filter(veto=Veto.TWO_POINTS).exists()


def test_a_person_whose_account_goes_leaves_an_answer_without_a_name(pair, say, link, driss):
    say(driss, "same")
    driss.delete()
    link()

    assert is_one(pair)
    assert Opinion.objects.get().by is None


def test_answers_of_former_persons_still_count_one_by_one(pair, say, driss, eva):
    for person in (driss, eva):
        say(person, "same")
        person.delete()
    say(UserFactory.create(), "different")

    assert is_one(pair)


def test_an_answer_is_dated(pair, say, driss, now):
    say(driss, "unsure")

    said_at: datetime = Opinion.objects.get().said_at
    assert said_at == now
