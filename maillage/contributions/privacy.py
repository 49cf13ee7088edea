"""Knows what the tables of contributions hold."""

from maillage.base.privacy import personal

PRIVACY = {
    "Proposal": personal(purpose="judging what a partner proposes; it may name a person at work", kept="two years after it was received"),
    "Report": personal(purpose="judging what someone says of a place; plain words may name a person", kept="two years after it was received"),
}
