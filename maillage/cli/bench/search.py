"""Knows how the search is measured: build, start, memory, questions.

Invented places over real communes; the thousand questions of a visitor (a point near a commune drawn by population, one to three services,
50 km), asked by a process that maps the snapshot that another has built.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from multiprocessing import get_context
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, thread_time
from typing import Any
from uuid import uuid4

import django

from maillage.base.geometry import Point
from maillage.cli.bench import serving
from maillage.cli.generator import SearchPlace, search_places
from maillage.directory.selectors import OfferValues
from maillage.referentials import selectors as referentials
from maillage.search import build, directory_rows, snapshot_file
from maillage.search.index import Index
from maillage.search.lending import Offered
from maillage.search.query import SearchQuery
from maillage.search.rows import PlaceRow
from maillage.search.snapshot_file import Stamp
from maillage.search.suggest import suggest
from maillage.territories import selectors as territories

OPTIONS = {"places": 100_000, "offers": 300_000, "seconds": serving.SECONDS}
QUESTIONS = 1_000
RADIUS_KM = 50.0
PAGE = 50
WEDNESDAY, HOLIDAY = datetime(2026, 6, 17, 10, 30, tzinfo=UTC), datetime(2026, 7, 14, 10, 30, tzinfo=UTC)
CHECKED_ON = date(2026, 2, 1)
SAID = ("imprimer", "caf", "internet", "courriel", "cv", "impots", "visio", "wifi")  # words of services


def run(places: int, offers: int, seconds: int) -> dict[str, Any]:
    """Build in one process, ask in this one, then ask a real server, so many seconds each time (`serving.run`).

    Times in seconds and microseconds, memory in megabytes.
    """
    with TemporaryDirectory() as folder, ProcessPoolExecutor(1, get_context("spawn"), initializer=django.setup) as apart:
        file = Path(folder) / "snapshot"
        built = apart.submit(build_apart, file, places, offers).result()
        questions = apart.submit(themed_questions).result()
        started = perf_counter()
        index = Index(snapshot_file.read(file)[0], 1)
        index.search(questions[0])
        start_s = perf_counter() - started
        written = with_words(questions, index)
        times = {name: timed(ask, written if "text" in name or "suggest" in name else questions) for name, ask in asks(index).items()}
        figures = {
            **built,
            "start_s": round(start_s, 3),
            "file_mb": round(file.stat().st_size / 1e6, 1),
            "rss_mb": memory_mb("VmRSS"),
            "private_mb": memory_mb("RssAnon"),  # what each worker adds: the rest is the file, shared
            "query_us": {name: round(median(each)) for name, each in times.items()},
            "query_us_p95": {name: round(quantiles(each, n=20)[-1]) for name, each in times.items()},
        }
        return figures | serving.run(file, seconds)


def asks(index: Index) -> dict[str, Callable[[SearchQuery], Any]]:
    """Kinds of questions: the total and 50 codes, as other engines are measured; "answer" and "counts": all that a page of 20 shows."""
    return {
        "themed": index.codes,
        "themed_answer": lambda question: index.search(replace(question, page_size=20, with_counts=False)),
        "themed_counts": lambda question: index.search(replace(question, page_size=20)),
        "two_facets": lambda question: index.codes(replace(question, facets={**question.facets, "costs": ("gratuit",)})),
        "open_at": lambda question: index.codes(replace(question, open_at=WEDNESDAY)),
        "open_at_holiday": lambda question: index.codes(replace(question, open_at=HOLIDAY)),
        "freshness": lambda question: index.codes(replace(question, facets={**question.facets, "freshness": ("up-to-date",)}, sort="freshness")),
        "unthemed": lambda question: index.codes(replace(question, facets={})),
        "unthemed_open_at": lambda question: index.codes(replace(question, facets={}, open_at=WEDNESDAY)),
        "unthemed_counts": lambda question: index.search(replace(question, facets={}, page_size=20)),
        "text": lambda question: index.codes(replace(question, facets={}, near=None, sort="relevance")),
        "text_near": lambda question: index.codes(replace(question, facets={})),
        "text_mistaken": lambda question: index.codes(replace(question, facets={}, near=None, text=mistaken(question.text))),
        "text_nothing": lambda question: index.search(replace(question, radius_km=2, text=f"zorglub {question.text}", facets=impossible(question))),
        "nothing": lambda question: index.search(replace(question, radius_km=2, facets=impossible(question))),
        "suggestions": lambda question: suggest(index, question.text),
        "suggestions_begun": lambda question: suggest(index, question.text[:2]),
    }


def timed(ask: Callable[[SearchQuery], Any], questions: list[SearchQuery]) -> list[float]:
    """Microseconds of processor of each question: neighbours on a shared machine do not count."""
    times = []
    for question in questions:
        started = thread_time()
        ask(question)
        times.append((thread_time() - started) * 1e6)
    return times


def build_apart(file: Path, places: int, offers: int) -> dict[str, Any]:
    """Build the snapshot; what it cost, the invention of places apart."""
    invented = Stopwatch(search_places(places, offers))
    started = perf_counter()
    segment = build.segment(row_of(place) for place in invented)
    spent = perf_counter() - started - invented.spent
    started = perf_counter()
    snapshot_file.write(file, segment, Stamp(0, ""))
    written = perf_counter() - started
    figures = {"places": len(segment), "offers": len(segment.offer_place), "build_s": round(spent, 2), "write_s": round(written, 2)}
    return {**figures, "build_peak_mb": memory_mb("VmHWM")}


class Stopwatch:
    """Iterates, and knows how long the source of what it gives took."""

    def __init__(self, source: Iterator[SearchPlace]) -> None:
        self.source, self.spent = source, 0.0

    def __iter__(self) -> "Stopwatch":
        return self

    def __next__(self) -> SearchPlace:
        started = perf_counter()
        try:
            return next(self.source)
        finally:
            self.spent += perf_counter() - started


def row_of(place: SearchPlace) -> PlaceRow:
    """An invented place as the database would give it."""
    values = place.values
    columns: dict[str, Any] = {name: values.get(name) or "" for name in directory_rows.Columns._fields}
    columns |= {
        "id": uuid4(),
        "code": place.code,
        "kinds": list(values["kinds"]),
        "facets": {},
        "services_denied": [],
        "inferred": [],
        "checked_on": CHECKED_ON,
        "hours_checked_on": CHECKED_ON,
        "identifiers": {},
        "changed_on": date(2026, 11, 1),
    }
    columns |= {name: values.get(name) or [] for name in ("phones", "emails", "websites")} | {name: values[name] for name in ("latitude", "longitude")}
    offers = [Offered(OfferValues(concept, "", "", "own", {facet: list(codes) for facet, codes in facets.items()}), ()) for concept, facets in place.offers]
    return directory_rows.row_of(directory_rows.Columns(**columns), offers, ())


def themed_questions() -> list[SearchQuery]:
    """The same thousand questions each time."""
    random = Random(7)  # noqa: S311 - no secret here
    communes = [(commune, commune.point) for commune in territories.communes() if commune.point]
    drawn = random.choices(communes, [max(commune.population or 0, 50) ** 0.85 for commune, _point in communes], k=QUESTIONS)
    services = referentials.vocabulary("services").codes
    return [
        SearchQuery(
            near=Point(point.latitude + random.gauss(0, 0.02), point.longitude + random.gauss(0, 0.02)),
            radius_km=RADIUS_KM,
            facets={"services": tuple(random.sample(services, 1 if random.random() < 0.7 else random.randint(2, 3)))},
            page_size=PAGE,
        )
        for _commune, point in drawn
    ]


def with_words(questions: list[SearchQuery], index: Index) -> list[SearchQuery]:
    """The same questions with words: of services one time in four, else one to three of a place's name, the last one begun."""
    random = Random(7)  # noqa: S311 - no secret here
    return [replace(question, text=random.choice(SAID) if number % 4 == 0 else begun(index, random)) for number, question in enumerate(questions)]


def begun(index: Index, random: Random) -> str:
    name = index.base.names[random.randrange(len(index.base))].decode().partition("\0")[0].split()
    words = random.sample(name, min(len(name), random.randint(1, 3)))
    return " ".join([*words[:-1], words[-1][: random.randint(3, 12)]])


def mistaken(text: str) -> str:
    """The longest word with its middle letter left out."""
    word = max(text.split(), key=len)
    return text.replace(word, word[: len(word) // 2] + word[len(word) // 2 + 1 :])


def impossible(question: SearchQuery) -> dict[str, tuple[str, ...]]:
    """Filters that no place holds together: all that can be let go is tried."""
    return {**question.facets, "costs": ("gratuit",), "care": ("nobody",), "kinds": ("NOTHING",)}


def memory_mb(field: str) -> float:
    """Resident memory of this process: VmRSS now, RssAnon of it not shared, VmHWM at its highest. Linux only."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return round(next(int(line.split()[1]) for line in lines if line.startswith(field)) / 1e3, 1)
