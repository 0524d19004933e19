"""The house: what every handler of every surface needs."""

from __future__ import annotations

from dataclasses import dataclass

from liuke.kernel.db import Database
from liuke.kernel.metrics import Metrics
from liuke.surfaces.doorman import Doorman
from liuke.surfaces.throttle import Throttle


@dataclass(frozen=True)
class House:
    """The database, who lets people in, how often, and the figures of it all."""

    database: Database
    doorman: Doorman
    throttle: Throttle
    metrics: Metrics
