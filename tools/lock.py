"""Knows how the lock files are written: every package with its hashes, no host name, no path of this machine."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
COMMON = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header", "--quiet"]
LOCKS = {
    "requirements.lock": ["pyproject.toml", "--extra", "postgres"],
    "requirements-dask.lock": ["pyproject.toml", "--extra", "postgres", "--extra", "dask", "-c", "requirements.lock"],
    "requirements-dev.lock": ["pyproject.toml", "--extra", "postgres", "--extra", "dask", "--group", "dev", "-c", "requirements-dask.lock"],
    "requirements-frontend.lock": ["--group", "frontend"],
}


def main(arguments: list[str]) -> int:
    """Write the locks anew; `--upgrade` looks for newer versions."""
    for name, what in LOCKS.items():
        command = [sys.executable, "-m", "uv", "pip", "compile", *what, *COMMON, *arguments, "--output-file", name]
        if code := subprocess.run(command, cwd=ROOT).returncode:
            return code
        print(f"{name}: {sum(1 for line in (ROOT / name).read_text().splitlines() if '==' in line)} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
