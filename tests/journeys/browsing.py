"""Knows what a browser journey looks at: axe's complaints, sideways scrolling, focus that can be seen, targets that can be hit."""

from typing import TYPE_CHECKING

import pytest

from tests.source import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}}  # 7:1, and targets of 24 px at least
TOO_SMALL = """() => [...document.querySelectorAll('a[href], button, summary, input:not([type=hidden]), select')]
  .filter(e => e.checkVisibility() && !e.closest('p, li, dd, td') || e.matches('.button, .call, .line, nav a, header a, .needs a'))
  .filter(e => e.checkVisibility() && !e.classList.contains('skip'))
  .map(e => [e, (e.closest('label') || e).getBoundingClientRect()])
  .filter(([e, box]) => box.width && box.height < 43.5)
  .map(([e, box]) => `${e.outerHTML.slice(0, 80)} ${Math.round(box.height)} px`)"""
FOCUS = """() => { const e = document.activeElement, s = getComputedStyle(e), box = e.getBoundingClientRect();
  return {tag: e.tagName, text: e.textContent.trim().slice(0, 40), outline: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 3,
          inside: box.bottom > 0 && box.top < innerHeight && box.width > 0} }"""


def axe_violations(page: "Page") -> list[str]:
    """What axe finds wrong, colours at 7:1 included."""
    if not AXE.exists():
        pytest.skip("axe-core absent: `make frontend` installs it")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, {rules})", RULES)["violations"]
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found]


def sideways(page: "Page") -> list[str]:
    """The width that sticks out, if any."""
    width, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return [f"scrolls sideways: {width} px on a screen of {seen}"] if width > seen else []


def too_small(page: "Page") -> list[str]:
    """Controls of less than 44 px; links inside a sentence are spared."""
    return [f"target too small: {control}" for control in page.evaluate(TOO_SMALL)]


def unseen_focus(page: "Page", steps: int) -> list[str]:
    """Stops of the Tab key where nothing shows."""
    wrong = []
    for _step in range(steps):
        page.keyboard.press("Tab")
        seen = page.evaluate(FOCUS)
        if seen["tag"] != "BODY" and not (seen["outline"] and seen["inside"]):
            wrong.append(f"focus not seen: {seen['tag']} {seen['text']}")
    return wrong
