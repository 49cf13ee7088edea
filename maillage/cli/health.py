"""Knows what an instance needs to work, and says what to do about what is missing."""

import os
import shutil
import stat
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from maillage.base.clock import today
from maillage.base.months import months_before
from maillage.cli.base_ready import pending_migrations
from maillage.directory import selectors as directory
from maillage.directory.hours.calendar import school_calendar_end
from maillage.search import snapshot
from maillage.territories import selectors as territories

OK, WARNING, FAULT = "ok", "warning", "fault"
LEAST_FREE_BYTES = 500_000_000
SCHOOL_CALENDAR_MONTHS = 6  # how long before its end the school calendar must be made longer


@dataclass(frozen=True)
class Finding:
    """One thing looked at: its state, what was seen, what to do."""

    name: str
    state: str
    seen: str
    remedy: str = ""


def examine() -> list[Finding]:
    """Look at everything, in the order in which a person would mend it."""
    return [look() for look in LOOKS]


def as_dicts(findings: list[Finding]) -> list[dict[str, str]]:
    return [asdict(finding) for finding in findings]


def python() -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    state = OK if sys.version_info >= (3, 11) else FAULT
    return Finding("python", state, version, "" if state == OK else _("Installez Python 3.11 ou plus récent."))


def folder() -> Finding:
    var = Path(settings.VAR)
    if not os.access(var, os.W_OK):
        return Finding("folder", FAULT, str(var), _("Donnez à Maillage le droit d’écrire dans ce dossier, ou changez MAILLAGE_VAR."))
    free = shutil.disk_usage(var).free
    if free < LEAST_FREE_BYTES:
        return Finding("folder", WARNING, str(var), _("Libérez de la place : il reste moins de 500 Mo."))
    return Finding("folder", OK, str(var))


def secret_key() -> Finding:
    file = Path(settings.VAR) / "secret-key"
    if file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o077:
        return Finding("secret_key", FAULT, str(file), _("Lancez : chmod 600 %(file)s") % {"file": file})
    return Finding("secret_key", OK, _("clé présente"))


def base() -> Finding:
    try:
        waiting = pending_migrations()
    except DatabaseError as error:
        return Finding("base", FAULT, str(error), _("Vérifiez DATABASE_URL et que la base répond."))
    if waiting:
        return Finding("base", FAULT, connection.vendor, _("Lancez : maillage migrate"))
    return Finding("base", OK, connection.vendor)


def journal() -> Finding:
    if connection.vendor != "sqlite":
        return Finding("journal", OK, _("sans objet"))
    with connection.cursor() as cursor:
        mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    state = OK if mode == "wal" else FAULT
    return Finding("journal", state, mode, "" if state == OK else _("Mettez la base sur un disque local : SQLite doit être en mode WAL."))


def cache_table() -> Finding:
    try:
        cache.set("doctor", "1", 10)
        seen = cache.get("doctor")
    except DatabaseError:
        seen = None
    state = OK if seen == "1" else FAULT
    return Finding("cache", state, seen or "", "" if state == OK else _("Lancez : maillage createcachetable"))


def communes() -> Finding:
    count = len(territories.communes())
    return Finding("communes", OK if count > 30_000 else FAULT, str(count), "" if count > 30_000 else _("Réinstallez : le fichier des communes est incomplet."))


def school_calendar() -> Finding:
    end = school_calendar_end()
    if months_before(end, SCHOOL_CALENDAR_MONTHS) > today():
        return Finding("school_calendar", OK, end.isoformat())
    remedy = _("Installez une version plus récente : après ce jour, les horaires des vacances scolaires seront dits « à confirmer ».")
    return Finding("school_calendar", WARNING, end.isoformat(), remedy)


def index() -> Finding:
    try:
        published = directory.current_generation()
    except DatabaseError:
        return Finding("index", FAULT, _("la base n’est pas prête"), _("Lancez : maillage migrate"))
    built = snapshot.current_generation()
    if built is None:
        return Finding("index", WARNING, _("aucun"), _("Lancez : maillage publish"))
    return Finding("index", OK, _("version %(built)s, base %(published)s") % {"built": built, "published": published})


def fonts() -> Finding:
    vendor = Path(settings.BASE_DIR) / "maillage" / "web" / "static" / "vendor"
    state = OK if vendor.is_dir() and any(vendor.iterdir()) else WARNING
    return Finding("fonts", state, str(vendor), "" if state == OK else _("Lancez : make setup (les pages marchent sans, moins belles)."))


def translations() -> Finding:
    file = Path(settings.LOCALE_PATHS[0]) / "en" / "LC_MESSAGES" / "django.mo"
    return Finding("translations", OK if file.exists() else WARNING, str(file), "" if file.exists() else _("Lancez : make setup (sans quoi l’anglais manque)."))


LOOKS: tuple[Callable[[], Finding], ...] = (python, folder, secret_key, base, journal, cache_table, communes, school_calendar, index, fonts, translations)
