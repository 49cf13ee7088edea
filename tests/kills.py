"""Knows how to kill the chain at random instants, and to tell whether the base ends the same as without the kills.

Also a program: `python -m tests.kills DELIVERIES.json` makes the base of its environment ready, then obeys lines of standard input:
`run` does the whole chain in a child whose number it prints, then how it ended; `dump FILE` writes all that must be the same.
"""

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

    from maillage.ingestion.models import Run

ROOT = Path(__file__).parents[1]
TODAY, NOW = date(2026, 11, 23), datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
SHARE = 0.6  # longest time given to one attempt, of the time of an uninterrupted run
NUMBER = re.compile(r"(?<=^relation:)\d+|(?<=^closure:)\d+")  # of a row: a transaction killed on PostgreSQL has used some up
FINE = 20  # rows in one transaction when `fine`: many instants between two transactions, though the lists are short


@dataclass(frozen=True)
class Listed:
    """A list to bring in."""

    source: str
    path: Path
    mapping: Path | None = None
    undone: Path | None = None  # a later delivery, whose reading is undone


@dataclass(frozen=True)
class Outcome:
    """What became of one base: all that must be the same, seconds of work, attempts that were killed."""

    dump: str
    seconds: float
    kills: int


def uninterrupted(deliveries: Sequence[Listed], var: Path, *, database: str = "", fine: bool = False) -> Outcome:
    """Do the whole chain once, in a new base."""
    with Chain(deliveries, var, database, fine) as chain:
        start = time.monotonic()
        ended = chain.run()
        seconds = time.monotonic() - start
        assert ended == 0, "the chain failed without any kill"
        return Outcome(chain.dump(), seconds, 0)


def killed(deliveries: Sequence[Listed], var: Path, *, seconds: float, chance: random.Random, database: str = "", fine: bool = False) -> Outcome:
    """Do the whole chain in a new base, killed at random instants until it comes to its end. `seconds`: time of an uninterrupted run."""
    kills, start = 0, time.monotonic()
    with Chain(deliveries, var, database, fine) as chain:
        while (ended := chain.run(kill_after=chance.uniform(0.0, SHARE) * seconds)) == -signal.SIGKILL:
            kills += 1
        assert ended == 0, "the chain failed after a kill"
        return Outcome(chain.dump(), time.monotonic() - start, kills)


