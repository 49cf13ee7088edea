"""Knows how an address becomes the bytes of a list: asked only if it changed, with its pages, and each refusal in words."""

from dataclasses import dataclass
from time import monotonic

from django.utils.translation import gettext as _

from maillage.base.outside import Answer, Gate, Limits, NotReached, ask, gate_of_settings
from maillage.base.outside.addresses import refused
from maillage.ingestion.errors import Unreachable, UnreadableFile
from maillage.ingestion.fetching import pages
from maillage.ingestion.formats.objects.paging import Onward
from maillage.ingestion.formats.table import MAX_BYTES, check_rows

SECONDS = 60.0  # for a whole list, its pages and redirects included
MOST_PAGES = 1_000
LONGEST_ETAG, LONGEST_DATE = 200, 60  # as the columns of a source that keep them
UNCHANGED = 304


@dataclass(frozen=True, slots=True)
class Fetched:
    """A list as its address gave it. `unchanged`: the server has nothing newer than the marks given, and `content` is empty."""

    content: bytes
    etag: str
    last_modified: str
    unchanged: bool
    url: str  # the one that answered, after redirects
    content_type: str


def fetch(url: str, *, etag: str = "", last_modified: str = "", limits: Limits | None = None, gate: Gate | None = None) -> Fetched:
    """The list at an address. `url@key`: the list that a JSON answer holds under that key. Raise Unreachable.

    `etag`, `last_modified`: marks of the last answer; when the server says that nothing changed, neither content nor page is read.
    """
    limits = limits or Limits(MAX_BYTES, SECONDS)
    address, key = pages.split_key(url)
    marks = {name: mark for name, mark in (("If-None-Match", etag), ("If-Modified-Since", last_modified)) if mark}
    try:
        gate = gate or gate_of_settings()
        deadline = monotonic() + limits.seconds
        answer = ask(address, gate=gate, headers=marks, limits=limits)
        if answer.status == UNCHANGED and marks:
            return Fetched(b"", etag, last_modified, True, answer.url, "")
        check_status(answer)
        content, count = _with_pages(answer, key, limits, deadline, gate)
    except (NotReached, UnreadableFile) as error:
        raise Unreachable(str(error)) from error
    # The marks of a first page say nothing of the next ones.
    new_etag, new_date = (answer.header("ETag"), answer.header("Last-Modified")) if count == 1 else ("", "")
    return Fetched(content, _mark(new_etag, LONGEST_ETAG), _mark(new_date, LONGEST_DATE), False, answer.url, answer.header("Content-Type"))


def check_status(answer: Answer) -> None:
    """Refuse an answer that is not the list, in words. Raise NotReached."""
    if answer.status == 200:
        return
    tells = {
        401: (_("le site demande une autorisation"), _("Demandez une adresse ouverte à qui publie la liste, ou déposez le fichier.")),
        403: (_("le site refuse l’accès"), _("Demandez une adresse ouverte à qui publie la liste, ou déposez le fichier.")),
        404: (_("il n’y a rien à cette adresse"), _("Vérifiez l’adresse auprès de qui publie la liste.")),
        410: (_("la liste n’est plus à cette adresse"), _("Demandez la nouvelle adresse à qui publie la liste.")),
        429: (_("le site a reçu trop de demandes"), _("Réessayez plus tard.")),
    }
    down = (_("le site est en panne (réponse %(status)s)") % {"status": answer.status}, _("Réessayez plus tard, ou déposez le fichier."))
    other = (_("réponse %(status)s au lieu de la liste") % {"status": answer.status}, _("Vérifiez l’adresse auprès de qui publie la liste."))
    raise refused(answer.url, *tells.get(answer.status, down if answer.status >= 500 else other))


def _with_pages(first: Answer, key: str, limits: Limits, deadline: float, gate: Gate) -> tuple[bytes, int]:
    """The list in full, and of how many pages it is made. An answer that is whole stays as received."""
    page = pages.read(first, key)
    if page is None:
        return first.content, 1
    rows, size, answer, seen, key, total = page.rows, len(first.content), first, {first.url}, page.key, page.onward.total
    while page.onward.address and page.rows:  # some services tell a next page for ever
        address = pages.next_address(answer.url, page.onward.address)
        if address in seen or len(seen) == MOST_PAGES:
            raise refused(address, _("les pages de la liste ne finissent pas"), _("Signalez-le à qui publie la liste, ou déposez le fichier."))
        answer = ask(address, gate=gate, limits=Limits(limits.size, deadline - monotonic()))
        check_status(answer)
        seen.add(address)
        size += len(answer.content)
        if size > limits.size:
            why = _("les pages de la liste dépassent %(limit)s Mo") % {"limit": limits.size // 1_000_000}
            raise refused(first.url, why, _("Vérifiez qu’il s’agit bien de la liste, ou découpez-la."))
        page = pages.next_of(answer, key)
        rows += page.rows
        check_rows(len(rows))
    return pages.written(rows, Onward(mark=page.onward.mark, total=total)), len(seen)


def _mark(received: str, longest: int) -> str:
    """A mark to give back to the server; "" when it cannot be kept whole."""
    return received if len(received) <= longest and received.isascii() and received.isprintable() else ""
