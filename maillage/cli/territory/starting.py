"""Knows how the lists of a territory are brought in one after another: one that fails is told and stops no other."""

import shlex
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from time import monotonic

from django.conf import settings
from django.utils.translation import gettext as _

from maillage.cli.territory.lists import Wanted
from maillage.ingestion import actions as ingestion
from maillage.ingestion.errors import ListRefused, NoMapping
from maillage.ingestion.formats.opening import load, open_table
from maillage.ingestion.mapping.suggest import suggest
from maillage.ingestion.models import Run, Source
from maillage.ingestion.processes import others
from maillage.linkage import chain
from maillage.territories.values import Area

Say = Callable[[str], None]


@dataclass(frozen=True)
class Begun:
    """What became of a list: its reading, or why there is none. `is_guessed`: the meaning of its columns was."""

    wanted: Wanted
    run: Run | None = None
    trouble: str = ""
    is_guessed: bool = False


def bring_in(area: Area, lists: Iterable[Wanted], *, km: int, today: date, now: datetime, say: Say) -> list[Begun]:
    """Declare each list for this territory and its neighbours within `km`, and import it. Then find the same places, and publish."""
    begun = []
    with others(several=True):
        for wanted in lists:
            start = monotonic()
            begun.append(_one(area, wanted, km=km, today=today, now=now))
            say(_timed(_told(begun[-1]), start))
    start = monotonic()
    chain.link(today=today, now=now)
    say(_timed(_("Lieux rapprochés."), start))
    start = monotonic()
    chain.publish(now=now)
    say(_timed(_("Base publiée."), start))
    return begun


def _timed(sentence: str, start: float) -> str:
    return _("%(sentence)s (%(seconds)d s)") % {"sentence": sentence, "seconds": round(monotonic() - start)}


def _one(area: Area, wanted: Wanted, *, km: int, today: date, now: datetime) -> Begun:
    if not wanted.path and not wanted.url:
        why = _("Déposez son fichier dans un dossier, et donnez ce dossier à --from. On la trouve ici : %(page)s")
        return Begun(wanted, trouble=why % {"page": wanted.page or _("chez son éditeur")})
    try:
        source = _declared(area, wanted, km=km, today=today, now=now)
        if wanted.path:
            return _imported(wanted, source, wanted.path, today=today, now=now)
        return Begun(wanted, chain.deliver(source, today=today, now=now))
    except ListRefused as refusal:
        return Begun(wanted, trouble=str(refusal))


def _imported(wanted: Wanted, source: Source, path: Path, *, today: date, now: datetime) -> Begun:
    """Import a file by the mapping beside it, else by the one known; else by a proposed one, kept with the list to be read again by a person."""
    beside = path.with_suffix(".toml")
    try:
        return Begun(wanted, chain.import_list(source.key, path, mapping=beside if beside.is_file() else None, today=today, now=now))
    except NoMapping:
        ingestion.set_mapping(source, suggest(open_table(load(path)), name=source.key).text, by=None, today=today, now=now)
        return Begun(wanted, chain.import_list(source.key, path, today=today, now=now), is_guessed=True)


def _declared(area: Area, wanted: Wanted, *, km: int, today: date, now: datetime) -> Source:
    """The list, declared for this territory; for the whole country when another territory follows it already."""
    known = Source.objects.filter(key=wanted.key).first()
    every = Source.Rhythm.WEEKLY if wanted.url else Source.Rhythm.NEVER
    if known is None:
        return ingestion.create_source(wanted.key, url=wanted.url, every=every, scope=area.key, scope_km=km, by=None, today=today, now=now)
    if known.scope and known.scope != area.key:
        ingestion.set_scope(known, scope="", scope_km=0, by=None, now=now)
    return known


def _told(begun: Begun) -> str:
    label = begun.wanted.label
    if begun.trouble:
        return _("%(label)s : pas importée. %(why)s") % {"label": label, "why": begun.trouble}
    if begun.run is None:
        return _("%(label)s : inchangée") % {"label": label}
    counts = begun.run.counts()
    told = _("%(label)s. Lignes lues : %(read)d ; gardées : %(kept)d ; hors du territoire : %(outside)d ; sans nom de lieu : %(set_aside)d.") % {
        "label": label,
        **counts,
    }
    return f"{told} {_guessed(begun.wanted)}" if begun.is_guessed else told


def _guessed(wanted: Wanted) -> str:
    """Where the guessed mapping is kept, and how to read it again."""
    return _(
        "Le sens de ses colonnes a été deviné, et gardé dans %(path)s : ouvrez ce fichier dans un éditeur de texte, corrigez-le, "
        "vérifiez-le (maillage mapping check %(file)s --source %(key)s), puis relancez."
    ) % {"path": Path(settings.VAR) / "sources" / f"{wanted.key}.toml", "file": shlex.quote(str(wanted.path)), "key": wanted.key}
