"""Knows what the tables of linkage hold."""

from maillage.base.privacy import PUBLIC

PRIVACY = {
    "Verdict": PUBLIC,
}
