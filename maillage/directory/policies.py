"""Knows the answer to "does the state allow it?". Refusals are sentences."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from maillage.base.errors import NotAllowed
from maillage.directory.models import Closure, Offer, Origin, Place, Question, Relation, Statement
from maillage.directory.policy import PERSONS

# What a person may answer to each kind of question.
CHOICES: dict[str, tuple[str, ...]] = {
    Question.Kind.NEWER_SOURCE: ("keep", "take"),
    Question.Kind.GONE: ("still_there", "gone"),
    Question.Kind.REPORT: ("accepted", "refused"),
    Question.Kind.DUPLICATE: ("same", "different", "unsure"),
    Question.Kind.UNREADABLE: ("noted",),
    Question.Kind.NAMELESS: ("noted",),
    Question.Kind.UNLOCATED: ("noted",),
    Question.Kind.CONTRADICTORY: ("noted",),
}


def check_is_current(place: Place) -> None:
    """Refuse to act on a place that was merged into another."""
    if place.merged_into_id is not None:
        raise NotAllowed(_("Ce lieu a été réuni avec un autre."))


def check_can_state(origin: Origin) -> None:
    """A list states records, not fields."""
    if origin.kind == Origin.Kind.SOURCE:
        raise NotAllowed(_("Une liste se corrige en la recevant de nouveau."))


def check_speaks_for_persons(origin: Origin) -> None:
    """Refuse a list where a person speaks."""
    if origin.kind not in PERSONS:
        raise NotAllowed(_("Seules une équipe ou une coordination peuvent dire cela."))


def check_can_withdraw(statement: Statement) -> None:
    """Only what is in force can be withdrawn."""
    if statement.ended == Statement.Ended.REPLACED:
        raise NotAllowed(_("Une déclaration plus récente a déjà remplacé celle-ci."))
    if statement.ended == Statement.Ended.WITHDRAWN:
        raise NotAllowed(_("Cette déclaration est déjà retirée."))


def check_can_close(place: Place, *, offer: Offer | None, first_day: date, last_day: date, today: date) -> None:
    """Does the state of this place allow this closure? Raise NotAllowed with the reason."""
    if last_day < first_day:
        raise NotAllowed(_("Le dernier jour vient avant le premier."))
    if last_day < today:
        raise NotAllowed(_("Cette fermeture est déjà passée."))
    if offer is not None and offer.place_id != place.pk:
        raise NotAllowed(_("Ce service est proposé ailleurs."))
    if place.closures.in_force().touching(first_day, last_day).filter(offer=offer).exists():
        raise NotAllowed(_("Une fermeture est déjà notée à ces dates."))


def check_can_reopen(closure: Closure, *, today: date) -> None:
    """A closure that is over, or already cancelled, stays as it was."""
    if closure.cancelled_on is not None:
        raise NotAllowed(_("Cette fermeture est déjà annulée."))
    if closure.last_day < today:
        raise NotAllowed(_("Cette fermeture est déjà passée."))


def check_can_relate(kind: str, place: Place, other: Place | None) -> None:
    """A relation has two ends that differ, and no place is hosted at itself through others."""
    check_is_current(place)
    if other is None:
        return
    check_is_current(other)
    if other.pk == place.pk:
        raise NotAllowed(_("Un lieu n’a pas de lien avec lui-même."))
    if kind in Relation.DIRECTED and would_loop(kind, place, other):
        raise NotAllowed(_("Ces lieux sont déjà liés dans l’autre sens."))


def would_loop(kind: str, place: Place, other: Place) -> bool:
    """Does `other` already lead to `place` by relations of this kind?"""
    seen, todo = set(), {other.pk}
    while todo:
        if place.pk in todo:
            return True
        seen |= todo
        ends = Relation.objects.filter(kind=kind, place__in=todo, ended_on__isnull=True, other__isnull=False).order_by("pk")
        todo = set(ends.values_list("other_id", flat=True)) - seen
    return False


def check_can_end(relation: Relation) -> None:
    """A relation ends once; one that follows from a comparison ends with it."""
    if relation.origin.kind == Origin.Kind.LINKAGE:
        raise NotAllowed(_("Ce lien vient d’un rapprochement : c’est lui qu’il faut changer."))
    if relation.ended_on is not None:
        raise NotAllowed(_("Ce lien est déjà défait."))


def check_can_answer(question: Question, choice: str) -> None:
    """Only open questions are answered, with an answer that suits them."""
    if question.state == Question.State.ANSWERED:
        raise NotAllowed(_("Quelqu’un a déjà répondu."))
    if question.state == Question.State.MOOT:
        raise NotAllowed(_("Cette question ne se pose plus."))
    if choice not in CHOICES[question.kind]:
        raise ValueError(f"{choice!r} answers no question of kind {question.kind}: {', '.join(CHOICES[question.kind])}.")


def check_no_cycle(place: UUID, parents: Mapping[UUID, UUID | None]) -> None:
    """A place does not end up merged into itself. `parents`: each place -> the one it is merged into."""
    passed = {place}
    into = parents[place]
    while into is not None:
        if into in passed:
            raise NotAllowed(_("Ces lieux sont déjà réunis dans l’autre sens."))
        passed.add(into)
        into = parents[into]
