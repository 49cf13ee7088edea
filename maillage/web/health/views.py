"""Knows how the health pages answer: in words to a person, in JSON to a machine, 503 when visitors get no answer."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from maillage.base import clock
from maillage.base.version import version
from maillage.web.health.state import State, state

MINUTE, HOUR, DAY = 60, 3_600, 86_400


@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """How the instance is. `?format=json`, or asked for JSON: the same as data."""
    found = state(clock.now())
    status = 200 if found.ready else 503
    if request.GET.get("format") == "json" or not request.accepts("text/html"):
        return JsonResponse({"live": True, "version": version(), **asdict(found), "late": found.is_late}, status=status)
    return render(request, "web/health/health.html", {"state": found, "facts": facts(found), "version": version()}, status=status)


@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """Does this process answer? Nothing is asked of the base."""
    return HttpResponse("ok\n", content_type="text/plain")


def facts(found: State) -> list[tuple[str, str]]:
    """What is told, in the order in which a person would look."""
    none = _("aucune")
    return [
        (_("Version publiée"), str(found.published) if found.published is not None else _("inconnue")),
        (_("Version servie ici"), str(found.served) if found.served is not None else _("inconnue")),
        (_("Dernière publication"), ago(found.generation_age_s) or none),
        (_("Travaux en attente"), waiting(found)),
        (_("Dernière sauvegarde"), ago(found.backup_age_s) or none),
    ]


def waiting(found: State) -> str:
    if not found.queue:
        return _("aucun")
    text = ngettext("{count}, depuis {age}", "{count}, le plus ancien depuis {age}", found.queue)
    return text.format(count=found.queue, age=lasting(found.queue_age_s or 0))


def ago(seconds: int | None) -> str:
    return "" if seconds is None else _("il y a {age}").format(age=lasting(seconds))


def lasting(seconds: int) -> str:
    """ "3 jours", "2 heures", "moins d’une minute"."""
    for unit, text in ((DAY, ("{n} jour", "{n} jours")), (HOUR, ("{n} heure", "{n} heures")), (MINUTE, ("{n} minute", "{n} minutes"))):
        if seconds >= unit:
            return ngettext(*text, seconds // unit).format(n=seconds // unit)
    return _("moins d’une minute")
