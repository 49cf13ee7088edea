"""Logs: one JSON object a line, with the request's name, without what people searched for."""

import json
import logging
import sys

from maillage.config.logs import JsonFormatter, request_id


def line_of(message: str, *args: object, **fields: object) -> dict[str, object]:
    record = logging.LogRecord("maillage.test", logging.WARNING, __file__, 1, message, args, fields.pop("exc_info", None))  # type: ignore[arg-type]
    record.__dict__.update(fields)
    text = JsonFormatter().format(record)
    assert "\n" not in text
    return dict(json.loads(text))


def test_line_is_json_with_accents_as_they_are() -> None:
    line = line_of("reçu %s", "Guéret", status=200, path="/lieux/", secret="x")

    assert line["message"] == "reçu Guéret"
    assert (line["level"], line["logger"], line["status"], line["path"]) == ("WARNING", "maillage.test", 200, "/lieux/")
    assert "secret" not in line


def test_query_strings_are_cut_off() -> None:
    assert line_of("Not Found: /lieux/?quoi=dettes&ou=23000")["message"] == "Not Found: /lieux/"
    assert line_of('"GET /?a=b HTTP/1.1" 200')["message"] == '"GET / HTTP/1.1" 200'
    assert line_of("Vraiment ? Oui.")["message"] == "Vraiment ? Oui."


def test_request_is_named() -> None:
    token = request_id.set("abc")
    try:
        assert line_of("a")["request_id"] == "abc"
    finally:
        request_id.reset(token)
    assert "request_id" not in line_of("a")


def test_exception_is_told_on_the_same_line() -> None:
    try:
        raise ValueError("/lieux/?quoi=dettes")
    except ValueError:
        line = line_of("failed", exc_info=sys.exc_info())
    assert "ValueError: /lieux/" in str(line["exception"])
    assert "dettes" not in str(line["exception"])
