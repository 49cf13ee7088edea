"""Modules and relations go downwards, and the tools that say so really do."""

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from tests.source import PACKAGE, ROOT

FAULTS = {
    "Modules depend downwards only": ("search/planted.py", "from maillage.linkage import apps\n"),
    "Inside a module, the web side depends on the domain side": ("accounts/enums.py", "\nfrom maillage.accounts import actions\n"),
    "Open data never reaches personal data, even indirectly": ("directory/planted.py", "from maillage.accounts import models\n"),
    "No cycles": ("base/planted.py", "from maillage.audit import actions\n"),
}
BRIDGE = ("opendata/planted.py", "from maillage.directory import planted\n")


def module_ranks() -> dict[str, int]:
    """Rank of each module, top first, read from the import contract: one source of truth."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contract = next(c for c in config["tool"]["importlinter"]["contracts"] if c["id"] == "modules")
    return {name.strip(" ()"): rank for rank, layer in enumerate(contract["layers"]) for name in layer.split("|")}


def upward_relations(some: Iterable[type[models.Model]]) -> list[str]:
    rank, wrong = module_ranks(), []
    for model in some:
        for field in model._meta.get_fields():
            if not field.is_relation or field.auto_created or not isinstance(field.related_model, type):
                continue
            here, there = model._meta.app_label, field.related_model._meta.app_label
            if here != there and here in rank and there in rank and rank[there] <= rank[here]:
                wrong.append(f"{model._meta.label}.{field.name} -> {there}")
    return wrong


def test_relations_go_downwards() -> None:
    assert upward_relations(apps.get_models()) == []


def test_upward_relation_would_be_seen() -> None:
    from maillage.directory.models import Place

    class Planted(models.Model):
        place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "audit"
            apps = type(apps)()  # a registry of its own: the real one never hears of it

        def __str__(self) -> str:
            return ""

    assert upward_relations([Planted]) == ["audit.Planted.place -> directory"]


def test_every_module_is_placed() -> None:
    assert {folder.name for folder in PACKAGE.iterdir() if (folder / "__init__.py").exists()} <= set(module_ranks())


@pytest.mark.slow
def test_each_import_contract_names_its_planted_fault(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "maillage", ignore=shutil.ignore_patterns("*.csv", "*.gz", "data", "static", "templates", "__pycache__"))
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    for file, fault in [*FAULTS.values(), BRIDGE]:
        with (tmp_path / "maillage" / file).open("a") as stream:
            stream.write(fault)

    linter = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--no-logo"]
    report = subprocess.run(linter, cwd=tmp_path, capture_output=True, text=True).stdout

    for contract, (file, _fault) in FAULTS.items():
        assert f"{contract} BROKEN" in report
        assert file.removesuffix(".py").replace("/", ".") in report
