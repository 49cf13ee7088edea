"""Start-up checks: settings that contradict each other are named, with the remedy."""

from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import override_settings

from maillage.config import checks

MOUNTS = """/dev/vda1 / ext4 rw 0 0
server:/export /srv/share nfs4 rw 0 0
/dev/vdb1 /srv/share/local xfs rw 0 0
"""


def ids(found: list[checks.CheckMessage]) -> set[str | None]:
    return {message.id for message in found}


def test_development_is_not_lectured() -> None:
    with override_settings(PRODUCTION=False, DEBUG=True, HTTPS=False):
        assert checks.modes_agree(None) == []
        assert checks.production_is_complete(None) == []


def test_production_is_not_debugged_nor_served_in_clear() -> None:
    with override_settings(PRODUCTION=True, DEBUG=True, HTTPS=False):
        assert ids(checks.modes_agree(None)) == {"maillage.E001", "maillage.E002"}


def test_inside_hosts_are_machines() -> None:
    with override_settings(FETCH_ALLOW_PRIVATE=["listes.exemple", "10.0.0.5:8080"]):
        assert checks.inside_hosts_are_hosts(None) == []
    with override_settings(FETCH_ALLOW_PRIVATE=["10.0.0.0/8", "https://listes.exemple"]):
        assert [message.id for message in checks.inside_hosts_are_hosts(None)] == ["maillage.E004"] * 2


def test_production_sends_mail_and_has_its_static_files(tmp_path: Path) -> None:
    with override_settings(PRODUCTION=True, EMAIL_BACKEND="django.core.mail.backends.filebased.EmailBackend", STATIC_ROOT=tmp_path):
        assert ids(checks.production_is_complete(None)) == {"maillage.W001", "maillage.W002"}


@pytest.mark.parametrize(
    ("file", "kind"), [("/srv/share/maillage.sqlite3", "nfs4"), ("/srv/share/local/maillage.sqlite3", ""), ("/var/lib/maillage.sqlite3", "")]
)
def test_network_share_is_recognised(tmp_path: Path, file: str, kind: str) -> None:
    (mounts := tmp_path / "mounts").write_text(MOUNTS)

    assert checks.network_file_system(Path(file), mounts) == kind
    assert checks.network_file_system(Path(file), tmp_path / "none") == ""


@pytest.mark.django_db
def test_sqlite_without_its_log_is_refused_in_production(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        assert checks.sqlite_is_safe(None, databases=["default"]) == []
        return
    assert checks.sqlite_is_safe(None, databases=["default"]) == []
    (mounts := tmp_path / "mounts").write_text("server:/ / cifs rw 0 0\n")
    monkeypatch.setattr(checks, "MOUNTS", mounts)
    monkeypatch.setattr(checks, "journal_mode", lambda _connection: "delete")
    with override_settings(PRODUCTION=True):
        assert ids(checks.sqlite_is_safe(None, databases=["default"])) == {"maillage.E003", "maillage.W003"}


@pytest.mark.django_db
def test_cache_is_ready_after_migrate() -> None:
    call_command("migrate", verbosity=0)
    cache.set("a", 1)

    assert cache.get("a") == 1
