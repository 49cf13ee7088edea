import copy
import tomllib
from typing import Any

import pytest

from maillage.directory.models import Origin
from maillage.directory.policy import FILE, KINDS, WrongPolicy, current_policy, read_policy

SHIPPED = tomllib.loads(FILE.read_text(encoding="utf-8"))


def test_shipped_policy_ranks_teams_then_coordinators_then_authoritative_lists_then_the_others() -> None:
    policy = current_policy()
    assert policy.ranks["team"] < policy.ranks["coordinator"] < policy.authoritative < policy.ranks["source"] == policy.ranks["report"]
    assert policy.lapse_months == 18
    assert policy.lapsing == {"team"}


def test_policy_knows_the_kinds_of_origins_of_the_base() -> None:
    assert set(KINDS) == set(Origin.Kind.values) - {Origin.Kind.LINKAGE}


@pytest.mark.parametrize(
    ("table", "key", "value", "named"),
    [
        ("ranks", "team", -1, "ranks.team = -1"),
        ("ranks", "team", True, "ranks.team = True"),
        ("ranks", "source", 0, "ranks"),
        ("ranks", "authoritative", 4, "ranks.authoritative = 4"),
        ("lapse", "months", 0, "lapse.months = 0"),
        ("lapse", "kinds", ["source"], "lapse.kinds"),
        ("newer", "asks_about", ["telephone"], "newer.asks_about = \\['telephone'\\]"),
        ("contradiction", "km", "far", "contradiction.km = 'far'"),
        ("contradiction", "miles", 60, "\\[contradiction\\] must hold exactly km"),
    ],
)
def test_wrong_policy_is_refused_with_the_key_and_the_value(table: str, key: str, value: Any, named: str) -> None:
    wrong = copy.deepcopy(SHIPPED)
    wrong[table][key] = value
    with pytest.raises(WrongPolicy, match=named):
        read_policy(wrong)


def test_policy_without_a_table_is_refused() -> None:
    with pytest.raises(WrongPolicy, match="\\[lapse\\]"):
        read_policy({name: table for name, table in SHIPPED.items() if name != "lapse"})
