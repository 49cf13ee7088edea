"""The examples of the guide run as they are written, in both languages."""

import re
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from maillage.directory import actions
from maillage.opendata import dumps
from tests.factories.directory import NOW, a_list, deliver, record

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.enable_socket]
GUIDES = Path(__file__).resolve().parents[3] / "docs" / "guides"
EXAMPLE = re.compile(r"```python\n(.*?)```", re.DOTALL)
INSTANCE = "https://maillage.exemple.fr"


@pytest.mark.parametrize(("guide", "place"), [("reutiliser-les-donnees.md", "lieux"), ("reuse-the-data.md", "places")])
def test_its_three_examples_run(live_server: LiveServer, guide: str, place: str, capsys: pytest.CaptureFixture[str]):
    deliver(a_list(), record("1", services={"demarches-administratives": True}), record("2"), record("3"))
    actions.publish(now=NOW)
    dumps.write(now=NOW)
    examples = EXAMPLE.findall((GUIDES / guide).read_text("utf-8"))
    assert len(examples) == 3

    for example in examples:
        exec(compile(example.replace(INSTANCE, live_server.url), guide, "exec"), {})  # noqa: S102 our own guide

    counted, copied, page = capsys.readouterr().out.split("\n", 2)
    assert re.fullmatch(r"Guéret ?: 3", counted)
    assert copied.startswith(f"3 {place}, ")
    assert page.startswith(f"<h1>1 {place}</h1>") and "Médiathèque 1" in page and "Médiathèque 2" not in page
