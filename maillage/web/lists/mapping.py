"""Knows how the mapping of a list is proposed from a file, tried on it, and kept; the file then goes on its way."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from maillage.base import clock
from maillage.base.errors import NotAllowed
from maillage.ingestion import actions, deposits, permissions
from maillage.ingestion.checking import check_file
from maillage.ingestion.errors import ListRefused, NoMapping
from maillage.ingestion.formats.opening import open_table
from maillage.ingestion.mapping import storing
from maillage.ingestion.mapping.loading import choose, compile_text, shipped_text
from maillage.ingestion.mapping.suggest import suggest
from maillage.ingestion.models import Source
from maillage.ingestion.report import content
from maillage.linkage import tasks
from maillage.web.lists import access, forms
from maillage.web.verify.receiving import one_at_a_time

MOST_ROWS = 20_000  # of a list tried while somebody waits


@dataclass(frozen=True)
class Waiting:
    """A deposited file that waits for its mapping, and what its reading may accept."""

    token: str = ""
    file_name: str = ""
    accept_losses: bool = False
    match_by_content: bool = False

    @classmethod
    def read(cls, given: Any) -> "Waiting":
        """As a form carries it."""
        return cls(given.get("token", ""), given.get("file_name", "")[:200], given.get("accept_losses") == "True", given.get("match_by_content") == "True")


def is_known(source: Source, token: str) -> bool:
    """Is there a mapping for this list, or for the columns of the deposited file? A file that cannot be read is for the task to tell."""
    if storing.read(source.key) or source.mapping_text or shipped_text(source.key):
        return True
    try:
        choose(source.key, None, "", open_table(deposits.read(token)).columns)
    except NoMapping:
        return False
    except ListRefused:
        return True
    return True


def send(request: HttpRequest, source: Source, waiting: Waiting) -> None:
    """Leave the file to the worker."""
    tasks.import_upload.enqueue(source.key, waiting.token, waiting.file_name, str(request.user.pk), waiting.accept_losses, waiting.match_by_content)
    told = _("« %(name)s » est reçu. Il sera lu dans la minute : rechargez cette page pour voir le compte rendu.")
    messages.success(request, told % {"name": waiting.file_name})


@access.of_a_list
@require_http_methods(["GET", "HEAD", "POST"])
def mapping(request: HttpRequest, source: Source) -> HttpResponse:
    """Read and write the mapping of a list; a wrong one is refused with every fault."""
    if request.FILES:
        return _received(request, source)
    if request.method != "POST":
        used = storing.read(source.key) or source.mapping_text or shipped_text(source.key)
        return _page(request, source, forms.MappingForm(initial={"text": used}))
    form, waiting = forms.MappingForm(request.POST), Waiting.read(request.POST)
    if not form.is_valid():
        return _page(request, source, form, waiting, status=422)
    text = form.cleaned_data["text"].replace("\r\n", "\n")
    if request.POST.get("gesture") == "try":
        return _tried(request, source, form, waiting, text)
    return _kept(request, source, form, waiting, text)


def propose(request: HttpRequest, source: Source, waiting: Waiting) -> HttpResponse:
    """A mapping proposed from a deposited file, to be read again before it is kept."""
    try:
        text = suggest(open_table(deposits.read(waiting.token)), name=source.key).text
    except ListRefused as refusal:
        return _page(request, source, _refused(forms.MappingForm({"text": ""}), refusal), waiting, status=422)
    form = forms.MappingForm(initial={"text": text})
    return _page(request, source, form, waiting, trial=_trial(source, waiting, text), is_proposed=True)


def _received(request: HttpRequest, source: Source) -> HttpResponse:
    given = forms.DepositForm(request.POST, request.FILES)
    if given.is_valid():
        try:
            file = given.cleaned_data["file"]
            return propose(request, source, Waiting(deposits.deposit(file.read()), file.name[:200]))
        except ListRefused as refusal:
            given.add_error("file", str(refusal))
    return _page(request, source, forms.MappingForm(), given=given, status=422)


def _tried(request: HttpRequest, source: Source, form: forms.MappingForm, waiting: Waiting, text: str) -> HttpResponse:
    try:
        return _page(request, source, form, waiting, trial=_trial(source, waiting, text))
    except ListRefused as refusal:
        return _page(request, source, _refused(form, refusal), waiting, status=422)


def _kept(request: HttpRequest, source: Source, form: forms.MappingForm, waiting: Waiting, text: str) -> HttpResponse:
    try:
        permissions.check_can_say(request.user, compile_text(text, name=source.key, source=source.key), source)
        actions.set_mapping(source, text, by=request.user, today=clock.today(), now=clock.now())
        if source.to_fold_again:
            tasks.link_soon()
    except (ListRefused, NotAllowed) as refusal:
        return _page(request, source, _refused(form, refusal), waiting, status=422)
    if waiting.token:
        send(request, source, waiting)
        return redirect("list", key=source.key)
    messages.success(request, _("La correspondance est gardée. Elle servira à la prochaine lecture ; l’ancienne reste à côté."))
    return redirect("list-mapping", key=source.key)


def _refused(form: forms.MappingForm, refusal: Exception) -> forms.MappingForm:
    """The form with each fault of the mapping."""
    form.is_valid()
    for fault in str(refusal).split("\n"):
        form.add_error("text" if "text" in form.fields else None, fault)
    return form


def _trial(source: Source, waiting: Waiting, text: str) -> content.Report | None:
    """What the mapping would make of the deposited file; None when there is none, or when the machine is busy. Raise ListRefused for a wrong mapping."""
    if not waiting.token:
        return None
    with one_at_a_time() as is_free:
        if not is_free:
            return None
        checked = check_file(deposits.read(waiting.token), source=source.key, mapping=text, today=clock.today(), most_rows=MOST_ROWS)
    return content.of_check(checked, title=source.origin.label, file=waiting.file_name, today=clock.today())


def _page(
    request: HttpRequest,
    source: Source,
    form: forms.MappingForm,
    waiting: Waiting | None = None,
    *,
    status: int = 200,
    trial: content.Report | None = None,
    **more: Any,
) -> HttpResponse:
    told = {"counted": content.counted(trial), "percent": round(100 * trial.usable_share), "kinds": trial.kinds()[:5]} if trial else {}
    context = {"source": source, "form": form, "waiting": waiting or Waiting(), "trial": trial, **told, "versions": storing.versions(source.key), **more}
    return render(request, "web/lists/mapping.html", context, status=status)
