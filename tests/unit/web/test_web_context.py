"""Addresses that every page tells."""

import pytest

from maillage.web.context import absolute


@pytest.mark.parametrize("path", ["/lieux/", "//exemple.fr/x", "//["])
def test_public_address_stays_ours_whatever_the_path(settings, path):
    settings.PUBLIC_URL = "https://maillage.example"

    assert absolute(path) == "https://maillage.example/" + path.lstrip("/")
