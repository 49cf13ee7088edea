"""Knows how to read the environment, and refuses a wrong value with a sentence that names the variable and the remedy."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


class Environment:
    """Reads settings from environment variables; secrets may also come from `<NAME>_FILE`."""

    def __init__(self, values: dict[str, str] | None = None) -> None:
        self.values = dict(os.environ) if values is None else values

    def text(self, name: str, *, default: str) -> str:
        return self.values.get(name, "").strip() or default

    def words(self, name: str, *, default: list[str]) -> list[str]:
        raw = self.values.get(name, "")
        return [word.strip() for word in raw.split(",") if word.strip()] or default

    def path(self, name: str, *, default: Path) -> Path:
        return Path(self.text(name, default=str(default))).expanduser().resolve()

    def boolean(self, name: str, *, default: bool) -> bool:
        raw = self.values.get(name, "").strip().lower()
        if not raw:
            return default
        if raw in TRUE | FALSE:
            return raw in TRUE
        raise ImproperlyConfigured(f"{name}={raw!r}: write one of {', '.join(sorted(TRUE | FALSE))}.")

    def secret(self, name: str) -> str:
        """Value of `name`, or content of the file named by `<name>_FILE`, or ""."""
        file = self.values.get(f"{name}_FILE", "").strip()
        if not file:
            return self.values.get(name, "").strip()
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE={file!r} cannot be read: {error.strerror}.") from error

    def secret_key(self, var: Path, *, production: bool) -> str:
        """The signing key: given, or made once under `var` with mode 0600; never made in production."""
        given = self.secret("SECRET_KEY")
        if given:
            return given
        if production:
            raise ImproperlyConfigured("SECRET_KEY is not set: in production, set it, or SECRET_KEY_FILE.")
        return read_or_make_key(var / "secret-key")

    def database(self, name: str, *, var: Path) -> dict[str, Any]:
        """Django's DATABASES entry for a `postgres://` or `sqlite:///` address; SQLite under `var` by default."""
        address = self.secret(name)
        scheme = urlsplit(address).scheme
        if scheme in {"postgres", "postgresql"}:
            return postgres(address)
        if address and scheme != "sqlite":
            raise ImproperlyConfigured(f"{name}: write postgres://user:password@host/base or sqlite:////path/base.sqlite3.")
        return sqlite(Path(urlsplit(address).path) if address else var / "maillage.sqlite3", var)


def read_or_make_key(file: Path) -> str:
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(key := secrets.token_urlsafe(50))
    return key


def sqlite(file: Path, var: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,  # on a local disk, never a network share
        "ATOMIC_REQUESTS": False,  # with IMMEDIATE it would queue every reader
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",  # take the write lock first: no "database is locked" half-way
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-64000",
        },
        "TEST": {"NAME": var / "test.sqlite3"},  # a file, so that tests run with WAL
    }


def postgres(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    options: dict[str, Any] = {"application_name": "maillage", "options": "-c statement_timeout=60000", "pool": True}
    options |= dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "ATOMIC_REQUESTS": False,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
