"""20/80: how much of the money comes from how few of the members.

The curve is Lorenz's (1905), the best members first; the Gini index is twice the area between it
and the line on which all bring the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from liuke.domains.analytics.models.arrays import Floats


@dataclass(frozen=True)
class Curve:
    """Shares from 0 to 1 of members, the best first, and of what they spent; and the Gini index."""

    members: Floats
    spent: Floats
    gini: float

    def brought_by(self, share: float) -> float:
        """Return which share of the money the best share of members brought."""
        return float(np.interp(share, self.members, self.spent))

    def needed_for(self, share: float) -> float:
        """Return which share of members, the best first, it takes for a share of the money."""
        return float(np.interp(share, self.spent, self.members))


def curve(members: Floats, spent_minor: Floats) -> Curve:
    """Draw the curve over groups of members, the best group first; nothing spent is even."""
    head, money = np.cumsum(members), np.cumsum(spent_minor)
    if not len(head) or money[-1] <= 0:
        even = np.array([0.0, 1.0])
        return Curve(even, even, 0.0)
    along = np.concatenate([[0.0], head / head[-1]])
    up = np.concatenate([[0.0], money / money[-1]])
    return Curve(along, up, float(2 * np.trapezoid(up, along) - 1))
