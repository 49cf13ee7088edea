"""Knows how far a proportion counted on few cases may be from the true one."""

from math import sqrt

LEVEL = 0.95
NORMAL = 1.959964  # the two-sided quantile of the normal law at that level
Interval = tuple[float, float]


def wilson(part: int, whole: int) -> Interval | None:
    """Interval of a proportion, by Wilson's score (Journal of the American Statistical Association, 1927); None when nothing was counted."""
    if not whole:
        return None
    square, share = NORMAL**2, part / whole
    middle = share + square / (2 * whole)
    spread = NORMAL * sqrt(share * (1 - share) / whole + square / (4 * whole**2))
    return round(max(0.0, (middle - spread) / (1 + square / whole)), 3), round(min(1.0, (middle + spread) / (1 + square / whole)), 3)


def ratio(part: int, whole: int) -> float | None:
    """A proportion; None when nothing was counted."""
    return round(part / whole, 3) if whole else None


def harmonic(precision: float | None, recall: float | None) -> float | None:
    """The F1 of a precision and a recall."""
    if precision is None or recall is None:
        return None
    return round(2 * precision * recall / (precision + recall), 3) if precision + recall else 0.0
