"""Knows the lines that a webmaster copies: a frame, or a component that keeps a plain link while there is no list."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from maillage.web.embed.forms import HEIGHT
from maillage.web.resident.asked import Asked

NAMES = ("territoire", "besoin", "couleur", "fond")


def component(chosen: Mapping[str, str], instance: str) -> SafeString:
    """The component's lines. `instance`: scheme and host of this site."""
    with override(chosen["langue"]):
        attributes = [*pairs(chosen), ("langue", chosen["langue"])]
        plain = Asked(where=chosen["territoire"], need=chosen["besoin"]).url()
        return format_html(
            '<maillage-carte{}>\n  <a href="{}{}">{}</a>\n</maillage-carte>\n<script type="module" src="{}{}"></script>',
            format_html_join("", ' {}="{}"', attributes),
            instance,
            plain,
            title(),
            instance,
            reverse_french("embed-module"),
        )


def frame(chosen: Mapping[str, str], instance: str) -> SafeString:
    """The frame's line."""
    with override(chosen["langue"]):
        query = urlencode([(name, value.lstrip("#")) for name, value in pairs(chosen)])
        address = f"{instance}{reverse('embed')}?{query}"
        return format_html('<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy"></iframe>', address, title(), HEIGHT)


def pairs(chosen: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    return [(name, chosen[name]) for name in NAMES if chosen[name]]


def title() -> str:
    return _("Les lieux qui aident avec le numérique")


def reverse_french(name: str) -> str:
    """The same file whatever the language."""
    with override("fr"):
        return reverse(name)
