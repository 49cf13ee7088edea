"""Knows how two points are drawn without any map service: where they are to one another, how far, and what we know around."""

from dataclasses import dataclass
from math import cos, hypot, radians

from django.utils.formats import localize
from django.utils.translation import gettext as _

from maillage.base.geometry import Point, distance_km
from maillage.directory.models import Place
from maillage.territories import selectors as territories
from maillage.web import words

WIDTH, HEIGHT, MARGIN, TOP = 320, 224, 44, 56  # units of the drawing; more above and below, where the scale stands
SMALLEST = 40.0  # metres across: closer points are not pulled further apart
SAME_SPOT = 2.0  # metres
METRES_OF_A_DEGREE = 111_195
MOST_AROUND = 40
CLEAR = 96  # units between two points that leave room for a distance
STEPS = [step * 10**power for power in range(6) for step in (1, 2, 5)]  # metres that a scale may show


@dataclass(frozen=True)
class Spot:
    """A point of the drawing."""

    x: int
    y: int
    label: str = ""


@dataclass(frozen=True)
class Sketch:
    """Two points, what is around, and a scale. `said` tells the same in words."""

    a: Spot
    b: Spot
    around: list[Spot]
    centre: Spot | None
    scale: int
    scale_label: str
    distance: str
    metres: float
    said: list[str]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def middle(self) -> Spot:
        return Spot((self.a.x + self.b.x) // 2, (self.a.y + self.b.y) // 2)

    @property
    def far(self) -> Spot:
        """Where the distance is written: between the two points, or under them when they are too close for it."""
        is_tight = hypot(self.a.x - self.b.x, self.a.y - self.b.y) < CLEAR
        return Spot(self.middle.x, max(self.a.y, self.b.y) + 28 if is_tight else self.middle.y)

    @property
    def is_centre_named(self) -> bool:
        """Is there room for the name of the commune, apart from the two points, their distance, and the scale?"""
        if self.centre is None:
            return False
        half, name_y = max(len(self.centre.label) * 3.5, 12), self.centre.y + 14
        busy = [self.a, self.b, *([self.far] if self.is_apart else []), Spot(self.scale // 2, HEIGHT - 20)]
        return not any(abs(spot.x - self.centre.x) < half + 22 and abs(spot.y - name_y) < 26 for spot in busy)

    @property
    def is_apart(self) -> bool:
        return (self.a.x, self.a.y) != (self.b.x, self.b.y)


@dataclass(frozen=True)
class Frame:
    """What part of the world the drawing holds: its middle, and units for one metre."""

    middle: Point
    scale: float

    def spot(self, point: Point, label: str = "") -> Spot:
        east = (point.longitude - self.middle.longitude) * METRES_OF_A_DEGREE * cos(radians(self.middle.latitude))
        north = (point.latitude - self.middle.latitude) * METRES_OF_A_DEGREE
        return Spot(round(WIDTH / 2 + east * self.scale), round(HEIGHT / 2 - north * self.scale), label)

    def half(self) -> tuple[float, float]:
        """Half of what is seen, in degrees north and east."""
        north = HEIGHT / 2 / self.scale / METRES_OF_A_DEGREE
        return north, WIDTH / 2 / self.scale / METRES_OF_A_DEGREE / cos(radians(self.middle.latitude))


def sketch(one: Place, other: Place) -> Sketch | None:
    """The drawing of two places; None when one of them has no point."""
    here, there = point_of(one), point_of(other)
    if here is None or there is None:
        return None
    metres = distance_km(here, there) * 1000
    frame = frame_of(here, there)
    if metres < SAME_SPOT:
        a = b = Spot(WIDTH // 2, HEIGHT // 2)
    else:
        a, b = frame.spot(here), frame.spot(there)
    step = max((step for step in STEPS if step * frame.scale <= WIDTH / 3), default=STEPS[0])
    return Sketch(
        a=a,
        b=b,
        around=around(frame, one, other),
        centre=centre_of(frame, one),
        scale=round(step * frame.scale),
        scale_label=length(step),
        distance="" if metres < SAME_SPOT else length(metres),
        metres=metres,
        said=said(one, other, metres),
    )


def point_of(place: Place) -> Point | None:
    return None if place.latitude is None or place.longitude is None else Point(place.latitude, place.longitude)


def frame_of(here: Point, there: Point) -> Frame:
    """The smallest frame that holds both with their margins. Two points across the date line are never compared: they share a commune."""
    middle = Point((here.latitude + there.latitude) / 2, (here.longitude + there.longitude) / 2)
    east = abs(here.longitude - there.longitude) * METRES_OF_A_DEGREE * cos(radians(middle.latitude))
    north = abs(here.latitude - there.latitude) * METRES_OF_A_DEGREE
    scale = min((WIDTH - 2 * MARGIN) / max(east, SMALLEST), (HEIGHT - 2 * TOP) / max(north, SMALLEST))
    return Frame(middle, scale)


def around(frame: Frame, *places: Place) -> list[Spot]:
    """Other published places in the frame, to find one's bearings."""
    north, east = frame.half()
    box = {
        "latitude__range": (frame.middle.latitude - north, frame.middle.latitude + north),
        "longitude__range": (frame.middle.longitude - east, frame.middle.longitude + east),
    }
    near = Place.objects.published().filter(**box).exclude(pk__in=[place.pk for place in places]).exclude(precision="commune").order_by("pk")
    rows = near.values_list("latitude", "longitude")[:MOST_AROUND]
    return [frame.spot(Point(latitude, longitude)) for latitude, longitude in rows if latitude is not None and longitude is not None]


def centre_of(frame: Frame, place: Place) -> Spot | None:
    """The middle of the commune, when the frame holds it."""
    commune = territories.commune(place.insee)
    if commune is None or commune.point is None:
        return None
    spot = frame.spot(commune.point, commune.name)
    return spot if 10 <= spot.x <= WIDTH - 10 and 10 <= spot.y <= HEIGHT - 26 else None


def said(one: Place, other: Place, metres: float) -> list[str]:
    """Where, how far, and what the points are worth."""
    towns = list(dict.fromkeys(words.typographic(place.commune) for place in (one, other) if place.commune))
    where = [f"{words.enumeration(towns)}."] if towns else []
    far = _("A et B sont au même point.") if metres < SAME_SPOT else _("A et B sont à {distance} l’un de l’autre.").format(distance=length(metres))
    vague = [letter for letter, place in (("A", one), ("B", other)) if place.precision == "commune"]
    if not vague:
        return [*where, far]
    if len(vague) == 2:
        return [*where, far, _("Les deux sont placés au milieu de leur commune : la distance ne dit rien.")]
    return [*where, far, _("{letter} est placé au milieu de sa commune : son point est approximatif.").format(letter=vague[0])]


def length(metres: float) -> str:
    """ "120 m", "2,3 km"."""
    if metres < 1000:
        return _("{count} m").format(count=round(metres))
    kilometres = round(metres / 1000, 1)
    return _("{count} km").format(count=localize(int(kilometres) if kilometres == int(kilometres) else kilometres))
