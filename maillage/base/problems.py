"""Knows the one refusal that a program reads: what was asked, why it cannot be, what to do. Doors of software turn it into problem+json (RFC 9457)."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Problem(Exception):
    """Refused: HTTP status, a short title, what is wrong with this very request, what to do. All in the reader's language."""

    status: int
    title: str
    detail: str
    remedy: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)  # further members of the answer

    def __str__(self) -> str:
        return f"{self.title} {self.detail}".strip()
