"""Knows how phrases make clauses: what a season, a remark, a closing or an exception bears on."""

from collections.abc import Callable
from dataclasses import replace

from maillage.directory.hours.french.clauses import ALWAYS, Clause, Closing, Told, other
from maillage.directory.hours.french.concluding import conclude
from maillage.directory.hours.french.course import Course
from maillage.directory.hours.french.parts import Days, Gap, Phrase, What
from maillage.directory.hours.french.tokens import HOLIDAYS, OTHERWISE, TERM, Unsaid


class Composer(Course):
    """Goes through phrases in order."""

    def compose(self) -> Told:
        while self.place < len(self.phrases):
            phrase = self.phrases[self.place]
            if self.place == 0 or phrase.gap >= Gap.LINE:
                self.begin_sentence(phrase)
            if self.waiting and phrase.what not in CLOSABLE:
                raise Unsaid  # "fermeture 14h-17h le mercredi"
            if self.target and phrase.what not in (What.HALF, What.DAYS, What.SEASON, What.WEEKS, What.SCHOOL, What.CLOSED, What.TIME, What.TIMES):
                self.target = None
            HANDLERS[phrase.what](self, phrase)
            self.place += 1
        if self.waiting or self.half:
            raise Unsaid
        return conclude(self.clauses, self.closings, otherwise=self.otherwise)

    # Seasons, weeks, school

    def on_scope(self, phrase: Phrase) -> None:
        kind, value = phrase.what, phrase.value
        if self.waiting:
            self.waiting.when, self.target, self.waiting = self.waiting.when.also(kind, value), self.waiting, None
        elif self.target and phrase.gap is Gap.NONE:
            self.target.when = self.target.when.also(kind, value)
        elif self.target and phrase.linked:
            self.target = self.close(Closing(when=ALWAYS.also(kind, value)))
        else:
            self.target = None
            self.place_scope(phrase)

    def place_scope(self, phrase: Phrase) -> None:
        """Does it bear on the clause before, on what comes next, or on all?"""
        kind, value, clause, after = phrase.what, phrase.value, self.current, self.next()
        leads = after is not None and (after.colon or self.follows(What.DAYS, What.TIMES, What.NOTE, What.HALF, What.SEASON, What.WEEKS, What.SCHOOL))
        complete = clause is not None and clause.has_body and clause.days is not None
        beyond = self.next(2)
        if after is not None and after.what is What.CLOSED and after.gap is Gap.NONE and (beyond is None or beyond.gap >= Gap.LINE) and phrase.gap >= Gap.LINE:
            self.place += 1
            self.close(Closing(when=ALWAYS.also(kind, value)))  # "Vacances scolaires : fermé"
        elif clause is None or (complete and leads and not phrase.depth and (phrase.gap >= Gap.WEAK or (after is not None and after.colon))):
            if not leads or (phrase.linked and self.follows(What.TIMES)):
                raise Unsaid
            self.begin_header(kind, value, firm=bool(after and after.colon))
        elif complete and phrase.gap >= Gap.LINE:
            for each in self.clauses:
                each.when = each.when.also(kind, value)
                each.own.add(kind)
        elif complete and after and after.gap is Gap.NONE and after.what is What.DAYS and not phrase.depth:
            raise Unsaid
        else:
            clause.when = ALWAYS.also(kind, value).or_else(clause.when)
            if kind in clause.own or (kind is What.SCHOOL and complete and after is None and len(self.clauses) > 1 and not phrase.depth):
                raise Unsaid
            clause.own.add(kind)

    def begin_header(self, kind: What, value: object, *, firm: bool) -> None:
        if self.current and not (self.current.has_body and self.current.days):
            raise Unsaid
        if any(getattr(self.header, each) and each not in self.fresh for each in (What.SEASON, What.WEEKS, What.SCHOOL) if each is not kind):
            raise Unsaid  # does the season of the sentence before hold for these weeks?
        self.header = self.header.instead(kind, value)
        self.fresh.add(kind)
        self.stale.discard(kind)
        self.firm = self.firm | self.fresh if firm else self.firm - {kind}
        self.current = None

    # Remarks

    def on_note(self, phrase: Phrase) -> None:
        note, clause = str(phrase.value), self.current
        if self.waiting or (note == OTHERWISE and (self.next() or not self.clauses)):
            raise Unsaid
        if note == OTHERWISE:
            self.otherwise = True
        elif clause and not clause.runs and clause.days and phrase.gap < Gap.LINE:
            if clause.note:
                raise Unsaid
            clause.note = note
        elif clause and clause.runs and phrase.gap < Gap.LINE:
            self.note_after_hours(phrase, note, clause)
        elif clause is None or (clause.has_body and clause.days):
            self.note_at_start(note)
        else:
            raise Unsaid

    def note_at_start(self, note: str) -> None:
        """At the head of a sentence: it bears on what follows, or on everything when nothing does."""
        after = self.next()
        if after is None:
            if note and (not self.clauses or any(run.note is not None for clause in self.clauses for run in clause.runs)):
                raise Unsaid
            for clause in self.clauses if note else ():
                clause.runs = [replace(run, note=note) for run in clause.runs]
        elif after.colon or self.follows(What.DAYS, What.TIMES, What.HALF, What.SEASON, What.WEEKS, What.SCHOOL):
            self.note = note
            self.stale.discard(What.NOTE)
            self.firm.discard(What.NOTE)
            if after.colon or not self.clauses:
                self.firm.add(What.NOTE)
            if self.current and self.current.days:
                self.current = None
        elif note:
            raise Unsaid

    def note_after_hours(self, phrase: Phrase, note: str, clause: Clause) -> None:
        after = self.next()
        ends = after is None or after.gap >= Gap.LINE
        if phrase.linked and note and ends:
            if after is not None:
                raise Unsaid
            self.otherwise = True
        elif phrase.linked and self.follows(What.TIMES) and clause.days:
            clause.note = note
        elif phrase.linked and self.follows(What.DAYS):
            self.note = note
            self.firm.discard(What.NOTE)
            self.stale.discard(What.NOTE)
        elif note and after and after.gap is Gap.NONE and not phrase.depth and after.what in (What.TIMES, What.HALF, What.DAYS):
            raise Unsaid  # "lundi 9h-12h sur rendez-vous mardi 14h-17h": which of the two?
        else:
            self.note_hours(phrase, note, clause, ends=ends)

    def note_hours(self, phrase: Phrase, note: str, clause: Clause, *, ends: bool) -> None:
        """It bears on the hours just before; alone at the end of several clauses, on which ones?"""
        run = clause.runs[-1]
        if run.note:
            raise Unsaid
        if note and len(clause.runs) > 1 and clause.runs[0].note is None and phrase.gap is not Gap.NONE:
            raise Unsaid
        bare = [each for each in self.clauses if each is not clause and each.sentence == clause.sentence and any(other.note is None for other in each.runs)]
        if note and ends and bare and not phrase.depth:
            raise Unsaid
        run.note = note
        if not clause.runs[1:]:
            clause.note = None

    def on_closed(self, phrase: Phrase) -> None:
        clause = self.current
        if self.target and phrase.gap < Gap.LINE and self.target.clause and not self.target.when.school:
            return  # "sauf jeudi après-midi, fermé au public"
        self.target = None
        if self.waiting:
            raise Unsaid
        if clause and clause.days and not clause.has_body and clause.note is None and not self.times_first:
            after = self.next()
            told_late = phrase.gap is not Gap.NONE and after and after.what is What.DAYS and after.gap is Gap.NONE  # "lundi, mardi, fermé vendredi"
            if len(clause.halves) > 1 or (self.follows(What.HALF) and clause.halves) or told_late:
                raise Unsaid
            if self.follows(What.HALF):
                self.place += 1
                clause.halves.add(other(str(self.phrases[self.place].value)))  # "lundi : fermé le matin, 14h-17h"
                return
            half = next(iter(clause.halves), "")
            if half and len(clause.days.refs) > 1 and not clause.days.plural:
                raise Unsaid
            self.close(Closing(clause.days, clause.when, half))
            self.clauses.remove(clause)
            self.current = None
        else:
            self.waiting = self.close(Closing())

    def on_except(self, _phrase: Phrase) -> None:
        after = self.next()
        self.target = None
        if self.waiting or after is None or after.gap >= Gap.WEAK and not after.linked:
            raise Unsaid
        if after.what is What.SCHOOL:
            self.place += 1
            flipped = Phrase(What.SCHOOL, TERM if after.value == HOLIDAYS else HOLIDAYS, _phrase.gap, _phrase.colon, _phrase.linked, _phrase.depth)
            self.place_scope(flipped)
            if self.current:
                self.target = Closing(clause=self.current, consumed=True)  # "… et jours fériés" may follow
        elif after.what in (What.DAYS, What.SEASON, What.WEEKS) and (self.current or (isinstance(after.value, Days) and not after.value.refs)):
            self.waiting = self.close(Closing(clause=self.current))
        else:
            raise Unsaid

    def on_with(self, _phrase: Phrase) -> None:
        """ "y compris le dimanche et les jours fériés"."""
        after, clause = self.next(), self.current
        if after is None or not isinstance(after.value, Days) or after.gap is not Gap.NONE or clause is None or clause.days is None:
            raise Unsaid
        self.place += 1
        if not after.value.refs <= clause.days.refs:
            raise Unsaid
        clause.holidays = clause.holidays or after.value.holidays
        clause.days = replace(clause.days, every=False)


CLOSABLE = (What.DAYS, What.HALF, What.SEASON, What.WEEKS, What.SCHOOL)
HANDLERS: dict[What, Callable[[Composer, Phrase], None]] = {
    What.DAYS: Composer.on_days,
    What.TIMES: Composer.on_times,
    What.TIME: Composer.on_time,
    What.UNTIL: Composer.on_until,
    What.HALF: Composer.on_half,
    What.SEASON: Composer.on_scope,
    What.WEEKS: Composer.on_scope,
    What.SCHOOL: Composer.on_scope,
    What.NOTE: Composer.on_note,
    What.CLOSED: Composer.on_closed,
    What.EXCEPT: Composer.on_except,
    What.WITH: Composer.on_with,
}
