"""Sizes of files, as the page of the data says them."""

import pytest
from django.utils import translation

from maillage.web.data.shown import size_of


@pytest.mark.parametrize(("count", "french", "english"), [(1_234_567, "1,2 Mo", "1.2 MB"), (840_000, "840,0 ko", "840.0 kB"), (999, "999 octets", "999 bytes")])
def test_a_size_is_said_in_the_reader_s_language(count: int, french: str, english: str) -> None:
    for language, said in (("fr", french), ("en", english)):
        with translation.override(language):
            assert size_of(count).replace("\xa0", " ") == said
