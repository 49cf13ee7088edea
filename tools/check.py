"""Knows what must be true of the code before it is tested. Runs every check, then says which failed."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]
CHECKS: dict[str, list[str]] = {
    "ruff": [str(BIN / "ruff"), "check"],
    "format": [str(BIN / "ruff"), "format", "--check"],
    "mypy": [str(BIN / "mypy")],
    "layers": [str(BIN / "lint-imports"), "--no-logo"],
    "templates": [str(BIN / "djlint"), "--lint", "--quiet", "maillage"],
    "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "static files": [*MANAGE, "collectstatic", "--no-input", "--verbosity=0"],
    "deploy": [*MANAGE, "check", "--deploy", "--fail-level=WARNING"],
}
PRODUCTION = {
    "MAILLAGE_PRODUCTION": "1",
    "MAILLAGE_DEBUG": "0",
    "MAILLAGE_PUBLIC_URL": "https://maillage.example",
    "MAILLAGE_SMTP": "smtps://user:password@mail.example",
    "SECRET_KEY": "only-for-this-check-" + "0123456789abcdefghijklmnopqrstuvwxyz",
}


def main(wanted: list[str]) -> int:
    """Run the checks named, or all of them. Return 1 when one fails."""
    failed = []
    with tempfile.TemporaryDirectory(prefix="maillage-check-") as var:
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | PRODUCTION | {"MAILLAGE_VAR": var}
        for name in wanted or CHECKS:
            start = perf_counter()
            result = subprocess.run(CHECKS[name], cwd=ROOT, env=environment, capture_output=True, text=True)
            print(f"{'FAILED' if result.returncode else 'ok    '}  {name}  {perf_counter() - start:.1f} s", flush=True)
            if result.returncode:
                failed.append(name)
                print(result.stdout + result.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
