"""Knows what the pages of lists show, as plain values: where each list stands, its readings, its quality over time as bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from maillage.base.errors import NotAllowed
from maillage.ingestion import policies, selectors
from maillage.ingestion.models import Run, Source
from maillage.ingestion.report import keeping
from maillage.ingestion.returning.telling import Totals, totals_of
from maillage.ingestion.selectors import Quality
from maillage.linkage import tasks
from maillage.territories.selectors import parse_territory

MOST_RUNS = 24
WIDTH, HEIGHT, GAP = 20, 80, 6  # of a bar, in the units of the drawing


@dataclass(frozen=True)
class Summary:
    """A list in one line."""

    source: Source
    territory: str
    last: Quality | None
    corrections: Totals

    @property
    def percent(self) -> int | None:
        """Usable rows, on a hundred read."""
        return percent(self.last) if self.last else None


@dataclass(frozen=True)
class Bar:
    """One reading in the drawing: two bars, one in front of the other."""

    x: int
    kept: int  # heights
    usable: int
    label: str

    @property
    def kept_y(self) -> int:
        return HEIGHT - self.kept

    @property
    def usable_y(self) -> int:
        return HEIGHT - self.usable


@dataclass(frozen=True)
class Chart:
    """Quality over time; `said` tells the same in words."""

    bars: list[Bar]
    width: int
    height: int
    said: str


def summaries(sources: Sequence[Source]) -> list[Summary]:
    """Where lists stand."""
    last, totals = selectors.last_qualities(sources), totals_of(sources)
    return [Summary(source, territory_of(source), last.get(source.pk), totals.get(source.pk, Totals())) for source in sources]


def territory_of(source: Source) -> str:
    """« Creuse, et 30 km autour », « toute la liste »."""
    area = parse_territory(source.scope) if source.scope else None
    if area is None:
        return _("toute la liste")
    return _("%(name)s, et %(km)d km autour") % {"name": area.name, "km": source.scope_km} if source.scope_km else area.name


def runs(source: Source) -> list[tuple[Run, bool]]:
    """The last readings, newest first, and whether their remarks are kept."""
    return [(run, keeping.is_kept(run)) for run in source.runs.order_by("-pk")[:MOST_RUNS]]


def undoable(source: Source) -> Run | None:
    """The reading that can be undone, if any."""
    run = selectors.last_run(source)
    try:
        if run:
            policies.check_can_undo(run)
    except NotAllowed:
        return None
    return run


def chart(readings: Sequence[Quality]) -> Chart | None:
    """Bars of the last readings; nothing to draw before the second."""
    shown = [reading for reading in readings if reading.read][-MOST_RUNS:]
    if len(shown) < 2:
        return None
    most = max(reading.read for reading in shown)
    bars = [
        Bar(place * (WIDTH + GAP), round(HEIGHT * reading.kept / most), round(HEIGHT * reading.usable / most), _label(reading))
        for place, reading in enumerate(shown)
    ]
    return Chart(bars, len(bars) * (WIDTH + GAP) - GAP, HEIGHT, _said(percent(shown[0]), percent(shown[-1]), len(shown)))


def _said(before: int, after: int, count: int) -> str:
    if before == after:
        return _("Lignes utilisables sur cent : %(after)d, comme au début, en %(count)d lectures.") % {"after": after, "count": count}
    return _("Lignes utilisables sur cent : %(before)d au début, %(after)d maintenant, en %(count)d lectures.") % {
        "before": before,
        "after": after,
        "count": count,
    }


def percent(reading: Quality) -> int:
    return round(100 * reading.usable / reading.read) if reading.read else 0


def _label(reading: Quality) -> str:
    day: date = reading.day
    return _("%(day)s. Lignes gardées : %(kept)d, utilisables : %(usable)d") % {"day": day.strftime("%d/%m/%Y"), "usable": reading.usable, "kept": reading.kept}


def waiting(source: Source) -> list[str]:
    """What waits for the worker about this list, in words."""
    said = {"import": _("un fichier à lire"), "fetch": _("une lecture de la liste à son adresse"), "undo": _("l’annulation de la dernière lecture")}
    return [said[what] for what in tasks.waiting(source.key) if what in said]
