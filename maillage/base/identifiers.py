"""Knows how identities are made: stable, derived, never drawn at random."""

from uuid import UUID, uuid5

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8
NAMESPACE = UUID("5b0f3f0e-6a1c-5c8e-9d1a-6d61696c6c61")  # fixed once for all instances: never change it


def place_id(origin_key: str, record_id: str) -> UUID:
    """Identity of the place first told by this record of this origin."""
    return uuid5(uuid5(NAMESPACE, origin_key), record_id)


def crockford(number: int, *, length: int = CODE_LENGTH) -> str:
    """Lowest `5 * length` bits of a number in Crockford's base 32 (no I, L, O, U)."""
    return "".join(CROCKFORD[(number >> 5 * place) & 31] for place in reversed(range(length)))


def public_codes(identity: UUID) -> list[str]:
    """Public codes of a place in order of preference: the first free one is hers (three 40-bit windows of the identity)."""
    return [crockford(identity.int >> shift) for shift in (88, 48, 8)]


def read_code(text: str) -> str:
    """A public code as typed by a person -> as stored: capitals, O and I and L read as digits, separators dropped."""
    letters = "".join(letter for letter in text.upper() if letter.isalnum())
    return letters.translate(str.maketrans("OIL", "011"))
