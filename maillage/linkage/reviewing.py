"""Knows which pairs of places wait for a person, in which order, and what was decided lately."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, IntegerField, Max, Min, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Coalesce
from django.utils import timezone

from maillage.accounts.models import User
from maillage.directory.models import Offer, Place, Question
from maillage.linkage.enums import By, Choice, Decision
from maillage.linkage.models import Opinion, Verdict
from maillage.territories.selectors import communes_of
from maillage.territories.values import Area

MANY_UNSURE = 3  # after so many who cannot say, a pair goes last
STATES = {
    "united": Q(decision=Decision.MERGE),
    "apart": Q(decision=Decision.DIFFERENT),
    "linked": Q(decision=Decision.RELATION),
    "disputed": Q(decision=Decision.QUESTION),
}


# What waits


def asked(area: Area | None) -> QuerySet[Question]:
    """Open questions about two places of which one at least is in an area (None: anywhere), by what an answer changes for people.

    In this order: two persons disagree and a third must decide; not yet left by three persons who could not say; both are published (residents
    find the same place twice); they say hours or services (somebody may go there on one of the two); the likeliest, by the score of the rules.
    """
    waiting = Question.objects.filter(about("place", "other", area), kind=Question.Kind.DUPLICATE, state=Question.State.OPEN, other__isnull=False)
    told = Opinion.objects.filter(place_a=OuterRef("place"), place_b=OuterRef("other")).order_by()
    disputed = Verdict.objects.filter(place_a=OuterRef("place"), place_b=OuterRef("other"), decided_by=By.PERSON, decision=Decision.QUESTION)
    unsure = told.filter(choice=Choice.UNSURE).values("place_a").annotate(count=Count("pk")).values("count")
    counted = waiting.annotate(
        disputed=Exists(disputed),
        unsure=Coalesce(Subquery(unsure, output_field=IntegerField()), 0),
        shown=_one_if(_published("place")) + _one_if(_published("other")),
        useful=_one_if(_useful("place")) + _one_if(_useful("other")),
        likely=KeyTransform("score", "details"),
    ).annotate(tired=_one_if(Q(unsure__gte=MANY_UNSURE)))
    return counted.select_related("place__merged_into", "other__merged_into").order_by(
        "-disputed", "tired", "-shown", "-useful", F("likely").desc(nulls_last=True), "pk"
    )


def left_for(user: User, area: Area | None) -> QuerySet[Question]:
    """What waits for this very person: pairs on which they said nothing."""
    return asked(area).exclude(Exists(Opinion.objects.filter(place_a=OuterRef("place"), place_b=OuterRef("other"), by=user)))


def about(one: str, other: str, area: Area | None) -> Q:
    """Is one of these two places in the area, by its own record or by the place it is now merged into?"""
    if area is None:
        return Q()
    communes = communes_of(area)
    ends = [f"{end}{way}__insee__in" for end in (one, other) for way in ("", "__merged_into")]
    found = Q()
    for end in ends:
        found |= Q(**{end: communes})
    return found


def _published(end: str) -> Q:
    """Do residents see this place, or the one it is merged into?"""
    return _is_published(end, Q(**{f"{end}__merged_into__isnull": True})) | _is_published(f"{end}__merged_into", Q())


def _is_published(end: str, more: Q) -> Q:
    seen = Q(**{f"{end}__withheld": Place.Withheld.NO, f"{end}__state": Place.State.OPEN})
    return more & seen & ~Q(**{f"{end}__visibility": Place.Visibility.PROFESSIONALS})


def _useful(end: str) -> Q:
    """Does this place, or the one it is merged into, say its hours or a service?"""
    offers = Offer.objects.filter(Q(place=OuterRef(f"{end}_id")) | Q(place=OuterRef(f"{end}__merged_into_id")), withdrawn_on__isnull=True)
    return Q(**{f"{end}__hours__gt": ""}) | Q(**{f"{end}__merged_into__hours__gt": ""}) | Q(Exists(offers))


def _one_if(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


# What was decided


def decisions(area: Area | None, *, state: str = "", by: str = "", user: User | None = None) -> QuerySet[Verdict]:
    """What the rules united or linked and what persons said, in an area, newest first.

    `state`: "united", "apart", "linked", "disputed"; `by`: "machine", "person", or "me" (what `user` answered, "I cannot say" included); "" keeps
    all. One answer that speaks of several pairs of records is one row: of those pairs, the one known first.
    """
    told = Opinion.objects.filter(place_a=OuterRef("place_a"), place_b=OuterRef("place_b")).order_by()
    found = Verdict.objects.filter(about("place_a", "place_b", area), STATES.get(state, Q()))
    if by == "me":
        told = told.filter(by=user)
        found = found.filter(Exists(told))
    else:
        found = found.filter(Q(decided_by=By.PERSON) | Q(decision__in=(Decision.MERGE, Decision.RELATION)))
        found = found.filter(decided_by=by) if by in By.values else found
    spoken = found if by == "me" else found.filter(decided_by=By.PERSON)
    dated = found.exclude(pk__in=_told_with_another(spoken, told)).annotate(said_at=_last_said(told))
    rows = dated.select_related("place_a__merged_into", "place_b__merged_into")
    return rows.order_by("-decided_on", F("said_at").desc(nulls_last=True), "-pk")


def _last_said(told: QuerySet[Opinion]) -> Subquery:
    return Subquery(told.values("place_a").annotate(at=Max("said_at")).values("at"))


def _told_with_another(spoken: QuerySet[Verdict], told: QuerySet[Opinion]) -> QuerySet[Verdict, Any]:
    """Keys of the pairs of an answer that speaks of several, but the one known first."""
    speaker = Subquery(told.order_by("-said_at", "-pk").values("by")[:1])
    dated = spoken.annotate(said_at=_last_said(told), speaker=speaker).filter(said_at__isnull=False)
    answers = [F("said_at"), F("speaker"), F("decision"), F("decided_by")]
    return dated.annotate(known_first=Window(Min("pk"), partition_by=answers)).exclude(pk=F("known_first")).values("pk")


def told_together(opinions: Iterable[Opinion]) -> dict[tuple[Any, datetime], int]:
    """Of how many pairs of records each of these answers speaks, by its author and its moment."""
    told = Opinion.objects.filter(said_at__in={opinion.said_at for opinion in opinions}).order_by()
    counted = told.values_list("by_id", "said_at").annotate(count=Count("pk"))
    return {(by, said_at): count for by, said_at, count in counted}


def verdict_on(one: Place, other: Place) -> Verdict | None:
    """What stands of two founding places."""
    first, second = sorted((one.pk, other.pk))
    return Verdict.objects.filter(place_a=first, place_b=second).order_by("pk").first()


def question_on(one: Place, other: Place) -> Question | None:
    """The question about two founding places, whatever its state."""
    first, second = sorted((one.pk, other.pk))
    return Question.objects.filter(kind=Question.Kind.DUPLICATE, place=first, other=second).order_by("pk").first()


def is_in(row: Verdict | Question, area: Area | None) -> bool:
    """Is one of the two places in the area?"""
    if isinstance(row, Verdict):
        return Verdict.objects.filter(about("place_a", "place_b", area), pk=row.pk).exists()
    return Question.objects.filter(about("place", "other", area), pk=row.pk).exists()


def opinions_on(one: Place, other: Place) -> list[Opinion]:
    """What persons said of two founding places, the last first."""
    first, second = sorted((one.pk, other.pk))
    return list(Opinion.objects.filter(place_a=first, place_b=second).select_related("by").order_by("-said_at", "-pk"))


def opinions_of_pairs(verdicts: Iterable[Verdict]) -> dict[tuple[UUID, UUID], list[Opinion]]:
    """What persons said of these pairs, the last first."""
    rows = list(verdicts)
    told = Opinion.objects.filter(place_a__in=[row.place_a_id for row in rows], place_b__in=[row.place_b_id for row in rows])
    found: dict[tuple[UUID, UUID], list[Opinion]] = {}
    for opinion in told.select_related("by").order_by("-said_at", "-pk"):
        found.setdefault((opinion.place_a_id, opinion.place_b_id), []).append(opinion)
    return found


# Of one person


def last_answer(user: User, *, since: datetime) -> Opinion | None:
    """The last thing that a person said, if it is recent."""
    return Opinion.objects.filter(by=user, said_at__gte=since).select_related("place_a__merged_into", "place_b__merged_into").order_by("-said_at", "pk").first()


def answered_today(user: User, *, now: datetime) -> int:
    """How many answers a person gave since midnight, where the instance is; one that speaks of several pairs of records counts once."""
    local = timezone.localtime(now)
    midnight = timezone.make_aware(datetime.combine(local.date(), time.min), local.tzinfo)
    return Opinion.objects.filter(by=user, said_at__gte=midnight).values("said_at").distinct().count()
