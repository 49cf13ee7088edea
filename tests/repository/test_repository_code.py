"""The promises of CONTRIBUTING about the shape of code."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.source import PACKAGE, ROOT, modules, name_of, tree_of

LONG, TOO_LONG = 40, 60  # lines of a function
TOO_LONG_MODULE = 600
ALWAYS_WRITES = {"save", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "aget_or_create", "abulk_create", "asave"}
WRITES_ON_A_MANAGER = {"create", "update", "delete", "acreate", "aupdate", "adelete"}
MAY_WRITE = {"actions", "models", "management"}  # models define save and managers, which actions call


def functions(file: Path) -> Iterator[tuple[str, int]]:
    """Name and number of lines of each function."""
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno
            yield f"{name_of(file)} `{node.name}`", node.end_lineno - node.lineno + 1


def writes(tree: ast.Module) -> Iterator[int]:
    """Lines that write to the database, judged by the names of methods."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        name, chain = node.func.attr, ast.unparse(node.func.value)
        if name in ALWAYS_WRITES and not chain.startswith("super()") or name in WRITES_ON_A_MANAGER and re.search(r"objects\b|_set\b|\.filter\(", chain):
            yield node.lineno


def test_functions_fit_on_a_screen() -> None:
    assert [name for file in modules() for name, lines in functions(file) if lines > TOO_LONG] == []


def test_long_functions_give_their_reason() -> None:
    listed = set(re.findall(r"^- (\S+ `\w+`)(?= — \S)", (ROOT / "docs/reference/long-functions.md").read_text(encoding="utf-8"), re.MULTILINE))

    assert listed == {name for file in modules() for name, lines in functions(file) if lines > LONG}


def test_modules_stay_small() -> None:
    assert [name_of(file) for file in modules() if len(file.read_text(encoding="utf-8").splitlines()) > TOO_LONG_MODULE] == []


def test_only_actions_write() -> None:
    wrong = [
        f"{name_of(file)}:{line}" for file in modules() if not MAY_WRITE & {part.removesuffix(".py") for part in file.parts} for line in writes(tree_of(file))
    ]

    assert wrong == []


@pytest.mark.parametrize(
    "code",
    ["place.save()", "Place.objects.filter(pk=1).update(name='')", "Place.objects.create()", "places.bulk_create([])", "user.grants.filter(pk=1).delete()"],
)
def test_a_write_would_be_seen(code: str) -> None:
    assert list(writes(ast.parse(code)))


@pytest.mark.parametrize("code", ["values.update(a=1)", "cache.delete('a')", "super().save_model(a)", "Place.objects.filter(pk=1)"])
def test_a_read_is_not_taken_for_a_write(code: str) -> None:
    assert not list(writes(ast.parse(code)))


def test_modules_say_what_they_know() -> None:
    exempt = {"__init__.py", "apps.py", "__main__.py"}
    silent = [name_of(file) for file in modules() if file.name not in exempt and not (ast.get_docstring(tree_of(file)) or "").startswith("Know")]

    assert silent == []


def test_clock_is_read_at_the_door_only() -> None:
    may = {"clock.py", "logs.py", "tasks.py"}
    read = re.compile(r"\b(timezone\.now|timezone\.localdate|datetime\.now|date\.today|datetime\.today|time\.time)\(")
    wrong = [name_of(file) for file in modules() if file.name not in may and read.search(file.read_text(encoding="utf-8"))]

    assert wrong == []


def test_no_module_is_called_utils() -> None:
    assert not [name_of(file) for file in PACKAGE.rglob("*.py") if file.stem in {"utils", "helpers", "common", "misc"}]


def test_git_ignores_no_module() -> None:
    """A pattern meant for a build folder once hid a package of ours."""
    listed = subprocess.run(
        ["git", "ls-files", "--others", "--ignored", "--exclude-standard", "maillage/*.py"], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert listed.stdout == ""
