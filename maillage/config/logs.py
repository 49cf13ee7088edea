"""Knows how a log line is written: one JSON object, with the request it belongs to, and never what people searched for."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime
from http import HTTPStatus

request_id: ContextVar[str] = ContextVar("request_id", default="")

QUERY = re.compile(r"\?[^\s\"']+")
EXTRAS = ("method", "path", "status", "ms")


def without_query(text: str) -> str:
    """The text with the query of each address cut off: "/lieux/?quoi=dettes" -> "/lieux/"."""
    return QUERY.sub("", text)


class RefusalFilter(logging.Filter):
    """A page refused to a person is no fault of ours: one line of information, without the way that led to it."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", None) == HTTPStatus.FORBIDDEN:
            record.levelno, record.levelname = logging.INFO, logging.getLevelName(logging.INFO)
            record.exc_info = None
        return True


class JsonFormatter(logging.Formatter):
    """Formats a record as one JSON object on one line."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_query(record.getMessage()),
        }
        if current := request_id.get():
            line["request_id"] = current
        line |= {name: record.__dict__[name] for name in EXTRAS if name in record.__dict__}
        if record.exc_info:
            line["exception"] = without_query(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)
