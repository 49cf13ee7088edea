"""`maillage link --scheduler` gives the comparison to where it says, or says why not."""

import sys

import pytest
from django.core.management import CommandError, call_command

from maillage.cli.management.commands import link
from maillage.linkage import engines


@pytest.mark.django_db
def test_without_the_extra_the_command_says_what_to_install(monkeypatch):
    monkeypatch.setattr(link, "ensure_base", lambda: None)
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(CommandError, match=r"maillage\[dask\]"):
        call_command("link", scheduler="tcp://127.0.0.1:8786")


@pytest.mark.django_db
def test_all_is_compared_by_the_workers_of_the_scheduler(monkeypatch, capsys):
    asked = []

    class Workers(engines.Serial):
        def __init__(self, address):
            self.address = address

        def map(self, work, common, chunks):
            asked.append((self.address, work.__name__))
            return super().map(work, common, chunks)

    monkeypatch.setattr(link, "ensure_base", lambda: None)
    monkeypatch.setattr(link, "Dask", Workers)

    call_command("link", scheduler="tcp://10.0.0.1:8786", json=True)

    assert asked == [("tcp://10.0.0.1:8786", "compare")]
    assert '"pairs": 0' in capsys.readouterr().out
