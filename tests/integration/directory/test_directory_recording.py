"""Lists are delivered: statements, places, changes, questions."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from maillage.base.identifiers import place_id, public_codes
from maillage.directory import actions
from maillage.directory.models import Change, Offer, Place, Question, Statement
from tests.factories.directory import GUERET, NOW, TODAY, WHEN, a_list, a_team, deliver, place_of, record, say, told

pytestmark = pytest.mark.django_db
PHONE = [{"number": "+33555000000", "contact": "service"}]
LATER = TODAY + timedelta(days=30)


def test_origin_is_made_once_and_kept_current() -> None:
    first = a_list("creuse", licence="Licence Ouverte 2.0")
    again = actions.origin_for("source", "source:creuse", label="Nouveau nom", authoritative_for=["hours"])
    assert again.pk == first.pk
    first.refresh_from_db()
    assert (first.label, first.licence, first.authoritative_for) == ("Nouveau nom", "Licence Ouverte 2.0", ["hours"])


@pytest.mark.parametrize(("kind", "details"), [("team", {}), ("source", {"colour": "red"}), ("source", {"authoritative_for": ["horaires"]})])
def test_origin_refuses_what_it_is_not(kind: str, details: dict[str, object]) -> None:
    a_list("creuse")
    with pytest.raises(ValueError, match="source:creuse|colour|horaires"):
        actions.origin_for(kind, "source:creuse", label="Liste", **details)


def test_a_record_founds_its_place_with_an_identity_and_a_code_that_derive_from_it() -> None:
    origin = a_list()
    written = deliver(origin, record("1", services={"securite": True}, phones=PHONE))
    place = place_of(origin)
    assert written == (1, 1, 1)
    assert (place.code, place.name, place.phones, place.withheld) == (public_codes(place_id("source:creuse", "1"))[0], "Médiathèque 1", PHONE, "")
    assert (place.founded_on, place.changed_on, place.checked_on, place.published_generation) == (TODAY, TODAY, None, None)
    assert [(offer.concept, offer.first_stated_on) for offer in place.offers.all()] == [("securite", TODAY)]
    change = Change.objects.get()
    assert (change.field, change.old, change.new, change.origin, change.generation) == ("place", None, place.code, origin, None)


def test_a_code_already_taken_leaves_the_next_one() -> None:
    other = told("autre")
    wished = public_codes(place_id("source:creuse", "1"))
    Place.objects.filter(pk=other.pk).update(code=wished[0])
    assert told("1").code == wished[1]


def test_the_same_list_again_writes_nothing() -> None:
    origin = a_list()
    records = [record(str(number), services={"securite": True}, unreadable={"hours": "souvent"}) for number in range(5)]
    deliver(origin, *records)
    before = list(Place.objects.order_by("pk").values())
    assert deliver(origin, *records, today=LATER) == (0, 0, 0)
    assert list(Place.objects.order_by("pk").values()) == before
    assert (Statement.objects.count(), Question.objects.count()) == (5, 5)


def test_a_record_that_changed_replaces_what_it_said_and_tells_each_change() -> None:
    origin = a_list()
    deliver(origin, record("1", street="1 rue Vieille", phones=PHONE, audiences={"seniors": True}), record("2"))
    assert deliver(origin, record("1", street="2 rue Neuve", phones=PHONE, costs={"gratuit": True}), record("2"), today=LATER) == (1, 1, 3)
    place = place_of(origin)
    assert (place.street, place.facets, place.changed_on) == ("2 rue Neuve", {"costs": ["gratuit"]}, LATER)
    told_changes = Change.objects.filter(place=place).exclude(field="place").values_list("field", "old", "new")
    assert sorted(told_changes) == [("audiences", ["seniors"], None), ("costs", None, ["gratuit"]), ("street", "1 rue Vieille", "2 rue Neuve")]
    old, new = place.statements.order_by("pk")
    assert (old.ended, old.ended_on, new.replaces_id) == ("replaced", LATER, old.pk)


def test_a_value_keeps_the_first_day_it_was_received() -> None:
    origin = a_list()
    for day, street in ((0, "1 rue Vieille"), (10, "1 rue Vieille"), (20, "2 rue Neuve")):
        deliver(origin, record("1", street=street, phones=PHONE, description=f"Livraison {day}"), today=TODAY + timedelta(days=day))
    statement = Statement.objects.in_force().get()
    assert statement.value_dates == {name: TODAY.isoformat() for name in ("name", "postal_code", "commune", "insee", "phones")}
    assert statement.received_on == TODAY + timedelta(days=20)


def test_the_newest_list_is_believed_by_the_date_of_its_rows() -> None:
    older, newer = a_list("a"), a_list("b")
    deliver(older, record("1", as_of=date(2025, 1, 1), street="1 rue Vieille"))
    deliver(newer, record("1", as_of=date(2026, 1, 1), street="2 rue Neuve"))
    actions.merge([(place_of(newer).pk, place_of(older).pk)], **WHEN)
    place = place_of(older)
    assert (place.street, place.checked_on, place.checked_by) == ("2 rue Neuve", date(2026, 1, 1), newer)


def test_a_checked_day_is_told_but_is_no_change_of_the_record() -> None:
    origin = a_list()
    deliver(origin, record("1", as_of=date(2025, 1, 1)))
    deliver(origin, record("1", as_of=date(2026, 1, 1)), today=LATER)
    place = place_of(origin)
    assert (place.checked_on, place.changed_on) == (date(2026, 1, 1), TODAY)
    assert list(place.changes.values_list("field", "old", "new"))[-1] == ("checked_on", "2025-01-01", "2026-01-01")


def test_offers_are_withdrawn_and_revived_under_the_same_key() -> None:
    origin = a_list()
    deliver(origin, record("1", services={"securite": True}))
    deliver(origin, record("1", services={"securite": False}), today=LATER)
    offer = Offer.objects.get()
    assert offer.withdrawn_on == LATER
    assert place_of(origin).services_denied == ["securite"]
    deliver(origin, record("1", services={"securite": True}, costs={"gratuit": True}), today=LATER)
    again = Offer.objects.get()
    assert (again.pk, again.withdrawn_on, again.first_stated_on, again.facets) == (offer.pk, None, TODAY, {"costs": ["gratuit"]})
    fields = [change.field for change in place_of(origin).changes.all()]
    assert fields.count("offer:securite") == 2


def test_a_refused_value_writes_nothing_at_all() -> None:
    origin = a_list()
    with pytest.raises(actions.WrongValue, match="postal_code"):
        deliver(origin, record("1"), record("2", postal_code="23000 GUERET"))
    with pytest.raises(actions.WrongValue, match="twice"):
        deliver(origin, record("1"), record("1"))
    assert not Statement.objects.exists()


def test_places_that_cannot_be_published_are_kept_and_asked_about() -> None:
    origin = a_list()
    deliver(
        origin,
        actions.RecordIn("nowhere", {"name": "Bus"}),
        actions.RecordIn("nobody", dict(GUERET)),
        record("far", latitude=1.87, longitude=46.17),
        record("garbled", unreadable={"hours": "ouvert souvent"}),
    )
    assert dict(Place.objects.values_list("founding_record", "withheld")) == {
        "nowhere": "unlocated",
        "nobody": "nameless",
        "far": "contradictory",
        "garbled": "",
    }
    asked = {question.place.founding_record: (question.kind, question.state) for question in Question.objects.select_related("place")}
    assert asked == {
        "nowhere": ("unlocated", "open"),
        "nobody": ("nameless", "open"),
        "far": ("contradictory", "open"),
        "garbled": ("unreadable", "open"),
    }
    assert Question.objects.get(kind="contradictory").details["km"] > 1000
    assert list(Place.objects.published().values_list("founding_record", flat=True)) == ["garbled"]


def test_questions_are_taken_back_and_asked_again_with_what_is_true() -> None:
    origin = a_list()
    nowhere, somewhere = actions.RecordIn("1", {"name": "Bus"}), record("1", name="Bus")
    states = []
    for said in (nowhere, somewhere, nowhere):
        deliver(origin, said)
        states.append(Question.objects.get().state)
    assert states == ["open", "moot", "open"]


def test_a_newer_list_asks_the_team_once_for_each_value() -> None:
    origin = a_list()
    place = told("1", origin, phones=PHONE)
    say(place, phones=[{"number": "+33555111111", "contact": "service"}])
    other = [{"number": "+33555222222", "contact": "service"}]
    deliver(origin, record("1", phones=other), today=LATER)
    deliver(origin, record("1", phones=other, street="3 rue Neuve"), today=LATER)
    question = Question.objects.get()
    assert (question.kind, question.field, question.details["received"]) == ("newer_source", "phones", {"phones": other})
    assert place_of(origin).phones[0]["number"] == "+33555111111"
    deliver(origin, record("1", phones=PHONE), today=LATER)
    question.refresh_from_db()
    assert question.state == "moot"
    assert Question.objects.filter(state="open").count() == 1


def test_a_record_gone_from_its_list_is_kept_and_asked_about_until_it_comes_back() -> None:
    origin = a_list()
    deliver(origin, record("1"), record("2"))
    assert actions.mark_gone(origin, ["2", "unknown"], **WHEN) == 1
    assert actions.mark_gone(origin, ["2"], today=LATER, now=NOW) == 0
    question = Question.objects.get()
    assert (question.kind, question.place.founding_record, question.state) == ("gone", "2", "open")
    assert Place.objects.published().count() == 2
    assert deliver(origin, record("2"), today=LATER) == (0, 0, 0)
    question.refresh_from_db()
    assert question.state == "moot"
    assert Statement.objects.in_force().filter(absent_since__isnull=False).count() == 0


def test_a_delivery_is_a_check_only_when_it_is_declared_so() -> None:
    plain, attesting = a_list("plain"), a_list("attests", attests_each_delivery=True)
    deliver(plain, record("1"))
    deliver(attesting, record("1"), record("2"))
    for origin in (plain, attesting):
        actions.delivered(origin, on=TODAY, **WHEN)
    assert place_of(plain).checked_on is None
    assert place_of(attesting).checked_on == TODAY
    actions.mark_gone(attesting, ["2"], today=LATER, now=NOW)
    actions.delivered(attesting, on=LATER, today=LATER, now=NOW)
    assert place_of(attesting).checked_on == LATER
    assert place_of(attesting, "2").checked_on is None, "a delivery says nothing of what it no longer holds"


def test_statement_of_one_record_is_in_force_once() -> None:
    place = told("1")
    statement = place.statements.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.create(place=place, origin=statement.origin, record_id="1", values={}, received_on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.filter(pk=statement.pk).update(ended="withdrawn")


def test_a_lapsed_word_gives_way_when_lapses_are_applied() -> None:
    origin = a_list()
    place = told("1", origin, phones=PHONE)
    say(place, a_team(place), hours="Mo 09:00-12:00")
    deliver(origin, record("1", phones=PHONE, hours="Tu 09:00-12:00"), today=TODAY + timedelta(days=100))
    assert actions.apply_lapses(TODAY + timedelta(days=400), now=NOW) == (0, 0)
    assert actions.apply_lapses(TODAY + timedelta(days=600), now=NOW) == (1, 1)
    assert place_of(origin).hours == "Tu 09:00-12:00"
    assert Question.objects.get().state == "open"


def test_a_word_dated_long_before_it_was_received_lapses_from_its_date() -> None:
    origin = a_list()
    place = told("1", origin, summary="Leur résumé")
    actions.state(place=place, origin=a_team(place), values={"summary": "Notre résumé"}, by=None, as_of=TODAY - timedelta(days=500), **WHEN)
    assert actions.apply_lapses(TODAY + timedelta(days=60), now=NOW) == (1, 1)
    assert place_of(origin).summary == "Leur résumé"
