"""The house: what every handler of every surface needs."""

from __future__ import annotations

from dataclasses import dataclass, field

from liuke.kernel.db import Database
from liuke.kernel.metrics import Metrics
from liuke.surfaces.doorman import Doorman
from liuke.surfaces.threads import Threads
from liuke.surfaces.throttle import Throttle


@dataclass(frozen=True)
class House:
    """The database, who lets people in, how often, the figures, and threads for hashing."""

    database: Database
    doorman: Doorman
    throttle: Throttle
    metrics: Metrics
    threads: Threads = field(default_factory=Threads)
