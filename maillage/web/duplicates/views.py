"""Knows how the pages of possible duplicates answer: show one pair, take an answer, go on to the next."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.base import clock
from maillage.base.errors import NotAllowed
from maillage.directory.models import Place, Question
from maillage.ingestion.permissions import can_manage
from maillage.linkage import actions, reviewing
from maillage.linkage.enums import By, Choice, Decision
from maillage.linkage.models import Opinion
from maillage.linkage.permissions import reviewed
from maillage.territories.values import Area
from maillage.web.duplicates import access, forms, rows, shown
from maillage.web.lists.access import private

A_PAGE = 50
RECENT = timedelta(minutes=5)  # how long the last answer is offered back on the next page
ANSWERED = "duplicates_answered"  # in the session: the territory whose next page offers the last answer back


@private
@require_safe
def territories(request: HttpRequest) -> HttpResponse:
    """Where a person arrives: their territories, and what waits there."""
    user: Any = request.user
    prefetch_related_objects([user], "grants")
    mine = [(access.path_of(area), name_of(area), reviewing.left_for(user, area).count()) for area in reviewed(user)]
    has_lists = any(can_manage(user, "" if area is None else area.key) for area in reviewed(user))
    return render(request, "web/duplicates/territories.html", {"territories": mine, "has_lists": has_lists})


@access.of_a_territory
@require_safe
def queue(request: HttpRequest, area: Area | None) -> HttpResponse:
    """The next pair for this person."""
    left = reviewing.left_for(request.user, area)  # type: ignore[arg-type]
    question = left.first()
    is_next = request.session.get(ANSWERED) == access.path_of(area)
    opinion = reviewing.last_answer(request.user, since=clock.now() - RECENT) if is_next else None  # type: ignore[arg-type]
    more = {"last": rows.last(request.user, opinion) if opinion else None, "left": left.count(), "here": "queue"}  # type: ignore[arg-type]
    if question is None or question.other is None:
        others = reviewing.asked(area).count()
        return render(request, "web/duplicates/none.html", {**around(request, area), **more, "others": others})
    return show(request, area, question.place, question.other, question=question, **more)


@access.of_a_territory
def pair(request: HttpRequest, area: Area | None, one: str, other: str) -> HttpResponse:
    """One pair: shown, or answered."""
    first, second = access.pair_in(area, one, other)
    if request.method != "POST":
        return show(request, area, first, second, question=reviewing.question_on(first, second))
    form = forms.AnswerForm(request.POST)
    if not form.is_valid():
        return show(request, area, first, second, question=reviewing.question_on(first, second), form=form)
    actions.say(first, second, Choice(form.cleaned_data["choice"]), by=request.user, today=clock.today(), now=clock.now())
    if form.cleaned_data["seen"] is not None and others(request, reviewing.opinions_on(first, second)) > form.cleaned_data["seen"]:
        messages.info(request, _("Une autre personne a répondu à cette paire en même temps que vous. Vos deux réponses sont gardées."))
    return go_on(request, area, first, second, form)


def go_on(request: HttpRequest, area: Area | None, first: Place, second: Place, form: forms.AnswerForm) -> HttpResponse:
    """After an answer: the next pair, which offers it back; or the page one came from, as it was, which tells it."""
    back = form.cleaned_data["back"]
    if not back:
        request.session[ANSWERED] = access.path_of(area)
        return redirect("duplicates", access.path_of(area))
    request.session.pop(ANSWERED, None)
    given = rows.last(request.user, next(one for one in reviewing.opinions_on(first, second) if one.by_id == request.user.pk))  # type: ignore[arg-type]
    told = _("Votre réponse : {said}. {one} / {other}. {follows}")
    messages.success(request, told.format(said=given.said, one=given.one.name, other=given.other.name, follows=given.follows).strip())
    view = form.cleaned_data["view"]
    query = f"?vue={view}" if back == "decisions" and view and view in rows.VIEWS else ""
    return redirect(reverse(forms.BACK[back], args=[access.path_of(area)]) + query)


@access.of_a_territory
@require_POST
def withdraw(request: HttpRequest, area: Area | None, one: str, other: str) -> HttpResponse:
    """Take one's answer back, then see the pair again; what is decided, when nothing is known of these two records any more."""
    first, second = access.pair_in(area, one, other)
    try:
        actions.withdraw(first, second, by=request.user, today=clock.today(), now=clock.now())
        messages.success(request, _("Votre réponse est annulée. Tout est comme avant elle : vous pouvez répondre de nouveau."))
    except NotAllowed as refusal:
        messages.info(request, str(refusal))
    request.session.pop(ANSWERED, None)
    if reviewing.verdict_on(first, second) or reviewing.question_on(first, second):
        return redirect("duplicate", access.path_of(area), first.code, second.code)
    return redirect("duplicates-decisions", access.path_of(area))


