"""Knows how the values of an address are read: one table of parameters, from which they are both documented and read, so that none is ignored in silence."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from math import isfinite
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from maillage.base import refusals
from maillage.base.refusals import Wrong

LANGUAGE = "lang"  # read by the door, of every operation
Read = Callable[[str], Any]


class Unreadable(Exception):
    """A value that does not read; its text says what is expected, in the reader's language."""


@dataclass(frozen=True)
class Parameter:
    """One parameter of an address. `description`: French, marked by `gettext_noop`. `read` raises Unreadable."""

    name: str
    description: str
    schema: Mapping[str, Any]
    read: Read
    many: bool = False
    default: Any = None
    example: Any = None
    required: bool = False

    @cached_property
    def documented(self) -> dict[str, Any]:
        """As OpenAPI tells it."""
        schema = {"type": "array", "items": dict(self.schema)} if self.many else dict(self.schema)
        if self.default not in (None, ()):
            schema["default"] = self.default
        told = {"name": self.name, "in": "query", "required": self.required, "description": self.description, "schema": schema}
        return told if self.example is None else {**told, "example": self.example}


def documented(parameters: Sequence[Parameter]) -> dict[str, Any]:
    """What an operation adds to the document: `openapi_extra=`."""
    return {"parameters": [parameter.documented for parameter in parameters]}


def read(parameters: Mapping[str, Parameter], given: QueryDict) -> dict[str, Any]:
    """The values of an address, all of them; those not given have their default. Raise Problem with every fault at once."""
    values: dict[str, Any] = {}
    wrongs: list[Wrong] = []
    for name, texts in given.lists():
        parameter = parameters.get(name)
        if parameter is None:
            if name != LANGUAGE:
                wrongs.append(Wrong(name, texts[-1], _("ce paramètre n’existe pas.")))
        elif len(texts) > 1 and not parameter.many:
            wrongs.append(Wrong(name, ", ".join(texts), _("donnez-le une seule fois.")))
        else:
            try:
                values[name] = tuple(map(parameter.read, texts)) if parameter.many else parameter.read(texts[0])
            except Unreadable as error:
                wrongs.append(Wrong(name, ", ".join(texts), str(error)))
    wrongs += [Wrong(name, None, _("ce paramètre est obligatoire.")) for name, one in parameters.items() if one.required and name not in given]
    if wrongs:
        raise refusals.invalid(wrongs)
    return values


# Readers


def number(low: float, high: float) -> Read:
    def read_number(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not (isfinite(value) and low <= value <= high):
            raise Unreadable(_("un nombre de {low} à {high} est attendu.").format(low=f"{low:g}", high=f"{high:g}"))
        return value

    return read_number


def whole(low: int, high: int) -> Read:
    def read_whole(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) < 20 and low <= int(text) <= high):  # noqa: PLR2004 - longer is no number of ours
            raise Unreadable(_("un nombre entier de {low} à {high} est attendu.").format(low=low, high=high))
        return int(text)

    return read_whole


def flag(text: str) -> bool:
    if text not in ("true", "false"):
        raise Unreadable(_("true ou false est attendu."))
    return text == "true"


def words(longest: int) -> Read:
    def read_words(text: str) -> str:
        if len(text) > longest:
            raise Unreadable(_("{count} caractères au plus sont attendus.").format(count=longest))
        return text

    return read_words


def moment(text: str) -> datetime:
    """Raise Unreadable for what is not a date and time of ISO 8601."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise Unreadable(_("une date et une heure sont attendues, comme 2026-11-25T14:30 ou 2026-11-25T14:30:00+01:00.")) from None


def one_of(codes: Sequence[str]) -> Read:
    known = frozenset(codes)

    def read_code(text: str) -> str:
        if text not in known:
            raise Unreadable(_("un de ces mots est attendu : {words}.").format(words=", ".join(codes)))
        return text

    return read_code
