"""Knows how this instance asks addresses outside, without ever opening a way into the network it lives in."""

from maillage.base.outside.addresses import NotReached
from maillage.base.outside.asking import Answer, Limits, ask
from maillage.base.outside.gate import Gate, gate_of_settings, inside_place

__all__ = ["Answer", "Gate", "Limits", "NotReached", "ask", "gate_of_settings", "inside_place"]
