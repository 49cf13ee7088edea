"""Knows how what is known of a territory is said in a terminal: what is known, what is not, whom to call first."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.base.cells import safe
from maillage.directory.knowledge import Call, Known
from maillage.ingestion.report.cells import phone
from maillage.referentials.selectors import label

MOST_KINDS = 8
MOST_COMMUNES = 12
ASKED = {"services": gettext_lazy("ce qu’on peut y faire"), "hours": gettext_lazy("ses horaires"), "checked": gettext_lazy("si tout est encore vrai")}


def as_text(title: str, known: Known, calls: list[Call]) -> str:
    """Three short parts, for a person."""
    return "\n".join([*_known(title, known), "", *_unknown(known), "", *_calls(calls)])


def _known(title: str, known: Known) -> Iterator[str]:
    yield _("%(title)s : ce que nous savons") % {"title": title}
    yield _("  Lieux publiés : %(places)d. Communes où il y en a : %(served)d sur %(communes)d.") % {
        "places": known.places,
        "served": known.communes - len(known.communes_without),
        "communes": known.communes,
    }
    for words, count in (
        (_("disent ce qu’on peut y faire"), known.with_services),
        (_("ont des horaires"), known.with_hours),
        (_("ont un téléphone"), known.with_phone),
        (_("sont situés dans leur rue"), known.with_address),
        (_("ont été vérifiés depuis moins de six mois"), known.fresh),
    ):
        yield f"  {_share(count, known.places):>5}  {count:>6}  {words}"
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
    for code, count in known.needs:
        yield f"  {count:>6}  " + _("disent répondre à « %(need)s »") % {"need": label("needs", code)}
    if known.communes_without:
        names = ", ".join(known.communes_without[:MOST_COMMUNES])
        yield "  " + _("Communes sans lieu connu : %(count)d, dont %(names)s") % {"count": len(known.communes_without), "names": names}


def _calls(calls: list[Call]) -> Iterator[str]:
    if not calls:
        yield _("Personne à appeler : chaque lieu connu dit ce qu’on peut y faire et quand il ouvre.")
        return
    yield _("Qui appeler d’abord")
    for number, call in enumerate(calls, start=1):
        yield f"  {number:>2}. {call.name}, {call.commune} — {_number(call)}"
        yield "      " + _("demander : %(what)s") % {"what": _asked(call)}


def _number(call: Call) -> str:
    return phone(call.phone) if call.phone else _("numéro à trouver : demandez-le à la mairie")


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
        "calls": [{"code": call.code, "name": call.name, "commune": call.commune, "phone": call.phone, "unknown": list(call.unknown)} for call in calls],
    }


def write_calls(path: Path, calls: list[Call]) -> None:
    """The list of calls as a sheet, with a column for the answer."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
        writer.writerow([_("lieu"), _("commune"), _("téléphone"), _("à demander"), _("réponse"), _("appelé le"), _("code du lieu")])
        for call in calls:
            writer.writerow([safe(call.name), safe(call.commune), phone(call.phone), _asked(call), "", "", call.code])
