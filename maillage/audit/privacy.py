"""Knows what the tables of the journal hold."""

from maillage.base.privacy import PROFESSIONAL, personal

PRIVACY = {
    "Event": PROFESSIONAL,  # a key stands for each person
    "Person": personal(
        purpose="who stands behind the key found in events, to answer for what was done", kept="until the person is erased; the events stay and name nobody"
    ),
}
