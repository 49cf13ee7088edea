"""Knows how a module says that work is wanted at a time of day."""

from dataclasses import dataclass
from datetime import time
from typing import Any


@dataclass(frozen=True)
class Daily:
    """A task (of django-tasks) wanted every day at a local time."""

    task: Any
    at: time
