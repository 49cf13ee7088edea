"""Knows how a list is tried by anyone: read in memory, told, forgotten. No account, no session, nothing written, one list at a time."""

from collections.abc import Callable
from time import monotonic

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from maillage.base import clock
from maillage.ingestion.checking import Checked, check_file
from maillage.ingestion.errors import ListRefused, UnreadableFile
from maillage.ingestion.report import content, corrected, page, workbook
from maillage.web.verify.forms import ListForm
from maillage.web.verify.receiving import LARGEST, InMemory, one_at_a_time

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 20_000  # some ten seconds
MOST_SECONDS = 40

Answer = Callable[[HttpRequest, Checked, str], HttpResponse]


@csrf_exempt  # only to choose how files are received before anything is read of them: `_verify` is protected
def verify(request: HttpRequest) -> HttpResponse:
    """The form, or what was found in a list."""
    request.upload_handlers = [InMemory(request)]
    return _verify(request)


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def _verify(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return form_page(request, ListForm())
    form = ListForm(request.POST, request.FILES)
    if getattr(request, "is_too_large", False):
        form.add_error(
            None, _("Ce fichier dépasse les %(limit)d Mo de cette page. Découpez-le, ou employez « maillage check ».") % {"limit": LARGEST // 1_000_000}
        )
    if not form.is_valid():
        return form_page(request, form, status=422)
    with one_at_a_time() as is_free:
        if not is_free:
            form.add_error(None, _("Une autre liste est en train d’être lue. Réessayez dans une minute."))
            return form_page(request, form, status=503)
        return _answer(request, form)


def _answer(request: HttpRequest, form: ListForm) -> HttpResponse:
    file = form.cleaned_data["list"]
    try:
        checked = check_file(file.read(), mapping=form.cleaned_data["mapping"] or None, today=clock.today(), most_rows=MOST_ROWS, progress=patience())
    except ListRefused as refusal:
        form.add_error("list", str(refusal))
        return form_page(request, form, status=422)
    return ANSWERS.get(request.POST.get("answer", ""), on_screen)(request, checked, file.name)


def patience() -> Callable[[int, int], None]:
    """Called as rows are read; refuses a list that takes too long, so that the page serves the next person."""
    started = monotonic()

    def so_far(done: int, total: int) -> None:
        if monotonic() - started > MOST_SECONDS and done < total:
            raise UnreadableFile(_("Cette liste est trop longue à lire ici. Employez « maillage check », ou découpez-la."))

    return so_far


def form_page(request: HttpRequest, form: ListForm, *, status: int = 200) -> HttpResponse:
    return render(request, "web/verify/form.html", {"form": form, "limit": LARGEST // 1_000_000}, status=status)


def on_screen(request: HttpRequest, checked: Checked, name: str) -> HttpResponse:
    told = content.of_check(checked, title=name, file=name, today=clock.today())
    return render(request, "web/verify/report.html", page.context(told))


def as_workbook(_request: HttpRequest, checked: Checked, name: str) -> HttpResponse:
    told = content.of_check(checked, title=name, file=name, today=clock.today())
    return download(workbook.as_xlsx(told), f"{stem(name)}-compte-rendu.xlsx", XLSX)


def as_corrected(_request: HttpRequest, checked: Checked, name: str) -> HttpResponse:
    if checked.reading.delimiter:
        return download(corrected.as_csv(checked), f"{stem(name)}-corrigee.csv", "text/csv; charset=utf-8")
    return download(corrected.as_xlsx(checked), f"{stem(name)}-corrigee.xlsx", XLSX)


def download(body: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def stem(name: str) -> str:
    """The name of a received file without its end, fit for a header."""
    return slugify(name.rpartition(".")[0] or name)[:80] or "liste"


ANSWERS: dict[str, Answer] = {"workbook": as_workbook, "corrected": as_corrected}
