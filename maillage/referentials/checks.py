"""Knows how to tell Django that a vocabulary's file is wrong."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error

from maillage.referentials import loading
from maillage.referentials.terms import ReferentialError


def check_vocabularies(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """One error per fault, with file and line."""
    try:
        loading.load()
    except ReferentialError as error:
        return [Error(fault, id="referentials.E001") for fault in str(error).splitlines()]
    return []
