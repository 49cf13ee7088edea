"""Knows how the pages of lists answer: parse, ask, call one action or leave it to the worker, render."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.base import clock
from maillage.base.errors import NotAllowed
from maillage.ingestion import actions, deposits, permissions, selectors
from maillage.ingestion.errors import ListRefused
from maillage.ingestion.models import Run, Source
from maillage.ingestion.report import content, writing
from maillage.linkage import tasks
from maillage.web.lists import access, forms, mapping, shown

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


@access.private
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """Every list that this person looks after."""
    return render(request, "web/lists/lists.html", {"lists": shown.summaries(access.managed(request.user)), "may_add": _scopes(request)})  # type: ignore[arg-type]


@access.private
def new(request: HttpRequest) -> HttpResponse:
    """Declare a list."""
    form = forms.NewListForm(request.POST or None, scopes=_scopes(request))
    if form.is_valid():
        try:
            permissions.check_can_declare(request.user, form.cleaned_data["key"], form.cleaned_data["scope"])
            source = actions.create_source(form.cleaned_data["key"], scope=form.cleaned_data["scope"], by=request.user, today=clock.today(), now=clock.now())
            return redirect("list", key=source.key)
        except (NotAllowed, ListRefused) as refusal:
            form.add_error("key", str(refusal))
    return render(request, "web/lists/new.html", {"form": form}, status=422 if form.errors else 200)


@access.of_a_list
@require_safe
def one(request: HttpRequest, source: Source) -> HttpResponse:
    """Where a list stands, and what can be done about it."""
    return _page(request, source)


@access.of_a_list
@require_POST
def deposit(request: HttpRequest, source: Source) -> HttpResponse:
    """Keep a file for the worker to read: a large list never holds up a page."""
    form = forms.DepositForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, source, deposit_form=form)
    file = form.cleaned_data["file"]
    try:
        token = deposits.deposit(file.read())
    except ListRefused as refusal:
        form.add_error("file", str(refusal))
        return _page(request, source, deposit_form=form)
    options = (form.cleaned_data["accept_losses"], form.cleaned_data["match_by_content"])
    if not mapping.is_known(source, token):
        return mapping.propose(request, source, mapping.Waiting(token, file.name[:200], *options))
    mapping.send(request, source, mapping.Waiting(token, file.name[:200], *options))
    return redirect("list", key=source.key)


@access.of_a_list
@require_POST
def fetch(request: HttpRequest, source: Source) -> HttpResponse:
    """Read the list at its address, soon."""
    tasks.fetch_source.enqueue(source.key)
    messages.success(request, _("La liste va être relue à son adresse. Rechargez cette page dans une minute."))
    return redirect("list", key=source.key)


@access.of_a_list
@require_POST
def undo(request: HttpRequest, source: Source) -> HttpResponse:
    """Undo the last reading, soon."""
    run = shown.undoable(source)
    if run is None or str(run.pk) != request.POST.get("run"):
        messages.error(request, _("Cette lecture ne peut plus être annulée."))
    else:
        tasks.undo_run.enqueue(run.pk, str(request.user.pk))
        messages.success(request, _("La lecture de « %(name)s » va être annulée : la liste redeviendra comme avant elle.") % {"name": run.file_name})
    return redirect("list", key=source.key)


@access.of_a_list
@require_POST
def schedule(request: HttpRequest, source: Source) -> HttpResponse:
    """Say where the list is, and how often to read it."""
    form = forms.ScheduleForm(request.POST)
    if form.is_valid():
        try:
            permissions.check_can_declare(request.user, source.key, source.scope)
            actions.set_schedule(source, **form.cleaned_data, by=request.user, now=clock.now())
            messages.success(request, _("C’est noté."))
            return redirect("list", key=source.key)
        except NotAllowed as refusal:
            form.add_error("url", str(refusal))
    return _page(request, source, schedule_form=form)


@access.of_a_list
@require_safe
def report(request: HttpRequest, source: Source, form: str) -> HttpResponse:
    """The report of a reading, the last one unless told, in one of its forms."""
    number = request.GET.get("lecture", "")
    run = (
        source.runs.filter(pk=number, state=Run.State.DONE).first()
        if number.isascii() and number.isdigit() and len(number) < 19
        else selectors.last_run(source)
    )
    if run is None:
        raise Http404
    body = writing.WRITERS[f".{form}"](content.of_run(run))
    return HttpResponse(body, content_type=KINDS[form], headers={"Content-Disposition": f'attachment; filename="{source.key}-compte-rendu.{form}"'})


def _scopes(request: HttpRequest) -> list[tuple[str, str]]:
    try:
        return access.scopes_of(request.user)  # type: ignore[arg-type]
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal


def _page(request: HttpRequest, source: Source, **refused: object) -> HttpResponse:
    context = {
        "summary": shown.summaries([source])[0],
        "source": source,
        "runs": shown.runs(source),
        "undoable": shown.undoable(source),
        "chart": shown.chart(selectors.quality(source)),
        "deposit_form": forms.DepositForm(),
        "schedule_form": forms.ScheduleForm(initial={"url": source.url, "every": source.every}),
        "forms": list(KINDS),
        "waiting": shown.waiting(source),
        **refused,
    }
    return render(request, "web/lists/list.html", context, status=422 if refused else 200)
