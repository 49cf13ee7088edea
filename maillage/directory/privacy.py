"""Knows what the tables of the base of places hold. Columns about private persons are dropped before they come here."""

from maillage.base.privacy import PROFESSIONAL, PUBLIC, personal

CONTACT = "reaching a place by the contact it gives, which may name a person at work"

PRIVACY = {
    "Origin": PUBLIC,
    "Organisation": PUBLIC,
    "Relation": PUBLIC,
    "Offer": PUBLIC,
    "Closure": PUBLIC,
    "Generation": PUBLIC,
    "Check": PUBLIC,
    "Question": PROFESSIONAL,
    "Place": personal(purpose=CONTACT, kept="as long as an origin states the contact; named contacts are not published"),
    "Statement": personal(purpose=CONTACT, kept="as long as the base, to say where each value comes from"),
    "Change": personal(purpose="the history of a place, contacts included", kept="as long as the base"),
}
