"""Knows the page where a webmaster makes the lines to copy, and sees at once what they give."""

from typing import Any, NamedTuple

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage.web.caching import until_published
from maillage.web.embed import snippets
from maillage.web.embed.colours import corrections
from maillage.web.embed.forms import SnippetForm


class Setting(NamedTuple):
    """What may be written, as an attribute of the component or a parameter of the frame."""

    attribute: str
    parameter: str
    says: str


@require_safe
@csp_update({"frame-src": [SELF]})
@until_published
def make(request: HttpRequest) -> HttpResponse:
    """The form, the lines, what they give."""
    defaults = {"langue": get_language() or "fr", "forme": "composant"}
    form = SnippetForm({**defaults, **{name: value for name, value in request.GET.items() if value}}, label_suffix="")
    context: dict[str, Any] = {"form": form, "settings": settings(), "snippet": "", "is_frame": False, "corrections": [], "instance": ""}
    if form.is_valid():
        instance = f"{request.scheme}://{request.get_host()}"
        is_frame = form.cleaned_data["forme"] == "cadre"
        made = (snippets.frame if is_frame else snippets.component)(form.cleaned_data, instance)
        context |= {"snippet": made, "is_frame": is_frame, "corrections": corrections(form.look), "instance": instance}
    return render(request, "web/embed/make.html", context)


def settings() -> list[Setting]:
    """Everything that both forms understand."""
    return [
        Setting("territoire", "territoire", _("Où commencer : dep:23, reg:75, epci:200067189, com:23096")),
        Setting("pres-de", "ou", _("Près d’où chercher : une commune ou un code postal")),
        Setting("rayon", "rayon", _("Jusqu’où, en kilomètres : 5, 10, 20, 50 ou 100")),
        Setting("besoin", "besoin", _("Un besoin, comme demarche")),
        Setting("service", "service", _("Un ou plusieurs services du référentiel ; de même cout, public, acces, type")),
        Setting("texte", "quoi", _("Des mots, comme impôts")),
        Setting("couleur", "couleur", _("Couleur des liens et des boutons ; en CSS : --maillage-couleur")),
        Setting("fond", "fond", _("Couleur du fond ; en CSS : --maillage-fond. Le composant prend sinon celle de votre page")),
        Setting("couleur-texte", "texte-couleur", _("Couleur du texte ; en CSS : --maillage-texte")),
        Setting("theme", "theme", _("clair ou sombre ; sinon ce que préfère le visiteur")),
        Setting("langue", "/en/", _("fr ou en ; le cadre anglais commence par /en/integrer/")),
    ]
