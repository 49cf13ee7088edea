"""Knows how to read a page as a browser does: a strict HTML5 parser, and a handful of selectors."""

import gzip
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
from django.http import HttpResponseBase

SELECTOR = re.compile(r"(?P<tag>[a-z0-9]*)(?P<classes>(?:\.[\w-]+)*)(?:\[(?P<name>[\w-]+)(?:=(?P<value>[^\]]+))?\])?$")
HIDDEN = frozenset({"script", "style", "datalist"})


class Node:
    """One element of a page."""

    def __init__(self, element: Element) -> None:
        self.element = element

    def get(self, name: str) -> str | None:
        return self.element.get(name)

    def all(self, selector: str) -> list["Node"]:
        """Descendants that a list of simple selectors, one inside the other, names ("article h3 a.call", "a[rel=next]")."""
        found = [self.element]
        for step in selector.split():
            found = list(dict.fromkeys(inside for element in found for inside in element.iter() if inside is not element and answers(inside, step)))
        return [Node(element) for element in found]

    def one(self, selector: str) -> "Node":
        """The first of them; there must be one."""
        found = self.all(selector)
        assert found, f"no {selector}"
        return found[0]

    @property
    def text_as_written(self) -> str:
        """Text with its lines, as in a text area."""
        return "".join(self.element.itertext())

    @property
    def text(self) -> str:
        """What is read, hidden words included, spaces put right."""
        return " ".join("".join(words(self.element)).replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ").split())


def words(element: Element) -> Iterator[str]:
    if element.tag in HIDDEN:
        return
    yield element.text or ""
    for child in element:
        yield from words(child)
        yield child.tail or ""


def answers(element: Element, step: str) -> bool:
    wanted = SELECTOR.match(step)
    assert wanted, step
    if not isinstance(element.tag, str) or (wanted["tag"] and element.tag != wanted["tag"]):
        return False
    if not set(wanted["classes"].split(".")[1:]) <= set(element.get("class", "").split()):
        return False
    return wanted["name"] is None or (element.get(wanted["name"]) is not None and wanted["value"] in (None, element.get(wanted["name"])))


def parse(response: HttpResponseBase) -> Node:
    """The page; refused when a browser would have to mend it."""
    content = response.content  # type: ignore[attr-defined]
    return Node(html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(content.decode()))


def text_of(node: Node) -> str:
    return node.text


def weight(response: HttpResponseBase) -> int:
    """Bytes of the page once compressed."""
    return len(gzip.compress(response.content, 6))  # type: ignore[attr-defined]
