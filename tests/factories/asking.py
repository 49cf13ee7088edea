"""Knows how everything that the API's description promises is asked: examples, boundaries, drawn requests, chains of requests, with every check."""

from collections import Counter
from dataclasses import dataclass, field

import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

DOCUMENT = "/api/v1/openapi.json"


@dataclass
class Asked:
    """What came of it: requests by phase, by status, and each failure once, as a person reads it."""

    phases: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    failures: dict[str, str] = field(default_factory=dict)

    @property
    def cases(self) -> int:
        return sum(self.phases.values())


def ask_everything(*, examples: int, seed: int, most: int | None = None) -> Asked:
    """Ask, with so many drawn requests for each operation; stop after `most` requests."""
    options = {
        "seed": seed,
        "workers": 1,
        "continue-on-failure": True,
        "generation": {"max-examples": examples, "no-shrink": True, "database": "none"},
        "headers": {"Accept-Encoding": "identity"},  # the client of these tests reads no compressed answer
        # a territory, a mark or a key may be well written and be none of ours: no schema tells which are
        "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "3xx", "401", "404", "410", "422"]}},
    }
    schema = schemathesis.openapi.from_wsgi(DOCUMENT, WSGIHandler(), config=SchemathesisConfig.from_dict(options))
    asked, stream = Asked(), from_schema(schema).execute()
    for event in stream:
        if isinstance(event, events.ScenarioFinished):
            note(asked, event)
            if most is not None and asked.cases >= most:
                stream.stop()
        elif isinstance(event, (events.NonFatalError, events.FatalError)):
            asked.failures[str(event)] = "the tool itself failed"
    return asked


def note(asked: Asked, event: events.ScenarioFinished) -> None:
    recorder = event.recorder
    asked.phases[event.phase.value] += len(recorder.interactions)
    asked.statuses.update(each.response.status_code for each in recorder.interactions.values() if each.response)
    for checks in recorder.checks.values():
        for check in checks:
            if check.failure_info is not None:
                failure = check.failure_info.failure
                asked.failures.setdefault(f"{recorder.label}: {failure.title}", f"{failure.message}\n{check.failure_info.code_sample}")
