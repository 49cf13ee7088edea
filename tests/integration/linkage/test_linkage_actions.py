"""The base follows the verdicts: of the rules in bulk, of persons at once and for good."""

from datetime import timedelta

import pytest

from maillage.audit.models import Event
from maillage.base.errors import NotAllowed
from maillage.base.identifiers import place_id
from maillage.directory.actions.asking import mark_gone
from maillage.directory.actions.origins import origin_for
from maillage.directory.actions.publishing import publish
from maillage.directory.actions.recording import record_statements
from maillage.directory.models import Change, Origin, Place, Question
from maillage.directory.values import RecordIn
from maillage.linkage import actions
from maillage.linkage.actions.storing import write
from maillage.linkage.enums import By, Decision, Veto
from maillage.linkage.models import Verdict
from maillage.linkage.selectors import all_kept, judged, records

pytestmark = pytest.mark.django_db

ELLUL = {
    "name": "Médiathèque Jacques Ellul",
    "kinds": {"BIB": True},
    "street": "21 rue de Camponac",
    "postal_code": "33600",
    "commune": "Pessac",
    "insee": "33318",
    "latitude": 44.8046,
    "longitude": -0.6279,
}
PHONE = {"phones": [{"number": "+33556936700", "contact": "service"}]}


@pytest.fixture
def tell(today, now):
    """tell("gironde", "256", ELLUL): what one record of one list says. Gives the place that it founds."""

    def told(source, record_id, *values):
        origin = origin_for(Origin.Kind.SOURCE, f"source:{source}", label=source)
        said = {name: value for part in values for name, value in part.items()}
        record_statements(origin, [RecordIn(record_id, said)], today=today, now=now)
        return Place.objects.get(pk=place_id(origin.key, record_id))

    return told


@pytest.fixture
def link(today, now):
    return lambda **options: actions.link(today=today, now=now, **options)


@pytest.fixture
def pair(tell):
    """One library in two lists."""
    return tell("bibliotheques-publiques", "1340", ELLUL), tell("gironde", "256", ELLUL, PHONE)


def fresh(*places):
    return [Place.objects.get(pk=place.pk) for place in places]


def merged(one, other):
    one, other = fresh(one, other)
    return one.merged_into_id == other.pk or other.merged_into_id == one.pk


def test_one_place_of_two_lists_becomes_one_and_says_what_both_say(pair, link):
    linked = link()

    survivor, other = fresh(*pair)
    assert (survivor.merged_into_id, other.merged_into_id) == (None, survivor.pk)
    assert survivor.phones == PHONE["phones"]
    verdict = Verdict.objects.get()
    assert (verdict.decision, verdict.decided_by, verdict.veto) == (Decision.MERGE, By.MACHINE, Veto.NONE)
    assert linked[:5] == (2, 1, 1, 0, 0)
    assert Event.objects.get(verb="linkage.ran").details["merges"] == 1


def test_contributions_are_kept_without_any_value_of_the_place(pair, link):
    link()

    assert Verdict.objects.get().contributions[0] == ["core_equal", 3.0, None]


def test_linking_again_writes_nothing(pair, tell, link, django_assert_max_num_queries):
    tell("gironde", "257", ELLUL, {"street": "3 rue Neuve", "name": "Médiathèque Camponac", "latitude": 44.9, "longitude": -0.6})
    link()
    before = (Verdict.objects.count(), Change.objects.count(), Event.objects.count(), Question.objects.count())

    again = link()

    assert again[5:] == (0, 0, 0, 0)
    assert (Verdict.objects.count(), Change.objects.count(), Event.objects.count(), Question.objects.count()) == before


def test_what_teams_say_is_not_compared(pair, today, now, bruno):
    from maillage.directory.actions.stating import state

    team = origin_for(Origin.Kind.TEAM, f"team:{pair[0].code}", label="Équipe")
    state(place=pair[0], origin=team, values={"name": "Autre chose"}, by=bruno, today=today, now=now)

    assert {record.name for record in records()} == {"Médiathèque Jacques Ellul"}


def test_a_merge_no_longer_supported_is_undone(pair, tell, link):
    link()
    tell(
        "gironde",
        "256",
        ELLUL,
        PHONE,
        {"name": "Mairie de Pessac", "kinds": {"MUNI": True}, "street": "3 place de la République", "latitude": 44.9, "longitude": -0.7},
    )

    link()

    assert not merged(*pair)
    assert not Verdict.objects.exists()


def test_a_possible_duplicate_is_asked_once_and_taken_back_when_it_no_longer_arises(tell, link):
    one = tell("gironde", "1", {"name": "Association Alpha", "street": "2 rue Pasteur", "commune": "Bastia", "insee": "2B033"}, PHONE)
    other = tell("gironde", "2", {"name": "Association Alpha", "street": "9 rue Neuve", "commune": "Bastia", "insee": "2B033"}, PHONE)
    assert link().questions == 1
    question = Question.objects.get(kind=Question.Kind.DUPLICATE)
    assert {question.place_id, question.other_id} == {one.pk, other.pk}
    assert question.details["veto"] == Veto.TWO_POINTS

    link()
    assert Question.objects.filter(kind=Question.Kind.DUPLICATE).count() == 1

    tell("gironde", "2", {"name": "Mairie de Corte", "street": "1 cours Paoli", "commune": "Corte", "insee": "2B096"})
    link()
    question.refresh_from_db()
    assert question.state == Question.State.MOOT


