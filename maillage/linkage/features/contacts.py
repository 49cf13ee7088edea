"""Knows what two records have in common besides name and address: contacts, identifiers, the list they come from."""

from typing import Any

import numpy as np

from maillage.linkage.blocks import domain_key, email_key, phone_key, siret_key, site_key
from maillage.linkage.features.columns import Columns, Floats
from maillage.linkage.frequencies import hours_key


def of_contacts(columns: Columns) -> dict[str, Any]:
    """What contacts and identifiers tell."""
    phone = columns.shared(lambda record: map(phone_key, record.phones))
    return {
        "phone": phone,
        "phone_differs": columns.both(lambda record: record.phones) & (phone == 0),
        "email": columns.shared(lambda record: map(email_key, record.emails)),
        "domain": columns.shared(lambda record: map(domain_key, record.domains)),
        "site": columns.shared(lambda record: map(site_key, record.sites)),
        "hours": hours(columns),
        "siret_differs": columns.both(lambda record: record.siret) & ~columns.same(lambda record: record.siret),
        "siret": columns.shared(lambda record: map(siret_key, filter(None, (record.siret,)))),
    }


def hours(columns: Columns) -> Floats:
    """What equal hours prove; 0 when they differ, are not known or are too common."""
    known = {record.hours: columns.frequencies.proof(hours_key(record)) for record in columns.records if record.hours}
    proofs = np.array([known.get(record.hours, 0.0) for record in columns.records])
    return np.asarray(columns.same(lambda record: record.hours) * proofs[columns.pairs[:, 0]])


def of_lists(columns: Columns) -> dict[str, Any]:
    """What being in one list, or alone in it, tells."""
    return {
        "same_source": columns.same(lambda record: record.source),
        "alone": columns.both(columns.frequencies.alone),
        "namesake": columns.either(columns.frequencies.has_namesake),
    }
