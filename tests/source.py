"""Knows how the repository's own tests find what they judge."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "maillage"


@cache
def modules() -> tuple[Path, ...]:
    """Every Python file of the package but migrations, which are generated."""
    return tuple(file for file in sorted(PACKAGE.rglob("*.py")) if "migrations" not in file.parts)


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def templates() -> Iterator[Path]:
    yield from sorted(PACKAGE.rglob("templates/**/*.*"))


def text_files() -> Iterator[Path]:
    """Every file that is, or is about to be, in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    yield from (file for name in sorted(listed.split("\0")) if name and (file := ROOT / name).is_file())


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()