@access.of_a_territory
@require_safe
def waiting(request: HttpRequest, area: Area | None) -> HttpResponse:
    """All that waits, those that this person answered included."""
    request.session.pop(ANSWERED, None)
    page = page_of(request, reviewing.asked(area))
    answered = page.paginator.count - reviewing.left_for(request.user, area).count()  # type: ignore[arg-type]
    mine = Opinion.objects.filter(by=request.user, place_a__in=[question.place_id for question in page]).order_by("pk")  # type: ignore[misc]
    context = {**around(request, area), "page_of": page, "rows": rows.waiting(page, set(mine.values_list("place_a_id", "place_b_id"))), "answered": answered}
    return render(request, "web/duplicates/list.html", context)


@access.of_a_territory
@require_safe
def decisions(request: HttpRequest, area: Area | None) -> HttpResponse:
    """What the rules united and what persons said, newest first."""
    request.session.pop(ANSWERED, None)
    view = view_of(request)
    _label, state, by = rows.VIEWS[view]
    page = page_of(request, reviewing.decisions(area, state=state, by=by, user=request.user))  # type: ignore[arg-type]
    views = [(key, label) for key, (label, _state, _by) in rows.VIEWS.items()]
    context = {**around(request, area), "page_of": page, "rows": rows.decided(list(page), request.user), "views": views, "view": view}  # type: ignore[arg-type]
    return render(request, "web/duplicates/decisions.html", context)


def show(request: HttpRequest, area: Area | None, first: Place, second: Place, *, question: Question | None, **more: Any) -> HttpResponse:
    """The page of one pair. An answer refused is 422, with the page."""
    verdict, opinions = reviewing.verdict_on(first, second), reviewing.opinions_on(first, second)
    told = verdict.contributions if verdict else question.details.get("contributions", []) if question else []
    form = more.pop("form", None)
    context = {
        **around(request, area),
        "first": first,
        "second": second,
        "pair": shown.pair(first, second, contributions=told, veto=verdict.veto if verdict else "", today=clock.today()),
        "answers": forms.ANSWERS,
        "is_disputed": verdict is not None and verdict.decision == Decision.QUESTION and verdict.decided_by == By.PERSON,
        "is_open": question is not None and question.state == Question.State.OPEN,
        "decided": rows.decided([verdict], request.user)[0] if verdict else None,  # type: ignore[arg-type]
        "mine": next((opinion for opinion in opinions if opinion.by_id == request.user.pk), None),
        "seen": others(request, opinions),
        "back": request.GET.get("retour", "") if request.GET.get("retour", "") in forms.BACK else "",
        "view": view_of(request),
        "form": form,
        "last": None,
        "here": "",
        "left": None,
        **more,
    }
    return render(request, "web/duplicates/pair.html", context, status=422 if form else 200)


def view_of(request: HttpRequest) -> str:
    """The view of decisions that the address names."""
    chosen = request.GET.get("vue", "")
    return chosen if chosen in rows.VIEWS else ""


def others(request: HttpRequest, opinions: list[Opinion]) -> int:
    """How many others said something."""
    return sum(opinion.by_id != request.user.pk for opinion in opinions)


def around(request: HttpRequest, area: Area | None) -> dict[str, Any]:
    """What each of these pages shows around its subject."""
    user: Any = request.user
    return {"territory": access.path_of(area), "territory_name": name_of(area), "done_today": reviewing.answered_today(user, now=clock.now())}


def name_of(area: Area | None) -> str:
    return area.name if area else _("France entière")


def page_of(request: HttpRequest, found: Any) -> Page[Any]:
    """The page asked for, the nearest one that exists otherwise."""
    return Paginator(found, A_PAGE).get_page(request.GET.get("page"))
