"""Knows how what is known of a territory is said in a terminal: what is known, what is not, whom to call first."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.base.cells import safe
from maillage.directory.knowledge import Call, Known, Through
from maillage.directory.models import Question
from maillage.ingestion.report.cells import phone
from maillage.referentials.selectors import label
from maillage.territories.values import Area

MOST_KINDS = 8
MOST_COMMUNES = 12
ASKED = {"services": gettext_lazy("ce qu’on peut y faire"), "hours": gettext_lazy("ses horaires"), "checked": gettext_lazy("si tout est encore vrai")}


@dataclass(frozen=True)
class Told:
    """All that is told at the end of a beginning. `kept`: rows kept of all lists; `sheet`: where the list of calls was written."""

    area: Area
    known: Known
    calls: list[Call]
    kept: int
    km: int
    sheet: Path | None = None


def as_text(told: Told) -> str:
    """Short parts, for a person."""
    parts = (_known(told), _unknown(told.known), _questions(told.known), _calls(told.calls), _next(told))
    return "\n\n".join("\n".join(part) for part in parts)


def _known(told: Told) -> Iterator[str]:
    known = told.known
    yield _("%(title)s : ce que nous savons") % {"title": told.area.name}
    yield _("  Lieux publiés : %(places)d. Communes où il y en a : %(served)d sur %(communes)d.") % {
        "places": known.places,
        "served": known.communes - len(known.communes_without),
        "communes": known.communes,
    }
    if told.kept > known.places:
        yield _("  Lignes gardées : %(kept)d. L’écart : les lieux voisins (%(km)d km), les lignes d’un même lieu, et ce qui attend une réponse.") % {
            "kept": told.kept,
            "km": told.km,
        }
    for words, count in (
        (_("où l’on sait ce qu’on peut y faire"), known.with_services),
        (_("dont les horaires sont connus"), known.with_hours),
        (_("dont le téléphone est connu"), known.with_phone),
        (_("dont la rue est connue"), known.with_address),
        (_("dont la vérification a moins de six mois"), known.fresh),
    ):
        yield f"  {_share(count, known.places):>5}  {count:>6}  {words}"
    answered = [(code, count) for code, count in known.needs if count]
    if answered:
        yield "  " + _("Où l’on dit pouvoir :")
    for code, count in answered:
        yield f"         {count:>6}  {label('needs', code)}"
    if known.kinds:
        yield "  " + _("Surtout : %(kinds)s") % {"kinds": ", ".join(f"{label('kinds', code)} ({count})" for code, count in known.kinds[:MOST_KINDS])}


def _share(count: int, whole: int) -> str:
    return f"{round(100 * count / whole)}\u00a0%" if whole else "—"


def _unknown(known: Known) -> Iterator[str]:
    yield _("Ce que nous ne savons pas")
    yield _("  Lieux qui ne disent pas ce qu’on peut y faire : %(count)d") % {"count": known.places - known.with_services}
    yield _("  Lieux sans horaires : %(count)d, sans téléphone : %(phones)d") % {
        "count": known.places - known.with_hours,
        "phones": known.places - known.with_phone,
    }
    if unanswered := [label("needs", code) for code, count in known.needs if not count]:
        yield "  " + _("Ce que personne ne dit pouvoir : %(needs)s") % {"needs": "\u202f; ".join(unanswered)}
    if known.communes_without:
        names = ", ".join(known.communes_without[:MOST_COMMUNES])
        yield "  " + _("Communes sans lieu connu : %(count)d, dont %(names)s") % {"count": len(known.communes_without), "names": names}


def _questions(known: Known) -> Iterator[str]:
    yield _("Questions posées : %(count)d") % {"count": sum(count for _kind, count in known.questions)}
    for kind, count in known.questions:
        yield f"         {count:>6}  {Question.Kind(kind).label}"
    if known.questions:
        yield "  " + _("Elles sont gardées. Les pages où y répondre viennent dans une prochaine version.")


def _calls(calls: list[Call]) -> Iterator[str]:
    if not calls:
        yield _("Personne à appeler : chaque lieu connu dit ce qu’on peut y faire et quand il ouvre.")
        return
    yield _("Qui appeler d’abord")
    for number, call in enumerate(calls, start=1):
        yield f"  {number:>2}. {call.name}, {call.commune} — {_number(call)}"
        yield "      " + _("demander : %(what)s") % {"what": _asked(call)}


def _next(told: Told) -> Iterator[str]:
    yield _("Ensuite")
    yield "  " + _("Mettre en ligne : maillage serve")
    yield "  " + _("Suivre les listes : %(url)s/listes/ (y donner accès : maillage invite ADRESSE --role coordinator --on %(area)s)") % {
        "url": settings.PUBLIC_URL,
        "area": told.area.key,
    }
    if told.sheet:
        yield "  " + _("Appeler : la liste d’appels est dans %(path)s, avec une colonne pour les réponses.") % {"path": told.sheet}
    else:
        yield "  " + _("Appeler : relancez avec --calls appels.csv pour avoir la liste d’appels dans un tableur.")


def _number(call: Call) -> str:
    if call.phone:
        return phone(call.phone)
    if call.through:
        return _("par %(whom)s : %(number)s") % {"whom": _whom(call.through), "number": phone(call.through.phone)}
    return _("numéro à trouver : demandez-le à la mairie")


def _whom(through: Through) -> str:
    return _("la mairie") if through.is_town_hall else _("« %(name)s »") % {"name": through.name}


def _asked(call: Call) -> str:
    return ", ".join(str(ASKED[what]) for what in call.unknown)


def as_dict(known: Known, calls: list[Call]) -> dict[str, Any]:
    """The same, for programmes."""
    return {
        "places": known.places,
        "with_services": known.with_services,
        "with_hours": known.with_hours,
        "with_phone": known.with_phone,
        "with_address": known.with_address,
        "fresh": known.fresh,
        "communes": known.communes,
        "communes_without": list(known.communes_without),
        "kinds": dict(known.kinds),
        "needs": dict(known.needs),
        "questions": dict(known.questions),
        "calls": [_call_as_dict(call) for call in calls],
    }


def _call_as_dict(call: Call) -> dict[str, Any]:
    through = {"name": call.through.name, "phone": call.through.phone} if call.through else None
    return {"code": call.code, "name": call.name, "commune": call.commune, "phone": call.phone, "through": through, "unknown": list(call.unknown)}


def write_calls(path: Path, calls: list[Call]) -> None:
    """The list of calls as a sheet, with a column for the answer."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
        writer.writerow([_("lieu"), _("commune"), _("téléphone"), _("par"), _("à demander"), _("réponse"), _("appelé le"), _("code du lieu")])
        for call in calls:
            number, whom = (call.through.phone, _whom(call.through)) if call.through else (call.phone, "")
            writer.writerow([safe(call.name), safe(call.commune), phone(number), safe(whom), _asked(call), "", "", call.code])
