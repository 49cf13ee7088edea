"""A process that searches without rest, as a web worker would, until its standard input closes; then tells what it saw in one line of JSON.

Two twin places change together at each publication: their summary bears its number, and they offer a service when the number is even.
An answer is torn when it mixes two publications. Usage: python -m tests.concurrency.search_reader SECONDS_BETWEEN_CHECKS
"""

import json
import logging
import os
import sys
from threading import Event, Thread
from time import monotonic, sleep, time
from typing import Any

import django


class Kept(logging.Handler):
    """Keeps what is logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(f"{record.getMessage()} {record.exc_info}")


def version_of(result: Any) -> int | None:
    """The publication that an answer shows; None when it is torn."""
    versions = {int(hit.card["summary"]) for hit in (*result.hits, *result.unknown)}
    if len(versions) != 1 or len(result.hits) + len(result.unknown) != 2:
        return None
    version = versions.pop()
    known = 2 if version % 2 == 0 else 0
    counted = result.counts.get("services", {}).get("securite", 0)
    return version if (result.total, result.unknown_total, counted) == (known, 2 - known, known) else None


def dawdle(selectors: Any) -> None:
    """Wait between reading places and reading their offers, so that publications do fall there."""
    offers_of_places = selectors.offers_of_places

    def late(places: Any) -> Any:
        sleep(0.02)
        return offers_of_places(places)

    selectors.offers_of_places = late


def read_until(stopped: Event) -> dict[str, Any]:
    from maillage.directory import selectors
    from maillage.search import engine
    from maillage.search.query import SearchQuery

    engine.CHECK_EVERY = float(sys.argv[1])
    dawdle(selectors)
    kept = Kept()
    logging.getLogger("maillage.search").addHandler(kept)
    answers, torn, seen, slowest = 0, 0, {}, 0.0
    while not stopped.is_set():
        started = monotonic()
        version = version_of(engine.current().search(SearchQuery(text="jumelle")))
        slowest = max(slowest, monotonic() - started)
        answers += 1
        torn += version is None
        if version is not None and version not in seen:
            seen[version] = time()
            tell(f"saw {version}")
    return {"answers": answers, "torn": torn, "errors": kept.messages, "seen": seen, "order": list(seen), "slowest": slowest}


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "maillage.config.settings"
    django.setup()
    stopped = Event()
    Thread(target=lambda: (sys.stdin.read(), stopped.set()), daemon=True).start()
    tell(json.dumps(read_until(stopped)))


if __name__ == "__main__":
    main()
