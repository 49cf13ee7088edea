"""Knows how weights are fitted to labels: logistic regression held to what was set by hand, so that few labels move it little."""

import numpy as np

from maillage.linkage.features import Flags, Floats

ROUNDS = 50
SHORTEST = 1e-9  # part of a step
SETTLED = 1e-7


def fit(amounts: Floats, same: Flags, hand: Floats, strength: float) -> Floats:
    """Weights that make these labels the most likely, less `strength`/2 times the square of their distance to `hand`.

    `amounts`: one row per pair, one column per weight, the first all ones (the base). Strength is above 0. A weight never takes the sign opposite
    to the one set by hand: at worst it is 0. Newton's method with bounds (Bertsekas, SIAM Journal on Control and Optimization, 1982).
    """
    lower, upper = np.where(hand > 0, 0.0, -np.inf), np.where(hand < 0, 0.0, np.inf)
    lower[0], upper[0] = -np.inf, np.inf
    worth = hand.copy()
    for _ in range(ROUNDS):
        likely = probability(amounts @ worth)
        gradient = amounts.T @ (likely - same) + strength * (worth - hand)
        free = ~(((worth <= lower) & (gradient > 0)) | ((worth >= upper) & (gradient < 0)))
        inside = amounts[:, free]
        curvature = inside.T @ (inside * (likely * (1 - likely))[:, None]) + strength * np.eye(int(free.sum()))
        step = np.zeros_like(worth)
        step[free] = np.linalg.solve(curvature, gradient[free])
        before, size = cost(amounts, same, hand, strength, worth), 1.0
        moved = np.clip(worth - step, lower, upper)
        while cost(amounts, same, hand, strength, moved) > before and size > SHORTEST:
            size /= 2
            moved = np.clip(worth - size * step, lower, upper)
        settled = np.abs(moved - worth).max() < SETTLED
        worth = moved
        if settled:
            break
    return worth


def probability(scores: Floats) -> Floats:
    """Probability that two records are one, at each score."""
    return np.asarray(0.5 * (1 + np.tanh(scores / 2)))


def losses(amounts: Floats, same: Flags, worth: Floats) -> Floats:
    """How badly these weights foretell each label: the logarithmic loss."""
    scores = amounts @ worth
    return np.asarray(np.logaddexp(0.0, np.where(same, -scores, scores)))


def cost(amounts: Floats, same: Flags, hand: Floats, strength: float, worth: Floats) -> float:
    """What fitting makes the least."""
    return float(losses(amounts, same, worth).sum()) + strength / 2 * float(((worth - hand) ** 2).sum())
