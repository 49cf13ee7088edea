"""Knows what persons say of two places, and what becomes of them: it goes before the rules, now and in every later run."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.audit import actions as audit
from maillage.base.errors import NotAllowed
from maillage.directory import actions as directory
from maillage.directory.clusters import members_of, roots_of
from maillage.directory.models import Place
from maillage.linkage import policies, selectors
from maillage.linkage.actions.forming import form, standing
from maillage.linkage.actions.remembering import compare_again
from maillage.linkage.enums import By, Choice, Decision
from maillage.linkage.models import Opinion, Verdict
from maillage.linkage.opinions import DISPUTED, Meaning, mirrored, outcome
from maillage.linkage.questions import key
from maillage.linkage.resolve import grouped

Couple = tuple[UUID, UUID]  # two founding places, the smaller first
SAYS = {Decision.MERGE: Choice.SAME, Decision.DIFFERENT: Choice.DIFFERENT, Decision.RELATION: Choice.SAME_BUILDING}


@transaction.atomic
def say(one: Place, other: Place, choice: Choice, *, by: audit.Actor, today: date, now: datetime) -> Verdict | None:
    """Keep what a person says of two places, instead of what they said before, and do what all answers together mean.

    `choice` reads from `one` to `other`. "I cannot say" is kept, and decides nothing. Gives what stands now, if anything.
    """
    policies.check_can_say(one, other)
    asked = in_order(one.pk, other.pk)
    hold(asked)
    told = choice if asked[0] == one.pk else mirrored(choice)
    couples = {asked, *told_with(asked), *(across(asked) if choice == Choice.SAME else ())}
    answer = {"choice": told, "said_at": instant(by, now)}
    for first, second in sorted(couples):
        Opinion.objects.update_or_create(place_a_id=first, place_b_id=second, by_id=by.pk, defaults=answer)
    return follow(asked, couples, by=by, today=today, now=now)


@transaction.atomic
def withdraw(one: Place, other: Place, *, by: audit.Actor, today: date, now: datetime) -> Verdict | None:
    """Forget what a person said of two places: what others said stands, else what the rules say."""
    asked = in_order(one.pk, other.pk)
    hold(asked)
    mine = Opinion.objects.filter(place_a=asked[0], place_b=asked[1], by=by.pk).order_by("pk").first()
    if mine is None:
        raise NotAllowed(_("Vous n’avez pas de réponse à annuler sur ces deux lieux."))
    together = Opinion.objects.filter(by=by.pk, said_at=mine.said_at)
    couples = set(together.order_by("pk").values_list("place_a_id", "place_b_id"))
    together.delete()
    return follow(asked, couples, by=by, today=today, now=now)


def decide(one: Place, other: Place, decision: Decision, *, by: audit.Actor, today: date, now: datetime) -> Verdict | None:
    """Say that two places are one, differ, or stand in one building."""
    policies.check_can_decide(one, other, decision)
    return say(one, other, SAYS[decision], by=by, today=today, now=now)


def undo(verdict: Verdict, *, by: audit.Actor, today: date, now: datetime) -> Verdict | None:
    """Say that two places that were united differ, now and for every later run."""
    policies.check_can_undo(verdict)
    return say(verdict.place_a, verdict.place_b, Choice.DIFFERENT, by=by, today=today, now=now)


# What is said in one answer


def in_order(one: UUID, other: UUID) -> Couple:
    return (one, other) if one < other else (other, one)


def instant(by: audit.Actor, now: datetime) -> datetime:
    """A moment at which this person said nothing else: what bears it was said in one answer."""
    same = Opinion.objects.filter(by=by.pk, said_at__gte=now, said_at__lt=now + timedelta(seconds=1))
    last = same.order_by("-said_at", "pk").values_list("said_at", flat=True).first()
    return last + timedelta(microseconds=1) if last else now


def across(asked: Couple) -> set[Couple]:
    """Pairs of records that the rules alone would not let stand in one place, of the two places that a person saw whole: "same" is said of them too."""
    roots = roots_of(asked)
    sides = members_of(roots.values())
    ones, others = ([place for place, root in sides.items() if root == roots[end]] for end in asked)
    couples = {in_order(one, other) for one in ones for other in others if one != other}
    kept = selectors.kept_among(sides)
    return {(one, other) for one, other in couples if not ((known := kept.get((str(one), str(other)))) and known.may_merge)}


def told_with(asked: Couple) -> set[Couple]:
    """Pairs about which somebody spoke in the same breath as about this one: who speaks of it now speaks of them all."""
    told = Opinion.objects.filter(place_a=asked[0], place_b=asked[1]).order_by("pk").values_list("by", "said_at")
    return {couple for by, at in told for couple in Opinion.objects.filter(by=by, said_at=at).order_by("pk").values_list("place_a_id", "place_b_id")}


# What follows


def hold(asked: Couple) -> None:
    """Lock all that may move, so that two persons who answer at once answer one after the other.

    What was united, or said in the same breath, while a lock was waited for is locked too.
    """
    held: set[UUID] = set()
    while not held >= (concerned := selectors.component({end for couple in {asked, *told_with(asked)} for end in couple})):
        list(Place.objects.locked().filter(pk__in=concerned).order_by("pk").values_list("pk", flat=True))
        held |= concerned


def follow(asked: Couple, couples: Collection[Couple], *, by: audit.Actor, today: date, now: datetime) -> Verdict | None:
    """Write what the answers about these pairs mean, then let the places and the questions follow. One event, about the pair asked."""
    ends = {end for couple in couples for end in couple}
    concerned = selectors.component(ends)
    for couple in sorted(couples):
        known = Verdict.objects.select_for_update().filter(place_a=couple[0], place_b=couple[1]).order_by("pk").first()
        told = Opinion.objects.filter(place_a=couple[0], place_b=couple[1]).order_by("said_at", "pk").values_list("choice", flat=True)
        meaning = outcome([Choice(choice) for choice in told])
        verdict = pronounce(known, couple, meaning, today=today) if meaning else hand_back(known, today=today)
        directory.mark_answered(key(*map(str, couple)), str(meaning.decision) if meaning and meaning != DISPUTED else "", today=today)
        if couple == asked:
            tell(verdict, known, meaning, asked, by=by, now=now)
    compare_again(ends)  # what the rules say of them was not kept up while persons decided
    regroup(concerned | selectors.component(ends), by=by, today=today, now=now)
    return Verdict.objects.filter(place_a=asked[0], place_b=asked[1]).order_by("pk").first()


def pronounce(standing: Verdict | None, couple: Couple, meaning: Meaning, *, today: date) -> Verdict:
    """Write the verdict of persons. What separates two places that were one carries the day."""
    was_one = standing is not None and standing.decision == Decision.MERGE
    undone_on = today if was_one else standing.undone_on if standing else None
    told = {**meaning._asdict(), "decided_by": By.PERSON, "undone_on": None if meaning.decision == Decision.MERGE else undone_on}
    if standing is None:
        return Verdict.objects.create(place_a_id=couple[0], place_b_id=couple[1], decided_on=today, **told)
    if any(getattr(standing, name) != value for name, value in told.items()):
        Verdict.objects.filter(pk=standing.pk).update(decided_on=today, **told)
    return standing


def hand_back(standing: Verdict | None, *, today: date) -> Verdict | None:
    """Leave two places to the rules, when no person decides of them any more."""
    if standing is None or standing.decided_by == By.MACHINE:
        return standing
    if standing.score is None:
        Verdict.objects.filter(pk=standing.pk).delete()
        return None
    told = {**Meaning(Decision.QUESTION)._asdict(), "decided_by": By.MACHINE, "undone_on": None, "decided_on": today}
    Verdict.objects.filter(pk=standing.pk).update(**told)  # forming the places again says whether they merge
    return standing


def tell(verdict: Verdict | None, standing: Verdict | None, meaning: Meaning | None, asked: Couple, *, by: audit.Actor, now: datetime) -> None:
    """One event: decided, undone, disputed, or an answer that decides nothing."""
    verb = "linkage.left_open" if meaning is None else "linkage.disputed" if meaning == DISPUTED else "linkage.decided"
    if standing and standing.decision == Decision.MERGE and meaning and meaning.decision in (Decision.DIFFERENT, Decision.RELATION):
        verb = "linkage.undone"
    audit.record(verb, on=verdict or Place.objects.get(pk=asked[0]), by=by, now=now, decision=str(meaning.decision) if meaning else "")


def regroup(places: Collection[UUID], *, by: audit.Actor, today: date, now: datetime) -> None:
    """Form again the places that these records make, by the verdicts stored. `places` must be whole components."""
    base = standing(places)
    allowed = {couple for couple, verdict in base.kept.items() if verdict.may_merge}
    judged, groups = grouped(selectors.judged(base.kept), allowed, selectors.decided(places))
    form(judged, groups, base, by=by, today=today, now=now)
