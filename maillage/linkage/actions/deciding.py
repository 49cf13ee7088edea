"""Knows what a person decides of two places: the same, different, the same building. It goes before the rules, now and in every later run."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from maillage.audit import actions as audit
from maillage.directory import actions as directory
from maillage.directory.clusters import roots_of
from maillage.directory.models import Origin, Place, Question
from maillage.linkage import policies, selectors
from maillage.linkage.actions.settling import keep_asking, settle
from maillage.linkage.actions.storing import store
from maillage.linkage.enums import By, Decision
from maillage.linkage.models import Verdict
from maillage.linkage.questions import questions
from maillage.linkage.resolve import grouped

ANSWERS = {"same": Decision.MERGE, "different": Decision.DIFFERENT}


@transaction.atomic
def decide(one: Place, other: Place, decision: Decision, *, by: audit.Actor, today: date, now: datetime) -> Verdict:
    """Record what a person says of two places, and unite or part them at once."""
    policies.check_can_decide(one, other, decision)
    first, second = sorted((one.pk, other.pk))
    return pronounce(first, second, decision, by=by, today=today, now=now)


@transaction.atomic
def undo(verdict: Verdict, *, by: audit.Actor, today: date, now: datetime) -> Verdict:
    """Part two places that were united, now and for every later run."""
    policies.check_can_undo(verdict)
    return pronounce(verdict.place_a_id, verdict.place_b_id, Decision.DIFFERENT, by=by, today=today, now=now, undone_on=today)


@transaction.atomic
def answer(question: Question, *, choice: str, origin: Origin, by: audit.Actor, today: date, now: datetime, note: str = "") -> None:
    """Answer a question about a possible duplicate, and do what the answer means. "unsure" leaves the two places apart."""
    directory.answer(question, choice=choice, origin=origin, by=by, today=today, now=now, note=note)
    if choice in ANSWERS and question.other is not None:
        decide(question.place, question.other, ANSWERS[choice], by=by, today=today, now=now)


def pronounce(first: UUID, second: UUID, decision: Decision, *, by: audit.Actor, today: date, now: datetime, undone_on: date | None = None) -> Verdict:
    """Write a person's verdict, then let the places follow."""
    concerned = selectors.component({first, second})
    list(Place.objects.select_for_update().filter(pk__in=concerned).order_by("pk").values_list("pk", flat=True))
    told = {"decision": decision, "decided_by": By.PERSON, "decided_on": today, "undone_on": undone_on}
    verdict, _created = Verdict.objects.update_or_create(place_a_id=first, place_b_id=second, defaults=told)
    audit.record("linkage.undone" if undone_on else "linkage.decided", on=verdict, by=by, now=now, decision=str(decision))
    regroup(concerned | selectors.component({first, second}), by=by, today=today, now=now)
    return verdict


def regroup(places: Collection[UUID], *, by: audit.Actor, today: date, now: datetime) -> None:
    """Form again the places that these records make, by the verdicts stored. `places` must be whole components."""
    kept = selectors.kept_among(places)
    allowed = {couple for couple, verdict in kept.items() if verdict.may_merge}
    judged, groups = grouped(selectors.judged(kept), allowed, selectors.decided(places))
    store(judged, kept, today=today, watch=unwatched)
    roots = roots_of(places)
    merged = {place: root for place, root in roots.items() if place != root}
    settle(groups, selectors.live(places), merged, today=today, now=now, watch=unwatched, by=by)
    leader = {str(place): str(root) for place, root in roots_of({UUID(end) for couple in kept for end in couple}).items()}
    keep_asking(questions(judged, leader.__getitem__), selectors.duplicates_asked(places), today=today)


def unwatched(done: int, total: int) -> None:
    """Progress too short to be watched."""
