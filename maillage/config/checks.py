"""Knows which settings contradict each other, and says what to do about it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from maillage.base.outside import NotReached, inside_place

MOUNTS = Path("/proc/mounts")
NETWORK_FILE_SYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "glusterfs", "ceph", "fuse.sshfs", "fuse.glusterfs", "9p"}


@register(Tags.security)
def modes_agree(app_configs: Any, **_kwargs: Any) -> list[CheckMessage]:
    """Production is neither debugged nor served in clear."""
    if not settings.PRODUCTION:
        return []
    found: list[CheckMessage] = []
    if settings.DEBUG:
        found.append(
            Error(
                "MAILLAGE_DEBUG and MAILLAGE_PRODUCTION are both on.", hint="Debug pages show settings to strangers: unset MAILLAGE_DEBUG.", id="maillage.E001"
            )
        )
    if not settings.HTTPS:
        found.append(Error("MAILLAGE_PUBLIC_URL is not https.", hint="Sign-in cookies must not travel in clear.", id="maillage.E002"))
    return found


@register(Tags.security)
def inside_hosts_are_hosts(app_configs: Any, **_kwargs: Any) -> list[CheckMessage]:
    """What the operator opens of the inside network is a list of machines, not of pages or networks."""
    found: list[CheckMessage] = []
    for written in settings.FETCH_ALLOW_PRIVATE:
        try:
            inside_place(written)
        except NotReached:
            message = f"MAILLAGE_FETCH_ALLOW_PRIVATE holds {written!r}, which is no host."
            found.append(Error(message, hint="Write host or host:port, parted by commas: no address of a page, no network.", id="maillage.E004"))
    return found


@register(Tags.security, deploy=True)
def production_is_complete(app_configs: Any, **_kwargs: Any) -> list[CheckMessage]:
    """Mail really leaves, and static files were collected."""
    if not settings.PRODUCTION:
        return []
    found: list[CheckMessage] = []
    if "filebased" in settings.EMAIL_BACKEND:
        found.append(Caution("Mail is only written to files.", hint="Set MAILLAGE_SMTP, or nobody can sign in.", id="maillage.W001"))
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        found.append(Caution("Static files were not collected.", hint="Run `maillage collectstatic`.", id="maillage.W002"))
    return found


@register(Tags.database)
def sqlite_is_safe(app_configs: Any, databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """SQLite keeps its write-ahead log, on a disk of this machine."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if connection.vendor != "sqlite":
            continue
        mode = journal_mode(connection)
        if mode != "wal" and settings.PRODUCTION:
            found.append(
                Error(
                    f"SQLite works in journal mode {mode!r}, not WAL.",
                    hint="Readers would wait for writers. Put MAILLAGE_VAR on a local disk.",
                    id="maillage.E003",
                )
            )
        if kind := network_file_system(Path(str(connection.settings_dict["NAME"])), MOUNTS):
            found.append(
                Caution(
                    f"The SQLite base lies on a network share ({kind}).",
                    hint="Several hosts need PostgreSQL: set DATABASE_URL. One host: use a local disk.",
                    id="maillage.W003",
                )
            )
    return found


def journal_mode(connection: BaseDatabaseWrapper) -> str:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        return str(cursor.fetchone()[0])


def network_file_system(file: Path, mounts: Path) -> str:
    """Kind of network file system that holds this file, or "" (also where the system does not say)."""
    if not mounts.exists():
        return ""
    kinds = {Path(words[1]): words[2] for line in mounts.read_text(encoding="utf-8").splitlines() if len(words := line.split()) > 2}
    holder = next((folder for folder in file.resolve().parents if folder in kinds), None)
    kind = kinds.get(holder, "") if holder else ""
    return kind if kind in NETWORK_FILE_SYSTEMS else ""
