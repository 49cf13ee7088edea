"""Knows the contract of a geocoder, the Géoplateforme's and addok's: how addresses are asked, one by one or as a CSV, and what is answered.

Read in public clients of the service and in addok's documentation: `GET search/?q=&limit=&citycode=` gives GeoJSON; `POST search/csv/` gives the
same CSV back with columns `latitude`, `longitude` and `result_*`.
"""

import csv
import io
import json
import secrets
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any
from urllib.parse import urlencode

from maillage.base.batches import batched
from maillage.base.outside import Answer, Gate, Limits, NotReached, ask

LIMITS = Limits(size=16_000_000, seconds=60)  # of one answer: a thousand rows take about 0.5 MB
MOST_ROWS = 1_000
LONGEST_QUESTION = 200  # signs; the services refuse more
TOO_MANY = 429
TRIES, USUAL_WAIT, LONGEST_WAIT = 3, 2.0, 30.0  # when told to come back later; seconds
UNANSWERED = {"error", "skipped"}  # the service's own failure on one row: to be asked again another day


class GeocoderFailed(Exception):
    """The service did not answer, or not what its contract says. Its text is for the journal: it holds no address."""


@dataclass(frozen=True, slots=True)
class Question:
    """An address to find in the commune `insee`; `citycode` is what is asked of the service: the same code, or "" to search everywhere."""

    key: str
    text: str
    insee: str
    citycode: str


@dataclass(frozen=True, slots=True)
class Found:
    """What the service takes the address for. `kind`: housenumber, street, locality, municipality."""

    latitude: float
    longitude: float
    kind: str
    score: float
    label: str
    citycode: str


Pair = tuple[str, Found | None]  # key of the question; None: the service knows no such address


@dataclass
class Geocoder:
    """Asks the service, never faster than `rate` requests a second."""

    url: str
    gate: Gate
    rate: int = 10
    rows: int = MOST_ROWS  # in one request; 1: one by one
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    next_at: float = 0.0

    def find(self, questions: Sequence[Question]) -> Iterator[Pair]:
        """Answers, as they come. Raise GeocoderFailed; what came before is good."""
        if self.rows <= 1 or len(questions) == 1:
            for question in questions:
                yield question.key, self._one(question)
            return
        for batch in batched(questions, min(self.rows, MOST_ROWS)):
            yield from self._many(batch)

    def _one(self, question: Question) -> Found | None:
        asked = {"q": question.text, "limit": "1", "autocomplete": "0"} | ({"citycode": question.citycode} if question.citycode else {})
        answer = self._ask(f"{self.url}/search/?{urlencode(asked)}")
        try:
            features = json.loads(answer.content)["features"]
            return read_feature(features[0]) if features else None
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
            raise GeocoderFailed(f"search: not what the contract says ({type(error).__name__})") from error

    def _many(self, questions: Sequence[Question]) -> Iterator[Pair]:
        kind, body = as_form(questions)
        answer = self._ask(f"{self.url}/search/csv/", body, {"Content-Type": kind})
        try:
            rows = read_csv(answer.content)
        except (ValueError, csv.Error) as error:
            raise GeocoderFailed(f"search/csv: not what the contract says ({type(error).__name__})") from error
        asked = {question.key for question in questions}
        for row in rows:
            key, status = row.get("key", ""), row.get("result_status", "")
            if key in asked and status not in UNANSWERED:
                yield key, read_row(row)

    def _ask(self, url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer of the service; asked again when it says that it was asked too much."""
        for _try in range(TRIES):
            self._wait()
            try:
                answer = ask(url, gate=self.gate, headers=headers, body=body, limits=LIMITS)
            except NotReached as error:
                raise GeocoderFailed(str(error)) from error
            if answer.status == 200:
                return answer
            if answer.status != TOO_MANY:
                break
            self.sleep(wait_told(answer.header("Retry-After")))
        raise GeocoderFailed(f"answer {answer.status}")

    def _wait(self) -> None:
        if (early := self.next_at - self.clock()) > 0:
            self.sleep(early)
        self.next_at = self.clock() + 1 / max(self.rate, 1)


def wait_told(header: str) -> float:
    """Seconds that a service asks to wait, within reason."""
    return min(float(header), LONGEST_WAIT) if header.isdecimal() else USUAL_WAIT


def as_form(questions: Sequence[Question]) -> tuple[str, bytes]:
    """Content type and body of a form that holds the addresses as a CSV."""
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(["key", "q", "citycode"])
    writer.writerows((question.key, question.text, question.citycode) for question in questions)
    mark, disposition = secrets.token_hex(16), "Content-Disposition: form-data; name="
    parts = [
        f'{disposition}"columns"\r\n\r\nq',
        f'{disposition}"citycode"\r\n\r\ncitycode',
        f'{disposition}"data"; filename="adresses.csv"\r\nContent-Type: text/csv; charset=utf-8\r\n\r\n{table.getvalue()}',
    ]
    return f"multipart/form-data; boundary={mark}", ("".join(f"--{mark}\r\n{part}\r\n" for part in parts) + f"--{mark}--\r\n").encode()


def read_csv(content: bytes) -> list[dict[str, str]]:
    """Rows of the answer. Raise ValueError when it is not the table that was sent."""
    text = content.decode("utf-8-sig")
    header = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if header.count(";") > header.count(",") else ",")
    if not {"key", "latitude", "longitude", "result_score"} <= set(reader.fieldnames or ()):
        raise ValueError(header[:80])
    return [{name: value or "" for name, value in row.items() if isinstance(name, str)} for row in reader]


def read_row(row: Mapping[str, str]) -> Found | None:
    """What a row of the answer tells; None when it found nothing."""
    told = {name: row.get(f"result_{name}", "") for name in ("type", "score", "label", "citycode")}
    return found(row["latitude"], row["longitude"], told)


def read_feature(feature: Mapping[str, Any]) -> Found | None:
    """What a feature of the answer tells."""
    longitude, latitude = feature["geometry"]["coordinates"][:2]
    return found(latitude, longitude, feature["properties"])


def found(latitude: Any, longitude: Any, told: Mapping[str, Any]) -> Found | None:
    """The answer, when its numbers are numbers of the Earth."""
    try:
        place, score = (float(latitude), float(longitude)), float(told.get("score") or 0)
    except (TypeError, ValueError, OverflowError):
        return None
    if not (all(map(isfinite, (*place, score))) and abs(place[0]) <= 90 and abs(place[1]) <= 180):
        return None
    return Found(*place, str(told.get("type") or ""), score, str(told.get("label") or ""), str(told.get("citycode") or ""))
