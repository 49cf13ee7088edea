"""Colours of somebody else's page: taken as they are when they can be read, put right when they cannot."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.web.embed import colours
from maillage.web.embed.colours import CONTROL, TEXT, Look, colour, contrast, corrections, palette, style_sheet

HEXADECIMAL = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")
WORDS = ("ink", "quiet", "old", "brand", "link", "good", "watch", "verify", "accent")


@given(brand=HEXADECIMAL, paper=HEXADECIMAL | st.just(""), ink=HEXADECIMAL | st.just(""), dark=st.booleans())
def test_whatever_is_asked_words_are_read_on_paper_and_on_bands(brand: str, paper: str, ink: str, dark: bool) -> None:
    made = palette(Look(brand, paper, ink), dark=dark)

    assert [(name, on) for name, on in product(WORDS, ("paper", "wash")) if contrast(made[name], made[on]) < TEXT] == []
    assert contrast(made["brand-ink"], made["brand"]) >= CONTROL
    assert contrast(made["edge"], made["wash"]) >= CONTROL
    assert contrast(made["focus-ink"], made["focus"]) >= TEXT


def test_a_colour_that_is_read_stays_as_it_is() -> None:
    assert palette(Look(brand="#0f5c5c"), dark=False)["brand"] == "#0f5c5c"
    assert corrections(Look(brand="#0f5c5c", paper="#ffffff")) == []


def test_a_colour_that_is_not_read_is_corrected_and_told() -> None:
    (told,) = corrections(Look(brand="#ffdd00"))

    assert told.asked == "#ffdd00"
    assert told.contrast < 1.5 and told.reached >= TEXT


@pytest.mark.parametrize(
    ("written", "read"), [("0F5C5C", "#0f5c5c"), ("#abc", "#aabbcc"), (" #123456 ", "#123456"), ("red", ""), ("", ""), ("#12345", ""), ("#12345g", "")]
)
def test_six_or_three_digits_are_a_colour(written: str, read: str) -> None:
    assert colour(written) == read


@pytest.mark.parametrize("hostile", ["#fff;}*{background:url(//x)}", "</style>", "expression(1)", "#ffffff\n}", "٠٠٠"])
def test_nothing_else_enters_the_style_sheet(hostile: str) -> None:
    look = Look.read({"couleur": hostile, "fond": hostile, "texte-couleur": hostile, "theme": hostile})

    assert look == Look()


def test_known_contrasts() -> None:
    """WCAG's own figures: black on white, and #767676, the lightest grey at 4.5:1."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_a_paper_of_its_own_has_one_scheme() -> None:
    assert "prefers-color-scheme" in style_sheet(Look(), ":root")
    assert "prefers-color-scheme" not in style_sheet(Look(paper="#102030"), ":root")
    assert "color-scheme: dark" in style_sheet(Look(paper="#102030"), ":root")
    assert "color-scheme: light" not in style_sheet(Look(scheme="sombre"), ":root")


def test_colours_are_for_screens_only() -> None:
    """Paper is black on white whatever the page around looks like."""
    assert all(line.startswith("@media screen") for line in style_sheet(Look(paper="#102030"), ":host").splitlines() if line.startswith("@"))
    assert colours.style_sheet(Look(), ":host").count("@media screen") == 2
