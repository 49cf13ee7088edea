"""Knows the small things templates need: icons, fonts, numbers and days as people write them."""

from datetime import date, datetime
from functools import cache

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from maillage.web import words

register = template.Library()

SPRITE = "vendor/icons.svg"
FONTS = "vendor/fonts.css"


@cache
def _found(path: str) -> bool:
    return finders.find(path) is not None


def is_installed(path: str) -> bool:
    """Is this file, installed at set-up, there? Asked once a process, each time in development."""
    return finders.find(path) is not None if settings.DEBUG else _found(path)


@register.simple_tag
def icon(name: str, turns: bool = False) -> SafeString:
    """An icon of the sprite, always beside a word; nothing when the sprite is not installed. `turns` in right-to-left pages."""
    return drawn(name, turns) if settings.DEBUG else _drawn(name, turns)


def drawn(name: str, turns: bool) -> SafeString:  # noqa: FBT001 - as the tag takes it
    if not name or not is_installed(SPRITE):
        return SafeString("")
    return format_html('<svg class="icon{}" aria-hidden="true"><use href="{}#{}"></use></svg>', " icon-turns" if turns else "", static(SPRITE), name)


_drawn = cache(drawn)


@register.simple_tag
def vendor_fonts() -> SafeString:
    """The style sheet of the fonts; nothing when they are not installed: the page then takes the system's."""
    return format_html('<link rel="stylesheet" href="{}">\n', static(FONTS)) if is_installed(FONTS) else SafeString("")


@register.filter
def number(value: int) -> str:
    """12345 -> "12 345"."""
    return formats.number_format(value, use_l10n=True, force_grouping=True)


@register.filter
def day(value: date | datetime) -> str:
    """2026-03-01 -> "1er mars 2026"."""
    return words.day(timezone.localtime(value).date() if isinstance(value, datetime) else value)
