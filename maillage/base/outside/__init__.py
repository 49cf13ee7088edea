"""Knows how this instance asks addresses outside, without ever opening a way into the network it lives in."""

from maillage.base.outside.addresses import NotReached
from maillage.base.outside.asking import Answer, Limits, ask
from maillage.base.outside.door import Door, door_of_settings

__all__ = ["Answer", "Door", "Limits", "NotReached", "ask", "door_of_settings"]
