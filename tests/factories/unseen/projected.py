"""Knows how degrees become metres, by the formulas of their authors: what a list does before we undo it."""

import math

from maillage.base.geometry import Point

RADIUS = 6_378_137.0
ECCENTRICITY = 0.0818191910428158  # GRS 80


def web_mercator(point: Point) -> tuple[float, float]:
    x = RADIUS * math.radians(point.longitude)
    return round(x, 2), round(RADIUS * math.log(math.tan(math.pi / 4 + math.radians(point.latitude) / 2)), 2)


def lambert_93(point: Point) -> tuple[float, float]:
    """IGN, algorithms NTG 71, with the constants of Lambert-93."""
    exponent, constant, x_origin, y_origin = 0.7256077650, 11_754_255.426, 700_000.0, 12_655_612.050
    latitude = math.radians(point.latitude)
    sine = ECCENTRICITY * math.sin(latitude)
    isometric = math.log(math.tan(math.pi / 4 + latitude / 2) * ((1 - sine) / (1 + sine)) ** (ECCENTRICITY / 2))
    radius, angle = constant * math.exp(-exponent * isometric), exponent * math.radians(point.longitude - 3)
    return round(x_origin + radius * math.sin(angle), 2), round(y_origin - radius * math.cos(angle), 2)
