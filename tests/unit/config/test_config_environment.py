"""The environment: read by type, and refused with a sentence that names the variable."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from maillage.config.environment import Environment, read_or_make_key


def test_text_falls_back_when_absent_or_blank() -> None:
    assert Environment({"A": " x "}).text("A", default="y") == "x"
    assert Environment({"A": "  "}).text("A", default="y") == "y"


@pytest.mark.parametrize(("raw", "value"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("FALSE", False), ("", True)])
def test_boolean(raw: str, value: bool) -> None:
    assert Environment({"A": raw}).boolean("A", default=True) is value


@pytest.mark.parametrize(
    ("read", "raw"),
    [
        ("ports", "80,https"),
        ("ports", "0"),
        ("ports", "65536"),
        ("boolean", "oui"),
        ("integer", "-3"),
        ("integer", "deux"),
        ("address", "maillage.example"),
        ("address", "ftp://maillage.example"),
    ],
)
def test_wrong_value_names_its_variable(read: str, raw: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^A="):
        getattr(Environment({"A": raw}), read)("A", default="")


def test_integer_and_words_and_address() -> None:
    environment = Environment({"A": "12", "B": "a, b,,c", "C": "https://maillage.example/", "E": "443, 8443"})

    assert environment.integer("A", default=0) == 12
    assert environment.words("B", default=[]) == ["a", "b", "c"]
    assert environment.address("C", default="") == environment.optional_address("C") == "https://maillage.example"
    assert environment.optional_address("D") == ""
    assert environment.ports("E", default=[80]) == [443, 8443]
    assert environment.ports("D", default=[80]) == [80]


def test_secret_comes_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("abc\n")

    assert Environment({"A_FILE": str(tmp_path / "key")}).secret("A") == "abc"
    with pytest.raises(ImproperlyConfigured, match="A_FILE"):
        Environment({"A_FILE": str(tmp_path / "none")}).secret("A")


def test_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    key = Environment({}).secret_key(tmp_path, production=False)

    assert len(key) >= 50
    assert Environment({}).secret_key(tmp_path, production=False) == key
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["secret-key"]


def test_processes_that_start_together_share_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _number: read_or_make_key(tmp_path / "secret-key"), range(32)))

    assert len(keys) == 1


def test_key_is_never_made_in_production(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        Environment({}).secret_key(tmp_path, production=True)
    assert Environment({"SECRET_KEY": "k"}).secret_key(tmp_path, production=True) == "k"


def test_database_is_sqlite_with_wal_by_default(tmp_path: Path) -> None:
    database = Environment({}).database("DATABASE_URL", var=tmp_path)

    assert database["NAME"] == tmp_path / "maillage.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]
    assert "synchronous=FULL" in database["OPTIONS"]["init_command"]
    assert database["ATOMIC_REQUESTS"] is False


def test_database_address_of_sqlite(tmp_path: Path) -> None:
    database = Environment({"DATABASE_URL": "sqlite:////srv/ma%20base.sqlite3"}).database("DATABASE_URL", var=tmp_path)

    assert database["NAME"] == Path("/srv/ma base.sqlite3")


def test_database_address_of_postgresql(tmp_path: Path) -> None:
    database = Environment({"DATABASE_URL": "postgres://ana:p%40ss@db.example:5433/places?sslmode=require"}).database("DATABASE_URL", var=tmp_path)

    assert (database["USER"], database["PASSWORD"], database["HOST"], database["PORT"], database["NAME"]) == ("ana", "p@ss", "db.example", "5433", "places")
    assert database["OPTIONS"]["sslmode"] == "require"
    assert "statement_timeout" in database["OPTIONS"]["options"]


def test_database_address_of_postgresql_on_a_socket(tmp_path: Path) -> None:
    database = Environment({"DATABASE_URL": "postgres:///places?host=/run/postgresql"}).database("DATABASE_URL", var=tmp_path)

    assert database["HOST"] == "/run/postgresql"
    assert "host" not in database["OPTIONS"]


def test_unknown_database_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        Environment({"DATABASE_URL": "mysql://localhost/places"}).database("DATABASE_URL", var=tmp_path)


def test_mail_is_written_to_files_by_default(tmp_path: Path) -> None:
    assert Environment({}).mail("MAILLAGE_SMTP", folder=tmp_path)["EMAIL_FILE_PATH"] == tmp_path


@pytest.mark.parametrize(
    ("address", "port", "ssl", "starttls"),
    [("smtps://u:p@mail.example", 465, True, False), ("smtp://u:p@mail.example", 587, False, True), ("smtp://localhost:25", 25, False, False)],
)
def test_mail_leaves_by_an_encrypted_server(address: str, port: int, ssl: bool, starttls: bool, tmp_path: Path) -> None:
    mail = Environment({"MAILLAGE_SMTP": address}).mail("MAILLAGE_SMTP", folder=tmp_path)

    assert (mail["EMAIL_PORT"], mail["EMAIL_USE_SSL"], mail["EMAIL_USE_TLS"]) == (port, ssl, starttls)


def test_mail_server_without_scheme_is_refused_without_showing_its_password(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        Environment({"MAILLAGE_SMTP": "user:hush@mail.example"}).mail("MAILLAGE_SMTP", folder=tmp_path)
    assert "hush" not in str(refusal.value)
