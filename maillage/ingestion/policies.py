"""Knows when a delivery is too unlike the previous one to be staged without a person."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from maillage.ingestion.mapping.lint import quoted
from maillage.ingestion.mapping.plan import Columns
from maillage.ingestion.reading import Delivery

LARGEST_LOSS = 0.3  # share of the previous rows


def losses(columns_before: Sequence[str], delivery: Delivery, rows_before: int) -> str:
    """What this delivery lost, in a sentence with the remedy; "" when nothing alarming."""
    rows, columns = len(delivery.rows), Columns(delivery.table.columns)
    told = []
    if rows_before and rows <= (1 - LARGEST_LOSS) * rows_before:
        told.append(_("La liste n’a plus que %(rows)s lignes, contre %(before)s à la dernière livraison.") % {"rows": rows, "before": rows_before})
    used = set(Columns(columns_before).find(delivery.plan_as_written.used()))
    lost = [name for name in columns_before if name in used and not columns.has(name)]
    if lost:
        told.append(_("Des colonnes ont disparu : %(names)s.") % {"names": quoted(lost)})
    if not told:
        return ""
    return " ".join([*told, _("Vérifiez le fichier ; s’il est bon, relancez en acceptant ces pertes.")])
