"""Knows when a delivery is too unlike the previous one to be staged without a person, and which reading may be undone."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from maillage.base.errors import NotAllowed
from maillage.ingestion.mapping.lint import quoted
from maillage.ingestion.mapping.plan import Columns
from maillage.ingestion.mapping.storing import SOURCE_NAME
from maillage.ingestion.models import Run, Source
from maillage.ingestion.reading import Delivery
from maillage.ingestion.selectors import Known, last_run, unfinished

LARGEST_LOSS = 0.3  # share of what was known before
RESERVED = {"nouvelle"}  # names that the addresses of pages already have


@dataclass(frozen=True)
class Presence:
    """The records of a list before a delivery, and those that it still names."""

    before: int
    still: int
    outside: int = 0  # named still, but no more in the territory of the list

    @classmethod
    def of(cls, known: Mapping[str, Known], ids: Collection[str], outside: Collection[str] = ()) -> "Presence":
        before = [record_id for record_id, one in known.items() if one.was_present]
        present = set(ids).difference(outside)
        return cls(len(before), sum(record_id in present for record_id in before), len(outside))

    @property
    def is_alarming(self) -> bool:
        """Has too much gone to be believed?"""
        return bool(self.before) and self.still <= (1 - LARGEST_LOSS) * self.before


def losses(columns_before: Sequence[str], delivery: Delivery, presence: Presence) -> str:
    """What this delivery lost, in a sentence with the remedy; "" when nothing alarming."""
    columns, told = Columns(delivery.table.columns), []
    if presence.is_alarming:
        absent = presence.before - presence.still - presence.outside
        if absent:
            told.append(_("%(lost)s des %(before)s lignes de la dernière livraison ne sont plus dans la liste.") % {"lost": absent, "before": presence.before})
        if presence.outside:
            sentence = _("%(lost)s des %(before)s lignes de la dernière livraison se disent maintenant hors du territoire de la liste.")
            told.append(sentence % {"lost": presence.outside, "before": presence.before})
    used = set(Columns(columns_before).find(delivery.plan_as_written.used()))
    lost = [name for name in columns_before if name in used and not columns.has(name)]
    if lost:
        told.append(_("Des colonnes ont disparu : %(names)s.") % {"names": quoted(lost)})
    if not told:
        return ""
    return " ".join([*told, _("Vérifiez le fichier ; s’il est bon, relancez en acceptant ces pertes.")])


def renumbered(presence: Presence, recognised: int) -> str:
    """That the places are still there under other identifiers, with the remedy; "" when they are not. `recognised`: records found by their stable fields."""
    if not presence.before or recognised <= (1 - LARGEST_LOSS) * presence.before:
        return ""
    return _(
        "Les identifiants ont changé : %(known)s des %(before)s lignes de la dernière livraison sont dans celle-ci sous un autre identifiant. "
        "Relancez en reconnaissant les lieux à leur nom et à leur adresse."
    ) % {"known": recognised, "before": presence.before}


def nothing_named(delivery: Delivery) -> str:
    """That no row of the list names a place, with the remedy."""
    name = delivery.plan_as_written.takes.get("name")
    told = _("Aucune des %(rows)s lignes ne nomme un lieu. La correspondance prend le nom dans %(columns)s ; la liste a pour colonnes %(found)s.")
    remedy = _("Corrigez la correspondance, ou le fichier.")
    columns = quoted(name.named()) if name else _("aucune colonne")
    return f"{told % {'rows': len(delivery.rows), 'columns': columns, 'found': quoted(delivery.table.columns[:12])}} {remedy}"


def check_can_undo(run: Run) -> None:
    """Only the last finished reading of a list can be undone, while what it replaced is kept and no other is under way."""
    source: Source = run.source
    if run.state == Run.State.UNDONE:
        raise NotAllowed(_("Cette lecture est déjà annulée."))
    if source.removed_on:
        raise NotAllowed(_("Cette liste a été retirée : importez-la de nouveau pour la remontrer."))
    if unfinished(source).exists():
        raise NotAllowed(_("Une lecture de cette liste est en cours, ou a été interrompue. Relancez l’import d’abord, puis annulez la dernière lecture."))
    if run != last_run(source):
        raise NotAllowed(_("Seule la dernière lecture terminée d’une liste peut être annulée."))
    if not run.source_was:
        raise NotAllowed(_("Ce que cette lecture a remplacé n’est plus gardé : elle ne peut plus être annulée."))


def check_can_schedule(url: str, every: str) -> None:
    """A list is fetched from its address."""
    if every not in Source.Rhythm.values:
        raise NotAllowed(
            _("« %(every)s » n’est pas un rythme : %(known)s, ou rien.") % {"every": every, "known": ", ".join(filter(None, Source.Rhythm.values))}
        )
    if every and not url:
        raise NotAllowed(_("Pour être relue d’elle-même, la liste doit avoir une adresse."))


def check_can_create(key: str) -> None:
    """A list has a name of its own."""
    if not SOURCE_NAME.match(key):
        raise NotAllowed(_("« %(name)s » n’est pas un nom de liste : lettres minuscules, chiffres et traits d’union.") % {"name": key})
    if key in RESERVED:
        raise NotAllowed(_("« %(name)s » ne peut pas être le nom d’une liste : choisissez-en un autre.") % {"name": key})
    if Source.objects.filter(key=key).exists():
        raise NotAllowed(_("La liste « %(name)s » existe déjà.") % {"name": key})