def test_services_of_one_building_get_a_relation_and_no_question(tell, link):
    here = {"street": "1 place de la République", "postal_code": "33460", "commune": "Macau", "insee": "33262", "latitude": 45.0, "longitude": -0.61}
    places = tell("a", "1", here, PHONE, {"name": "Mairie de Macau"}), tell("b", "1", here, PHONE, {"name": "CCAS de Macau"})

    assert link().relations == 1
    assert not merged(*places)
    assert not Question.objects.filter(kind=Question.Kind.DUPLICATE).exists()


def test_a_record_that_left_its_list_stays_with_its_place(pair, link, today, now):
    link()
    mark_gone(pair[0].founding_origin, [pair[0].founding_record], today=today, now=now)

    link()

    assert merged(*pair)


# Persons


def test_undoing_parts_the_places_at_once_and_for_every_later_run(pair, link, today, now, driss):
    link()

    verdict = actions.undo(Verdict.objects.get(), by=driss, today=today, now=now)

    assert not merged(*pair)
    assert (verdict.decision, verdict.decided_by, verdict.undone_on) == (Decision.DIFFERENT, By.PERSON, today)
    assert Event.objects.filter(verb="linkage.undone").count() == 1
    assert link()[5:] == (0, 0, 0, 0)
    assert not merged(*pair)


def test_undoing_restores_both_places_as_they_were(pair, link, today, now, driss):
    before = list(Place.objects.order_by("pk").values("name", "phones", "street", "merged_into", "checked_on"))
    link()

    actions.undo(Verdict.objects.get(), by=driss, today=today, now=now)

    assert list(Place.objects.order_by("pk").values("name", "phones", "street", "merged_into", "checked_on")) == before


def test_undoing_one_of_three_keeps_the_two_others_together(pair, tell, link, today, now, driss):
    third = tell("maine-et-loire", "9", ELLUL)
    link()
    assert Place.objects.current().count() == 1

    actions.undo(Verdict.objects.get(place_a=min(pair[0].pk, pair[1].pk), place_b=max(pair[0].pk, pair[1].pk)), by=driss, today=today, now=now)
    parted = set(Place.objects.current().values_list("pk", flat=True))
    link()

    assert len(parted) == 2
    assert set(Place.objects.current().values_list("pk", flat=True)) == parted
    assert not merged(*pair)
    assert merged(pair[0], third) or merged(pair[1], third)


def test_a_person_unites_what_the_rules_would_not_and_later_runs_keep_it(tell, link, today, now, driss):
    one = tell("a", "1", {"name": "Association Alpha", "commune": "Bastia", "insee": "2B033"})
    other = tell("b", "1", {"name": "Animation logement", "commune": "Bastia", "insee": "2B033", "street": "Lupino"})
    link()

    verdict = actions.decide(one, other, Decision.MERGE, by=driss, today=today, now=now)

    assert merged(one, other)
    assert verdict.score is None
    link()
    assert merged(one, other)
    actions.undo(verdict, by=driss, today=today, now=now)
    assert not merged(one, other)


def test_only_a_merge_is_undone(pair, today, now, driss):
    verdict = actions.decide(*pair, Decision.DIFFERENT, by=driss, today=today, now=now)

    with pytest.raises(NotAllowed, match="pas réunis"):
        actions.undo(verdict, by=driss, today=today, now=now)


@pytest.mark.parametrize("decision", [Decision.QUESTION])
def test_a_question_is_not_an_answer(pair, decision, today, now, driss):
    with pytest.raises(NotAllowed, match="réponse"):
        actions.decide(*pair, decision, by=driss, today=today, now=now)


def test_a_place_is_not_compared_with_itself(pair, today, now, driss):
    with pytest.raises(NotAllowed, match="deux lieux"):
        actions.decide(pair[0], pair[0], Decision.MERGE, by=driss, today=today, now=now)


def test_the_rules_never_write_over_a_person_who_decided_meanwhile(pair, link, today, now, driss):
    link()
    rules = judged(all_kept())
    actions.undo(Verdict.objects.get(), by=driss, today=today, now=now)

    assert write(rules, today=today) == 0
    assert Verdict.objects.get().decided_by == By.PERSON


# Interruptions


class Killed(Exception):
    pass


def dump():
    places = Place.objects.order_by("pk").values_list("pk", "merged_into", "name", "phones", "street", "facets")
    verdicts = Verdict.objects.order_by("place_a", "place_b").values_list("place_a", "place_b", "decision", "decided_by", "score", "veto", "contributions")
    asked = Question.objects.order_by("key").values_list("key", "state")
    return list(places), list(verdicts), list(asked)


@pytest.mark.parametrize("stage", ["normalise", "candidates", "clusters", "verdicts", "places"])
def test_a_run_stopped_anywhere_and_run_again_leaves_the_same_base(pair, tell, link, stage):
    tell("maine-et-loire", "9", ELLUL)

    def kill(name, done, total):
        if name == stage:
            raise Killed

    with pytest.raises(Killed):
        link(progress=kill)
    link()
    stopped = dump()

    Verdict.objects.all().delete()
    Place.objects.update(merged_into=None)
    link(full=True)
    assert stopped == dump()


def test_the_oldest_published_place_survives_whatever_came_first(tell, link, today, now):
    published = tell("zone", "1", ELLUL)
    publish(now=now)
    newer = tell("annuaire", "1", ELLUL)

    link()

    assert fresh(newer)[0].merged_into_id == published.pk


def test_a_date_is_kept_when_nothing_changed(pair, today, now):
    actions.link(today=today, now=now)
    actions.link(today=today + timedelta(days=1), now=now + timedelta(days=1))

    assert Verdict.objects.get().decided_on == today