class Chain:
    """A process with Django ready, that forks for each attempt: a kill costs no start."""

    def __init__(self, deliveries: Sequence[Listed], var: Path, database: str, fine: bool = False) -> None:
        var.mkdir(parents=True, exist_ok=True)
        self.dumped = var / "dump.txt"
        asked = var / "deliveries.json"
        asked.write_text(json.dumps([[one.source, str(one.path), str(one.mapping or ""), str(one.undone or "")] for one in deliveries]))
        environment = {**os.environ, "MAILLAGE_VAR": str(var), "DJANGO_SETTINGS_MODULE": "maillage.config.settings", "DATABASE_URL": database}
        command = [sys.executable, "-m", "tests.kills", str(asked), *(["--fine"] if fine else [])]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.heard() == "ready"

    def __enter__(self) -> "Chain":
        return self

    def __exit__(self, *_: object) -> None:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()

    def run(self, *, kill_after: float | None = None) -> int:
        """One attempt; how it ended: 0, a failure, or −9 when it was killed."""
        self.tell("run")
        child = int(self.heard())
        if kill_after is not None:
            time.sleep(kill_after)
            os.kill(child, signal.SIGKILL)  # its end is not yet waited for: the number is still its own
        self.tell("wait")
        return int(self.heard())

    def dump(self) -> str:
        """All that must be the same, sorted."""
        self.tell(f"dump {self.dumped}")
        assert self.heard() == "dumped"
        return self.dumped.read_text(encoding="utf-8")

    def tell(self, line: str) -> None:
        assert self.process.stdin
        print(line, file=self.process.stdin, flush=True)

    def heard(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()


# The process that obeys


def main(asked: Path, *, fine: bool) -> None:
    """Make the base ready, then obey."""
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    call_command("migrate", verbosity=0)
    warm()
    if fine:
        make_fine()
    deliveries = [Listed(source, Path(path), *(Path(other) if other else None for other in others)) for source, path, *others in json.loads(asked.read_text())]
    answer("ready")
    for line in sys.stdin:
        leave_the_base(connections["default"])
        order, *rest = line.split(maxsplit=1)
        if order == "run":
            child = os.fork()
            if child == 0:
                attempt(deliveries)
            answer(child)
        elif order == "wait":
            answer(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        elif order == "dump":
            Path(rest[0].strip()).write_text("\n".join(lines()) + "\n", encoding="utf-8")
            answer("dumped")


def leave_the_base(connection: "BaseDatabaseWrapper") -> None:
    """Close every connection, those that a pool keeps included: a child must open its own."""
    connection.close()
    if close_pool := getattr(connection, "close_pool", None):
        close_pool()


def warm() -> None:
    """Load once what every attempt reads from files, so that kills fall on the work and not on the loading."""
    import maillage.linkage.chain  # noqa: F401 and all that it imports
    from maillage.linkage import kinds, normalise, score
    from maillage.referentials.selectors import vocabulary
    from maillage.territories.selectors import index

    for load in (index, kinds.table, normalise.words, score.weights, lambda: vocabulary("services")):
        load()


def make_fine() -> None:
    """Write few rows in each transaction."""
    from maillage.ingestion.actions import staging
    from maillage.linkage import chain
    from maillage.linkage.actions import settling, storing

    staging.CHUNK = chain.BATCH = settling.BATCH = storing.BATCH = FINE


def attempt(deliveries: Sequence[Listed]) -> None:
    """The whole chain, in a child that ends here."""
    import traceback

    from maillage.linkage import chain

    code = 1
    try:
        if not any(one.undone and later_reading(one) for one in deliveries):
            for one in deliveries:
                chain.import_list(one.source, one.path, mapping=one.mapping, today=TODAY, now=NOW)
            finish(today=TODAY, now=NOW)
        for one in deliveries:
            if one.undone:
                read_and_undo(one)
        code = 0
    except BaseException:  # noqa: BLE001 a child must not go on as its parent
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def later_reading(one: Listed) -> "Run | None":
    """The reading of the later delivery, once it came to its end."""
    from maillage.ingestion.models import Run

    done = Run.objects.filter(source__key=one.source, state__in=[Run.State.DONE, Run.State.UNDONE])
    return done.filter(file_name=one.undone.name).last() if one.undone else None


def read_and_undo(one: Listed) -> None:
    """Read a later delivery of a list, publish it, undo it: what is done is not done again."""
    from maillage.ingestion.models import Run
    from maillage.linkage import chain

    if later_reading(one) is None:
        chain.import_list(one.source, one.undone, mapping=one.mapping, accept_losses=True, today=TODAY, now=NOW)
    last = later_reading(one)
    assert last
    if last.state == Run.State.DONE:
        finish(today=TODAY, now=NOW)
        chain.undo(last, by=None, today=TODAY, now=NOW)
    finish(today=TODAY, now=NOW)


def finish(*, today: date, now: datetime) -> None:
    """What follows the imports: state what an interrupted one left waiting, link, publish."""
    from maillage.ingestion.selectors import sources
    from maillage.linkage import chain

    for source in sources().filter(records__is_pending=True).distinct():
        chain.state(source, today=today, now=now)
    chain.link_and_publish(today=today, now=now)


def lines() -> Iterator[str]:
    """All that must be the same: records, statements, places, offers, changes, questions, verdicts, version, standard export."""
    from maillage.directory.models import Change, Generation, Offer, Place, Question, Statement
    from maillage.ingestion.models import SourceRecord
    from maillage.linkage.models import Verdict
    from maillage.opendata import formats
    from maillage.opendata.exporting import Selection

    record = ["source__key", "record_id", "line", "raw_hash", "values", "as_of", "unreadable", "state", "is_pending", "first_seen_on", "gone_on"]
    statement = ["origin__key", "record_id", "place", "values", "as_of", "received_on", "value_dates", "ended", "absent_since"]
    place = [field.attname for field in Place._meta.concrete_fields if field.attname not in {"founding_origin_id", "checked_by_id"}]
    verdict = [field.attname for field in Verdict._meta.concrete_fields if field.attname != "id"]
    yield from told("record", SourceRecord.objects.values(*record))
    yield from told("statement", Statement.objects.values(*statement))
    yield from told("place", Place.objects.values(*place, "founding_origin__key"))
    yield from told("offer", Offer.objects.values("place", "concept", "provider", "variant", "role", "facets", "withdrawn_on"))
    changes = Change.objects.values("place", "field", "old", "new", "origin__key", "generation")
    yield from told("change", ({**change, "field": NUMBER.sub("", change["field"])} for change in changes))
    yield from told("question", Question.objects.values("key", "kind", "place", "other", "state", "details"))
    yield from told("verdict", Verdict.objects.values(*verdict))
    yield from told("generation", Generation.objects.values("number", "published_at"))
    for form in (each for each in formats.FORMATS if each.name in ("standard-csv", "standard-companion-csv", "maillage-jsonl")):
        yield from (f"export {form.name} {line}" for line in b"".join(form.container(form.records(Selection(date(2026, 11, 23))))).decode().splitlines())


def told(kind: str, rows: "Iterable[Mapping[str, object]]") -> list[str]:
    return sorted(f"{kind} {json.dumps(row, default=str, sort_keys=True, ensure_ascii=False)}" for row in rows)


def answer(what: object) -> None:
    print(what, flush=True)  # noqa: T201 spoken to the process that gives orders


if __name__ == "__main__":
    main(Path(sys.argv[1]), fine="--fine" in sys.argv)
