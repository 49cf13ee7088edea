"""Knows how to lend a PostgreSQL cluster to one command: made in a temporary folder, on a private socket, gone afterwards.

Usage: python tools/with_postgres.py COMMAND…   (the command finds DATABASE_URL in its environment)
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

UNSAFE_BUT_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}  # the cluster lives minutes
SETTINGS = UNSAFE_BUT_FAST | {"listen_addresses": "''", "max_connections": "100", "shared_buffers": "128MB"}
NOBODIES = ("postgres", "nobody")
NONE_FOUND = "PostgreSQL was not found: install it (Debian: postgresql), or put the folder of `initdb` and `pg_ctl` in PATH."


def main(command: list[str]) -> int:
    programs = find_programs()
    if programs is None or not command:
        print(__doc__ if programs else NONE_FOUND, file=sys.stderr)
        return 2
    folder = Path(tempfile.mkdtemp(prefix="maillage-pg-"))
    user = unprivileged_user(folder)
    try:
        start(programs, folder, user)
        address = f"postgres://maillage@/postgres?host={folder}"
        return subprocess.run(command, env=os.environ | {"DATABASE_URL": address}).returncode
    finally:
        run([programs / "pg_ctl", "stop", "-D", folder / "data", "-m", "immediate"], folder, user, check=False)
        shutil.rmtree(folder, ignore_errors=True)


def find_programs() -> Path | None:
    """Folder of the newest PostgreSQL server programs."""
    on_path = shutil.which("pg_ctl")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda file: float(file.parts[4]))
    found = [Path(on_path).resolve()] if on_path else debian[-1:]
    return found[0].parent if found else None


def unprivileged_user(folder: Path) -> str | None:
    """PostgreSQL refuses root: as root, hand the folder to somebody who may nothing."""
    if os.geteuid() != 0:
        return None
    name = next(entry for entry in NOBODIES if entry in {person.pw_name for person in pwd.getpwall()})
    shutil.chown(folder, user=name)
    return name


def start(programs: Path, folder: Path, user: str | None) -> None:
    data = folder / "data"
    run([programs / "initdb", "-D", data, "-U", "maillage", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"], folder, user)
    settings = " ".join(f"-c {name}={value}" for name, value in (SETTINGS | {"unix_socket_directories": str(folder)}).items())
    run([programs / "pg_ctl", "start", "-w", "-D", data, "-l", folder / "log", "-o", settings], folder, user)


def run(command: list[str | Path], folder: Path, user: str | None, *, check: bool = True) -> None:
    result = subprocess.run(command, cwd=folder, user=user, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if check and result.returncode:
        sys.exit(f"{Path(command[0]).name} failed: {result.stderr}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
