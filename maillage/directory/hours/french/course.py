"""Knows which hours go with which days, in a text that tells the ones or the others first."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from maillage.directory.hours.french.clauses import ALWAYS, WHOLE_DAY, Clause, Closing, Run, When, other, side
from maillage.directory.hours.french.parts import LUNCH_END, Days, Gap, Phrase, Span, What
from maillage.directory.hours.french.tokens import APPOINTMENT, HOLIDAYS, Unsaid


@dataclass
class Course:
    """Where the reading of the phrases is, and how days and hours find each other."""

    phrases: Sequence[Phrase]
    place: int = 0
    sentence: int = 0
    clauses: list[Clause] = field(default_factory=list)
    closings: list[Closing] = field(default_factory=list)
    current: Clause | None = None
    waiting: Closing | None = None  # a closing whose days come next
    target: Closing | None = None  # a closing just told, which may go on
    header: When = ALWAYS
    stale: set[What] = field(default_factory=set)  # headers of a sentence before: do they still hold?
    firm: set[What] = field(default_factory=set)  # headers with a colon
    fresh: set[What] = field(default_factory=set)  # headers of this sentence
    note: str | None = None  # header
    half: str = ""
    times_first: bool = False
    otherwise: bool = False

    def next(self, ahead: int = 1) -> Phrase | None:
        return self.phrases[self.place + ahead] if self.place + ahead < len(self.phrases) else None

    def follows(self, *kinds: What) -> bool:
        """Does one of these come next, in the same sentence?"""
        after = self.next()
        return after is not None and after.what in kinds and after.gap < Gap.LINE

    def begin_sentence(self, phrase: Phrase) -> None:
        """A new line or sentence: what comes first in it, hours or days?"""
        if self.waiting:
            raise Unsaid
        self.sentence += 1
        self.target = None
        self.fresh = set()
        for kind in (What.SEASON, What.WEEKS, What.SCHOOL):
            if getattr(self.header, kind) and (kind not in self.firm or phrase.gap is Gap.STOP):
                self.stale.add(kind)
        if self.note and (phrase.gap is Gap.STOP or (What.NOTE not in self.firm and self.clauses)):
            self.stale.add(What.NOTE)
        if self.current and not (self.current.days and (self.current.has_body or self.current.ends)):
            if self.times_first and self.place and len(self.clauses) > 1:
                raise Unsaid
            return  # the clause goes on
        order = self.order()
        if order:
            self.times_first = order == [What.TIMES, What.DAYS]

    def order(self) -> list[What]:
        """Days and hours of this sentence, in the order they first come; empty when one of them is missing."""
        found: list[What] = []
        skip = False
        for place in range(self.place, len(self.phrases)):
            phrase = self.phrases[place]
            if self.place < place and self.place > 0 and phrase.gap >= Gap.LINE:
                break
            if phrase.what in (What.DAYS, What.TIMES) and phrase.what not in found and not (skip and phrase.what is What.DAYS):
                found.append(phrase.what)
            skip = phrase.what in (What.EXCEPT, What.CLOSED)
        return found if len(found) == 2 or self.place == 0 else []

    def close(self, closing: Closing) -> Closing:
        closing.header = self.header
        self.closings.append(closing)
        if self.current:
            self.current.is_sealed = bool(self.current.runs) or closing.clause is None
        return closing

    def begin_clause(self, days: Days | None) -> Clause:
        if self.stale:
            raise Unsaid  # does the season of the sentence before still hold?
        clause = Clause(self.sentence, days, self.header, note=self.note)
        if self.half:
            clause.halves.add(self.half)
            self.half = ""
        self.clauses.append(clause)
        self.current = clause
        return clause

    # Days

    def on_days(self, phrase: Phrase) -> None:
        days = phrase.value
        if not isinstance(days, Days):
            raise Unsaid
        if self.waiting:
            self.waiting.days, self.target, self.waiting = days, self.waiting, None
            return
        if self.goes_on_closing(phrase):
            self.target = self.close(Closing(days, clause=self.target.clause if self.target else None))
            return
        if self.target and phrase.gap is Gap.NONE:
            raise Unsaid  # "fermé en juillet et août : lundi 14h-17h": a title, or a closing?
        self.target = None
        after = self.next()
        if after and after.what is What.UNTIL and self.current and self.current.runs:
            self.place += 1
            self.on_until(after, days)
        elif phrase.depth and self.current:
            self.days_in_brackets(days)
        elif self.times_first:
            self.days_after_times(phrase, days)
        else:
            if self.current and self.current.days and not self.current.has_body:
                raise Unsaid  # "Lundi\nMardi 9h-12h"
            self.begin_clause(days)

    def goes_on_closing(self, phrase: Phrase) -> bool:
        """ "fermé le lundi et le mercredi après-midi": days after days, without hours of their own."""
        if not self.target or phrase.gap is not Gap.WEAK:
            return False
        ahead = 1
        while (after := self.next(ahead)) and after.what is What.HALF and after.gap is Gap.NONE:
            ahead += 1
        return after is None or after.gap >= Gap.LINE or after.what in (What.DAYS, What.EXCEPT, What.SCHOOL)

    def days_in_brackets(self, days: Days) -> None:
        clause, after = self.current, self.next()
        if clause is None or clause.days is None:
            if clause and clause.runs and self.times_first:
                clause.days = days
                return
            raise Unsaid
        if clause.runs and after and after.depth and after.what is What.TIME:
            self.place += 1
            self.end_otherwise(after.value, days)
        elif not clause.runs and len(clause.days.refs) == len(days.refs) == 1 and {ref.day for ref in clause.days.refs} == {ref.day for ref in days.refs}:
            clause.days = days  # "Dimanche (2e dimanche du mois)"
        elif clause.runs and after and after.depth and after.what is What.CLOSED:
            self.place += 1
            self.close(Closing(days, clause=clause))
        else:
            raise Unsaid

    def days_after_times(self, phrase: Phrase, days: Days) -> None:
        clause = self.current
        if clause and clause.runs and clause.days is None and (not phrase.linked or clause.runs[0].spans == WHOLE_DAY):
            clause.days = days
            clause.is_loose = phrase.gap >= Gap.LINE
        elif self.note == APPOINTMENT and (clause is None or clause.days):
            self.begin_clause(days)
        else:
            raise Unsaid

    # Hours

    def on_times(self, phrase: Phrase) -> None:
        found = phrase.value
        if not isinstance(found, tuple):
            raise Unsaid
        target, self.target = self.target, None
        clause = self.current
        if target and target.clause and target.clause.runs and target.days and not target.half:
            self.replace_hours(target, found)
            return
        if target and (target.clause is None or target.half):
            raise Unsaid  # "fermé mardi mercredi 14h-17h"
        if (self.times_first and (clause is None or clause.days)) or (clause is None and found == WHOLE_DAY):
            clause = self.begin_clause(None)
        elif clause is not None and clause.is_sealed:
            raise Unsaid
        elif clause is None or (clause.has_body and phrase.gap is Gap.STOP):
            clause = self.begin_clause(self.days_before())
        before = self.phrases[self.place - 1].what if self.place else None
        if (phrase.linked and clause.days and not clause.runs) or (phrase.colon and before is What.TIMES):
            raise Unsaid  # "lundi et : 9h-12h": a day is missing
        if clause.runs and before in (What.SEASON, What.WEEKS, What.SCHOOL):
            raise Unsaid  # "mercredi 9h-12h hors vacances, 14h-17h"
        clause.runs.append(Run(found, clause.note))
        if clause.note is not None and self.note is None and clause.runs[:-1]:
            clause.note = None

    def days_before(self) -> Days:
        """ "Vacances scolaires : 10h-12h": the days are those of the only clause before."""
        if len(self.clauses) != 1 or self.header == ALWAYS or self.clauses[0].days is None:
            raise Unsaid
        return self.clauses[0].days

    def replace_hours(self, closing: Closing, found: tuple[Span, ...]) -> None:
        """ "9h-17h sauf vendredi 9h-16h": other hours, unless they may be those without opening."""
        clause, days = closing.clause, closing.days
        if clause is None or days is None or clause.days is None or len(clause.runs) != 1 or days.holidays:
            raise Unsaid
        usual = clause.runs[0].spans
        clear = len(found) == len(usual) and found[0][0] == usual[0][0] and found != usual and found[-1][1] > LUNCH_END
        if not clear or not days.refs <= clause.days.refs:
            raise Unsaid
        clause.others.update(dict.fromkeys(days.refs, found))
        closing.consumed = True

    def on_time(self, phrase: Phrase) -> None:
        """A time alone is another closing time."""
        after = self.next()
        if self.target and self.target.clause and self.target.days and not self.target.half:
            self.target.consumed = True
            self.end_otherwise(phrase.value, self.target.days)
            self.target = None
        elif after and after.gap is Gap.NONE and after.what is What.DAYS and isinstance(after.value, Days):
            self.place += 1
            self.end_otherwise(phrase.value, after.value)
        elif after and after.gap is Gap.NONE and after.what is What.SCHOOL and after.value == HOLIDAYS and self.current and self.current.runs:
            self.place += 1
            self.current.holiday_end = int(str(phrase.value))
        else:
            raise Unsaid

    def on_until(self, _phrase: Phrase, days: Days | None = None) -> None:
        after = self.next()
        if after is None or after.what is not What.TIME or after.gap is not Gap.NONE:
            raise Unsaid
        self.place += 1
        if days is None:
            on = self.next()
            if on is None or not isinstance(on.value, Days) or on.gap is not Gap.NONE:
                raise Unsaid
            self.place += 1
            days = on.value
        self.end_otherwise(after.value, days)

    def end_otherwise(self, moment: object, days: Days) -> None:
        clause = self.current
        if clause is None or clause.days is None or not clause.runs or days.holidays or not days.refs <= clause.days.refs:
            raise Unsaid
        clause.ends.update(dict.fromkeys(days.refs, int(str(moment))))

    def on_half(self, phrase: Phrase) -> None:
        half = str(phrase.value)
        if self.target and phrase.gap is Gap.NONE and self.target.days:
            if self.target.half or (len(self.target.days.refs) > 1 and not self.target.days.plural):
                raise Unsaid  # "lundi et jeudi matin": Monday, or its morning?
            self.target.half = half
            return
        self.target = None
        clause = self.current
        if self.waiting:
            self.say_twice(half)
            self.waiting.consumed, self.waiting = True, None
        elif clause and clause.runs and self.follows(What.CLOSED):
            self.say_twice(half)
            self.place += 1
        elif (clause is None or (clause.has_body and clause.days)) and self.follows(What.DAYS, What.TIMES):
            self.lead_with_half(half, clause)
        elif clause is None:
            raise Unsaid
        else:
            clause.halves.add(half)

    def say_twice(self, half: str) -> None:
        """ "matin 9h-12h, après-midi fermé" adds nothing; anything else would contradict."""
        clause = self.current
        if clause is None or not clause.runs or any(side(span) != other(half) for run in clause.runs for span in run.spans):
            raise Unsaid
        clause.is_sealed = False

    def lead_with_half(self, half: str, clause: Clause | None) -> None:
        """ "le matin de 9h à 12h du lundi au vendredi", "lundi 9h-12h, l’après-midi 14h-17h"."""
        if self.half:
            raise Unsaid
        if clause is None or self.times_first or self.follows(What.DAYS):
            self.half = half
        else:
            clause.halves.add(half)
