"""Knows how statements become a place. Pure: plain values in, plain values out; no model, no query, no clock."""

from maillage.directory.fold.folding import Folded, fold
from maillage.directory.fold.hearing import Confirmation, Said, Voice
from maillage.directory.fold.offering import OfferKey, OfferValue

__all__ = ["Confirmation", "Folded", "OfferKey", "OfferValue", "Said", "Voice", "fold"]
