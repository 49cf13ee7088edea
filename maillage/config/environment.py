"""Knows how to read the environment, and refuses a wrong value with a sentence that names the variable and the remedy."""

import contextlib
import os
import secrets
import tempfile
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}
LOCAL = {"localhost", "127.0.0.1", "::1"}


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

    def integer(self, name: str, *, default: int) -> int:
        raw = self.values.get(name, "").strip()
        if raw and not raw.isdecimal():
            raise ImproperlyConfigured(f"{name}={raw!r}: write a whole number.")
        return int(raw) if raw else default

    def ports(self, name: str, *, default: list[int]) -> list[int]:
        """Port numbers, parted by commas."""
        words = self.words(name, default=[str(port) for port in default])
        if not all(word.isdecimal() and 0 < int(word) < 65_536 for word in words):
            raise ImproperlyConfigured(f"{name}={self.values[name]!r}: write port numbers parted by commas.")
        return [int(word) for word in words]

    def networks(self, name: str) -> list[str]:
        """Networks or addresses, parted by commas: "192.0.2.0/24", "2001:db8::/48"; none by default."""
        words = self.words(name, default=[])
        for word in words:
            try:
                ip_network(word)
            except ValueError as error:
                raise ImproperlyConfigured(f"{name}: {word!r} is no network. Write 192.0.2.0/24 or 2001:db8::/48, parted by commas.") from error
        return words

    def address(self, name: str, *, default: str) -> str:
        """A web address without trailing slash."""
        raw = self.text(name, default=default).rstrip("/")
        parts = urlsplit(raw)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ImproperlyConfigured(f"{name}={raw!r}: write an address that starts with https:// or http://.")
        return raw

    def optional_address(self, name: str) -> str:
        """A web address, or "" when it is not given."""
        return self.address(name, default="") if self.text(name, default="") else ""

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
        return sqlite(Path("/" + unquote(urlsplit(address).path).lstrip("/")) if address else var / "maillage.sqlite3", var)

    def mail(self, name: str, *, folder: Path) -> dict[str, Any]:
        """Django's mail settings for an `smtp://` or `smtps://` address; without one, messages are files in `folder`."""
        address = self.secret(name)
        if not address:
            return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": folder}
        parts = urlsplit(address)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise ImproperlyConfigured(f"{name}: write smtps://user:password@host (TLS) or smtp://user:password@host (STARTTLS).")
        return smtp(parts)


def read_or_make_key(file: Path) -> str:
    """The key kept in `file`. Processes that start together agree: the file appears whole, and the first one wins."""
    handle, draft = tempfile.mkstemp(dir=file.parent, prefix=".secret-key-")  # mode 0600
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(50))
    with contextlib.suppress(FileExistsError):
        os.link(draft, file)
    os.unlink(draft)
    return file.read_text(encoding="ascii").strip()


def smtp(parts: SplitResult) -> dict[str, Any]:
    tls = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if tls else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": tls,
        "EMAIL_USE_TLS": not tls and parts.hostname not in LOCAL,
        "EMAIL_TIMEOUT": 20,
    }


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
