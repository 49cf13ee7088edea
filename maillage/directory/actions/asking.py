"""Knows how questions are raised, taken back and answered; a machine asks, a person decides."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from maillage.audit import actions as audit
from maillage.directory import policies
from maillage.directory.actions.refolding import lock_currents, refold_now
from maillage.directory.actions.stating import state
from maillage.directory.fields import GROUPS
from maillage.directory.models import Origin, Question, Statement
from maillage.directory.questions import Asked, about_absence
from maillage.directory.selectors import current


@transaction.atomic
def ask(questions: Iterable[Asked], *, today: date) -> int:
    """Raise these questions; those that were taken back are asked again, those that a person answered stay answered. Returns how many are new."""
    asked = {question.key: question for question in questions}
    known = dict(Question.objects.filter(key__in=list(asked)).order_by("pk").values_list("key", "state"))
    Question.objects.filter(key__in=list(asked), state=Question.State.MOOT).update(state=Question.State.OPEN)
    new = [Question(**question._asdict(), raised_on=today) for key, question in asked.items() if key not in known]
    Question.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def take_back(keys: Iterable[str]) -> int:
    """Close questions that no longer arise, unless a person answered them. Returns how many were open."""
    return Question.objects.filter(key__in=list(keys), state=Question.State.OPEN).update(state=Question.State.MOOT)


@transaction.atomic
def mark_gone(origin: Origin, record_ids: Iterable[str], *, today: date, now: datetime) -> int:
    """These records are no longer in their list: keep what they say, and ask. Nothing is deleted. Returns how many were not known to be gone."""
    present = Statement.objects.in_force().filter(origin=origin, record_id__in=list(record_ids), absent_since__isnull=True)
    gone = dict(present.order_by("place_id").values_list("place_id", "pk"))
    roots = lock_currents(gone)
    Statement.objects.filter(pk__in=list(gone.values())).update(absent_since=today)
    ask((about_absence(place, origin.pk, today) for place in gone), today=today)
    if origin.attests_each_delivery:
        refold_now(set(roots.values()), today=today, now=now, cause=origin.pk)
    return len(gone)


@transaction.atomic
def answer(question: Question, *, choice: str, origin: Origin, by: audit.Actor | None, today: date, now: datetime, note: str = "") -> None:
    """Record what a person decided, and do what it means: take the newer value as one's own, or say that the place is gone."""
    lock_currents([question.place_id])  # places before questions, as folds do
    held = Question.objects.select_for_update(of=("self",)).select_related("place").get(pk=question.pk)
    policies.check_can_answer(held, choice)
    held.state, held.answered_on = Question.State.ANSWERED, today
    held.answer = {"choice": choice, "origin": origin.key, **({"note": note} if note else {})}
    held.save(update_fields=["state", "answered_on", "answer"])
    audit.record("question.answered", on=held, by=by, now=now, choice=choice, key=held.key)
    if held.kind == Question.Kind.NEWER_SOURCE and choice == "take":
        state(place=current(held.place), origin=origin, values=taken(held), by=by, today=today, now=now)
    if held.kind == Question.Kind.GONE and choice == "gone":
        state(place=held.place, origin=origin, values={"state": "gone"}, by=by, today=today, now=now)  # of the record that left its list


def mark_answered(key: str, choice: str, *, today: date) -> None:
    """Close a question by what persons decided of its subject; "" forgets their answer: it is asked again if it still arises."""
    about = Question.objects.filter(key=key)
    if choice:
        about.update(state=Question.State.ANSWERED, answered_on=today, answer={"choice": choice})
    else:
        about.filter(state=Question.State.ANSWERED).update(state=Question.State.MOOT, answered_on=None, answer={})


def taken(question: Question) -> dict[str, Any]:
    """What a person makes their own: the whole group as the newer record says it now, or the values of the question; of lists, only the codes in question."""
    received, held = question.details["received"], question.details["held"]
    record = Statement.objects.in_force().filter(place=question.place, origin=question.origin).order_by("pk").first()
    says = {name: record.values[name] for name in GROUPS[question.field] if name in record.values} if record else {}
    if any(isinstance(value, dict) for value in received.values()):
        says = {}
    return says | {name: {**held[name], **value} if isinstance(value, dict) and held.get(name) else value for name, value in received.items()}
