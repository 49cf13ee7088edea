"""Knows the tables of the base of places; one file per noun."""

from maillage.directory.models.changes import Change, Generation
from maillage.directory.models.closures import Closure
from maillage.directory.models.offers import Offer
from maillage.directory.models.organisations import Organisation, Relation
from maillage.directory.models.origins import Origin
from maillage.directory.models.places import Place
from maillage.directory.models.questions import Question
from maillage.directory.models.statements import Check, Statement

__all__ = ["Change", "Check", "Closure", "Generation", "Offer", "Organisation", "Origin", "Place", "Question", "Relation", "Statement"]
