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
        if phrase.also and (self.waiting or self.target):
            raise Unsaid  # "fermé le lundi, ouvert en août"
        if self.waiting:
            self.waiting.when, self.target, self.waiting = self.waiting.when.also(kind, value), self.waiting, None
        elif self.target and phrase.gap is Gap.NONE:
            self.target.when = self.target.when.also(kind, value)
        elif self.target and phrase.linked:
            self.target = self.close(Closing(when=ALWAYS.also(kind, value)))
        else:
            self.target = None
            self.place_scope(phrase)

    def place_scope(self, phrase: Phrase, *, excepted: bool = False) -> None:
        """Does it bear on the clause before, on what comes next, or on all?"""
        kind, value, clause, after = phrase.what, phrase.value, self.current, self.next()
        leads = after is not None and (after.colon or self.follows(What.DAYS, What.TIMES, What.NOTE, What.HALF, What.SEASON, What.WEEKS, What.SCHOOL))
        complete = clause is not None and clause.has_body and clause.days is not None
        beyond = self.next(2)
        if after is not None and after.what is What.CLOSED and after.gap is Gap.NONE and (beyond is None or beyond.gap >= Gap.LINE) and phrase.gap >= Gap.LINE:
            # "mercredi 14h-18h. Vacances scolaires : fermé"
            self.place += 1
            self.close(Closing(when=ALWAYS.also(kind, value)))
        elif clause is None or (complete and leads and not phrase.depth and (phrase.gap >= Gap.WEAK or (after is not None and after.colon))):
            # "semaine paire : lundi 9h-12h", "lundi 9h-12h ; en août : lundi 14h-17h"
            if not leads or (phrase.linked and self.follows(What.TIMES)):
                raise Unsaid  # "en août", "lundi 9h-12h et pendant les vacances 14h-17h"
            self.begin_header(phrase, firm=bool(after and after.colon))
        elif complete and phrase.gap >= Gap.LINE:
            # "lundi 9h-12h. Mardi 14h-17h. D’octobre à juin"
            if phrase.also or (clause is not None and clause.is_sealed and not excepted):
                raise Unsaid  # "lundi 9h-12h. Ouvert en août": in August too? "Fermé en juillet ; août"
            for each in self.clauses:
                each.when = each.when.also(kind, value)
                each.own.add(kind)
        elif complete and after and after.gap is Gap.NONE and after.what is What.DAYS and not phrase.depth:
            raise Unsaid  # "lundi 9h-12h en semaine paire mardi 14h-17h": which of the two?
        else:
            # "lundi 9h-12h en semaine paire", "lundi (semaine paire) 9h-12h"
            self.narrow(clause, phrase, excepted=excepted, alone=not complete or after is not None or len(self.clauses) < 2 or bool(phrase.depth))

    def narrow(self, clause: Clause, phrase: Phrase, *, excepted: bool, alone: bool) -> None:
        """The part of the year of one clause."""
        before = self.phrases[self.place - 1].what if self.place else None
        if clause.runs and (phrase.linked or phrase.also or (before is What.NOTE and phrase.gap is Gap.NONE)):
            raise Unsaid  # "lundi 9h-12h et en août", "lundi 9h-12h (ouvert en août)", "lundi 9h-12h sur rendez-vous en août"
        if clause.is_sealed or clause.ends or clause.others:
            raise Unsaid  # "lundi 9h-12h, fermé en juillet, août", "lundi et mardi 9h-17h, mardi jusqu’à 20h en décembre"
        if clause.is_parted and not excepted:
            raise Unsaid  # "mardi 9h-12h et 14h-17h en semaine paire": the morning too?
        if not clause.runs and (phrase.gap is Gap.NONE or phrase.depth) and phrase.what is not What.SCHOOL and are_apart(clause.days):
            raise Unsaid  # "lundi et mardi en semaine paire 9h-12h": Mondays too?
        clause.when = ALWAYS.also(phrase.what, phrase.value).or_else(clause.when)
        if phrase.what in clause.own or (phrase.what is What.SCHOOL and not alone):
            raise Unsaid  # "lundi 9h-12h et mardi 14h-17h hors vacances scolaires": Mondays too?
        clause.own.add(phrase.what)

    def begin_header(self, phrase: Phrase, *, firm: bool) -> None:
        kind, before = phrase.what, self.phrases[self.place - 1] if self.place else None
        if self.current and not (self.current.has_body and self.current.days):
            raise Unsaid
        if before and before.what is kind and not (firm and phrase.gap >= Gap.LINE and self.ends_closing(before)):
            raise Unsaid  # "juillet, août : lundi 9h-12h", "fermé en juillet, août : lundi 9h-12h"
        if any(getattr(self.header, each) and each not in self.fresh for each in (What.SEASON, What.WEEKS, What.SCHOOL) if each is not kind):
            raise Unsaid  # does the season of the sentence before hold for these weeks?
        self.header = self.header.instead(kind, phrase.value)
        self.fresh.add(kind)
        self.stale.discard(kind)
        self.firm = self.firm | self.fresh if firm else self.firm - {kind}
        self.current = None

    def ends_closing(self, phrase: Phrase) -> bool:
        """Was this part of the year told of the last closing ("fermé en juillet ; août : lundi 9h-12h")?"""
        return bool(self.closings) and getattr(self.closings[-1].when, str(phrase.what)) == phrase.value

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
            if self.fresh or note and (not self.clauses or any(run.note is not None for clause in self.clauses for run in clause.runs)):
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
        """After hours, on the same line: it bears on them, on what follows, or on any other time."""
        after = self.next()
        ends = after is None or after.gap >= Gap.LINE
        if phrase.linked and note and ends:
            # "lundi 9h-12h et sur rendez-vous"
            if after is not None:
                raise Unsaid  # "lundi 9h-12h et sur rendez-vous. Mardi 14h-17h": on which days?
            self.otherwise = True
        elif phrase.linked and self.follows(What.TIMES) and clause.days:
            clause.note = note  # "lundi 9h-12h et sur rendez-vous 14h-17h"
        elif phrase.linked and self.follows(What.DAYS):
            # "lundi 9h-12h et sur rendez-vous le mardi 14h-17h"
            self.note = note
            self.firm.discard(What.NOTE)
            self.stale.discard(What.NOTE)
        elif note and after and after.gap is Gap.NONE and phrase.depth == after.depth and after.what in (What.TIMES, What.HALF, What.DAYS):
            raise Unsaid  # "lundi 9h-12h sur rendez-vous mardi 14h-17h": which of the two?
        else:
            self.note_hours(phrase, note, clause, ends=ends)  # "lundi 9h-12h sur rendez-vous"

    def note_hours(self, phrase: Phrase, note: str, clause: Clause, *, ends: bool) -> None:
        """It bears on the hours just before, unless it may bear on others."""
        run = clause.runs[-1]
        if run.note:
            raise Unsaid  # "lundi 9h-12h sur rendez-vous, sans rendez-vous"
        if note and clause.is_parted and all(each.note is None for each in clause.runs[:-1]):
            raise Unsaid  # "lundi 9h-12h, 14h-17h sur rendez-vous": the morning too?
        bare = [each for each in self.clauses if each is not clause and each.sentence == clause.sentence and any(other.note is None for other in each.runs)]
        if note and ends and bare and not phrase.depth:
            raise Unsaid  # "lundi 9h-12h et mardi 14h-17h sur rendez-vous": Mondays too?
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

    def on_except(self, phrase: Phrase) -> None:
        after = self.next()
        self.target = None
        if self.waiting or after is None or after.gap >= Gap.WEAK and not after.linked:
            raise Unsaid
        if phrase.depth and self.current and self.current.is_parted and not isinstance(after.value, Days):
            raise Unsaid  # "lundi 9h-12h et 14h-17h (sauf août)": the morning too?
        if after.what is What.SCHOOL:
            self.place += 1
            flipped = Phrase(What.SCHOOL, TERM if after.value == HOLIDAYS else HOLIDAYS, phrase.gap, phrase.colon, phrase.linked, phrase.depth)
            self.place_scope(flipped, excepted=True)
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


def are_apart(days: Days | None) -> bool:
    """Days told one by one ("lundi et mardi"), neither a range nor "les": what follows may bear on the last alone."""
    told = {ref.day for ref in days.refs} if days and not days.plural else set[int]()
    return len(told) > 1 and not (len(told) > 2 and max(told) - min(told) == len(told) - 1)


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
