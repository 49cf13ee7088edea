"""Knows the one refusal that a person reads."""


class NotAllowed(Exception):
    """Refused, for a reason a person can read: not this user, or not in this state. Its text is a whole sentence, in the reader's language."""
