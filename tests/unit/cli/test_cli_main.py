"""How `maillage …` starts."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from maillage.cli import main


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [([], "23"), (["--departement", "48"], "48"), (["--port", "1", "--departement=2a"], "2A"), (["--departement", "../../x"], "X"), (["--departement"], "23")],
)
def test_departement_of_the_demo_names_its_folder(arguments, expected):
    assert main.departement_of(["maillage", "demo", *arguments]) == expected


@pytest.mark.parametrize("fault", [ImproperlyConfigured("MAILLAGE_DEBUG='peut-être'"), OperationalError("no such table")])
def test_fault_of_the_installation_is_a_sentence(fault, monkeypatch):
    def fail(arguments):
        raise fault

    monkeypatch.setattr(main, "execute_from_command_line", fail)

    with pytest.raises(SystemExit, match=str(fault)):
        main.main()
