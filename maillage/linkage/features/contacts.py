"""Knows what two records have in common besides name and address: contacts, identifiers, the list they come from."""

from typing import Any

from maillage.linkage.blocks import domain_key, email_key, phone_key, site_key
from maillage.linkage.features.columns import Columns
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
        "hours": columns.shared(lambda record: filter(None, (hours_key(record),))),
        "siret": columns.same(lambda record: record.siret),
    }


def of_lists(columns: Columns) -> dict[str, Any]:
    """What being in one list, or alone in it, tells."""
    return {"same_source": columns.same(lambda record: record.source), "alone": columns.both(columns.frequencies.alone)}
