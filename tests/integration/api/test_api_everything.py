"""Everything that the description of the API promises, asked in every way: no fault, no answer that it does not describe."""

from itertools import count
from typing import Any

import pytest

from maillage.accounts.actions import create_key
from maillage.accounts.enums import KeyScope
from maillage.directory.models import Organisation, Place
from maillage.opendata.api import cursors
from tests.factories.asking import Asked, ask_everything
from tests.factories.directory import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PHASES = {"examples", "coverage", "fuzzing", "stateful"}


@pytest.fixture(autouse=True)
def _nobody_waits(settings: Any) -> None:
    settings.API_RATE = settings.API_KEY_RATE = 1_000_000


def existing(base: dict[str, Place]) -> dict[str, list[str]]:
    """Parameter -> values that exist."""
    codes = [place.code for place in base.values()]
    return {
        "code": codes,
        "place": codes,
        "identity": [str(one.pk) for one in Organisation.objects.order_by("pk")],
        "key": ["dep:23", "com:23096", "reg:75", "epci:200034825"],
        "territory": ["dep:23", "com:23096", "dep:87"],
        "within": ["dep:23", "reg:75"],
        "name": ["services", "needs", "gueret", "mediatheques"],
        "since": ["0", "1", "2"],
        "cursor": [cursors.encode([0, 1, codes[0]]), cursors.encode([codes[0]]), cursors.encode([codes[0], "securite"])],
    }


@pytest.fixture
def secret(db: None) -> str:
    """A key that may propose, report, and read what it sent."""
    return create_key(label="Carte du Limousin", scopes=tuple(KeyScope), expires_on=None, by=None, now=NOW)[1]


def in_words(asked: Asked) -> str:
    told = "\n\n".join(f"{title}\n{sample[:1500]}" for title, sample in asked.failures.items())
    return f"{asked.cases} requests {dict(asked.phases)} {dict(asked.statuses)}\n{told}"


def test_every_promise_of_the_description_is_kept(base: dict[str, Place], secret: str) -> None:
    asked = ask_everything(examples=20, seed=5, known=existing(base), secret=secret)
    assert not asked.failures, in_words(asked)
    assert asked.cases >= 1_000
    assert set(asked.phases) == PHASES
    assert asked.statuses[200] >= 100 and asked.statuses[201] > 0, in_words(asked)
    assert max(asked.statuses) < 500


@pytest.mark.long
def test_every_promise_is_kept_a_hundred_thousand_times(base: dict[str, Place], secret: str) -> None:
    cases = 0
    for seed in count(1):
        asked = ask_everything(examples=1_000, seed=seed, known=existing(base), secret=secret)
        assert not asked.failures, in_words(asked)
        assert max(asked.statuses) < 500
        cases += asked.cases
        if cases >= 100_000:
            return
