"""Knows how the colours of somebody else's page are taken, and put right when a text in them could not be read.

Contrast is that of WCAG 2.2 (1.4.3, 1.4.6, 1.4.11): 7:1 for words, 4.5:1 for what can be used, both on the paper and on the slightly darker bands.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

WRITTEN = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
SCHEMES = ("clair", "sombre")  # else what the visitor's browser prefers
TEXT, CONTROL = 7.0, 4.5
BLACK, WHITE = "#000000", "#ffffff"

# The graphic line: paper, ink, brand; and states, which keep their hue.
LIGHT = {"paper": "#ffffff", "ink": "#1b1f24", "brand": "#0f5c5c"}
DARK = {"paper": "#15191b", "ink": "#ece7dd", "brand": "#8fd0ca"}
STATES = {"good": "#17552d", "watch": "#0b5252", "verify": "#7a4100", "accent": "#9a3412"}
FOCUS = {"focus": "#ffbf47"}


@dataclass(frozen=True)
class Look:
    """Colours asked, "" where the graphic line decides: of what can be used, of the paper, of the text; and one scheme, or both."""

    brand: str = ""
    paper: str = ""
    ink: str = ""
    scheme: str = ""

    @classmethod
    def read(cls, data: Mapping[str, str]) -> "Look":
        """What the address says; what is not a colour is left out."""
        scheme = data.get("theme", "")
        return cls(colour(data.get("couleur", "")), colour(data.get("fond", "")), colour(data.get("texte-couleur", "")), scheme if scheme in SCHEMES else "")

    def params(self) -> list[tuple[str, str]]:
        pairs = [("couleur", self.brand[1:]), ("fond", self.paper[1:]), ("texte-couleur", self.ink[1:]), ("theme", self.scheme)]
        return [(name, value) for name, value in pairs if value]


@dataclass(frozen=True)
class Correction:
    """A colour asked that could not be read, what is used instead, and both contrasts with the paper."""

    asked: str
    used: str
    contrast: float
    reached: float


def colour(written: str) -> str:
    """ "0F5C5C", "#0f5" -> "#0f5c5c", "#00ff55"; "" when it is not written so."""
    found = WRITTEN.fullmatch(written.strip())
    if not found:
        return ""
    digits = found.group(1).lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def luminance(hexadecimal: str) -> float:
    """Relative luminance, from 0 (black) to 1 (white)."""
    red, green, blue = (channel / 255 for channel in channels(hexadecimal))
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black and white)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def channels(hexadecimal: str) -> tuple[int, int, int]:
    return int(hexadecimal[1:3], 16), int(hexadecimal[3:5], 16), int(hexadecimal[5:7], 16)


def mixed(one: str, other: str, share: float) -> str:
    """The first colour with so much of the other in it."""
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(channels(one), channels(other), strict=True))


def extreme(paper: str) -> str:
    """Black or white, whichever is better read on this paper."""
    return BLACK if contrast(BLACK, paper) >= contrast(WHITE, paper) else WHITE


def readable(hexadecimal: str, paper: str, floor: float) -> str:
    """The nearest colour to this one, towards black or white, that is read on this paper; black or white itself at worst."""
    end = extreme(paper)
    return next((tried for step in range(101) if contrast(tried := mixed(hexadecimal, end, step / 100), paper) >= floor), end)


def palette(look: Look, *, dark: bool) -> dict[str, str]:
    """Every colour of the style sheet, by the name of its variable."""
    base = DARK if (luminance(look.paper) < 0.18 if look.paper else dark) else LIGHT
    paper = steady(look.paper or base["paper"])
    end = extreme(paper)
    wash = mixed(paper, end, 0.04)
    ink = readable(look.ink or base["ink"], wash, TEXT)
    brand = readable(look.brand or base["brand"], wash, TEXT)
    states = {name: readable(value, wash, TEXT) for name, value in STATES.items()}
    quiet = readable(mixed(ink, paper, 0.2), wash, TEXT)
    return {
        "paper": paper,
        "wash": wash,
        "ink": ink,
        "quiet": quiet,
        "old": quiet,
        "line": mixed(paper, end, 0.2),
        "edge": readable(mixed(paper, end, 0.45), wash, CONTROL),
        "brand": brand,
        "brand-ink": extreme(brand),
        "link": brand,
        **states,
        "accent": brand,  # the one button is in the colour of the page around
        "accent-ink": extreme(brand),
        **FOCUS,
        "focus-ink": "#1b1f24",
    }


def steady(paper: str) -> str:
    """A paper on which black or white is read at 7:1, its bands included: a middle grey goes lighter or darker."""
    end = WHITE if luminance(paper) >= 0.18 else BLACK
    tries = (mixed(paper, end, step / 100) for step in range(101))
    return next(tried for tried in tries if contrast(extreme(tried), mixed(tried, extreme(tried), 0.04)) >= TEXT + 1)


def corrections(look: Look) -> list[Correction]:
    """Colours asked that are not used as they are, on light paper or the paper asked."""
    made = palette(look, dark=look.scheme == "sombre")
    pairs = [(look.paper, made["paper"]), (look.brand, made["brand"]), (look.ink, made["ink"])]
    return [Correction(asked, used, contrast(asked, made["wash"]), contrast(used, made["wash"])) for asked, used in pairs if asked and asked != used]


@lru_cache(maxsize=512)
def style_sheet(look: Look, selector: str) -> str:
    """The variables of one look, on screens: paper is black on white. With a paper of its own, a page has one scheme."""
    if look.paper or look.scheme:
        is_dark = luminance(look.paper) < 0.18 if look.paper else look.scheme == "sombre"
        return f"@media screen {{\n{rule(selector, look, dark=is_dark)}}}\n"
    light, dark = rule(selector, look, dark=False), rule(selector, look, dark=True)
    return f"@media screen {{\n{light}}}\n@media screen and (prefers-color-scheme: dark) {{\n{dark}}}\n"


def rule(selector: str, look: Look, *, dark: bool) -> str:
    lines = "".join(f"  --{name}: {value};\n" for name, value in palette(look, dark=dark).items())
    return f"{selector} {{\n  color-scheme: {'dark' if dark else 'light'};\n{lines}}}\n"
