"""Knows the fold: group by group, element by element. The same statements give the same place, whatever the order they came in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from maillage.base.geometry import Point
from maillage.directory.fields import FIELDS, GROUPS, INFERRED, Shape
from maillage.directory.fold import address
from maillage.directory.fold.disputes import Dispute, disputes
from maillage.directory.fold.elements import fold_elements
from maillage.directory.fold.hearing import Confirmation, Hearing, Said
from maillage.directory.fold.inferring import Known, still_inferred
from maillage.directory.fold.offering import OfferKey, OfferValue, fold_offers
from maillage.directory.fold.provenance import Reason, reasons
from maillage.directory.fold.standing import Locator, Standing, judge
from maillage.directory.policy import Policy

GROUP_OF = {name: field.group for name, field in FIELDS.items()}
ELEMENTS = frozenset(name for name, field in FIELDS.items() if field.shape is Shape.ELEMENTS)


@dataclass(frozen=True, slots=True)
class Folded:
    """What a place is, by what is said of it.

    `values`: a field absent = nobody says; None = explicitly none; lists of codes are those said to be true, in code order.
    `denied`: vocabulary -> codes said to be false. `explanation` is None unless asked for.
    """

    values: Mapping[str, Any]
    denied: Mapping[str, list[str]]
    offers: Mapping[OfferKey, OfferValue]
    standing: Standing
    disputes: tuple[Dispute, ...]
    explanation: Mapping[str, Reason] | None = None


def nowhere(_insee: str) -> Point | None:
    return None


def fold(
    statements: Iterable[Said],
    policy: Policy,
    today: date,
    *,
    checks: Sequence[Confirmation] = (),
    commune_point: Locator = nowhere,
    explained: bool = False,
    root: UUID | None = None,
) -> Folded:
    """Fold the statements in force about one place. `commune_point` locates a commune by its INSEE code; `root`: the current place."""
    hearing = Hearing(statements, policy, today, checks, root)
    values: dict[str, Any] = {}
    denied: dict[str, list[str]] = {}
    offers: dict[OfferKey, OfferValue] = {}
    for group in {GROUP_OF[name] for said in hearing.statements for name in said.values}:
        names = GROUPS[group]
        if group == "services":
            offers = fold_services(hearing, values, denied)
        elif names[0] in ELEMENTS:
            fold_codes(hearing, names[0], values, denied)
        elif group == "address":
            values.update({name: said.values[name] for name, said in address.givers(hearing.order(group)).items()})
        else:
            fold_whole(hearing.order(group), names, values)
    if INFERRED in values:
        keep_inferred(hearing, values, Known(values, denied, offers))
    return Folded(
        values=values,
        denied=denied,
        offers=offers,
        standing=judge(values, hearing, commune_point),
        disputes=disputes(hearing),
        explanation=reasons(hearing) if explained else None,
    )


def fold_whole(order: Iterable[Said], names: tuple[str, ...], values: dict[str, Any]) -> None:
    """The first statement that speaks of a group gives the whole group: its fields make no sense apart."""
    for said in order:
        for name in names:
            if name in said.values:
                values.update({name: said.values[name] for name in names if name in said.values})
                return


def fold_codes(hearing: Hearing, name: str, values: dict[str, Any], denied: dict[str, list[str]]) -> None:
    """Codes said to be true become the value, codes said to be false are denied, the others stay unknown."""
    yes, no, silenced = fold_elements([said.values for said in hearing.order(name)], name)
    if yes or silenced:
        values[name] = yes or None
    if no:
        denied[name] = no


def keep_inferred(hearing: Hearing, values: dict[str, Any], known: Known) -> None:
    """What is stated or denied goes before any guess."""
    kept = still_inferred(values.pop(INFERRED) or (), known, hearing.statements)
    if kept:
        values[INFERRED] = kept


def fold_services(hearing: Hearing, values: dict[str, Any], denied: dict[str, list[str]]) -> dict[OfferKey, OfferValue]:
    folded = fold_offers(hearing)
    if folded.offers or folded.none:
        values["services"] = sorted({key.concept for key in folded.offers}) or None
    if folded.denied:
        denied["services"] = folded.denied
    return folded.offers
