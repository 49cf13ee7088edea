"""Knows how much each client may ask: so many requests a second in the long run, and a reserve for those who come in haste.

Counted in the memory of each process: no base, no network, a microsecond. A client whose requests reach several processes may ask that many times more.
"""

from collections.abc import Callable
from http import HTTPStatus
from math import ceil
from threading import Lock
from time import monotonic

from django.utils.translation import gettext as _

from maillage.base.problems import Problem

RESERVE_S = 10.0  # seconds' worth of requests that a client may ask at once
MOST_CLIENTS = 50_000


class Limiter:
    """For each client, the moment at which all it asked would have been asked at the steady rate (generic cell rate algorithm): one number."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self.clock = clock
        self.ahead: dict[str, float] = {}
        self.lock = Lock()

    def wait(self, client: str, rate: float) -> float:
        """Seconds to wait before asking; 0.0: the request is counted and may go on. `rate`: requests a second; 0: no limit."""
        if not rate:
            return 0.0
        with self.lock:
            now = self.clock()
            ahead = max(self.ahead.get(client, now), now)
            too_much = ahead - now - RESERVE_S
            if too_much > 0:
                return too_much
            if client not in self.ahead and len(self.ahead) >= MOST_CLIENTS:
                self.forget(now)
            self.ahead[client] = ahead + 1 / rate
            return 0.0

    def forget(self, now: float) -> None:
        """Make room: clients whose reserve is whole again are not worth remembering, nor, in a flood, are the oldest."""
        self.ahead = {client: ahead for client, ahead in self.ahead.items() if ahead > now}
        for client in list(self.ahead)[: max(0, len(self.ahead) - MOST_CLIENTS // 2)]:
            del self.ahead[client]


def too_many(wait: float) -> Problem:
    """429."""
    seconds = ceil(wait)
    return Problem(
        HTTPStatus.TOO_MANY_REQUESTS,
        _("Trop de demandes"),
        _("Cette adresse a épuisé sa part."),
        _("Attendez {seconds} s. Pour davantage, demandez une clé, ou téléchargez les fichiers complets de /donnees/.").format(seconds=seconds),
        headers={"Retry-After": str(seconds)},
    )


limiter = Limiter()
