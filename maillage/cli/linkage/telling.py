"""Knows how the figures of linkage, and its mistakes, are said to a person."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import localize
from django.utils.translation import gettext as _

from maillage.linkage.evaluating.mistakes import Mistakes, Told


def figures(found: Mapping[str, Any]) -> str:
    """What is found, missed and confused, each share with its interval."""
    automatic, review = found["automatic"], found["review"]
    return "\n".join(
        [
            counted(found),
            _("Réunions sans personne : %(right)s justes, %(wrong)s fausses.") % automatic,
            _("  précision %(precision)s, rappel %(recall)s, F1 %(f1)s, B³ %(cubed)s")
            % {
                "precision": share(automatic, "precision"),
                "recall": share(automatic, "recall"),
                "f1": percent(found["f1"]),
                "cubed": percent(found["b_cubed"]),
            },
            _("Questions à une personne : %(pairs)s (%(per_100)s pour 100 fiches), dont %(true)s vraies paires.")
            % {**review, "per_100": localize(review["per_100"])},
            _("  rappel une fois les questions lues : %(recall)s") % {"recall": share(review, "recall")},
            _("Paires distinctes mais ressemblantes réunies : %(merged)s sur %(of)s ; réunions entre deux types opposés : %(kinds)s.")
            % {**found["hard_negatives"], "kinds": found["across_kinds"]},
            _("Paires comparées : %(candidates)s ; vraies paires parmi elles : %(recall)s.")
            % {"candidates": found["blocking"]["candidates"], "recall": percent(found["blocking"]["recall"])},
            _("Poids %(version)s. Intervalles de Wilson à %(level)s.") % {"version": found["weights"], "level": percent(found["level"])},
        ]
    )


def counted(found: Mapping[str, Any]) -> str:
    """What the figures are counted on."""
    counts = found["counts"]
    said = _("%(records)s fiches ; paires jugées : %(match)s mêmes, %(distinct)s distinctes, %(unsure)s indécises.") % {**counts, **counts["labels"]}
    if counts["closed_set"] is None:
        return said + " " + _("Sans ensemble fermé, seules les paires jugées comptent.")
    return said + " " + _("Ensemble fermé : %(closed_set)s fiches, %(true_pairs)s vraies paires.") % counts


def percent(value: float | None) -> str:
    """A share, to a tenth of a percent."""
    if value is None:
        return _("sans objet")
    return f"{localize(round(100 * value, 1))}\u202f%"


def share(part: Mapping[str, Any], name: str) -> str:
    """A share with its interval."""
    interval = part[f"{name}_interval"]
    return percent(part[name]) + (f" [{' – '.join(map(percent, interval))}]" if interval else "")


def mistakes(found: Mistakes) -> str:
    """Each mistake, and each pair left to read."""
    parts = (
        (_("Réunions fausses : %(count)s"), found.wrong),
        (_("Vraies paires que personne ne verrait : %(count)s"), found.missed),
        (_("Paires à relire : %(count)s"), found.to_read),
    )
    return "\n\n".join("\n".join([title % {"count": len(pairs)}, *map(pair, pairs)]) for title, pairs in parts)


LABELS: Mapping[str, str] = {"match": "même lieu", "distinct": "lieux distincts", "unsure": "indécis", "": "non jugée"}


def pair(one: Told) -> str:
    """Two records and what was weighed, on three lines."""
    never = "" if one.compared else " · " + _("jamais comparées")
    return "\n".join(
        [
            f"  « {one.name_a} » ({one.commune_a}, {one.id_a})",
            f"  « {one.name_b} » ({one.commune_b}, {one.id_b})",
            f"    {localize(round(one.score, 1))} · {LABELS[one.label]}{never} : {one.contributions}",
        ]
    )
