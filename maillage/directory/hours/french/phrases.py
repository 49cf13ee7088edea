"""Knows the phrases of hours: tokens become days, times, seasons and remarks, each with what parts it from the phrase before."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from maillage.directory.hours.french.parts import DAY_END, Days, Gap, Nth, Phrase, Ref, Season, What
from maillage.directory.hours.french.runs import PARTING, ordered, spans
from maillage.directory.hours.french.tokens import EVERY_DAY, FULL_NAMES, Kind, Token, Unsaid

INITIALS = {"l": (0,), "m": (1, 2), "j": (3,), "v": (4,), "s": (5,), "d": (6,)}
STARTS_OF_DAYS = (Kind.DAY, Kind.DAYS, Kind.INITIAL, Kind.NTH, Kind.HOLIDAY)
PLAIN = {
    Kind.WEEKS: What.WEEKS,
    Kind.SCHOOL: What.SCHOOL,
    Kind.HALF: What.HALF,
    Kind.NOTE: What.NOTE,
    Kind.CLOSED: What.CLOSED,
    Kind.EXCEPT: What.EXCEPT,
    Kind.WITH: What.WITH,
    Kind.UNTIL: What.UNTIL,
}
GAPS = {
    Kind.COLON: Gap.NONE,
    Kind.OPEN: Gap.WEAK,
    Kind.CLOSE: Gap.WEAK,
    Kind.AND: Gap.WEAK,
    Kind.DASH: Gap.WEAK,
    Kind.COMMA: Gap.WEAK,
    Kind.SLASH: Gap.WEAK,
    Kind.LINE: Gap.LINE,
    Kind.SEMICOLON: Gap.LINE,
}
SILENT = (Kind.FROM, Kind.BETWEEN)
ADDING = ("ouvert", "ouverte", "ouverts", "ouvertes", "ouverture", "ouvertures", "aussi", "egalement")
JOINS = PARTING | {Kind.DASH, Kind.TO, Kind.UNTIL, Kind.FROM, Kind.BETWEEN}


@dataclass
class Reader:
    """Goes through tokens; each `take_…` moves `place` after what it reads."""

    tokens: Sequence[Token]
    place: int = 0
    phrases: list[Phrase] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    gap: Gap = Gap.NONE
    colon: bool = False
    linked: bool = False
    plural: bool = False
    one: bool = False
    depth: int = 0
    also: bool = False

    def kind(self, ahead: int = 0) -> Kind | None:
        place = self.place + ahead
        return self.tokens[place].kind if place < len(self.tokens) else None

    def read(self) -> list[Phrase]:
        while self.place < len(self.tokens):
            self.step()
        if self.depth or self.linked or [token.kind for token in self.tokens[-2:]] == [Kind.STOP] * 2:
            raise Unsaid  # "lundi 9h-12h et", "lundi 9h-12h..."
        return self.phrases

    def add(self, what: What, value: object) -> None:
        self.phrases.append(Phrase(what, value, self.gap, self.colon, self.linked, self.depth, self.also))
        self.gap, self.colon, self.linked, self.plural, self.also = Gap.NONE, False, False, False, False

    def step(self) -> None:
        """Read one phrase, or one thing between two."""
        kind, token = self.tokens[self.place].kind, self.tokens[self.place]
        if kind in STARTS_OF_DAYS and not self.is_date():
            days = self.take_days()
            if self.one and not days.other:
                raise Unsaid  # "un lundi"
            self.one = False
            self.add(What.DAYS, days)
        elif kind is Kind.ROUND:
            self.place += 1
            self.add(What.TIMES, ((0, DAY_END),))
        elif kind is Kind.TIME or (kind is Kind.NUMBER and self.begins_span()):
            self.take_times()
        elif kind in (Kind.MONTH, Kind.NUMBER, Kind.NTH):
            self.add(What.SEASON, self.take_season())
        elif kind in PLAIN:
            self.place += 1
            self.add(PLAIN[kind], token.value)
            self.rest += [] if token.value or kind is not Kind.NOTE else [token.text]
        elif kind is Kind.REST:
            self.place += 1
            self.rest.append(token.text)
        else:
            self.part(kind)

    def part(self, kind: Kind) -> None:
        """Something between two phrases."""
        self.place += 1
        if kind in GAPS:
            self.gap = max(self.gap, GAPS[kind])
            self.colon = self.colon or kind is Kind.COLON
            self.linked = self.linked or kind is Kind.AND
            self.depth += {Kind.OPEN: 1, Kind.CLOSE: -1}.get(kind, 0)
            if self.depth not in (0, 1):
                raise Unsaid
        elif kind is Kind.STOP:
            self.gap = self.gap if is_abbreviation(self.tokens[self.place - 2]) else Gap.STOP
        elif kind is Kind.ARTICLE:
            self.plural = self.tokens[self.place - 1].text in ("les", "tous", "toutes")
        elif kind is Kind.ONE:
            self.one = True
        elif kind is Kind.LABEL:
            self.also = self.also or self.tokens[self.place - 1].text in ADDING
        elif kind not in SILENT and not (kind is Kind.TO and self.kind() is Kind.REST) and not (kind is Kind.MONTHLY and self.was_ranked()):
            raise Unsaid

    def was_ranked(self) -> bool:
        """Does "du mois" end "le 3e jeudi après-midi"?"""
        last = next((phrase.value for phrase in reversed(self.phrases) if phrase.what is not What.HALF), None)
        return isinstance(last, Days) and any(ref.nth for ref in last.refs)

    # Days

    def is_date(self) -> bool:
        """Does "1er" begin a date?"""
        return self.kind() is Kind.NTH and self.kind(1) in (Kind.MONTH, Kind.TO)

    def take_days(self) -> Days:
        """A list of days, ranges and public holidays; a day told twice leaves a doubt ("tous les jours du lundi au vendredi")."""
        plural, found, holidays, every, other = self.plural, set[Ref](), False, False, False
        begin, seen = self.place, set[Kind]()
        ranged = self.place > 0 and self.tokens[self.place - 1].text == "du"
        while True:
            taken = set[Ref]()
            if self.kind() is Kind.HOLIDAY:
                self.place += 1
                holidays = True
            elif self.kind() is Kind.DAYS:
                value = self.tokens[self.place].value
                self.place += 1
                every = every or value is None
                taken = {Ref(day) for day in (value if isinstance(value, frozenset) else EVERY_DAY)}
            else:
                taken = self.take_weekdays()
            if taken & found:
                raise Unsaid
            found |= taken
            if self.kind() is Kind.OTHER:
                self.place += 1
                other = True
            joins = self.to_next_day()
            if joins is None:
                break
            seen |= joins
            if ranged and len(found) == 1 and Kind.FROM not in joins and not any(ref.nth for ref in found):
                raise Unsaid  # "du lundi vendredi", "du lundi et vendredi": is it "au"?
        self.check_signs(begin, seen, [ref.day for ref in found])
        self.take_monthly(found)
        return Days(frozenset(found), holidays, every, plural, other)

    def check_signs(self, begin: int, joins: set[Kind], days: Sequence[int]) -> None:
        """Signs that may part days, or join the ends of a range."""
        told = self.tokens[begin : self.place]
        dashed = any(token.kind is Kind.DASH for token in told)
        if (joins == {Kind.SLASH} and are_far_apart(days)) or (len(told) == len(days) == 2 and abs(days[0] - days[1]) > 3):
            raise Unsaid  # "lundi/vendredi", "lundi vendredi"
        if dashed and (Kind.SLASH in joins or (joins & {Kind.AND, Kind.COMMA} and any(token.text in FULL_NAMES for token in told))):
            raise Unsaid  # "lundi/mardi - jeudi/vendredi", "lundi, mercredi - vendredi"
        if self.kind() is Kind.MONTH or (self.kind() in (Kind.DASH, Kind.TO) and self.kind(1) is Kind.MONTH):
            raise Unsaid  # "mardi mars", "mar-mai"

    def take_monthly(self, found: set[Ref]) -> None:
        """ "du mois" goes with ranks, and ranks with no other day: "1er lundi et mardi" is not clear."""
        if self.kind() is Kind.MONTHLY:
            if not any(ref.nth for ref in found):
                raise Unsaid
            self.place += 1
        if len({bool(ref.nth) for ref in found}) > 1:
            raise Unsaid

    def take_weekdays(self) -> set[Ref]:
        """One weekday, a range, or a chain of days parted by dashes; "1er et 3e mardi"."""
        nth = self.take_nth()
        if self.kind() is Kind.INITIAL:
            if nth:
                raise Unsaid
            return self.take_initials()
        first = self.take_day()
        joins, days = [], [first]
        while self.kind() in (Kind.TO, Kind.DASH, Kind.UNTIL) and self.kind(1) is Kind.DAY and not nth:
            joins.append(self.kind())
            self.place += 1
            days.append(self.take_day())
        if len(joins) == 1:
            if days[0] >= days[1]:
                raise Unsaid
            return {Ref(day) for day in range(days[0], days[1] + 1)}
        if joins and (set(joins) != {Kind.DASH} or days != sorted(set(days))):
            raise Unsaid
        return {Ref(day, nth) for day in days}

    def take_day(self) -> int:
        value = self.tokens[self.place].value if self.kind() is Kind.DAY else None
        if not isinstance(value, int):
            raise Unsaid
        self.place += 1
        if (
            self.kind() is Kind.STOP
            and is_abbreviation(self.tokens[self.place - 1])
            and self.kind(1) in (Kind.TO, Kind.DASH, Kind.DAY, Kind.COMMA, Kind.TIME, Kind.COLON, Kind.SLASH)
        ):
            self.place += 1  # "lun.-ven."
        return value

    def take_nth(self) -> Nth:
        """The ranks before a day: "2e et 4e", "1er, 3e", "le premier et le troisième"."""
        found: list[int] = []
        while self.kind() is Kind.NTH:
            found.append(int(str(self.tokens[self.place].value)))
            self.place += 1
            ahead = self.place
            while self.kind() in (Kind.AND, Kind.COMMA, Kind.SLASH, Kind.ARTICLE, Kind.DASH):
                self.place += 1
            if self.kind() is Kind.DAY:
                break
            if self.kind() is not Kind.NTH:
                self.place = ahead
                raise Unsaid
        if any(rank not in (-1, 1, 2, 3, 4, 5) for rank in found) or len(set(found)) < len(found):
            raise Unsaid
        return tuple(sorted(found, key=lambda rank: rank % 10))

    def take_initials(self) -> set[Ref]:
        """Capital letters, in the order of the week: "L, M, Me, J, V", "L-V", "LMMJV" apart."""
        letters: list[tuple[int, ...]] = []
        joins: list[Kind | None] = []
        while self.kind() is Kind.INITIAL or (self.kind() is Kind.DAY and letters):
            token = self.tokens[self.place]
            letters.append(INITIALS[str(token.value)] if token.kind is Kind.INITIAL else (int(str(token.value)),))
            self.place += 1
            if self.kind() in (Kind.DASH, Kind.COMMA, Kind.SLASH, Kind.TO, Kind.AND) and self.kind(1) in (Kind.INITIAL, Kind.DAY):
                joins.append(self.kind())
                self.place += 1
            elif self.kind() in (Kind.INITIAL, Kind.DAY):
                joins.append(None)
        orders = ordered(letters)
        if len(letters) < 2 or len(orders) != 1:
            raise Unsaid
        days = orders[0]
        if len(days) == 2 and joins[0] in (Kind.DASH, Kind.TO):
            return {Ref(day) for day in range(days[0], days[1] + 1)}
        if Kind.TO in joins or (Kind.SLASH in joins and are_far_apart(days)):
            raise Unsaid
        return {Ref(day) for day in days}

    def to_next_day(self) -> set[Kind] | None:
        """Move to a day that belongs to the same list, if there is one, and tell what joins it."""
        ahead = 0
        seen: set[Kind] = set()
        while (kind := self.kind(ahead)) in (Kind.AND, Kind.COMMA, Kind.SLASH, Kind.ARTICLE, Kind.FROM, Kind.MONTHLY, Kind.DASH, Kind.ONE):
            if kind is Kind.DASH and ahead:
                return None
            seen.add(kind)
            ahead += 1
        if kind not in STARTS_OF_DAYS or (kind is Kind.NTH and self.kind(ahead + 1) in (Kind.MONTH, Kind.TO)):
            return None
        joined = bool(seen & {Kind.AND, Kind.COMMA, Kind.SLASH})
        if not joined and (kind is Kind.HOLIDAY or Kind.FROM in seen):
            return None
        self.place += ahead
        return seen

    # Times

    def begins_span(self) -> bool:
        """Is this bare number the hour of "9-12h", "de 14 à 18h30"?"""
        if self.kind(1) not in (Kind.TO, Kind.DASH) or self.kind(2) is not Kind.TIME:
            return False
        return 0 <= int(str(self.tokens[self.place].value)) <= 24

    def take_times(self) -> None:
        """A run of times, made spans; a last one alone stays alone."""
        between = self.place > 0 and self.tokens[self.place - 1].kind is Kind.BETWEEN
        found, joins = [self.take_time()], list[Kind | None]()
        while (ahead := self.next_time()) is not None:
            joins.append(ahead[1])
            self.place += ahead[0]
            found.append(self.take_time())
        if between and joins and joins[0] is Kind.AND:
            joins[0] = Kind.TO
        if len(found) % 2 and (len(found) == 1 or joins[-1] in (Kind.COMMA, Kind.AND)):
            alone = found.pop()
            if joins:
                joins.pop()
                self.add(What.TIMES, spans(found, joins))
                self.gap = Gap.WEAK
            self.add(What.TIME, alone)
            return
        self.add(What.TIMES, spans(found, joins))

    def take_time(self) -> int:
        value = int(str(self.tokens[self.place].value)) * (60 if self.kind() is Kind.NUMBER else 1)
        self.place += 1
        return value

    def next_time(self) -> tuple[int, Kind | None] | None:
        """How far the next time of the run is, and what joins it."""
        ahead, seen = 0, list[Kind]()
        while (kind := self.kind(ahead)) in JOINS:
            seen += [kind] if kind not in (Kind.FROM, Kind.BETWEEN) else []
            ahead += 1
        if kind is Kind.NUMBER:
            bare = int(str(self.tokens[self.place + ahead].value))
            starts = self.kind(ahead + 1) in (Kind.TO, Kind.DASH) and self.kind(ahead + 2) is Kind.TIME
            ends = seen in ([Kind.TO], [Kind.DASH]) and self.kind(ahead + 1) is not Kind.MONTH
            if bare > 24 or not (starts or ends):
                return None
        elif kind is not Kind.TIME:
            return None
        if len(seen) > 1 and (set(seen) - PARTING or Kind.UNTIL in seen):
            return None if Kind.UNTIL in seen else (ahead, Kind.COLON)
        return ahead, (seen[0] if len(seen) == 1 else Kind.COMMA if seen else None)

    # Seasons

    def take_season(self) -> Season:
        """ "du 1er avril au 30 septembre", "d'octobre à juin", "juillet-août", "en août"."""
        first = self.take_date()
        if self.kind() in (Kind.TO, Kind.DASH, Kind.AND, Kind.SLASH, Kind.UNTIL) and self.date_follows():
            joined = self.kind()
            self.place += 1
            while self.kind() in (Kind.FROM, Kind.ARTICLE):
                self.place += 1
            last = self.take_date()
            first = (last[0], first[1]) if not first[0] else first  # "du 1er au 15 août"
            if joined in (Kind.AND, Kind.SLASH) and (first[1] or last[1] or last[0] != first[0] % 12 + 1):
                raise Unsaid  # "mars et octobre"
        else:
            last = first
        if not first[0] or bool(first[1]) != bool(last[1]) or self.kind() is Kind.NUMBER or (first == last and first[1]):
            raise Unsaid
        return Season(first, last)

    def date_follows(self) -> bool:
        ahead = 1
        while self.kind(ahead) in (Kind.FROM, Kind.ARTICLE):
            ahead += 1
        return self.kind(ahead) is Kind.MONTH or (self.kind(ahead) in (Kind.NUMBER, Kind.NTH) and self.kind(ahead + 1) is Kind.MONTH)

    def take_date(self) -> tuple[int, int]:
        """Month and day; the month is 0 when it comes with the end of the season."""
        day = 0
        if self.kind() in (Kind.NUMBER, Kind.NTH):
            day = int(str(self.tokens[self.place].value))
            self.place += 1
            if self.kind() is Kind.TO and 1 <= day <= 31:
                return 0, day
        if self.kind() is not Kind.MONTH:
            raise Unsaid
        month = int(str(self.tokens[self.place].value))
        self.place += 1
        if day and not 1 <= day <= (29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31):
            raise Unsaid
        return month, day


def are_far_apart(days: Sequence[int]) -> bool:
    """Two days with others between them: "lundi/vendredi" may be those two, or the whole week."""
    return len(days) == 2 and abs(days[0] - days[1]) > 1


def is_abbreviation(token: Token) -> bool:
    """Is the stop after this day its own ("lun. 9h-12h"), rather than the end of a sentence?"""
    return token.kind is Kind.DAY and token.text not in FULL_NAMES
