"""Knows how the fold is measured: lists are stated, records of one place united, places folded and stored.

Each list tells every place, so that a place holds as many statements as there are lists. All is written in a new SQLite file, gone afterwards.
"""

import gc
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

import django
from django.core.management import call_command

from maillage.base.batches import batched
from maillage.base.identifiers import place_id
from maillage.directory import actions
from maillage.directory.actions import bulk
from maillage.directory.models import Change, Offer, Origin, Place
from maillage.territories.selectors import current_code

OPTIONS = {"places": 100_000, "statements": 3}
CHUNK = 1_000  # records stated, or places united, in one transaction
EDITS = 200
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
WHEN: dict[str, Any] = {"today": TODAY, "now": NOW}
Work = Callable[[], object]


def run(places: int, statements: int) -> dict[str, Any]:
    """Fold and store so many places of so many statements each. Times in seconds, memory in megabytes.

    `seconds`: all statements are there, all places are folded and stored. `from_nothing`: lists are stated, each record founding its place,
    then records of one place united, then all is published.
    """
    with TemporaryDirectory() as folder, new_base(folder), ProcessPoolExecutor(1, get_context("spawn"), initializer=django.setup) as apart:
        return apart.submit(measure, places, statements).result()


@contextmanager
def new_base(folder: str) -> Iterator[None]:
    """Processes started meanwhile know a base in this folder only: never the one in use."""
    before = dict(os.environ)
    os.environ.update(MAILLAGE_VAR=folder, DATABASE_URL="", DATABASE_URL_FILE="")
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def measure(places: int, statements: int) -> dict[str, Any]:
    """All figures, in a process and a base of its own."""
    call_command("migrate", verbosity=0)
    current_code("")  # loads the communes: not the work measured
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)  # as long works do: most of what they make lives until the end of a batch
    lists = [actions.origin_for("source", f"source:liste-{number}", label=f"Liste {number}") for number in range(statements)]
    seconds, cpu = {}, process_time()
    seconds["state"] = sum(timed(work) for number, origin in enumerate(lists) for work in deliveries(origin, number, places))
    seconds["unite"] = sum(timed(work) for work in unions(lists, places))
    seconds["publish"] = timed(partial(actions.publish, now=NOW))
    cpu = process_time() - cpu
    return {
        **fold_anew(),
        **one_by_one(lists[0], places),
        "from_nothing": {stage: round(value, 1) for stage, value in seconds.items()} | {"cpu": round(cpu, 1), "all": round(sum(seconds.values()), 1)},
        "places": Place.objects.published().count(),
        "offers": Offer.objects.filter(place__in=Place.objects.published(), withdrawn_on__isnull=True).count(),
        "changes": Change.objects.count(),
        "peak_mb": memory_mb("VmHWM"),
    }


def deliveries(origin: Origin, number: int, places: int) -> Iterator[Work]:
    for chunk in batched(range(places), CHUNK):
        records = [record(number, place) for place in chunk]
        yield partial(actions.record_statements, origin, records, **WHEN)


def unions(lists: list[Origin], places: int) -> Iterator[Work]:
    """What linkage would do, that knows the records of one place."""
    for chunk in batched(range(places), CHUNK):
        groups = [[place_id(origin.key, str(place)) for origin in lists] for place in chunk]
        yield partial(actions.unite, groups, **WHEN)


def fold_anew() -> dict[str, Any]:
    """Seconds to read all statements, fold and store all places, whose rows somebody emptied."""
    current = list(Place.objects.current().order_by("pk").values_list("pk", flat=True))
    bulk.update(Place, ["name", "phones", "hours", "facets"], [("", [], "", {}, place) for place in current])
    started, cpu = perf_counter(), process_time()
    written = actions.refold(current, **WHEN)
    return {"seconds": round(perf_counter() - started, 2), "cpu_seconds": round(process_time() - cpu, 2), "stored": written.places}


def one_by_one(origin: Origin, places: int) -> dict[str, float]:
    """Milliseconds, from the statement to the commit, for one record that changed and for one word of a team, which is published."""
    chosen = range(0, places, max(1, places // EDITS))
    later: dict[str, Any] = {"today": TODAY + timedelta(days=1), "now": NOW}
    changed = [actions.RecordIn(str(place), {**record(0, place).values, "summary": "Un résumé"}) for place in chosen]
    shown = [Place.objects.get(pk=place_id(origin.key, str(place))) for place in chosen]
    teams = [actions.origin_for("team", f"team:{place.code}", label="Équipe du lieu") for place in shown]
    stated = [timed(partial(actions.record_statements, origin, [one], **later)) for one in changed]
    said = [
        timed(partial(actions.state, place=place, origin=team, values={"summary": "Un autre"}, by=None, **later))
        for place, team in zip(shown, teams, strict=True)
    ]
    return {"refold_ms": round(median(stated) * 1000, 2), "edit_ms": round(median(said) * 1000, 2)}


def record(number: int, place: int) -> actions.RecordIn:
    """What one list says of one place: some dozen fields; the first also tells services, the third hours."""
    values: dict[str, Any] = {
        "name": f"Médiathèque {place}",
        "kinds": {"BIB": True},
        "street": f"{place % 90 + 1} rue de la Paix",
        "postal_code": "23000",
        "commune": "Guéret",
        "insee": "23096",
        "latitude": 46.17 + place % 100 / 10_000,
        "longitude": 1.87,
        "precision": "housenumber",
    }
    if number % 3 == 0:
        values |= {"services": dict.fromkeys(["demarches-administratives", "outils-du-quotidien", "securite"], True)}
        values |= {"audiences": {"jeunes": True}, "costs": {"gratuit": True}}
    else:
        values["phones"] = [{"number": f"+33555{place % 1_000_000:06}", "contact": "service"}]
    if number % 3 == 2:
        values |= {"hours": "Mo-Fr 09:00-12:00,14:00-18:00", "websites": [f"https://exemple.fr/{place}"]}
    return actions.RecordIn(str(place), values, TODAY - timedelta(days=30 * number) if number else None)


def timed(work: Work) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


def memory_mb(line: str) -> int:
    """Memory of this process, in megabytes: VmRSS now, VmHWM at its highest."""
    for told in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if told.startswith(f"{line}:"):
            return round(int(told.split()[1]) / 1024)
    raise ValueError(line)
