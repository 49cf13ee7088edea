"""Knows how the figures of linkage, and its mistakes, are said to a person."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.utils.formats import localize
from django.utils.translation import gettext as _

from maillage.linkage.evaluating.mistakes import Mistakes, Told
from maillage.linkage.evaluating.reading import Absent
from maillage.linkage.training.learning import Fold, Training

FIRST = 5  # of what was left out


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
            % {**review, "per_100": number(review["per_100"])},
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
    said: str = _("%(records)s fiches ; paires jugées : %(match)s mêmes, %(distinct)s distinctes, %(unsure)s indécises.") % {**counts, **counts["labels"]}
    known: str = _("Sans ensemble fermé, seules les paires jugées comptent.")
    if counts["closed_set"] is not None:
        known = _("Ensemble fermé : %(closed_set)s fiches, %(true_pairs)s vraies paires.") % counts
    return f"{said} {known}"


def percent(value: float | None) -> str:
    """A share, to a tenth of a percent."""
    if value is None:
        return _("sans objet")
    tenths = round(100 * value, 1)
    return f"{localize(int(tenths) if tenths.is_integer() else tenths)}\u202f%"


def number(value: float | None) -> str:
    """A number, or that there is none."""
    return _("sans objet") if value is None else str(localize(value))


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


def label(told: str) -> str:
    """A judgement, in words."""
    return {"match": _("même lieu"), "distinct": _("lieux distincts"), "unsure": _("indécis"), "": _("non jugée")}[told]


def left_out(absent: Sequence[Absent]) -> str:
    """The ids that no record has: the first, and how many."""
    first = "\n".join(f"  {one}" for one in absent[:FIRST])
    return _("Identifiants qu’aucune fiche n’a, laissés de côté : %(count)s. Corrigez-les, ou ajoutez les fiches.") % {"count": len(absent)} + f"\n{first}"


def pair(one: Told) -> str:
    """Two records and what was weighed, on three lines."""
    never = "" if one.compared else " · " + _("jamais comparées")
    return "\n".join(
        [
            f"  « {one.name_a} » ({one.commune_a}, {one.id_a})",
            f"  « {one.name_b} » ({one.commune_b}, {one.id_b})",
            f"    {signed(round(one.score, 1))} · {label(one.label)}{never} : {one.contributions}",
        ]
    )


def training(found: Training, version: str | None) -> str:
    """Learned weights beside those set by hand, and what they are worth on communes left out."""
    weights = found.weights
    values = [f"  {name:<18} {signed(weights.hand[name]):>6} → {signed(told):>6}" for name, told in weights.worth.items()]
    end = _("Poids %(version)s en service.") % {"version": version} if version else _("Rien n’est changé : --write met ces poids en service.")
    return "\n".join(
        [
            _("Poids, à la main puis appris :"),
            *values,
            _("Seuils : réunir %(high)s, demander %(low)s, de proche en proche %(chain)s.")
            % {"high": signed(weights.high), "low": signed(weights.low), "chain": signed(weights.chain)},
            _("Sur des communes mises de côté :"),
            *map(fold, found.left_out.folds),
            _("En tout, ces poids : %(figures)s") % {"figures": in_short(found.left_out.pooled)},
            _("Les poids en service : %(figures)s") % {"figures": in_short(found.in_use.pooled)},
            _("Ces poids font au moins aussi bien que ceux en service.") if found.is_safer else _("Ces poids font moins bien que ceux en service."),
            end,
        ]
    )


def fold(one: Fold) -> str:
    """One fold, on one line."""
    return _(
        "  %(number)s : %(records)s fiches, %(true)s vraies paires ; "
        "réunies %(right)s justes, %(wrong)s fausses ; trouvées après lecture %(found_after_review)s ; "
        "questions %(questions)s"
    ) % asdict(one)


def in_short(pooled: Mapping[str, Any]) -> str:
    """Figures of all folds, on one line."""
    automatic, review = pooled["automatic"], pooled["review"]
    return _("%(right)s justes, %(wrong)s fausses, rappel %(recall)s ; après lecture %(reviewed)s, %(per_100)s questions pour 100 fiches") % {
        "right": automatic["right"],
        "wrong": automatic["wrong"],
        "recall": share(automatic, "recall"),
        "reviewed": share(review, "recall"),
        "per_100": number(review["per_100"]),
    }


def signed(value: float) -> str:
    """A number, with the sign that typography wants."""
    return str(localize(value)).replace("-", "−")
