"""Knows how JSON is walked one object at a time, so that no document, however large or hostile, is ever whole in memory."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from maillage.ingestion.errors import UnreadableFile

WINDOW = 1_000_000  # characters; no object of a list is larger
MAX_DEPTH = 6  # of the objects that wrap a list
BLANK = re.compile(r"[ \t\r\n\ufeff]*")
TOP = ""  # path of a list that nothing wraps


class Item(NamedTuple):
    """A value of a list met in a document: the path of its list, its rank from 1 (or its line), and itself. Rank 0: a value that is in no list."""

    path: str
    place: int
    value: Any


class Scanner:
    """Reads the values of a text one after the other, through a window."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.base = 0
        self.window = text[:WINDOW]
        self.decode = json.JSONDecoder(parse_constant=lambda _name: None).raw_decode

    def skip(self, at: int) -> int:
        """Where the next sign stands."""
        found = BLANK.match(self.text, at)
        return found.end() if found else at

    def sign(self, at: int) -> str:
        return self.text[at : at + 1]

    def value(self, at: int) -> tuple[Any, int]:
        """The value that begins there, and where it ends. Raise UnreadableFile with the line."""
        while True:
            try:
                value, end = self.decode(self.window, at - self.base)
                if end < len(self.window) or self._is_last():
                    return value, self.base + end
            except json.JSONDecodeError as error:
                if self._is_last():
                    raise self._malformed(self.base + error.pos) from error
                if self.base == at:
                    is_cut = error.pos > WINDOW - WINDOW // 100 or error.msg.startswith("Unterminated")
                    raise self._too_large(at) if is_cut else self._malformed(at + error.pos) from error
            except (RecursionError, ValueError) as error:
                raise UnreadableFile(
                    _("Ligne %(line)s : le JSON ne peut pas être lu : trop de niveaux, ou un nombre démesuré.") % {"line": self.line(at)}
                ) from error
            if self.base == at:
                raise self._too_large(at)
            self.base, self.window = at, self.text[at : at + WINDOW]

    def _is_last(self) -> bool:
        return self.base + len(self.window) >= len(self.text)

    def line(self, at: int) -> int:
        """Line of the file, as a person counts."""
        return self.text.count("\n", 0, at) + 1

    def expect(self, sign: str, at: int) -> int:
        """Past this sign and the blanks after it. Raise UnreadableFile when another stands there."""
        if self.sign(at) != sign:
            raise self._malformed(at)
        return self.skip(at + 1)

    def _malformed(self, at: int) -> UnreadableFile:
        told = _("Ligne %(line)s, signe %(column)s : le JSON est mal formé. Vérifiez que le téléchargement est complet.")
        return UnreadableFile(told % {"line": self.line(at), "column": at - self.text.rfind("\n", 0, at)})

    def _too_large(self, at: int) -> UnreadableFile:
        told = _("Ligne %(line)s : un objet du JSON est trop grand pour décrire un lieu. Vérifiez qu’il s’agit bien de la liste.")
        return UnreadableFile(told % {"line": self.line(at)})


def walk(text: str) -> Iterator[Item]:
    """Everything a document holds that may be a row, in its order. Raise UnreadableFile with the line where it is malformed."""
    return (item for item in everything(text) if item.place)


def everything(text: str) -> Iterator[Item]:
    """The same, with the values that stand outside the lists: how many rows there are, where the next ones are."""
    scanner = Scanner(text)
    at = scanner.skip(0)
    if scanner.sign(at) == "{" and _is_lines(scanner, at):
        yield from _lines(scanner, at)
        return
    end = yield from _walk(scanner, at, TOP, 0)
    if (after := scanner.skip(end)) < len(text):
        scanner.expect("", after)  # nothing follows the document


def _is_lines(scanner: Scanner, at: int) -> bool:
    """Is the first object followed by another? (JSON Lines)"""
    try:
        _value, end = scanner.value(at)
    except UnreadableFile:
        return False
    return scanner.sign(scanner.skip(end)) == "{"


def _lines(scanner: Scanner, at: int) -> Iterator[Item]:
    line, counted = 1, 0
    while at < len(scanner.text):
        line, counted = line + scanner.text.count("\n", counted, at), at
        value, end = scanner.value(at)
        yield Item(TOP, line, value)
        at = scanner.skip(end)


def _walk(scanner: Scanner, at: int, path: str, depth: int) -> Any:
    """Yield what is found under a value; return where it ends."""
    match scanner.sign(at):
        case "[" if path == TOP or scanner.sign(scanner.skip(at + 1)) == "{":
            return (yield from _list(scanner, at, path))
        case "{" if depth < MAX_DEPTH:
            return (yield from _object(scanner, at, path, depth))
    value, end = scanner.value(at)
    yield Item(path, 0, value)
    return end


def _list(scanner: Scanner, at: int, path: str) -> Any:
    at, rank = scanner.expect("[", at), 0
    while scanner.sign(at) != "]":
        if rank:
            at = scanner.expect(",", at)
        value, end = scanner.value(at)
        rank += 1
        yield Item(path, rank, value)
        at = scanner.skip(end)
    return at + 1


def _object(scanner: Scanner, at: int, path: str, depth: int) -> Any:
    at, first = scanner.expect("{", at), True
    while scanner.sign(at) != "}":
        if not first:
            at = scanner.expect(",", at)
        first = False
        if scanner.sign(at) != '"':
            scanner.expect('"', at)
        key, end = scanner.value(at)
        at = scanner.expect(":", scanner.skip(end))
        at = scanner.skip((yield from _walk(scanner, at, f"{path}.{key}" if path else key, depth + 1)))
    return at + 1
