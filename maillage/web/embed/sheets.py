"""Knows how the look of the site becomes that of a part inside somebody else's page: same rules, other measures, other colours.

Inside a shadow tree there is no `:root`, a `rem` is that of the page around (often 62.5 %), and the width that matters is that of the part, not of the screen.
"""

import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

from maillage.web.embed.colours import Look, style_sheet

SHEETS = ("web/maillage.css", "web/embed/embed.css")
WIDTH = re.compile(r"@media \((min|max)-width: ([\d.]+)rem\)")
REM = re.compile(r"(-?\d*\.?\d+)rem\b")
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
PIXELS = 16
HOST = """:host {
  display: block;
  --unit: max(1rem, 16px);
  font-size: max(1.125rem, 18px);
  white-space: normal;
  letter-spacing: normal;
}
:host([hidden]) { display: none; }
"""


def frame_colours(look: Look) -> str:
    """Colours of the frame's page, over those of the site."""
    return style_sheet(look, ":root")


def component(look: Look) -> str:
    """Everything the component wears."""
    return f"{HOST}{site()}{style_sheet(look, ':host')}"


@cache
def site() -> str:
    """The site's style sheets, as they hold inside a shadow tree."""
    return inside("".join(text_of(sheet) for sheet in SHEETS))


def text_of(file: str) -> str:
    """Content of a static file of ours."""
    return Path(str(finders.find(file))).read_text(encoding="utf-8")


def inside(css: str) -> str:
    """The same rules for a shadow tree: of its host, of its own width, of a unit that the page around cannot shrink."""
    css = COMMENT.sub("", css)
    css = WIDTH.sub(lambda found: f"@container maillage ({found[1]}-width: {float(found[2]) * PIXELS:g}px)", css)
    css = REM.sub(r"calc(\1 * var(--unit))", css)
    return re.sub(r":root\b", ":host", css)
