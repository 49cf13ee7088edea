"""Knows how everything that the API's description promises is asked: examples, boundaries, drawn requests, chains of requests, with every check."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

DOCUMENT = "/api/v1/openapi.json"
HANDLER = WSGIHandler()


@dataclass
class Asked:
    """What came of it: requests by phase, by status, and each failure once, as a person reads it."""

    phases: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    failures: dict[str, str] = field(default_factory=dict)

    @property
    def cases(self) -> int:
        return sum(self.phases.values())


def ask_everything(*, examples: int, seed: int, known: Mapping[str, Sequence[str]], secret: str) -> Asked:
    """Ask, with so many drawn requests for each operation.

    `known`: parameter -> values that exist, three times in four instead of drawn ones. `secret`: a key that may propose; without it too, and with wrong ones.
    """
    options = {
        "seed": seed,
        "workers": 1,
        "continue-on-failure": True,
        "generation": {"max-examples": examples, "no-shrink": True, "database": "none", "allow-extra-parameters": False},
        "dictionaries": {name: {"values": list(values)} for name, values in known.items()},
        "parameters": {name: {"dictionary": name, "probability": 0.75} for name in known},
        "auth": {"openapi": {"bearer": {"bearer": secret}}},
        "headers": {"Accept-Encoding": "identity"},  # the client of these tests reads no compressed answer
        # a territory, a mark or a key may be well written and be none of ours, or have served already: no schema tells which
        "checks": {
            "positive_data_acceptance": {"expected-statuses": ["2xx", "3xx", "401", "404", "409", "410", "414", "422"]},
            "negative_data_rejection": {"expected-statuses": ["400", "401", "404", "405", "410", "414", "415", "422"]},
        },
    }
    schema = schemathesis.openapi.from_wsgi(DOCUMENT, application, config=SchemathesisConfig.from_dict(options))
    asked = Asked()
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            note(asked, event)
        elif isinstance(event, (events.NonFatalError, events.FatalError)):
            asked.failures[str(event)] = "the tool itself failed"
    return asked


def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """The product, each answer read to its end and closed, as servers do: the connection of its thread is then given back."""
    response = HANDLER(environ, start_response)
    try:
        return list(response)
    finally:
        response.close()


def note(asked: Asked, event: events.ScenarioFinished) -> None:
    recorder = event.recorder
    asked.phases[event.phase.value] += len(recorder.interactions)
    asked.statuses.update(each.response.status_code for each in recorder.interactions.values() if each.response)
    for checks in recorder.checks.values():
        for check in checks:
            if check.failure_info is not None:
                failure = check.failure_info.failure
                asked.failures.setdefault(f"{recorder.label}: {failure.title}", f"{failure.message}\n{check.failure_info.code_sample}")
