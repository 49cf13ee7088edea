"""Every table says what it holds: public, professional, or personal with a purpose and a retention."""

from importlib import import_module
from importlib.util import find_spec

import pytest
from django.apps import apps

from maillage.base.privacy import Kind, Privacy
from maillage.config.privacy import THIRD_PARTY
from tests.source import ROOT


def declared() -> dict[str, Privacy]:
    found = dict(THIRD_PARTY)
    for app in apps.get_app_configs():
        module = f"{app.name}.privacy"
        if app.name.startswith("maillage.") and app.label != "config" and find_spec(module):
            found |= {f"{app.label}.{model}": privacy for model, privacy in import_module(module).PRIVACY.items()}
    return found


def test_no_model_without_a_privacy_class() -> None:
    assert {model._meta.label for model in apps.get_models()} == set(declared())


def test_personal_tables_are_told_to_people() -> None:
    page = (ROOT / "docs/reference/personal-data.md").read_text(encoding="utf-8")
    told = {line.split("|")[1].strip(" `") for line in page.splitlines() if line.startswith("| `")}

    assert told == {model for model, privacy in declared().items() if privacy.kind == Kind.PERSONAL}


@pytest.mark.parametrize(("kind", "purpose", "kept"), [(Kind.PERSONAL, "", ""), (Kind.PERSONAL, "sign-in", ""), (Kind.PUBLIC, "sign-in", "a year")])
def test_personal_means_a_purpose_and_an_end(kind: Kind, purpose: str, kept: str) -> None:
    with pytest.raises(ValueError, match="purpose"):
        Privacy(kind, purpose, kept)
