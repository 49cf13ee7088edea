"""Knows how the repository's own tests find what they judge."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "maillage"
NOT_OURS = {".git", ".venv", "node_modules", "var", "vendor", "build", "dist", "__pycache__"}


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
    """Every file of ours that is text, documentation included."""
    for file in sorted(ROOT.rglob("*")):
        if file.is_file() and not NOT_OURS & set(file.relative_to(ROOT).parts) and not any(part.endswith(("_cache", ".egg-info")) for part in file.parts):
            yield file


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()
