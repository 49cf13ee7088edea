"""Knows the page where a coordinator sees what a list is to correct, what it took, and takes the sheet or the corrected file for its owner."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from maillage.base import clock
from maillage.ingestion.errors import ListRefused
from maillage.ingestion.models import Source
from maillage.ingestion.returning import telling
from maillage.ingestion.returning.actions.sending import send
from maillage.ingestion.returning.files.applying import Applied, apply_waiting
from maillage.ingestion.returning.workbook import as_xlsx
from maillage.web.lists import access, forms
from maillage.web.lists.views import KINDS
from maillage.web.verify.receiving import one_at_a_time

MOST = 200  # corrections shown; the sheet has them all


@access.of_a_list
@require_safe
def page(request: HttpRequest, source: Source) -> HttpResponse:
    """What was sent to the owner of a list, and what became of it."""
    return _page(request, source)


@access.of_a_list
@require_POST
def prepare(request: HttpRequest, source: Source) -> HttpResponse:
    """Make the sheet now, without waiting for the night that does it."""
    sent = send(source, by=request.user, today=clock.today(), now=clock.now())
    told = ngettext("La feuille est prête : %(count)d correction.", "La feuille est prête : %(count)d corrections.", sent.waiting) % {"count": sent.waiting}
    messages.success(request, told if sent.waiting else _("Rien à renvoyer : la liste dit la même chose que les équipes et la coordination."))
    return redirect("list-corrections", key=source.key)


@access.of_a_list
@require_safe
def sheet(request: HttpRequest, source: Source) -> HttpResponse:
    """The sheet of corrections, for the owner of the list."""
    body = as_xlsx(source, telling.waiting(source), day=source.corrections_on or clock.today())
    return _file(body, f"{source.key}-corrections.xlsx", KINDS["xlsx"])


@access.of_a_list
@require_POST
def apply(request: HttpRequest, source: Source) -> HttpResponse:
    """The file of the list, given by its owner, with the corrections written in it: nothing of it is kept here."""
    form = forms.DepositForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data["file"]
        try:
            return _file(_applied(source, given.read()).content, f"corrige-{_safe(given.name or source.key)}", "application/octet-stream")
        except ListRefused as refusal:
            form.add_error("file", str(refusal))
    return _page(request, source, form=form)


def _applied(source: Source, content: bytes) -> Applied:
    """Raise ListRefused when the file is not the list, or nothing is written in it."""
    with one_at_a_time() as is_free:
        if not is_free:
            raise ListRefused(_("Un autre fichier est en cours de lecture. Réessayez dans une minute."))
        applied = apply_waiting(source, content)
    if applied.moved and not applied.records:
        told = _("Les cases à corriger ont changé depuis la dernière lecture : rien n’a été écrit. Déposez d’abord ce fichier sur la page de la liste.")
        raise ListRefused(told)
    if not applied.records:
        raise ListRefused(_("Aucune des lignes à corriger n’a été trouvée dans ce fichier. Vérifiez que c’est bien la dernière version de la liste."))
    return applied


def _safe(name: str) -> str:
    """A file name that no header misreads."""
    return "".join(sign if sign.isascii() and (sign.isalnum() or sign in "._-") else "-" for sign in name)[-100:]


def _file(body: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _page(request: HttpRequest, source: Source, **refused: Any) -> HttpResponse:
    waiting = telling.waiting(source)
    context = {
        "source": source,
        "totals": telling.totals(source),
        "waiting": list(telling.lines(waiting[:MOST])),
        "more": max(0, len(waiting) - MOST),
        "taken": list(telling.lines(telling.taken(source, MOST))),
        "form": forms.DepositForm(),
        "api": reverse("api:corrections", args=[source.key]),
        **refused,
    }
    return render(request, "web/lists/corrections.html", context, status=422 if refused else 200)
