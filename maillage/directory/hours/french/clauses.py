"""Knows what a clause says: days, their hours, the part of the year, and what changes on some of the days."""

from dataclasses import dataclass, field, replace

from maillage.directory.hours.french.parts import DAY_END, LUNCH_END, NOON, Days, Ref, Season, Span, What
from maillage.directory.hours.french.tokens import AFTERNOON, APPOINTMENT, HOLIDAYS, MORNING, Unsaid

WHOLE_DAY = ((0, DAY_END),)
LATE = 3 * 60  # minutes by which another closing time may differ from the usual one


@dataclass(frozen=True)
class When:
    """A season, even or odd weeks, school holidays or term; all the year when empty."""

    season: Season | None = None
    weeks: str = ""
    school: str = ""

    def also(self, what: What, value: object) -> "When":
        """The same, narrowed. Raise Unsaid when it is already."""
        name = str(what)
        if getattr(self, name) not in (None, "", value):
            raise Unsaid
        return self.instead(what, value)

    def instead(self, what: What, value: object) -> "When":
        """The same, with another season, weeks or school time."""
        season = value if what is What.SEASON and isinstance(value, Season) else self.season
        return When(season, str(value) if what is What.WEEKS else self.weeks, str(value) if what is What.SCHOOL else self.school)

    def or_else(self, other: "When") -> "When":
        return When(self.season or other.season, self.weeks or other.weeks, self.school or other.school)


ALWAYS = When()


@dataclass(frozen=True, order=True)
class Timed:
    """Hours of a day, with "sur rendez-vous" perhaps."""

    start: int
    end: int
    note: str = ""


@dataclass(frozen=True)
class Opened:
    """Hours on some days."""

    refs: frozenset[Ref]
    times: tuple[Timed, ...]
    when: When = ALWAYS
    holidays: bool = False
    half: str = ""
    said: frozenset[Ref] = frozenset()  # all the days of the clause


@dataclass
class Closing:
    """Days or times of the year without hours; one half of the day perhaps."""

    days: Days | None = None
    when: When = ALWAYS
    half: str = ""
    clause: "Clause | None" = None  # "sauf…" bears on it
    header: When = ALWAYS
    consumed: bool = False


@dataclass
class Run:
    spans: tuple[Span, ...]
    note: str | None = None


@dataclass
class Clause:
    """Days and their hours, while they are read."""

    sentence: int
    days: Days | None = None
    when: When = ALWAYS
    own: set[What] = field(default_factory=set)  # kinds of `when` said inside the clause
    halves: set[str] = field(default_factory=set)
    runs: list[Run] = field(default_factory=list)
    note: str | None = None  # said before the hours
    holidays: bool = False  # "y compris les jours fériés"
    ends: dict[Ref, int] = field(default_factory=dict)  # another closing time
    others: dict[Ref, tuple[Span, ...]] = field(default_factory=dict)  # other hours
    holiday_end: int | None = None  # another closing time in school holidays
    is_loose: bool = False  # its hours and its days are on two lines
    is_sealed: bool = False  # a closing was told since: hours alone would go with nothing

    @property
    def has_body(self) -> bool:
        return bool(self.runs) or self.note == APPOINTMENT

    @property
    def is_parted(self) -> bool:
        """Are there several hours, so that what is said after them may bear on the last alone?"""
        return sum(len(run.spans) for run in self.runs) > 1


@dataclass
class Told:
    """What the whole text says."""

    opened: list[Opened] = field(default_factory=list)
    closings: list[Closing] = field(default_factory=list)
    otherwise: bool = False  # "et sur rendez-vous", at any other time


def side(span: Span) -> str:
    """Is it of the morning, of the afternoon, or of both (then "")?"""
    start, end = span
    return AFTERNOON if start >= NOON else MORNING if end <= LUNCH_END else ""


def other(half: str) -> str:
    return AFTERNOON if half == MORNING else MORNING


def opened(clause: Clause) -> list[Opened]:
    """The hours of a clause, day by day where they differ."""
    days = clause.days
    if days is None or not clause.has_body:
        raise Unsaid
    times = tuple(sorted(Timed(start, end, run.note or "") for run in clause.runs for start, end in run.spans))
    sides = {side((timed.start, timed.end)) for timed in times}
    if clause.halves and (not times or sides != clause.halves):
        raise Unsaid
    times = times or (Timed(0, DAY_END, clause.note or ""),)
    if any(one.end > after.start for one, after in zip(times, times[1:], strict=False)):
        raise Unsaid
    half = next(iter(clause.halves)) if len(clause.halves) == 1 else ""
    special = set(clause.ends) | set(clause.others)
    found = [Opened(days.refs - special, times, clause.when, days.holidays or clause.holidays, half, days.refs)]
    for ref in sorted(special):
        base = tuple(Timed(start, end, times[0].note) for start, end in clause.others[ref]) if ref in clause.others else times
        found.append(Opened(frozenset({ref}), ending(base, clause.ends[ref]) if ref in clause.ends else base, clause.when, half=half, said=days.refs))
    if clause.holiday_end is not None:
        found.append(Opened(days.refs, ending(times, clause.holiday_end), clause.when.also(What.SCHOOL, HOLIDAYS), half=half, said=days.refs))
    return [each for each in found if each.refs or each.holidays]


def ending(times: tuple[Timed, ...], moment: int) -> tuple[Timed, ...]:
    """The same hours with another end. Raise Unsaid when it may be something else."""
    last = times[-1]
    if not last.start < moment <= DAY_END or abs(moment - last.end) > LATE:
        raise Unsaid
    return (*times[:-1], replace(last, end=moment))
