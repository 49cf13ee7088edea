"""Knows how a correction is told: to the owner of a list, line by line, and in counts; never by whom, only by which kind of person."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.directory.confirmed import HOURS, POINT
from maillage.directory.fields import FIELDS
from maillage.directory.hours import say
from maillage.directory.models import Origin, Place, Statement
from maillage.directory.selectors import records_of
from maillage.ingestion.mapping.telling import field_words
from maillage.ingestion.models import Returned, Source
from maillage.ingestion.normalisers.text import as_text
from maillage.ingestion.report.cells import cell
from maillage.referentials.selectors import label

BY: dict[str, Promise] = {"team": gettext_lazy("l’équipe du lieu"), "coordinator": gettext_lazy("la coordination")}
STATES: dict[str, Promise] = {
    "open": gettext_lazy("ouvert"),
    "closed": gettext_lazy("fermé définitivement"),
    "gone": gettext_lazy("n’existe plus"),
}


@dataclass(frozen=True)
class Line:
    """One correction, in the words and columns of the list."""

    line: int
    record: str
    place: str
    about: str
    columns: tuple[str, ...]
    received: str
    confirmed: str
    cells: Mapping[str, str]  # column -> text to write; empty: by hand
    before: Mapping[str, str]  # the same columns, as received
    by: str
    confirmed_on: date
    sent_on: date
    taken_on: date | None
    gesture: str

    @property
    def by_hand(self) -> bool:
        return not self.cells

    @property
    def where(self) -> tuple[str, ...]:
        """The columns to write in; left to a person, those that speak of it."""
        return tuple(self.cells) or self.columns


@dataclass(frozen=True)
class Totals:
    """What became of the corrections of a list. `since`: the oldest that waits."""

    sent: int = 0
    taken: int = 0
    waiting: int = 0
    by_hand: int = 0  # of those that wait
    since: date | None = None

    @property
    def share(self) -> int:
        """Taken, on a hundred sent."""
        return round(100 * self.taken / self.sent) if self.sent else 0


def lines(returned: Iterable[Returned]) -> Iterator[Line]:
    """Corrections as they are told; they come with their record."""
    return map(line, returned)


def line(one: Returned) -> Line:
    record = one.record
    return Line(
        line=record.line,
        record=record.record_id,
        place=record.values.get("name", ""),
        about=subject_words(one.subject),
        columns=tuple(one.columns),
        received=value_words(one.subject, one.held),
        confirmed=value_words(one.subject, one.confirmed),
        cells=one.cells,
        before={column: as_text(record.raw.get(column)) for column in one.cells},
        by=str(BY[one.by_kind]),
        confirmed_on=one.confirmed_on,
        sent_on=one.sent_on,
        taken_on=one.taken_on,
        gesture=gesture(one),
    )


def gesture(one: Returned) -> str:
    """What the owner of the list has to do."""
    if one.confirmed is None or one.confirmed is False and ":" in one.subject:
        return _("à retirer")
    return _("à ajouter") if one.held is None else _("à corriger")


def subject_words(subject: str) -> str:
    """« les téléphones », « les services : Aide aux démarches administratives »."""
    name, _colon, code = subject.partition(":")
    if not code:
        return field_words(name)
    concept, *provider = code.split("|")
    told = f"{field_words(name)}\u202f: {label(FIELDS[name].vocabulary, concept)}"
    return f"{told} ({', '.join(filter(None, provider))})" if any(provider) else told


def value_words(subject: str, value: Any) -> str:
    """A value as a person reads it; "" when there is none."""
    if value is None:
        return ""
    if ":" in subject:
        return _("oui") if value else _("non")
    if subject == POINT:
        return f"{value['latitude']}, {value['longitude']}"
    if subject == HOURS:
        return " ; ".join(filter(None, (value.get("hours") and (say.french(value["hours"]) or value["hours"]), value.get("hours_words"))))
    return str(STATES[value]) if subject == "state" and value in STATES else cell(subject, value)


WAITS = Q(returned__taken_on__isnull=True, returned__dropped_on__isnull=True)


def totals(source: Source) -> Totals:
    """What became of the corrections of one list; those that stand no more are left out."""
    return totals_of([source]).get(source.pk, Totals())


def totals_of(sources: Iterable[Source]) -> dict[int, Totals]:
    """The same of many, by their pk, in one query."""
    counted = (
        Source.objects.filter(pk__in=[source.pk for source in sources])
        .order_by("pk")
        .annotate(
            sent=Count("returned", filter=Q(returned__dropped_on__isnull=True)),
            taken=Count("returned", filter=Q(returned__taken_on__isnull=False)),
            waiting=Count("returned", filter=WAITS),
            by_hand=Count("returned", filter=WAITS & Q(returned__cells={})),
            since=Min("returned__sent_on", filter=WAITS),
        )
    )
    return {pk: Totals(*rest) for pk, *rest in counted.values_list("pk", "sent", "taken", "waiting", "by_hand", "since")}


def waiting(source: Source) -> list[Returned]:
    """The corrections of the last sheet that the list has not taken, in the order of its file."""
    return list(source.returned.waiting().select_related("record").order_by("record__line", "record_id", "pk"))


def taken(source: Source, most: int) -> list[Returned]:
    """The last corrections that the list took."""
    return list(source.returned.taken().select_related("record").order_by("-taken_on", "-pk")[:most])


def of_place(place: Place) -> list[Returned]:
    """What was sent to lists about a current place, and stands or was taken; the records of the places merged into it included."""
    said = Statement.objects.in_force().filter(place__in=records_of(place), origin__kind=Origin.Kind.SOURCE).order_by("pk")
    records = set(said.values_list("origin_id", "record_id"))
    sent = Returned.objects.filter(dropped_on__isnull=True, record__record_id__in={record for _origin, record in records}).order_by("sent_on", "pk")
    return [one for one in sent.select_related("source__origin", "record") if (one.source.origin_id, one.record.record_id) in records]
