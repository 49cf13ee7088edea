"""Knows what a whole text says once its clauses are complete, and which doubts remain between them."""

from dataclasses import replace

from maillage.directory.hours.french.clauses import ALWAYS, WHOLE_DAY, Clause, Closing, Told, opened
from maillage.directory.hours.french.parts import Days, Ref, What
from maillage.directory.hours.french.tokens import Unsaid

WEEKEND = {Ref(5), Ref(6)}


def conclude(clauses: list[Clause], closings: list[Closing], *, otherwise: bool) -> Told:
    """Everything that was told. Raise Unsaid when a clause lacks its days or its hours."""
    if len(clauses) > 1 and any(clause.is_loose for clause in clauses):
        raise Unsaid
    inherit_days(clauses)
    leave_out(clauses, closings)
    closed = {ref.day for closing in closings if closing.days and not closing.half for ref in closing.days.refs}
    told = Told(closings=[closing for closing in closings if not closing.consumed], otherwise=otherwise)
    for closing in told.closings:
        if closing.days and closing.days.refs:
            closing.when = closing.when.or_else(closing.header)
    for clause in clauses:
        check_scope(clauses, clause)
        check_title(clauses, clause)
        if clause.days is None or (clause.days.other and not clause.when.weeks):
            raise Unsaid
        whole = all(run.spans == WHOLE_DAY for run in clause.runs)
        if clause.days.every and not closed & {5, 6} and not whole:
            raise Unsaid  # on Sundays too?
        told.opened += list(opened(clause))
    if any(closing.days is None and closing.when == ALWAYS for closing in told.closings):
        raise Unsaid
    return told


def inherit_days(clauses: list[Clause]) -> None:
    """ "… l’après-midi de 14h à 17h sauf le vendredi": the days are those of the morning before."""
    for before, clause in zip([None, *clauses], clauses, strict=False):
        whole = clause.runs and all(run.spans == WHOLE_DAY for run in clause.runs)
        if clause.days is None and before and before.days and before.halves and clause.halves and before.halves.isdisjoint(clause.halves):
            clause.days = before.days
        elif clause.days is None and whole and len(clauses) == 1:
            clause.days = Days(frozenset(Ref(day) for day in range(7)))


def leave_out(clauses: list[Clause], closings: list[Closing]) -> None:
    """ "sauf le vendredi" takes Fridays out of its own clause; out of which one, when two are told for Fridays?"""
    for closing in closings:
        clause, days = closing.clause, closing.days
        if (
            not (clause and clause.days and days and days.refs)
            or closing.half
            or closing.when != ALWAYS
            or closing.consumed
            or any(ref.nth for ref in days.refs)
        ):
            continue
        others = [each for each in clauses if each is not clause and each.days and each.days.refs & days.refs]
        if others and not clause.halves:
            raise Unsaid
        clause.days = replace(clause.days, refs=clause.days.refs - days.refs, every=clause.days.every and not days.refs & WEEKEND)
        closing.days = replace(days, refs=frozenset()) if days.holidays else days
        closing.consumed = not days.holidays


def check_scope(clauses: list[Clause], clause: Clause) -> None:
    """A remark or a season that bears on a clause but not on its neighbours leaves a doubt."""
    for each in clauses:
        if each.sentence == clause.sentence and any(getattr(each.when, kind) in (None, "") for kind in clause.own):
            raise Unsaid


def check_title(clauses: list[Clause], clause: Clause) -> None:
    """ "lundi 9h-12h ; en août : mardi 14h-17h": are Mondays open in August? Clear when the days under the title are all those of the year."""
    for kind in (What.SEASON, What.WEEKS, What.SCHOOL):
        if not getattr(clause.when, kind) or kind in clause.own:
            continue
        usual, titled = set[int](), set[int]()
        for each in clauses:
            days = {ref.day for ref in each.days.refs} if each.days else set[int]()
            if not getattr(each.when, kind):
                usual |= days
            elif each.when == clause.when:
                titled |= days
        if not usual <= titled:
            raise Unsaid
