"""What checkout sweeps up every night."""

from __future__ import annotations

from liuke.domains.checkout.reserve import sweep_reservations
from liuke.kernel.db import Tx
from liuke.kernel.jobs import daily


@daily("checkout.sweep", after="03:40")
async def sweep(tx: Tx) -> None:
    """Remove reservations that no till can name any more."""
    await sweep_reservations(tx)
